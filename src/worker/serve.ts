/** The worker's side: calls the functions of the package, one request after the other. Started by `startWorker`. */
import { ConcordatError } from '../errors.ts';
import { Cargo, pack, packError, unpack } from './travel.ts';

/** A call: which function, with what. */
interface Request {
  readonly id: number;
  readonly name: string;
  readonly given: readonly unknown[];
  /** Which arguments are options whose `onProgress` the caller has kept, and is told of. */
  readonly watched?: readonly number[];
}

/** Milliseconds between two messages about the same step of a call. */
const PAUSE = 50;

/** An `onProgress` that tells the caller: of every step that is named, and else now and then. */
function telling(id: number): (done: number, what: string) => void {
  let [told, last] = [-Infinity, ''];
  return (done, what) => {
    const now = Date.now();
    if (what === last && now - told < PAUSE) return;
    [told, last] = [now, what];
    port.postMessage({ id, progress: [done, what] });
  };
}

// Not awaited here: a message that came before the handler stands would be lost.
const library: Promise<object> = import('../index.ts');

async function call({ id, name, given, watched = [] }: Request): Promise<unknown> {
  const functions = (await library) as Readonly<Record<string, unknown>>;
  const member = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (typeof member === 'function' && !/^class\b/.test(Function.prototype.toString.call(member)))
    return member(
      ...given.map((value, at) => {
        const unpacked = unpack(value);
        return watched.includes(at) ? { ...(unpacked as object), onProgress: telling(id) } : unpacked;
      }),
    );
  const message = `${name}: the package has no function of that name to call in a worker`;
  throw new ConcordatError('option', message, { function: name });
}

interface Port {
  onmessage: ((event: { data: Request }) => void) | null;
  onmessageerror: (() => void) | null;
  postMessage(message: unknown, moving?: ArrayBufferLike[]): void;
}
const port = (globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort ??
  globalThis) as unknown as Port;

/** The number of the newest request; they are numbered in the order in which they are sent, without gaps. */
let newest = 0;

port.onmessage = async ({ data }) => {
  newest = data.id;
  const cargo = new Cargo();
  try {
    const value = pack(await call(data), `the result of ${data.name}`, cargo);
    port.postMessage({ id: data.id, value }, cargo.buffers);
  } catch (error) {
    port.postMessage({ id: data.id, error: packError(error, data.name) });
  }
};

// Nothing can be read of such a request, but it owes an answer too.
port.onmessageerror = () => {
  const message =
    'startWorker: an argument of a call could not be read by the worker; was its memory moved elsewhere?';
  const error = new ConcordatError('value', message, { function: 'startWorker' });
  port.postMessage({ id: ++newest, error: packError(error, 'startWorker') });
};
