/** Values on their way to a worker and back: what structured cloning cannot keep is written as parcels. */
import { memoryType, plain } from '../convert/memory.ts';
import { ConcordatError } from '../errors.ts';
import type { TypedArray } from '../kernels/dtype.ts';
import { detachedError, isDetached } from '../runtime/detached.ts';
import { type Cargo, isLibraryArray } from './cargo.ts';
import type { ArrayParcel, Parcel } from './messages.ts';

/** Lists within lists, and objects within objects; arrays have 32 axes at most. */
const DEEPEST = 64;

const movable = (data: TypedArray | Uint8ClampedArray): boolean => data.buffer instanceof ArrayBuffer;

/** What a side writes its own way: a parcel, or undefined for what travels as everything does. */
export type Own = (value: object, where: string) => Parcel | undefined;

/** What one message is packed with. */
export interface Packing {
  readonly cargo: Cargo;
  readonly own?: Own;
}

const refusal = (where: string, what: string): ConcordatError =>
  new ConcordatError('value', `${where} ${what}`, { argument: where });

/**
 * `value` as it can be posted, with the cargo along. Nothing has changed yet when it throws. `where` names it for errors.
 *
 * @param around the objects that `value` is in
 * @throws ConcordatError for a function anywhere in it, for memory that is gone, and for what contains itself
 */
export function pack(
  value: unknown,
  where: string,
  packing: Packing,
  around: readonly object[] = [],
): unknown {
  const { cargo, own } = packing;
  const isObject = value !== null && typeof value === 'object';
  const parcel = isObject || typeof value === 'function' ? own?.(value, where) : undefined;
  if (parcel) return parcel;
  if (typeof value === 'function' || typeof value === 'symbol')
    throw refusal(
      where,
      `is a ${typeof value}; functions cannot travel to or from a worker, give numbers, arrays and options`,
    );
  if (!isObject) return value;
  if (value instanceof Promise) throw refusal(where, 'is a promise; await it, and give what comes of it');
  const away = cargo.takes(value);
  if (isLibraryArray(value)) {
    const { dtype, shape, strides, offset, storage } = value;
    if (storage.detached) throw detachedError(where, { argument: where });
    const whole = { concordat: 'array', dtype, shape } as const;
    if (away && movable(value.data))
      return { ...whole, strides, offset, data: cargo.empty(value) } satisfies ArrayParcel;
    return { ...whole, data: cargo.move(value.toTypedArray()) } satisfies ArrayParcel;
  }
  if (memoryType(value) !== undefined) {
    const data = value as TypedArray;
    if (isDetached(data)) throw detachedError(where, { argument: where });
    // Of a view only its elements: cloning it would take the whole buffer along.
    return cargo.move(away && movable(data) ? data : plain(data).slice());
  }
  if (around.includes(value))
    throw refusal(where, 'contains itself; what travels to or from a worker must end');
  if (around.length === DEEPEST)
    throw refusal(
      `${where.slice(0, 60)}...`,
      `is more than ${DEEPEST} levels deep; arrays have at most 32 axes`,
    );
  if (cargo.packed.has(value)) return cargo.packed.get(value);
  const packed = packInside(value, where, packing, [...around, value]);
  cargo.packed.set(value, packed);
  return packed;
}

/** What a list or an object holds, as it can be posted. */
function packInside(value: object, where: string, packing: Packing, around: readonly object[]): unknown {
  if (Array.isArray(value))
    return Array.from(value, (item, at) => pack(item, `${where}[${at}]`, packing, around));
  const keys = keysOf(value);
  if (keys === undefined) return value;
  return Object.fromEntries(
    keys.map(key => [key, pack(value[key as keyof typeof value], `${where}.${key}`, packing, around)]),
  );
}

/** What is taken of an object: an array of another library is read by these fields; undefined to leave it as it is. */
function keysOf(value: object): string[] | undefined {
  if ('data' in value && 'shape' in value)
    return ['data', 'shape', 'dtype', 'stride', 'strides', 'offset'].filter(key => key in value);
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ? Object.keys(value) : undefined;
}

const isParcel = (value: object): value is Parcel =>
  'concordat' in value && ['array', 'kept', 'template'].includes(value.concordat as string);

/**
 * The opposite of `pack`.
 *
 * @param open what a parcel stands for on this side
 */
export function unpack(value: unknown, open: (parcel: Parcel) => unknown): unknown {
  /** What lists and objects became that stand in several places. */
  const known = new Map<object, unknown>();
  const unpackOne = (packed: unknown): unknown => {
    if (packed === null || typeof packed !== 'object' || ArrayBuffer.isView(packed)) return packed;
    if (!known.has(packed)) known.set(packed, unpackInside(packed));
    return known.get(packed);
  };
  const unpackInside = (packed: object): unknown => {
    if (Array.isArray(packed)) return packed.map(unpackOne);
    if (Object.getPrototypeOf(packed) !== Object.prototype) return packed;
    if (isParcel(packed)) return open(packed);
    return Object.fromEntries(Object.entries(packed).map(([key, item]) => [key, unpackOne(item)]));
  };
  return unpackOne(value);
}
