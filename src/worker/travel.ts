/**
 * Values on their way to a worker and back. What structured cloning cannot keep is written so that it can: an NDArray as
 * its type, shape and elements. Memory is copied into a buffer of its own, which then moves without another copy, so the
 * sender's memory stays; memory that was given with `transfer` moves itself.
 */

import { array } from '../array/convert.ts';
import { NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { memoryType, plain } from '../convert/memory.ts';
import { ConcordatError, show } from '../errors.ts';
import type { DType, TypedArray } from '../kernels/dtype.ts';
import { detachedError, isDetached } from '../runtime/detached.ts';

/** An NDArray on its way. */
interface Parcel {
  readonly concordat: 'array';
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides?: readonly number[];
  readonly offset?: number;
  readonly data: TypedArray;
}

const given = new WeakSet<object>();

/** Lists within lists, and objects within objects; arrays have 32 axes at most. */
const DEEPEST = 64;

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
 * (await remote.add(transfer(pixels), 1)).toArray(); // => [2, 3, 4]
 * pixels.length; // => 0
 * remote.terminate();
 */
export function transfer<T extends NDArray | TypedArray | Uint8ClampedArray>(x: T): T {
  if (!(x instanceof NDArray || (ArrayBuffer.isView(x) && !((x as unknown) instanceof DataView))))
    throw new ConcordatError(
      'value',
      `transfer: x is ${show(x)}; it must be an NDArray or a typed array, whose memory can move`,
      { function: 'transfer', argument: 'x' },
    );
  given.add(x);
  return x;
}

const isParcel = (value: object): value is Parcel => 'concordat' in value && value.concordat === 'array';

const movable = (data: TypedArray | Uint8ClampedArray): boolean => data.buffer instanceof ArrayBuffer;

/**
 * `value` as it can be posted, with `cargo` along. Nothing has changed yet when it throws. `where` names it for errors.
 *
 * @param around the objects that `value` is in
 * @throws ConcordatError for a function anywhere in it, for memory that is gone, and for what contains itself
 */
export function pack(value: unknown, where: string, cargo: Cargo, around: readonly object[] = []): unknown {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new ConcordatError(
      'value',
      `${where} is a ${typeof value}; functions cannot travel to or from a worker, give numbers, arrays and options`,
      { argument: where },
    );
  if (value === null || typeof value !== 'object') return value;
  const away = cargo.takes(value);
  if (value instanceof NDArray) {
    const { dtype, shape, strides, offset, storage } = value;
    if (storage.detached) throw detachedError(where, { argument: where });
    const parcel = { concordat: 'array', dtype, shape } as const;
    if (away && movable(value.data)) return { ...parcel, strides, offset, data: cargo.empty(value) };
    return { ...parcel, data: cargo.move(value.toTypedArray()) };
  }
  if (memoryType(value) !== undefined) {
    const data = value as TypedArray;
    if (isDetached(data)) throw detachedError(where, { argument: where });
    // Of a view only its elements: cloning it would take the whole buffer along.
    return cargo.move(away && movable(data) ? data : plain(data).slice());
  }
  if (around.includes(value))
    throw new ConcordatError('value', `${where} contains itself; what travels to or from a worker must end`, {
      argument: where,
    });
  if (around.length === DEEPEST)
    throw new ConcordatError(
      'value',
      `${where.slice(0, 60)}... is more than ${DEEPEST} levels deep; arrays have at most 32 axes`,
      { argument: where.slice(0, 60) },
    );
  if (cargo.packed.has(value)) return cargo.packed.get(value);
  const packed = packInside(value, where, cargo, [...around, value]);
  cargo.packed.set(value, packed);
  return packed;
}

/** What a list or an object holds, as it can be posted. */
function packInside(value: object, where: string, cargo: Cargo, around: readonly object[]): unknown {
  if (Array.isArray(value))
    return Array.from(value, (item, at) => pack(item, `${where}[${at}]`, cargo, around));
  const keys = keysOf(value);
  if (keys === undefined) return value;
  return Object.fromEntries(
    keys.map(key => [key, pack(value[key as keyof typeof value], `${where}.${key}`, cargo, around)]),
  );
}

/** What is taken of an object: an array of another library is read by these fields; undefined to leave it as it is. */
function keysOf(value: object): string[] | undefined {
  if ('data' in value && 'shape' in value)
    return ['data', 'shape', 'dtype', 'stride', 'strides', 'offset'].filter(key => key in value);
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ? Object.keys(value) : undefined;
}

/** The opposite of `pack`. */
export const unpack = (value: unknown): unknown => unpackShared(value, new Map());

/** @param known what lists and objects became that stand in several places */
function unpackShared(value: unknown, known: Map<object, unknown>): unknown {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (known.has(value)) return known.get(value);
  const unpacked = unpackOnce(value, known);
  known.set(value, unpacked);
  return unpacked;
}

function unpackOnce(value: object, known: Map<object, unknown>): unknown {
  if (Array.isArray(value)) return value.map(item => unpackShared(item, known));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (isParcel(value)) {
    const { concordat: _, ...foreign } = value;
    return array(foreign as ArrayLike);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpackShared(item, known)]));
}

/** An error on its way. */
export interface PackedError {
  readonly code: ConcordatError['code'];
  readonly message: string;
  readonly fields: unknown;
}

/** An error as it can be posted: what cannot travel of its fields is said in words. */
export function packError(error: unknown, functionName: string): PackedError {
  if (!(error instanceof ConcordatError))
    return { code: 'internal', message: `${functionName}: ${error}`, fields: { function: functionName } };
  const fields = Object.entries(error.fields).map(([key, value]) => {
    try {
      return [key, structuredClone(pack(value, key, new Cargo()))];
    } catch {
      return [key, show(value)];
    }
  });
  return { code: error.code, message: error.message, fields: Object.fromEntries(fields) };
}

export const unpackError = ({ code, message, fields }: PackedError): ConcordatError =>
  new ConcordatError(code, message, unpack(fields) as Record<string, unknown>);
