/**
 * The natural logarithm of two float64 numbers. x = 2^k·(1 + f) with 1 + f in [√½, √2). With s = f/(2 + f),
 * log(1 + f) = f − f²/2 + s·(f²/2 + s²·p(s²)); the sum with k·ln 2 carries its rounding error along.
 * p is the minimax polynomial of degree 6 (Remez exchange on the interval, relative to log(1 + f): 2^-58).
 * Source of the method: P. T. P. Tang, "Table-driven implementation of the logarithm function in IEEE floating-point
 * arithmetic", ACM Transactions on Mathematical Software 16(4), 1990.
 * Largest error: 0.84 units of the last place in a million arguments; the bound is 1, for all numbers.
 */
import { notation, type VectorFunction } from './notation.ts';

const P = [
  0.666666666666671, 0.3999999999951953, 0.2857142872936539, 0.22222199081404306, 0.1818357208406401,
  0.1531314946958875, 0.14810677359592228,
];
// ln 2 in two parts: 40 bits, so that k times them is exact, and the rest.
const LN2_HIGH = 0.6931471805592082;
const LN2_LOW = 7.371002565167799e-13;
const SQRT_HALF_BITS = 0x3fe6a09e667f3bcdn;
const LARGEST_SUBNORMAL = 2 ** -1022 - 2 ** -1074;
// The exponent plus 2^10, shifted to the lowest bits of 2^52, makes the number 2^52 + 2^10 + exponent.
const SHIFTED = 1n << 62n;
const TWO_52_BITS = 0x4330000000000000n;

export const log64: VectorFunction = (context, local) => {
  const v = notation(context, 'f64x2');
  const x = v.read(local);
  const normal = v.keep(v.and(v.gt(x, v.number(LARGEST_SUBNORMAL)), v.lt(x, v.number(Infinity))));

  const compute = (rare: boolean) => {
    const bits = rare ? v.keep(v.select(x, v.mul(x, v.number(2 ** 54)), normal)) : x;
    const shifted = v.keep(v.addBits(bits, v.integer(SHIFTED - SQRT_HALF_BITS)));
    const exponent = v.or(v.shiftRightUnsigned(shifted, 52), v.integer(TWO_52_BITS));
    const plain = v.sub(exponent, v.number(2 ** 52 + 2 ** 10));
    const k = v.keep(rare ? v.sub(plain, v.clear(v.number(54), normal)) : plain);
    const scale = v.subBits(v.and(shifted, v.integer(-1n << 52n)), v.integer(SHIFTED));
    const f = v.keep(v.sub(v.subBits(bits, scale), v.number(1)));
    const s = v.keep(v.div(f, v.add(f, v.number(2))));
    const square = v.keep(v.mul(s, s));
    const half = v.keep(v.mul(v.mul(f, f), v.number(0.5)));
    const tail = v.mul(s, v.add(half, v.mul(v.polynomial(square, P), square)));
    const rest = v.sub(v.add(tail, v.mul(k, v.number(LN2_LOW))), half);
    const high = v.keep(v.mul(k, v.number(LN2_HIGH)));
    const sum = v.keep(v.add(high, f));
    const lost = v.sub(f, v.sub(sum, high));
    return v.add(sum, v.add(rest, lost));
  };
  const rare = () => {
    const zero = v.number(0);
    const finite = v.keep(compute(true));
    // Infinity and NaN are their own logarithms; below zero it is NaN.
    const defined = v.select(finite, x, v.lt(x, v.number(Infinity)));
    return v.select(v.number(-Infinity), v.select(v.number(NaN), defined, v.lt(x, zero)), v.eq(x, zero));
  };
  v.branch(v.not(normal), rare, () => compute(false))();
};
