/** Starts one worker thread, in Node or in a browser. */
import { workerSource } from './worker-source.ts';

/** A thread as its starter sees it. */
export interface Thread {
  /** The first word of its slot in the control block. */
  readonly slot: number;
  terminate(): unknown;
}

/** What a worker is started with. */
interface Start {
  readonly memory: WebAssembly.Memory;
  readonly slot: number;
}

/**
 * Whether this thread may have workers and wait for them: in Node and in Web Workers of isolated pages. A browser's main
 * thread must not wait, and throws here even for a wait of no time.
 */
export function mayHaveThreads(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return nodeThreads() !== undefined || globalThis.crossOriginIsolated === true;
  } catch {
    return false;
  }
}

const nodeThreads = () => globalThis.process?.getBuiltinModule?.('node:worker_threads');

/** Starts a thread, or throws where that is not allowed; `ended` is called when it has ended or could not start. */
export function startThread(start: Start, ended: () => void): Thread {
  const node = nodeThreads();
  return node ? inNode(node, start, ended) : inBrowser(start, ended);
}

function inNode(node: NonNullable<ReturnType<typeof nodeThreads>>, start: Start, ended: () => void): Thread {
  // Options of the command line are not the worker's: `--import` would load the program's hooks into it.
  const worker = new node.Worker(workerSource, {
    eval: true,
    workerData: start,
    execArgv: [],
    env: node.SHARE_ENV,
  });
  worker.unref();
  worker.on('error', ended);
  worker.on('exit', ended);
  return { slot: start.slot, terminate: () => worker.terminate() };
}

/** The place of the text; one for all workers. */
let place: string | undefined;

function inBrowser(start: Start, ended: () => void): Thread {
  place ??= URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
  const worker = new Worker(place);
  worker.onerror = event => {
    event.preventDefault();
    ended();
  };
  worker.postMessage(start);
  return { slot: start.slot, terminate: () => worker.terminate() };
}
