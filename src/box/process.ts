/**
 * One foreign process, from start to end: in a process group of its own, with a limit on its time and on what it
 * prints. Whatever happens, it is ended with everything it started, as `supervisor.ts` says, and the promise settles.
 * Built-in modules are imported only when a process is started, so that a browser can load this file.
 */
import type { ChildProcess } from 'node:child_process';
import { ConcordatError, oneLine, show } from '../errors.ts';
import { endDescendants } from './descendants.ts';

/** What to run. */
export interface ProcessRequest {
  /** The public function on whose behalf it runs, for errors. */
  readonly caller: string;
  readonly command: string;
  readonly commandArguments: readonly string[];
  /** The directory it starts in. */
  readonly directory: string;
  /** All its variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; Infinity for none. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** How it ended. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  /** The signal that ended it, where one did. */
  readonly killedBy: string | null;
  readonly stdout: string;
  /** The last part of what it wrote there. */
  readonly stderr: string;
}

/** A program that prints more than this is ended: text is for messages, data goes through files. */
const STDOUT_LIMIT = 16 * 2 ** 20;
const STDERR_KEPT = 64 * 2 ** 10;
/** setTimeout takes no more than this; it is 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** A process that could not be ended may hold the pipes open; they are not waited for longer than this. */
const PIPE_PATIENCE = 1000;
/** The supervisor ends what it started within this time, or is ended itself. */
const END_PATIENCE = 2000;
/** Every process that is started here has it in its environment, with a value of its own, by which it can be found. */
const MARKER = 'CONCORDAT_BOX';

type Limits = Pick<ProcessRequest, 'caller' | 'command' | 'timeout' | 'signal'>;

const failureOf = ({ caller, command, timeout }: Limits, reason: string, message: string, cause?: unknown) =>
  new ConcordatError(
    'process',
    `${caller}: ${message}`,
    { function: caller, reason, command, timeout },
    cause,
  );

/** The error of a call whose signal was aborted. */
export const abortedError = (limits: Limits): ConcordatError =>
  failureOf(limits, 'aborted', 'aborted by the signal', limits.signal?.reason);

/** The error of a call that took too long. */
export const timeoutError = (limits: Limits): ConcordatError =>
  failureOf(limits, 'timeout', `${limits.command} ran for more than ${limits.timeout} ms and was ended`);

/** Runs a process to its end. Throws a process error when it cannot start, is aborted, or passes a limit. */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const { command, timeout, signal } = request;
  const failure = (reason: string, message: string, cause?: unknown) =>
    failureOf(request, reason, message, cause);
  if (signal?.aborted) throw abortedError(request);
  const [{ spawn }, { randomUUID }, fs] = await Promise.all([
    import('node:child_process'),
    import('node:crypto'),
    import('node:fs'),
  ]);
  const mark = randomUUID();

  return new Promise((resolve, reject) => {
    let stopped: ConcordatError | undefined;
    let stderr = Buffer.alloc(0);
    let printed = 0;
    const stdout: Buffer[] = [];
    let child: ChildProcess;
    try {
      child = spawn(command, request.commandArguments, {
        cwd: request.directory,
        env: { ...request.environment, [MARKER]: mark },
        // A group of its own, so that it can be ended as a whole.
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
    } catch (error) {
      // Some refusals of the system are thrown, such as that of a list of arguments that is too long.
      reject(failure('start', cannotStart(command, error as Error), error));
      return;
    }
    let force: NodeJS.Timeout | undefined;
    const endAll = (root?: number) => {
      endDescendants(fs, root, `${MARKER}=${mark}`);
      killGroup(child);
    };
    const stop = (reason: ConcordatError) => {
      if (stopped) return;
      stopped = reason;
      if (process.platform === 'win32') return killGroup(child);
      // The supervisor takes the end of its input for the order to end everything.
      child.stdin?.end();
      force = setTimeout(() => endAll(child.pid), END_PATIENCE);
    };
    const onAbort = () => stop(abortedError(request));
    const timer =
      timeout > LONGEST_TIMER ? undefined : setTimeout(() => stop(timeoutError(request)), timeout);
    let patience: NodeJS.Timeout | undefined;
    const settle = (action: () => void) => {
      clearTimeout(timer);
      clearTimeout(patience);
      clearTimeout(force);
      signal?.removeEventListener('abort', onAbort);
      action();
    };
    signal?.addEventListener('abort', onAbort, { once: true });

    // Nothing is written to stdin; it stays open for as long as this process lives, so that the child can notice its end.
    child.stdin?.on('error', () => {});
    child.stdout?.on('data', (part: Buffer) => {
      printed += part.length;
      if (printed <= STDOUT_LIMIT) stdout.push(part);
      else stop(failure('output', `${command} printed more than ${STDOUT_LIMIT} bytes and was ended`));
    });
    child.stderr?.on('data', (part: Buffer) => {
      stderr = Buffer.concat([stderr, part]).subarray(-STDERR_KEPT);
    });
    child.on('error', error => {
      if (child.pid === undefined) settle(() => reject(failure('start', cannotStart(command, error), error)));
    });
    child.on('exit', exitCode => {
      // One that ended in peace has ended what it started; else there may be something left.
      if (exitCode === null) endAll();
      else killGroup(child);
      patience = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, PIPE_PATIENCE);
    });
    child.on('close', (exitCode, killedBy) => {
      if (child.pid === undefined) return;
      settle(() => {
        if (stopped) reject(stopped);
        else resolve({ exitCode, killedBy, stdout: text(Buffer.concat(stdout)), stderr: text(stderr) });
      });
    });
  });
}

/** The last line of `printed` that says something, cut where it is long. */
export function lastLine(printed: string): string {
  const line = printed.trimEnd().split(/\r?\n/).at(-1)?.trim() ?? '';
  return oneLine(line, 400);
}

/** How a process ended, in words. */
export const describeEnd = ({ exitCode, killedBy }: ProcessEnd): string =>
  killedBy === null ? `exit code ${exitCode}` : `ended by ${killedBy}`;

const text = (bytes: Buffer): string => new TextDecoder().decode(bytes);

const cannotStart = (command: string, error: NodeJS.ErrnoException): string =>
  error.code === 'ENOENT'
    ? `there is no program ${show(command)}`
    : `the program ${show(command)} cannot be started (${error.message})`;

function killGroup(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing is left of the group.
  }
}
