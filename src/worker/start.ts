/// <reference lib="esnext.disposable" preserve="true" />
/** Starts a worker that answers for the functions of the package, so that a page stays responsive. */
import { checkOptions } from '../errors.ts';
import { buildStencil, type StencilCallback } from '../stencil/build.ts';
import type { StencilOptions } from '../stencil/options.ts';
import { writeStencil } from '../stencil/written.ts';
import { Client } from './client.ts';
import { disposeKey } from './handle.ts';
import type { RemoteFunctions } from './remote-functions.ts';
import { type CallOptions, checkCallOptions } from './watched.ts';

/** The functions of the package, run in a worker. */
export interface Remote extends RemoteFunctions {
  /** The same functions of the same worker, with somebody who watches each call. */
  with(options: CallOptions): Remote;
  /** Ends the worker. Calls that wait for an answer, and later ones, are rejected. */
  terminate(): void;
  /** What `using remote = …` calls at the end of the block: `terminate`. */
  [Symbol.dispose](): void;
}

/** Options of `startWorker`. */
export interface WorkerOptions {
  /** Where the worker's module is: dist/worker/serve.js of this package, which is found without being told. */
  url?: string | URL;
}

/**
 * Starts a worker: a Web Worker in browsers, a worker thread in Node. Every function of the package can be called on it
 * and gives a promise, so that long work does not hold up the caller: those of 'concordat' by their names, those of the
 * other entries behind the name of the entry, `remote.scipy.ndimage.convolve`. Calls are answered in their order.
 *
 * Arrays are copied to the worker, so the caller's memory stays its own; `transfer` gives one away without a copy. What
 * comes back of an array is a handle, with `dtype` and `shape`: it can be given to further calls, its methods `at` and
 * `set` are those of arrays, and its elements travel when `fetch` asks for them. The caller loads no part of the library
 * that computes.
 *
 * Functions cannot travel. The callback of `stencil` is called here, and what it builds is sent; `onProgress` is called
 * here too; `scope` is for direct calls. `remote.with({ signal, onProgress })` are the same functions for calls that can be
 * taken back, and of whose start and end somebody is told. An error arrives as the ConcordatError that the function threw,
 * with its code and fields. A worker without work keeps no process alive.
 *
 * @param options `url`: where the worker's module is, for pages that serve it elsewhere
 * @throws ConcordatError when no worker can be started here
 * @example
 * import { startWorker } from 'concordat/worker';
 * const remote = startWorker();
 * const y = await remote.convolve([1, 2, 3], [1, 0, -1], { boundary: 'periodic' });
 * y.shape; // => [3]
 * const largest = await remote.max(y); // y does not travel
 * (await largest.fetch()).data[0]; // => 2
 * await remote.convolve([1, 2], []).catch(error => error.code); // => 'shape'
 * remote.terminate();
 */
export function startWorker(options: WorkerOptions = {}): Remote {
  checkOptions('startWorker', options, ['url']);
  return remoteOf(new Client(options.url));
}

/** The functions of a worker, watched as `options` say. */
function remoteOf(client: Client, options?: CallOptions): Remote {
  const terminate = () => client.terminate();
  const own = {
    terminate,
    [disposeKey]: terminate,
    with: (more: CallOptions) => remoteOf(client, { ...options, ...checkCallOptions(more) }),
    stencil: async (callback: StencilCallback, given: StencilOptions = {}) => {
      const written = writeStencil(buildStencil(callback, given));
      return client.call({ name: 'stencil', own: 'stencil' }, [written], options);
    },
  };
  return functionsAt(client, '', own, options) as Remote;
}

/** What stands at a place of the package: something to be called, whose members are called in their turn. */
function functionsAt(
  client: Client,
  path: string,
  own: Readonly<Record<string | symbol, unknown>>,
  options?: CallOptions,
): object {
  const called = (...given: unknown[]) => client.call({ name: path }, given, options);
  return new Proxy(path === '' ? {} : called, {
    get(target, name) {
      if (Object.hasOwn(own, name)) return own[name];
      // Nothing to wait for: `await remote` gives the remote.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      if (path !== '' && name in target) return Reflect.get(target, name);
      return functionsAt(client, path === '' ? name : `${path}.${name}`, {}, options);
    },
  });
}
