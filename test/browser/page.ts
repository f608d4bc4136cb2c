/**
 * What the page runs, itself or in a Web Worker: the suite of the runners, and the worker of the package. It loads the
 * library from one URL, without a bundler, and posts what came of it.
 */
import type { Library } from '../runners/library.ts';
import { type Report, runSuite } from '../runners/suite.ts';
import { askWorker, type facts } from '../worker/facts.ts';
import { askKept, type keptFacts } from '../worker/kept-facts.ts';
import { picture } from './picture.ts';

/** What the page is told in its address, and hands on to its Web Worker. */
export interface Task {
  readonly runner: 'wasm' | 'auto';
  /** How many of the cases, in parts of what Node runs. */
  readonly share: number;
  readonly inWorker: boolean;
  readonly asksWorker: boolean;
  /** Whether the page loads nothing but the worker's entry, and asks for results through handles. */
  readonly onlyHandles: boolean;
}

/** What the page found. */
export interface Answer {
  readonly error?: string;
  readonly reports?: readonly Report[];
  readonly worker?: typeof facts;
  readonly kept?: typeof keptFacts;
  /** The files of the package that a page has loaded, and their bytes. */
  readonly loaded?: readonly (readonly [path: string, bytes: number])[];
  readonly isolated: boolean;
  readonly inDocument: boolean;
  /** What `threads` says where two were asked for. */
  readonly threads?: number;
  /** A picture written as JPEG. */
  readonly jpeg?: readonly number[];
}

const load = async <T>(path: string): Promise<T> =>
  import(/* @vite-ignore */ new URL(path, location.origin).href);

async function work(task: Task): Promise<Answer> {
  const where = { isolated: globalThis.crossOriginIsolated, inDocument: 'document' in globalThis };
  try {
    if (task.onlyHandles) {
      const entry = await load<typeof import('concordat/worker')>('/worker/index.js');
      // Afterwards the modules of the worker stand in the same list.
      const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const loaded = resources
        .map(({ name, decodedBodySize }) => [new URL(name).pathname, decodedBodySize] as const)
        .filter(([path]) => path.endsWith('.js') && path !== '/page.js');
      return { kept: await askKept(entry), loaded, ...where };
    }
    const concordat = await load<typeof import('concordat')>('/index.js');
    const library: Library = {
      ...concordat,
      torch: await load('/dialects/torch/index.js'),
      scipy: await load('/dialects/scipy/index.js'),
      opencv: await load('/dialects/opencv/index.js'),
    };
    concordat.setThreads(2);
    const threads = concordat.threads();
    concordat.setThreads(0);
    const reports = runSuite(library, { runner: task.runner, share: task.share });
    if (!task.asksWorker) return { reports, threads, ...where };
    const worker = await askWorker(concordat, await load('/worker/index.js'), location.origin);
    const { encodeJpeg } = await load<typeof import('concordat/io')>('/io/index.js');
    return { reports, worker, threads, jpeg: [...encodeJpeg(picture)], ...where };
  } catch (error) {
    return { error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error), ...where };
  }
}

const post = (answer: Answer) => fetch('/answer', { method: 'POST', body: JSON.stringify(answer) });

if ('document' in globalThis) {
  const task: Task = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  if (task.inWorker) {
    const worker = new Worker('/page.js', { type: 'module' });
    worker.onmessage = event => post(event.data);
    worker.onerror = event => post({ error: event.message, isolated: false, inDocument: false });
    worker.postMessage(task);
  } else post(await work(task));
} else {
  const port = globalThis as unknown as { postMessage(answer: Answer): void };
  globalThis.onmessage = async (event: MessageEvent<Task>) => port.postMessage(await work(event.data));
}
