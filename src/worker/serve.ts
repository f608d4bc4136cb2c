/** The worker's side: does what it is told, one message after the other. Started by `startWorker`. */
import { array } from '../array/convert.ts';
import { NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { fault } from '../errors.ts';
import { stencilOf } from '../stencil/stencil.ts';
import { readStencil, type WrittenStencil } from '../stencil/written.ts';
import { Cargo } from './cargo.ts';
import { packError } from './error.ts';
import { functionOf, telling } from './functions.ts';
import { Keeper } from './keeper.ts';
import type { Answer, CallMessage, Message, OwnOperation, Parcel } from './messages.ts';
import { type Own, pack, unpack } from './travel.ts';

type Callable = (...given: unknown[]) => unknown;

/** Milliseconds between two messages about the same step of a call. */
const PAUSE = 50;

/** An `onProgress` that tells the caller: of every step that is named, and else now and then. */
function teller(id: number): (done: number, what: string) => void {
  let [told, last] = [-Infinity, ''];
  return (done, what) => {
    const now = Date.now();
    if (what === last && now - told < PAUSE) return;
    [told, last] = [now, what];
    post({ id, progress: [done, what] });
  };
}

const keeper = new Keeper();

/** What the worker does itself. */
const operations: Readonly<Record<OwnOperation, (...given: never[]) => unknown>> = {
  fetch: (x: NDArray) => x,
  at: (x: NDArray, ...terms: unknown[]) => (x.at as Callable).apply(x, terms),
  set: (x: NDArray, given: unknown[], values: unknown[]) => {
    const written = (x.set as Callable).apply(x, given);
    if (typeof written === 'function') written(...values);
  },
  stencil: (written: WrittenStencil) => keeper.keep(stencilOf(readStencil(written))),
  run: (call: Callable, ...given: unknown[]) => call(...given),
};

/** What a parcel stands for here. */
function open(parcel: Parcel): unknown {
  if (parcel.concordat === 'kept') return keeper.find(parcel.id);
  if (parcel.concordat === 'template') return Object.assign([...parcel.strings], { raw: parcel.strings });
  const { concordat: _, ...foreign } = parcel;
  return array(foreign as ArrayLike);
}

/** Arrays stay here, except where the caller asks for their elements. */
const keepArrays: Own = value => (value instanceof NDArray ? keeper.keep(value) : undefined);

async function call({ id, name, own, given, watched, told }: CallMessage): Promise<unknown> {
  const known = (own ? operations[own] : await functionOf(name)) as Callable;
  const tell = teller(id);
  if (told) tell(0, name);
  const opened = given.map(value => unpack(value, open));
  const places = new Set(watched);
  if (told && Object.hasOwn(telling, name)) places.add(telling[name]);
  for (const place of places) opened[place] = { ...(opened[place] as object | undefined), onProgress: tell };
  return known(...opened);
}

interface Port {
  onmessage: ((event: { data: Message }) => void) | null;
  onmessageerror: (() => void) | null;
  postMessage(message: Answer, moving?: ArrayBufferLike[]): void;
}
const port = (globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort ??
  globalThis) as unknown as Port;

const post = (answer: Answer, { buffers }: Pick<Cargo, 'buffers'> = new Cargo()): void =>
  port.postMessage(answer, buffers);

async function answer(message: Message): Promise<void> {
  if ('release' in message) {
    keeper.release(message.release, message.free);
    return;
  }
  const { id, name, own } = message;
  try {
    const cargo = new Cargo();
    const packing = { cargo, own: own === 'fetch' ? undefined : keepArrays };
    post({ id, value: pack(await call(message), `the result of ${name}`, packing) }, cargo);
  } catch (error) {
    post({ id, error: packError(error, name) });
  }
}

/** The number of the newest call; they are numbered in the order in which they are sent, without gaps. */
let newest = 0;
/** What was told before: a function may have to be loaded first, or be asynchronous. */
let before = Promise.resolve();

port.onmessage = ({ data }) => {
  if ('id' in data) newest = data.id;
  before = before.then(() => answer(data));
};

// Nothing can be read of such a call, but it owes an answer too.
port.onmessageerror = () => {
  const id = ++newest;
  const what = 'an argument of a call could not be read by the worker; was its memory moved elsewhere?';
  before = before.then(() =>
    post({ id, error: packError(fault('value', 'startWorker', what), 'startWorker') }),
  );
};
