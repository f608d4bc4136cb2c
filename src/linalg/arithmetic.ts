/** Scalar expressions in the notation of formulas. */
import type { DType } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';

/** A scalar expression of a floating type. */
export type Term = e.Expression;

export const plus = (a: Term, b: Term): Term => e.binary('add', a, b);
export const minus = (a: Term, b: Term): Term => e.binary('subtract', a, b);
export const times = (a: Term, b: Term): Term => e.binary('multiply', a, b);
export const over = (a: Term, b: Term): Term => e.binary('divide', a, b);
export const negative = (a: Term): Term => e.unary('negate', a);
export const root = (a: Term): Term => e.unary('sqrt', a);
export const magnitude = (a: Term): Term => e.unary('abs', a);
export const larger = (a: Term, b: Term): Term => e.binary('maximum', a, b);
export const smaller = (a: Term, b: Term): Term => e.binary('minimum', a, b);
export const less = (a: Term, b: Term): Term => e.binary('less', a, b);
export const not = (a: Term): Term => e.unary('not', a);
export const equal = (a: Term, b: Term): Term => e.binary('equal', a, b);
export const either = (a: Term, b: Term): Term => e.binary('or', a, b);
export const both = (a: Term, b: Term): Term => e.binary('and', a, b);
/** `a` where the condition holds, else `b`. */
export const select = (condition: Term, a: Term, b: Term): Term => e.select(condition, a, b);
/** A constant of the type of another term. */
export const number = (value: number, like: Term): Term => e.constant(value, like.dtype);

/** The sum of terms, added in pairs: fewer additions wait for each other, and less is rounded. */
export function total(terms: readonly Term[]): Term {
  if (terms.length === 1) return terms[0];
  const half = terms.length >> 1;
  return plus(total(terms.slice(0, half)), total(terms.slice(half)));
}

/** a·b summed over their elements. */
export const dot = (a: readonly Term[], b: readonly Term[]): Term => total(a.map((x, k) => times(x, b[k])));

/** The distance from 1 to the next number. */
export const workingEpsilon = (dtype: DType): number => (dtype === 'float32' ? 2 ** -23 : 2 ** -52);
