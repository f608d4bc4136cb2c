/** Python's `%` and `//` of vectors, from C's remainder. `floatRemainder` and `floatFloorDivide` define them. */

import type { Index } from '../encoder/encoder.ts';
import { eachLane, inHalves } from './lanes.ts';
import {
  type FloatKind,
  type MathContext,
  type Notation,
  notation,
  type VectorCode,
  type VectorFunction,
} from './notation.ts';

const remainder = eachLane('js', 'remainder');
/** C's remainder is exact in any type. */
const remainders: Record<FloatKind, VectorFunction> = { f64x2: remainder, f32x4: inHalves(remainder) };

/** C's remainder, and a mask of where it is not 0 and its sign is not the divisor's. */
function divided(
  context: MathContext,
  kind: FloatKind,
  a: Index,
  b: Index,
): { v: Notation; rest: VectorCode; apart: VectorCode } {
  const v = notation(context, kind);
  const zero = v.number(0);
  const rest = v.keep(() => remainders[kind](context, a, b));
  const signs = v.xor(v.lt(rest, zero), v.lt(v.read(b), zero));
  return { v, rest, apart: v.keep(v.and(v.ne(rest, zero), signs)) };
}

export const remainder64: VectorFunction = (context, a, b) => {
  const { v, rest, apart } = divided(context, 'f64x2', a, b!);
  const moved = v.select(v.add(rest, v.read(b!)), rest, apart);
  const zeroOfSign = v.and(v.lt(v.read(b!), v.number(0)), v.number(-0));
  v.select(zeroOfSign, moved, v.eq(rest, v.number(0)))();
};

/** Every step is rounded to the type of the operands, as NumPy rounds it. */
const floorDivide =
  (kind: FloatKind): VectorFunction =>
  (context, localA, localB) => {
    const { v, rest, apart } = divided(context, kind, localA, localB!);
    const [a, b] = [v.read(localA), v.read(localB!)];
    const [zero, one] = [v.number(0), v.number(1)];
    const exact = v.keep(v.div(a, b));
    const quotient = v.keep(v.sub(v.div(v.sub(a, rest), b), v.and(apart, one)));
    const floor = v.keep(v.floor(quotient));
    const nearest = v.add(floor, v.and(v.gt(v.sub(quotient, floor), v.number(0.5)), one));
    const nonZero = v.select(v.mul(zero, exact), nearest, v.eq(quotient, zero));
    v.select(exact, nonZero, v.eq(b, zero))();
  };

export const floorDivide64 = floorDivide('f64x2');
export const floorDivide32 = floorDivide('f32x4');
