/**
 * What the machine can do: a plain copy with 16-byte loads and stores in WebAssembly, the bytes of the module written
 * by hand, on one thread or on several. Source of the opcodes: the WebAssembly core specification, 5.4 and 5.5.
 */
import { Worker } from 'node:worker_threads';
import type { Candidate } from './measure.ts';
import type { Ours } from './ours.ts';

const PAGE = 65536;

const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]);
const text = (name: string): number[] => [...leb(name.length), ...new TextEncoder().encode(name)];
const section = (id: number, body: readonly number[]): number[] => [id, ...leb(body.length), ...body];

/**
 * The bytes of a module with `copy(from, to, end)`: it copies until `from` is `end`, 64 bytes a step. It imports
 * env.memory.
 */
export function copyModule(shared: boolean): Uint8Array<ArrayBuffer> {
  const [i32, get, set, i32Const, i32Add, i32Less] = [0x7f, 0x20, 0x21, 0x41, 0x6a, 0x49];
  const [load, store] = [
    [0xfd, 0x00],
    [0xfd, 0x0b],
  ];
  const step = [0, 16, 32, 48].flatMap(offset => [get, 1, get, 0, ...load, 4, offset, ...store, 4, offset]);
  // A signed constant: 64 takes two bytes, as its highest of seven bits would read as a sign.
  const advance = (local: number) => [get, local, i32Const, 0xc0, 0x00, i32Add, set, local];
  const loop = [0x03, 0x40, ...step, ...advance(0), ...advance(1), get, 0, get, 2, i32Less, 0x0d, 0, 0x0b];
  const body = [0, ...loop, 0x0b];
  const limits = shared ? [3, 0, ...leb(65536)] : [0, 0];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 3, i32, i32, i32, 0]),
    ...section(2, [1, ...text('env'), ...text('memory'), 2, ...limits]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('copy'), 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}

const memories: WebAssembly.Memory[] = [];

/**
 * Remembers every WebAssembly memory that is made from now on, so that the copy can run in the very memory that the
 * library computes in. It must be called before the library makes its own.
 */
export function rememberMemories(): void {
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, given) {
      const memory = Reflect.construct(target, given);
      memories.push(memory);
      return memory;
    },
  });
}

/** Where something is to be copied from and to. */
export interface Place {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  readonly from: number;
  readonly to: number;
}

/** The place of two arrays, when both lie in one WebAssembly memory that is known; else undefined. */
export function placeOf(from: Ours, to: Ours): Place | undefined {
  const [a, b] = [from, to].map(made => made.storage?.memory as ArrayBufferView | undefined);
  const memory = memories.find(({ buffer }) => buffer === a?.buffer && buffer === b?.buffer);
  if (!memory || !a || !b) return undefined;
  const shared = memory.buffer instanceof SharedArrayBuffer;
  return { memory, shared, from: a.byteOffset, to: b.byteOffset };
}

/** Two stretches of `bytes` in a memory of their own, with every page of them touched. */
export function ownPlace(bytes: number): Place {
  const pages = 2 * Math.ceil(bytes / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  new Float32Array(memory.buffer).fill(0.5);
  return { memory, shared: true, from: 0, to: (pages / 2) * PAGE };
}

const workerCode = `
const { workerData: { memory, bytes, control, index } } = require('node:worker_threads');
const { copy } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports;
const words = new Int32Array(control);
for (let job = 0; ; ) {
  Atomics.wait(words, 0, job);
  job = Atomics.load(words, 0);
  if (words[1 + 3 * index] < 0) break;
  copy(...words.subarray(1 + 3 * index, 4 + 3 * index));
  Atomics.add(words, words.length - 1, 1);
  Atomics.notify(words, words.length - 1);
}`;

/** A copier: `run` copies once and returns when all threads are done. */
export interface Copier {
  readonly run: () => void;
  readonly close: () => Promise<void>;
}

/** Makes a copier of `bytes` (a multiple of 64) at a place, on so many threads. */
export async function startCopier(place: Place, bytes: number, threads: number): Promise<Copier> {
  if (threads > 1 && !place.shared) throw new Error('copying on several threads takes shared memory');
  const { memory, from, to, shared } = place;
  const module = copyModule(shared);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
  const copy = instance.exports.copy as (from: number, to: number, end: number) => void;
  const part = 64 * Math.ceil(bytes / 64 / threads);
  const spans = Array.from({ length: threads }, (_, index) => {
    const [first, last] = [Math.min(bytes, index * part), Math.min(bytes, (index + 1) * part)];
    return [from + first, to + first, from + last] as const;
  });
  // Word 0 counts jobs, three words a worker say what to copy, the last one counts those who are done.
  const control = new SharedArrayBuffer(4 * (2 + 3 * threads));
  const words = new Int32Array(control);
  const done = words.length - 1;
  const workers = spans.slice(1).map((_, index) => {
    const workerData = { memory, bytes: module, control, index };
    return new Worker(workerCode, { eval: true, workerData });
  });
  await Promise.all(workers.map(worker => new Promise(resolve => worker.once('online', resolve))));
  const begin = () => {
    Atomics.store(words, done, 0);
    Atomics.add(words, 0, 1);
    Atomics.notify(words, 0);
  };
  return {
    run: () => {
      spans.slice(1).forEach((span, index) => {
        words.set(span, 1 + 3 * index);
      });
      begin();
      copy(...spans[0]);
      for (let count = Atomics.load(words, done); count < workers.length; count = Atomics.load(words, done))
        Atomics.wait(words, done, count, 1000);
    },
    close: async () => {
      workers.forEach((_, index) => {
        words[1 + 3 * index] = -1;
      });
      begin();
      await Promise.all(workers.map(worker => worker.terminate()));
    },
  };
}

/** The copy as a candidate, without a result to compare. */
export const copyCandidate = (who: string, copier: Copier, note: string): Candidate => ({
  who,
  side: 'machine',
  note,
  time: calls =>
    Array.from({ length: calls }, () => {
      const start = performance.now();
      copier.run();
      return performance.now() - start;
    }),
});
