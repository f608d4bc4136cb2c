/**
 * The types that numbers take beside arrays of integers and floats: a whole number is what NumPy 1.24 makes of it by its
 * value. In JavaScript a whole number is a whole number: 2.0 is 2.
 */
import { type DType, dtypes, isComplex, promoteTypes } from '../kernels/dtype.ts';
import type { ScalarLike } from './scalar.ts';

/** The type that a whole number takes beside an array of integers. */
export type WholeRule = (value: number | bigint, other: DType) => DType;

/** Whether an integer type has a whole number. */
function holds(dtype: DType, value: number | bigint): boolean {
  const { kind, bytes } = dtypes[dtype];
  const span = 2 ** (8 * bytes);
  return kind === 'i' ? value >= -span / 2 && value < span / 2 : value >= 0 && value < span;
}

/** The first of some integer types that has a whole number; float64, which holds any nearly, where none does. */
const narrowest = (value: number | bigint, types: readonly DType[]): DType =>
  types.find(dtype => holds(dtype, value)) ?? 'float64';

/** NumPy's default integer, which a whole number is beside bools. */
const defaultInteger = (value: number | bigint): DType => narrowest(value, ['int64', 'uint64']);

/** What `numpy.result_type` says: the array's type, or the narrowest of its kind that has the number. */
export const byResult: WholeRule = (value, other) => {
  if (other === 'bool') return defaultInteger(value);
  if (holds(other, value)) return other;
  const sign = dtypes[other].kind === 'u' && value >= 0 ? 'uint' : 'int';
  return narrowest(value, [`${sign}8`, `${sign}16`, `${sign}32`, `${sign}64`]);
};

/** The integer types in the order in which NumPy tries its loops. */
const loops = ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'] as const;

/** The first of NumPy's loops that takes both: remainder, floor_divide and power of uint8 by 256 are int16. */
export const byLoop: WholeRule = (value, other) => {
  if (other === 'bool') return defaultInteger(value);
  return narrowest(
    value,
    loops.filter(dtype => promoteTypes(other, dtype) === dtype),
  );
};

/** The float of a function of floats, float32 for what 16 bits hold. Unlike an integer, it has a −0. */
export const byFloat: WholeRule = (value, other) =>
  other !== 'bool' && (holds('int16', value) || holds('uint16', value)) ? 'float32' : 'float64';

/** The float64 of quotients. Unlike an integer, it has a −0. */
export const byDouble: WholeRule = () => 'float64';

/** The type a number takes beside an array of type `other`. */
export function weakType(scalar: ScalarLike, other: DType, whole: WholeRule = byResult): DType {
  if (typeof scalar === 'boolean') return 'bool';
  const { kind } = dtypes[other];
  if (kind === 'c') return other;
  if (typeof scalar === 'object') return other === 'float32' ? 'complex64' : 'complex128';
  if (kind === 'f') return other;
  if (typeof scalar === 'number' && !Number.isInteger(scalar)) return 'float64';
  return whole(scalar, other);
}

/** The type a list of elements of type `natural` takes beside an array of type `other`. */
export function weakListType(natural: DType, other: DType): DType {
  const { kind, component } = dtypes[other];
  if (natural === 'bool' || !(kind === 'f' || kind === 'c')) return natural;
  if (isComplex(natural)) return component === 'float32' ? 'complex64' : 'complex128';
  return component;
}
