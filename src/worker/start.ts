/** The caller's side: a worker that answers for the functions of the package, so that a page stays responsive. */
import { ConcordatError, checkOptions, show } from '../errors.ts';
import { connect } from './connect.ts';
import { Cargo, type PackedError, pack, unpack, unpackError } from './travel.ts';

type Library = typeof import('../index.ts');
type Callable = (...given: never[]) => unknown;

/** Every function of 'concordat', each giving a promise. */
export type RemoteFunctions = {
  readonly [Name in keyof Library as Library[Name] extends Callable ? Name : never]: Library[Name] extends (
    ...given: infer Given
  ) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never;
};

/** The functions of 'concordat', run in a worker. */
export type Remote = RemoteFunctions & {
  /** Ends the worker. Calls that wait for an answer, and later ones, are rejected. */
  terminate(): void;
};

/** A call without an answer yet. */
interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress?: OnProgress;
}

/** What the worker says of a call: how far it has come, or how it ended. */
interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: PackedError;
  readonly progress?: [done: number, what: string];
}

type OnProgress = (done: number, what: string) => void;

/** Whether a value is options with `onProgress`, which is called here and does not travel. */
const isWatched = (value: unknown): value is { onProgress: OnProgress } =>
  value !== null &&
  typeof value === 'object' &&
  typeof (value as { onProgress?: unknown }).onProgress === 'function';

function withoutProgress(options: { onProgress: OnProgress }): object {
  const { onProgress: _, ...rest } = options;
  return rest;
}

/** Options of `startWorker`. */
export interface WorkerOptions {
  /** Where the worker's module is: dist/worker/serve.js of this package, which is found without being told. */
  url?: string | URL;
}

/**
 * Starts a worker: a Web Worker in browsers, a worker thread in Node. Every function of 'concordat' can be called on it
 * by its name and gives a promise, so that long work does not hold up the caller. Calls are answered in their order.
 * Arrays are copied to the worker and back, so the caller's memory stays its own; `transfer` gives an array away without
 * a copy. Functions cannot travel: `scope` and `stencil` are for direct calls. The option `onProgress` stays with the caller
 * and is told how far the worker has come. An error arrives as the ConcordatError that the function threw, with its code
 * and fields. A worker without work keeps no process alive.
 *
 * @param options `url`: where the worker's module is, for pages that serve it elsewhere
 * @throws ConcordatError when no worker can be started here
 * @example
 * import { startWorker } from 'concordat/worker';
 * const remote = startWorker();
 * const y = await remote.convolve([1, 2, 3], [1, 0, -1], { boundary: 'periodic' });
 * y.toArray(); // => [-1, 2, -1]
 * await remote.convolve([1, 2], []).catch(error => error.code); // => 'shape'
 * remote.terminate();
 */
export function startWorker(options: WorkerOptions = {}): Remote {
  checkOptions('startWorker', options, ['url']);
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let over: ConcordatError | undefined;
  const end = (reason: ConcordatError): void => {
    over ??= reason;
    for (const { reject } of waiting.values()) reject(over);
    waiting.clear();
  };
  const ended = (why: string) =>
    new ConcordatError('process', `startWorker: ${why}`, { function: 'startWorker' });

  const link = connect(
    options.url,
    message => {
      const { id, value, error, progress } = message as Answer;
      const call = waiting.get(id);
      if (progress) {
        try {
          call?.onProgress?.(...progress);
        } catch (thrown) {
          // The caller's own function has failed, and so does the call, as it would without a worker.
          call?.reject(thrown);
        }
        return;
      }
      waiting.delete(id);
      link.busy(waiting.size > 0);
      if (error) call?.reject(unpackError(error));
      else call?.resolve(unpack(value));
    },
    problem => end(ended(`the worker has failed: ${problem}`)),
  );

  const request = async (name: string, given: readonly unknown[]): Promise<unknown> => {
    if (over) throw over;
    const cargo = new Cargo();
    const watched = given.flatMap((value, at) => (isWatched(value) ? [at] : []));
    const packed = given.map((value, at) => {
      const travelling = isWatched(value) ? withoutProgress(value) : value;
      return pack(travelling, `${name}: argument ${at + 1}`, cargo);
    });
    const id = lastId + 1;
    try {
      link.post({ id, name, given: packed, watched }, cargo.buffers);
      lastId = id;
      cargo.sent();
    } catch (error) {
      const message = `${name}: an argument cannot travel to a worker: ${error instanceof Error ? error.message : show(error)}`;
      throw new ConcordatError('value', message, { function: name }, error);
    }
    link.busy(true);
    const { onProgress } = given.find(isWatched) ?? {};
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject, onProgress }));
  };

  const terminate = (): void => {
    end(ended('the worker was ended by terminate; start another one'));
    link.terminate();
  };
  const own: Readonly<Record<string | symbol, unknown>> = {
    terminate,
    [Symbol.dispose ?? Symbol.for('Symbol.dispose')]: terminate,
    // Nothing to wait for: `await remote` gives the remote.
    // biome-ignore lint/suspicious/noThenProperty: said to be absent.
    then: undefined,
  };
  return new Proxy(own, {
    get: (_, name) =>
      name in own || typeof name === 'symbol' ? own[name] : (...given: unknown[]) => request(name, given),
  }) as unknown as Remote;
}
