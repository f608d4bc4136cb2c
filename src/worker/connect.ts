/** Starts the worker's module and speaks with it, in Node and in browsers alike. */
import { ConcordatError } from '../errors.ts';

/** A started worker. */
export interface Link {
  post(message: unknown, moving: ArrayBufferLike[]): void;
  /** Says whether answers are awaited: in Node only then does the worker keep the process alive. */
  busy(waits: boolean): void;
  terminate(): void;
}

/** Starts the worker at `url`, or the one beside this module. `failed` is told, in words, when it cannot go on. */
export function connect(
  url: string | URL | undefined,
  answered: (message: unknown) => void,
  failed: (problem: string) => void,
): Link {
  const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  try {
    return node ? inNode(node, url, answered, failed) : inBrowser(url, answered, failed);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const message = `startWorker: the worker cannot be started: ${reason}`;
    throw new ConcordatError('process', message, { function: 'startWorker', url: url && String(url) }, error);
  }
}

function inNode(
  { Worker: Thread }: typeof import('node:worker_threads'),
  url: string | URL | undefined,
  answered: (message: unknown) => void,
  failed: (problem: string) => void,
): Link {
  const thread = new Thread(new URL(url ?? './serve.js', import.meta.url), { execArgv: [] });
  thread.unref();
  thread.on('message', answered);
  thread.on('messageerror', () => failed('an answer cannot be read'));
  thread.on('error', error => failed(error.message));
  thread.on('exit', code => failed(`it ended with code ${code}`));
  return {
    post: (message, moving) => thread.postMessage(message, moving as ArrayBuffer[]),
    busy: waits => (waits ? thread.ref() : thread.unref()),
    terminate: () => void thread.terminate(),
  };
}

function inBrowser(
  url: string | URL | undefined,
  answered: (message: unknown) => void,
  failed: (problem: string) => void,
): Link {
  // Bundlers look for this very expression, and take the worker's module along.
  const worker = url
    ? new Worker(url, { type: 'module' })
    : new Worker(new URL('./serve.js', import.meta.url), { type: 'module' });
  worker.onmessage = event => answered(event.data);
  worker.onmessageerror = () => failed('an answer cannot be read');
  worker.onerror = event => {
    event.preventDefault();
    failed(event.message || 'its module cannot be loaded');
  };
  return {
    post: (message, moving) => worker.postMessage(message, moving as ArrayBuffer[]),
    busy: () => {},
    terminate: () => worker.terminate(),
  };
}
