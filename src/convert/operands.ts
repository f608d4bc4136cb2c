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
import { allocate, type DType, dtypes, isBigInt, isComplex, resultType } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import { castScalar } from '../views/bind.ts';
import { castTo } from '../views/cast.ts';
import { isScalar, type ScalarLike, scalarParts } from '../views/scalar.ts';
import { fromElements, isView, memoryOf, type View } from '../views/view.ts';
import { type WholeRule, weakListType, weakType } from '../views/whole-numbers.ts';
import { type ArrayLike, asView } from './convert.ts';
import { holdsArrays } from './nested.ts';

/** A number as an array of a type. */
function scalarArray(name: string, argument: string, value: ScalarLike, dtype: DType): View {
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
function retyped(list: View, dtype: DType): View {
  if (list.dtype === dtype || isBigInt(list.dtype)) return castTo(list, dtype);
  const memory = new dtypes[dtype].array(memoryOf(list) as never);
  return fromElements(dtype, memory, list.shape);
}

/** An argument and its name, which errors say. */
export type NamedArgument = readonly [argument: string, value: ArrayLike];

/** Whether an argument is a literal: a number, or a list of nothing but numbers. */
const isLiteral = (value: ArrayLike): boolean =>
  isScalar(value) || (Array.isArray(value) && !holdsArrays(value));

/** Arguments as arrays, literals in the types that they take beside the others. */
export function asOperands(name: string, given: readonly NamedArgument[], whole?: WholeRule): View[] {
  if (given.every(([, value]) => isView(value))) return given.map(([, value]) => value as View);
  // Numbers come last: beside lists alone they take the type of these.
  const lists = given.map(([argument, value]) => (isScalar(value) ? null : asView(value, name, argument)));
  const other = typeOf(lists.filter((_, k) => !isLiteral(given[k][1])));
  const typed = lists.map((list, k) =>
    list && other && isLiteral(given[k][1]) ? retyped(list, weakListType(list.dtype, other)) : list,
  );
  const beside = typeOf(typed);
  return given.map(([argument, value], k) => {
    if (!isScalar(value)) return typed[k]!;
    if (!beside) return asView(value, name, argument);
    return scalarArray(name, argument, value, weakType(value, beside, whole));
  });
}

/** The type that holds all of some arrays; undefined where there are none. */
function typeOf(arrays: readonly (View | null)[]): DType | undefined {
  const types = arrays.flatMap(array => (array ? [array.dtype] : []));
  return types.length > 0 ? resultType(...types) : undefined;
}
