/** A Python process that stays: it makes its data once, and does one named task a request, timed on its side. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Candidate } from './measure.ts';
import { readNpy } from './npy.ts';
import { benchFolder } from './places.ts';
import type { Values } from './values.ts';

/** Debian's Python, which has the peers, unless CONCORDAT_PYTHON names another one. */
export const pythonCommand = process.env.CONCORDAT_PYTHON ?? '/usr/bin/python3';

/** The environment that holds numeric libraries to a number of threads; it must be there when they are loaded. */
export const threadEnvironment = (threads: number): Record<string, string> =>
  Object.fromEntries(
    ['OMP', 'OPENBLAS', 'MKL', 'NUMEXPR'].map(library => [`${library}_NUM_THREADS`, String(threads)]),
  );

/** The process. */
export interface Python {
  /** Calls `setup(threads, **options)` of the workload's Python file: the tasks are those it returns. */
  readonly setup: (options?: object) => Promise<void>;
  readonly time: (name: string, calls: number) => Promise<number[]>;
  readonly result: (name: string) => Promise<Values>;
  readonly versions: () => Promise<Record<string, string>>;
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly error?: string;
  readonly milliseconds?: number[];
  readonly versions?: Record<string, string>;
}

/** Starts the process for `bench/<module>.py`. It ends with `close`, or when this process ends. */
export function startPython(module: string, threads: number): Python {
  const folder = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
  const child = spawn(pythonCommand, ['-u', join(benchFolder, 'harness', 'peer.py'), module], {
    env: { ...process.env, ...threadEnvironment(threads), PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()));
  child.once('error', error =>
    end(
      new Error(
        `${pythonCommand} cannot be started (${error.message}); CONCORDAT_PYTHON names another Python`,
      ),
    ),
  );
  child.once('exit', (code, signal) => end(new Error(`Python ended with ${signal ?? `code ${code}`}`)));
  // A process that has died refuses what is written to it; its exit says so already.
  child.stdin.on('error', () => {});
  createInterface(child.stdout).on('line', line => waiting.shift()?.resolve(JSON.parse(line)));

  const ask = async (request: object): Promise<Answer> => {
    const answer = await new Promise<Answer>((resolve, reject) => {
      if (ended) reject(ended);
      else {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      }
    });
    if (answer.error !== undefined) throw new Error(`Python: ${answer.error}`);
    return answer;
  };
  return {
    setup: async (options = {}) => {
      await ask({ do: 'setup', threads, options });
    },
    time: async (name, calls) => (await ask({ do: 'time', name, calls })).milliseconds!,
    result: async name => {
      const path = join(folder, 'result.npy');
      await ask({ do: 'result', name, path });
      return readNpy(path);
    },
    versions: async () => (await ask({ do: 'versions' })).versions!,
    close: async () => {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await closed;
      clearTimeout(timer);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A task of the Python process as a candidate. */
export const pythonCandidate = (python: Python, who: string, rest: Partial<Candidate> = {}): Candidate => ({
  who,
  side: 'peer',
  time: calls => python.time(who, calls),
  result: () => python.result(who),
  ...rest,
});

/** Starts Python, gives it to `work`, and ends it whatever happens. */
export async function withPython<T>(
  module: string,
  context: { threads: number; version: (name: string, version: string) => void },
  work: (python: Python) => Promise<T>,
): Promise<T> {
  const python = startPython(module, context.threads);
  try {
    const done = await work(python);
    for (const [name, version] of Object.entries(await python.versions())) context.version(name, version);
    return done;
  } finally {
    await python.close();
  }
}
