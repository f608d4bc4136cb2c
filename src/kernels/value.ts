/**
 * Real or complex scalar expressions under one set of names: a complex number is a pair of real expressions, so a
 * runner never meets one. Arithmetic on values of different types casts both to the type that holds them.
 */
import { type DType, dtypes, isComplex, promoteTypes } from './dtype.ts';
import * as e from './expression.ts';

/** An expression of element type `dtype`; `im` is there exactly when the type is complex. */
export interface Value {
  readonly dtype: DType;
  readonly re: e.Expression;
  readonly im?: e.Expression;
}

export const realValue = (re: e.Expression): Value => ({ dtype: re.dtype, re });

/** A constant of type `dtype`. */
export function constantValue(re: e.Scalar, dtype: DType, im: e.Scalar = 0): Value {
  const part = dtypes[dtype].component;
  return { dtype, re: e.constant(re, part), im: isComplex(dtype) ? e.constant(im, part) : undefined };
}

/** Converts as NumPy's `astype` does: to a real type the imaginary part is dropped, to a complex one it is zero. */
export function castValue(value: Value, dtype: DType, mode: e.CastMode = 'c'): Value {
  if (value.dtype === dtype) return value;
  const part = dtypes[dtype].component;
  if (dtype === 'bool' && value.im) {
    const zero = e.constant(0, value.re.dtype);
    return realValue(
      e.binary('or', e.binary('notEqual', value.re, zero), e.binary('notEqual', value.im, zero)),
    );
  }
  const im = isComplex(dtype) ? (value.im ? e.cast(value.im, part) : e.constant(0, part)) : undefined;
  return { dtype, re: e.cast(value.re, part, mode), im };
}

function together(a: Value, b: Value): [Value, Value] {
  const dtype = promoteTypes(a.dtype, b.dtype);
  return [castValue(a, dtype), castValue(b, dtype)];
}

/** a + b, a − b: part by part. */
function byParts(op: 'add' | 'subtract'): (a: Value, b: Value) => Value {
  return (first, second) => {
    const [a, b] = together(first, second);
    return { dtype: a.dtype, re: e.binary(op, a.re, b.re), im: a.im && b.im && e.binary(op, a.im, b.im) };
  };
}
export const add = byParts('add');
export const subtract = byParts('subtract');

/** (a + bi)(c + di) = (ac − bd) + (ad + bc)i, as NumPy computes it. */
export function multiply(first: Value, second: Value): Value {
  const [a, b] = together(first, second);
  if (!a.im || !b.im) return realValue(e.binary('multiply', a.re, b.re));
  return {
    dtype: a.dtype,
    re: e.binary('subtract', e.binary('multiply', a.re, b.re), e.binary('multiply', a.im, b.im)),
    im: e.binary('add', e.binary('multiply', a.re, b.im), e.binary('multiply', a.im, b.re)),
  };
}

/**
 * a ÷ b. Complex division scales by the larger part of the divisor, and multiplies by one reciprocal; division by zero
 * divides each part by |0|. Source: R. L. Smith, CACM 5 (1962), 435, as NumPy's loops write it, so that every bit agrees.
 */
export function divide(first: Value, second: Value): Value {
  const [a, b] = together(first, second);
  if (!a.im || !b.im) return realValue(e.binary('divide', a.re, b.re));
  const times = (x: e.Expression, y: e.Expression) => e.binary('multiply', x, y);
  const [zero, one] = [0, 1].map(value => e.constant(value, b.re.dtype));
  const along = (large: e.Expression, small: e.Expression, swap: boolean) => {
    const ratio = e.binary('divide', small, large);
    const scale = e.binary('divide', one, e.binary('add', large, times(small, ratio)));
    const re = swap ? e.binary('add', times(a.re, ratio), a.im!) : e.binary('add', a.re, times(a.im!, ratio));
    const im = swap
      ? e.binary('subtract', times(a.im!, ratio), a.re)
      : e.binary('subtract', a.im!, times(a.re, ratio));
    return { re: times(re, scale), im: times(im, scale) };
  };
  const size = e.unary('abs', b.re);
  const largeReal = e.binary('lessEqual', e.unary('abs', b.im), size);
  const isZero = e.binary('and', largeReal, e.binary('equal', size, zero));
  const [byReal, byImaginary] = [along(b.re, b.im, false), along(b.im, b.re, true)];
  const part = (by: 're' | 'im', x: e.Expression) =>
    e.select(isZero, e.binary('divide', x, size), e.select(largeReal, byReal[by], byImaginary[by]));
  return { dtype: a.dtype, re: part('re', a.re), im: part('im', a.im) };
}

export const negate = (a: Value): Value => ({
  dtype: a.dtype,
  re: e.unary('negate', a.re),
  im: a.im && e.unary('negate', a.im),
});

export const conjugate = (a: Value): Value => (a.im ? { ...a, im: e.unary('negate', a.im) } : a);

/** |a|, real; for a complex number √(re² + im²) without overflow. */
export const magnitude = (a: Value): Value =>
  realValue(a.im ? e.binary('hypot', a.re, a.im) : a.re.dtype === 'bool' ? a.re : e.unary('abs', a.re));

/** a = b, bool. */
export function equal(first: Value, second: Value): Value {
  const [a, b] = together(first, second);
  const re = e.binary('equal', a.re, b.re);
  return realValue(a.im && b.im ? e.binary('and', re, e.binary('equal', a.im, b.im)) : re);
}

/** The sum of `a` over the reduction axes, accumulated in its own type; `precise` carries the rounding errors. */
export function sum(a: Value, precise = false): Value {
  const kind = precise && dtypes[a.re.dtype].kind === 'f' ? 'preciseSum' : 'sum';
  return { dtype: a.dtype, re: e.reduce(kind, a.re), im: a.im && e.reduce(kind, a.im) };
}
