/**
 * The arguments of a function of several arrays, as arrays. Numbers and nested lists written in the call are *literals*:
 * they have no element type of their own to defend, so they take it from the arrays beside them. This is the one place
 * that says which.
 *
 * - Beside floating or complex arrays a literal takes their precision: a kernel written as a list beside a float32 image
 *   is float32. (Python's scalars are weak in the same way in NumPy 2, torch and JAX.)
 * - Beside integers and bools a list of numbers is float64, and a number is what NumPy 1.24 makes of it by its value: it
 *   keeps an array what it is where that can hold it. In JavaScript a whole number is a whole number: 2.0 is 2.
 * - Among themselves literals are what `array` makes of them.
 *
 * A list that holds arrays or typed memory is no literal, nor is `array([…])`.
 */
import {
  allocate,
  type DType,
  dtypes,
  isBigInt,
  isComplex,
  promoteTypes,
  resultType,
} from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import { castScalar } from './bind.ts';
import { castTo } from './cast.ts';
import { type ArrayLike, asArray } from './convert.ts';
import { fromElements, memoryOf, NDArray } from './ndarray.ts';
import { holdsArrays } from './nested.ts';
import { isScalar, type ScalarLike, scalarParts } from './scalar.ts';

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
function weakListType(natural: DType, other: DType): DType {
  const { kind, component } = dtypes[other];
  if (natural === 'bool' || !(kind === 'f' || kind === 'c')) return natural;
  if (isComplex(natural)) return component === 'float32' ? 'complex64' : 'complex128';
  return component;
}

/** A number as an array of a type. */
function scalarArray(name: string, argument: string, value: ScalarLike, dtype: DType): NDArray {
  const { re, im } = scalarParts(value, name, argument);
  const parts = isComplex(dtype) ? [re, im] : [re];
  const { component } = dtypes[dtype];
  const memory = allocate(component, parts.length) as unknown as Scalar[];
  parts.forEach((part, k) => {
    memory[k] = castScalar(part, component);
  });
  return fromElements(dtype, memory as never, []);
}

/** A list, which is new and lies in order, in another type; its elements are few and not worth a nest. */
function retyped(list: NDArray, dtype: DType): NDArray {
  if (list.dtype === dtype || isBigInt(list.dtype)) return castTo(list, dtype);
  const memory = new dtypes[dtype].array(memoryOf(list) as never);
  return fromElements(dtype, memory, list.shape);
}

/** An argument and its name, which errors say. */
export type Given = readonly [argument: string, value: ArrayLike];

/** Whether an argument is a literal: a number, or a list of nothing but numbers. */
const isLiteral = (value: ArrayLike): boolean =>
  isScalar(value) || (Array.isArray(value) && !holdsArrays(value));

/** Arguments as arrays, literals in the types that they take beside the others. */
export function operands(name: string, given: readonly Given[], whole?: WholeRule): NDArray[] {
  if (given.every(([, value]) => value instanceof NDArray)) return given.map(([, value]) => value as NDArray);
  // Numbers come last: beside lists alone they take the type of these.
  const lists = given.map(([argument, value]) => (isScalar(value) ? null : asArray(value, name, argument)));
  const other = typeOf(lists.filter((_, k) => !isLiteral(given[k][1])));
  const typed = lists.map((list, k) =>
    list && other && isLiteral(given[k][1]) ? retyped(list, weakListType(list.dtype, other)) : list,
  );
  const beside = typeOf(typed);
  return given.map(([argument, value], k) => {
    if (!isScalar(value)) return typed[k]!;
    if (!beside) return asArray(value, name, argument);
    return scalarArray(name, argument, value, weakType(value, beside, whole));
  });
}

/** The type that holds all of some arrays; undefined where there are none. */
function typeOf(arrays: readonly (NDArray | null)[]): DType | undefined {
  const types = arrays.flatMap(array => (array ? [array.dtype] : []));
  return types.length > 0 ? resultType(...types) : undefined;
}
