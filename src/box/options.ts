/** What the functions of the box take in common: which Python, for how long, with what around it. */
import { ConcordatError, checkOptions, checkSignal, show } from '../errors.ts';
import { errorCode } from '../io/system.ts';
import { checkEnvironment, environmentOf, threadVariables } from './environment.ts';

/** Options of everything that starts a Python. */
export interface PythonModulesOptions {
  /** Milliseconds until it is ended, with everything it started; 60,000 by default. */
  readonly timeout?: number;
  /** The interpreter; by default the variable CONCORDAT_PYTHON, else `/usr/bin/python3`. */
  readonly python?: string;
  /** Ends it when aborted. */
  readonly signal?: AbortSignal;
  /**
   * Environment variables to add. By default only those are handed over that programs need: PATH, HOME, the locale, the
   * temporary folder, where Python and its packages lie, numbers of threads. `undefined` removes one.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The most threads that numerical libraries may use; their own choice by default. */
  readonly threads?: number;
}

/** The options with their defaults in place. */
export interface ResolvedPython {
  readonly command: string;
  readonly timeout: number;
  readonly signal?: AbortSignal;
  /** All of its environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const allowed = ['timeout', 'python', 'signal', 'env', 'threads'];

/** Checks the options of `caller`; `more` are the names of those that are its own. */
export async function resolvePython(
  caller: string,
  options: PythonModulesOptions,
  more: readonly string[] = [],
): Promise<ResolvedPython> {
  checkOptions(caller, options, [...allowed, ...more]);
  const { timeout = 60_000, threads, signal } = options;
  const wrong = (argument: string, value: unknown, wanted: string): never => {
    throw new ConcordatError('value', `${caller}: ${argument} is ${show(value)}; it must be ${wanted}`, {
      function: caller,
      argument,
      value,
    });
  };
  if (typeof globalThis.process?.versions?.node !== 'string')
    throw new ConcordatError('process', `${caller}: it starts a process, which needs Node`, {
      function: caller,
    });
  const given = options.python ?? (process.env.CONCORDAT_PYTHON || '/usr/bin/python3');
  if (typeof given !== 'string' || given === '' || given.includes('\0'))
    wrong('python', given, 'the path of an interpreter');
  if (typeof timeout !== 'number' || !(timeout > 0))
    wrong('timeout', timeout, 'a positive number of milliseconds');
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0))
    wrong('threads', threads, 'a whole number of at least 1');
  if (signal !== undefined) checkSignal(caller, 'signal', signal);
  if (options.env !== undefined) checkEnvironment(caller, options.env);
  const limits = threads === undefined ? [] : threadVariables.map(name => [name, String(threads)]);
  // Text is UTF-8 on both sides, whatever the locale says.
  const environment = environmentOf({ PYTHONUTF8: '1', ...Object.fromEntries(limits), ...options.env });
  const { resolve } = await import('node:path');
  // A relative path is meant from here, not from the directory that the process starts in.
  const command = /[/\\]/.test(given) ? resolve(given) : given;
  return { command, timeout, environment, ...(signal && { signal }) };
}

/** The error of a Python that could not start says how to get one. */
export function withPythonHint(error: unknown): unknown {
  if (!(error instanceof ConcordatError) || error.fields.reason !== 'start') return error;
  // Too long an environment, or list of arguments: another Python would not help.
  if (errorCode(error.cause) === 'E2BIG') return error;
  const message = `${error.message}; name a Python that has NumPy with the option python or the variable CONCORDAT_PYTHON`;
  return new ConcordatError('process', message, { ...error.fields, reason: 'python' }, error.cause);
}
