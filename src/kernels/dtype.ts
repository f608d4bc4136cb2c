/**
 * The element types, as one table. Complex numbers are stored interleaved (re, im, re, im, …); a kernel never sees
 * one: it sees two streams of real numbers. `bool` is stored as bytes 0 and 1; 64-bit integers as BigInt arrays.
 */
import { ConcordatError } from '../errors.ts';

export type RealDType =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64';
export type ComplexDType = 'complex64' | 'complex128';
/** The name of an element type, as NumPy spells it. */
export type DType = RealDType | ComplexDType;

/** The JavaScript array that holds elements of type `D`. */
export type TypedArrayOf<D extends DType> = {
  bool: Uint8Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  float32: Float32Array;
  float64: Float64Array;
  complex64: Float32Array;
  complex128: Float64Array;
}[D];
/** Any of the arrays that can hold elements. */
export type TypedArray = TypedArrayOf<DType>;

/** A complex number. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** One element of type `D` as a JavaScript value. */
export type ElementOf<D extends DType> = D extends 'bool'
  ? boolean
  : D extends 'int64' | 'uint64'
    ? bigint
    : D extends ComplexDType
      ? Complex
      : number;

/** `b` boolean, `u` unsigned, `i` signed integer, `f` floating, `c` complex: in NumPy's order of promotion. */
export type DTypeKind = 'b' | 'u' | 'i' | 'f' | 'c';

export interface DTypeInfo {
  readonly name: DType;
  readonly kind: DTypeKind;
  /** Bytes of one element, both halves of a complex one. */
  readonly bytes: number;
  /** The real type of one stream: float32 for complex64, else the type itself. */
  readonly component: RealDType;
  readonly array: { new (length: number): TypedArray; new (values: ArrayLike<never>): TypedArray } & {
    BYTES_PER_ELEMENT: number;
  };
}

const row = (
  name: DType,
  kind: DTypeKind,
  bytes: number,
  array: unknown,
  component = name as RealDType,
): DTypeInfo => ({
  name,
  kind,
  bytes,
  component,
  array: array as DTypeInfo['array'],
});

/** Every element type, by name. */
export const dtypes: Readonly<Record<DType, DTypeInfo>> = {
  bool: row('bool', 'b', 1, Uint8Array),
  int8: row('int8', 'i', 1, Int8Array),
  int16: row('int16', 'i', 2, Int16Array),
  int32: row('int32', 'i', 4, Int32Array),
  int64: row('int64', 'i', 8, BigInt64Array),
  uint8: row('uint8', 'u', 1, Uint8Array),
  uint16: row('uint16', 'u', 2, Uint16Array),
  uint32: row('uint32', 'u', 4, Uint32Array),
  uint64: row('uint64', 'u', 8, BigUint64Array),
  float32: row('float32', 'f', 4, Float32Array),
  float64: row('float64', 'f', 8, Float64Array),
  complex64: row('complex64', 'c', 8, Float32Array, 'float32'),
  complex128: row('complex128', 'c', 16, Float64Array, 'float64'),
};

export const dtypeNames = Object.keys(dtypes) as DType[];

export const isComplex = (dtype: DType): dtype is ComplexDType => dtypes[dtype].kind === 'c';
export const isBigInt = (dtype: DType): dtype is 'int64' | 'uint64' =>
  dtype === 'int64' || dtype === 'uint64';
export const isFloating = (dtype: DType): boolean => dtypes[dtype].kind === 'f';
export const isInteger = (dtype: DType): boolean => dtypes[dtype].kind === 'i' || dtypes[dtype].kind === 'u';

/** Whether a value names an element type. */
export const isDType = (value: unknown): value is DType => (dtypeNames as readonly unknown[]).includes(value);

/** The streams of an element: 2 for a complex type, else 1. */
export const componentCount = (dtype: DType): 1 | 2 => (isComplex(dtype) ? 2 : 1);

/** New zeroed memory for `length` elements; throws when there is not that much. Cost: the first touch of each page. */
export function allocate<D extends DType>(dtype: D, length: number): TypedArrayOf<D> {
  try {
    return new dtypes[dtype].array(length * componentCount(dtype)) as TypedArrayOf<D>;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `array: there is no memory for ${length} elements of ${dtype}`;
    throw new ConcordatError('value', message, { function: 'array', length, dtype }, error);
  }
}

/** The type that NumPy's `result_type` gives for arrays of these two types. Source: `numpy.promote_types`. */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  const [x, y] = [dtypes[a], dtypes[b]];
  if (x.kind === 'b') return b;
  if (y.kind === 'b') return a;
  if (x.kind === y.kind) return x.bytes >= y.bytes ? a : b;
  const order = 'buifc';
  const [low, high] = order.indexOf(x.kind) < order.indexOf(y.kind) ? [x, y] : [y, x];
  if (high.kind === 'i') {
    // Unsigned with signed: a signed type that holds both; none holds uint64, so NumPy falls back to float64.
    if (low.bytes < high.bytes) return high.name;
    return low.bytes >= 8 ? 'float64' : (`int${low.bytes * 16}` as DType);
  }
  // Half the bytes of a complex type are one of its parts. An integer of 4 bytes or more does not fit float32.
  const part = high.kind === 'c' ? high.bytes / 2 : high.bytes;
  const wide = part === 8 || (low.kind === 'f' ? low.bytes === 8 : low.bytes > 2);
  if (high.kind === 'c') return wide ? 'complex128' : 'complex64';
  return wide ? 'float64' : 'float32';
}

/** The type that holds all of `types`, from left to right. */
export const resultType = (...types: DType[]): DType => types.reduce(promoteTypes);
