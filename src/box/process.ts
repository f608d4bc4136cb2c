/**
 * One foreign process, from start to end: in a process group of its own, with a limit on its time and on what it
 * prints. Whatever happens, the group is killed and the promise settles. Built-in modules are imported only when a
 * process is started, so that a browser can load this file.
 */
import type { ChildProcess } from 'node:child_process';
import { ConcordatError, show } from '../errors.ts';

/** What to run. */
export interface ProcessRequest {
  /** The public function on whose behalf it runs, for errors. */
  readonly caller: string;
  readonly command: string;
  readonly commandArguments: readonly string[];
  /** The directory it starts in. */
  readonly directory: string;
  /** Set over the variables of this process; `undefined` removes one. */
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
/** A grandchild that left the group may hold the pipes open; they are not waited for longer than this. */
const PIPE_PATIENCE = 1000;

/** Runs a process to its end. Throws a process error when it cannot start, is aborted, or passes a limit. */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  const { caller, command, timeout, signal } = request;
  const failure = (reason: string, message: string, cause?: unknown) =>
    new ConcordatError(
      'process',
      `${caller}: ${message}`,
      { function: caller, reason, command, timeout },
      cause,
    );
  const aborted = () => failure('aborted', 'aborted by the signal', signal?.reason);
  if (signal?.aborted) throw aborted();
  const { spawn } = await import('node:child_process');

  return new Promise((resolve, reject) => {
    let stopped: ConcordatError | undefined;
    let stderr = Buffer.alloc(0);
    let printed = 0;
    const stdout: Buffer[] = [];
    const child = spawn(command, request.commandArguments, {
      cwd: request.directory,
      env: { ...process.env, ...request.environment },
      // A group of its own, so that the processes it starts end with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const stop = (reason: ConcordatError) => {
      stopped ??= reason;
      killGroup(child);
    };
    const onAbort = () => stop(aborted());
    const timer =
      timeout > LONGEST_TIMER
        ? undefined
        : setTimeout(
            () => stop(failure('timeout', `${command} ran for more than ${timeout} ms and was ended`)),
            timeout,
          );
    let patience: NodeJS.Timeout | undefined;
    const settle = (action: () => void) => {
      clearTimeout(timer);
      clearTimeout(patience);
      signal?.removeEventListener('abort', onAbort);
      action();
    };
    signal?.addEventListener('abort', onAbort, { once: true });

    // Nothing is written to stdin; it stays open for as long as this process lives, so that the child can notice its end.
    child.stdin.on('error', () => {});
    child.stdout.on('data', (part: Buffer) => {
      printed += part.length;
      if (printed <= STDOUT_LIMIT) stdout.push(part);
      else stop(failure('output', `${command} printed more than ${STDOUT_LIMIT} bytes and was ended`));
    });
    child.stderr.on('data', (part: Buffer) => {
      stderr = Buffer.concat([stderr, part]).subarray(-STDERR_KEPT);
    });
    child.on('error', error => {
      if (child.pid === undefined) settle(() => reject(failure('start', cannotStart(command, error), error)));
    });
    child.on('exit', () => {
      killGroup(child);
      patience = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
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
  return line.length > 400 ? `${line.slice(0, 397)}...` : line;
}

/** How a process ended, in words. */
export const describeEnd = ({ exitCode, killedBy }: ProcessEnd): string =>
  killedBy === null ? `exit code ${exitCode}` : `ended by ${killedBy}`;

const text = (bytes: Buffer): string => new TextDecoder().decode(bytes);

const cannotStart = (command: string, error: Error): string =>
  'code' in error && error.code === 'ENOENT'
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
