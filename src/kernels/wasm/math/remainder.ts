/** Python's `%` and `//` of float64 vectors, from C's remainder. `floatRemainder` and `floatFloorDivide` define them. */

import type { Index } from '../encoder.ts';
import { eachLane } from './lanes.ts';
import { type MathContext, type Notation, notation, type Value, type VectorFunction } from './notation.ts';

const remainderOf = eachLane('js', 'remainder');

/** C's remainder, and a mask of where it is not 0 and its sign is not the divisor's. */
function divided(context: MathContext, v: Notation, a: Index, b: Index): { rest: Value; apart: Value } {
  const zero = v.number(0);
  const rest = v.keep(() => remainderOf(context, a, b));
  const signs = v.xor(v.lt(rest, zero), v.lt(v.read(b), zero));
  return { rest, apart: v.keep(v.and(v.ne(rest, zero), signs)) };
}

export const remainder64: VectorFunction = (context, a, b) => {
  const v = notation(context, 'f64x2');
  const { rest, apart } = divided(context, v, a, b!);
  const moved = v.select(v.add(rest, v.read(b!)), rest, apart);
  const zeroOfSign = v.and(v.lt(v.read(b!), v.number(0)), v.number(-0));
  v.select(zeroOfSign, moved, v.eq(rest, v.number(0)))();
};

export const floorDivide64: VectorFunction = (context, localA, localB) => {
  const v = notation(context, 'f64x2');
  const [a, b] = [v.read(localA), v.read(localB!)];
  const [zero, one] = [v.number(0), v.number(1)];
  const { rest, apart } = divided(context, v, localA, localB!);
  const exact = v.keep(v.div(a, b));
  const quotient = v.keep(v.sub(v.div(v.sub(a, rest), b), v.and(apart, one)));
  const floor = v.keep(v.floor(quotient));
  const nearest = v.add(floor, v.and(v.gt(v.sub(quotient, floor), v.number(0.5)), one));
  const nonZero = v.select(v.mul(zero, exact), nearest, v.eq(quotient, zero));
  v.select(exact, nonZero, v.eq(b, zero))();
};
