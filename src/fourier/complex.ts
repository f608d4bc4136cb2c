/**
 * Complex expressions with parts that may be missing: a missing part is exactly zero and costs nothing, so that the
 * first pass over real input does half the arithmetic. All parts are float64.
 */
import * as e from '../kernels/expression.ts';

type Part = e.Expression | undefined;

/** A complex number of a nest; a missing part is zero. */
export interface ComplexExpression {
  readonly re?: e.Expression;
  readonly im?: e.Expression;
}

const plus = (a: Part, b: Part): Part => (a && b ? e.binary('add', a, b) : (a ?? b));
const minus = (a: Part, b: Part): Part =>
  a && b ? e.binary('subtract', a, b) : (a ?? (b && e.unary('negate', b)));
const times = (a: Part, b: Part): Part => a && b && e.binary('multiply', a, b);

export const add = (a: ComplexExpression, b: ComplexExpression): ComplexExpression => ({
  re: plus(a.re, b.re),
  im: plus(a.im, b.im),
});
export const subtract = (a: ComplexExpression, b: ComplexExpression): ComplexExpression => ({
  re: minus(a.re, b.re),
  im: minus(a.im, b.im),
});

/** a + i·b, without a multiplication. */
export const addTimesI = (a: ComplexExpression, b: ComplexExpression): ComplexExpression => ({
  re: minus(a.re, b.im),
  im: plus(a.im, b.re),
});
/** a − i·b, without a multiplication. */
export const subtractTimesI = (a: ComplexExpression, b: ComplexExpression): ComplexExpression => ({
  re: plus(a.re, b.im),
  im: minus(a.im, b.re),
});

export const multiply = (a: ComplexExpression, b: ComplexExpression): ComplexExpression => ({
  re: minus(times(a.re, b.re), times(a.im, b.im)),
  im: plus(times(a.re, b.im), times(a.im, b.re)),
});

export const conjugate = (a: ComplexExpression): ComplexExpression => ({
  re: a.re,
  im: a.im && e.unary('negate', a.im),
});

/** a times a real constant. */
export function scale(a: ComplexExpression, factor: number): ComplexExpression {
  if (factor === 1) return a;
  const constant = e.constant(factor, 'float64');
  return { re: times(a.re, constant), im: times(a.im, constant) };
}
