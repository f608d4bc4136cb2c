/**
 * What moves along with a message. Memory is copied into a buffer of its own, which then moves without another copy, so
 * the sender's memory stays; memory that was given with `transfer` moves itself.
 */
import type { NDArray } from '../array/ndarray.ts';
import { fault, show } from '../errors.ts';
import type { TypedArray } from '../kernels/dtype.ts';

/** Whether an object is an array of the library, told by its members: a page need not load the class for it. */
export const isLibraryArray = (value: object): value is NDArray =>
  'storage' in value && 'toTypedArray' in value && typeof value.toTypedArray === 'function';

const given = new WeakSet<object>();

/** What goes along with a message. */
export class Cargo {
  private readonly moving = new Set<ArrayBufferLike>();
  private readonly leaving = new Set<object>();
  private readonly ending = new Set<NDArray>();
  /** What lists and plain objects became: what stands in many places travels once. */
  readonly packed = new Map<object, unknown>();

  /** The buffers that move with the message. */
  get buffers(): ArrayBufferLike[] {
    return [...this.moving];
  }

  /** Moves memory along. */
  move<T extends TypedArray | Uint8ClampedArray>(data: T): T {
    this.moving.add(data.buffer);
    return data;
  }

  /** Whether an array was given away. It leaves only when the message was sent. */
  takes(value: object): boolean {
    if (!given.has(value)) return false;
    this.leaving.add(value);
    return true;
  }

  /** Moves the memory of an array along, which then can no longer be used. */
  empty(array: NDArray): TypedArray {
    this.ending.add(array);
    return this.move(array.data);
  }

  /** Called when the message was sent. */
  sent(): void {
    for (const value of this.leaving) given.delete(value);
    for (const array of this.ending) array.dispose();
  }
}

/**
 * Gives an array away: in the next call of a worker its memory moves there, without a copy, and can no longer be used
 * here. Views of the same memory go with it. Memory that cannot move (shared memory) is copied. A call that cannot be
 * sent takes nothing.
 *
 * @param x an NDArray or a typed array
 * @returns the same array, to be passed to a function of the worker
 * @throws ConcordatError when it is neither
 * @example
 * import { startWorker, transfer } from 'concordat/worker';
 * const remote = startWorker();
 * const pixels = new Float32Array([1, 2, 3]);
 * const y = await remote.add(transfer(pixels), 1);
 * (await y.fetch()).data; // => new Float32Array([2, 3, 4])
 * pixels.length; // => 0
 * remote.terminate();
 */
export function transfer<T extends NDArray | TypedArray | Uint8ClampedArray>(x: T): T {
  const value: unknown = x;
  const isArray =
    typeof value === 'object' &&
    value !== null &&
    (isLibraryArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)));
  if (!isArray)
    throw fault(
      'value',
      'transfer',
      `x is ${show(x)}; it must be an NDArray or a typed array, whose memory can move`,
      { argument: 'x' },
    );
  given.add(x);
  return x;
}
