/**
 * The natural logarithm of four float32 numbers. x = 2^k·(1 + f) with 1 + f in [√½, √2), and
 * log(1 + f) = f − f²/2 + f³·p(f); the sum with k·ln 2 carries its rounding error along.
 * p is the minimax polynomial of degree 8 (Remez exchange on the interval, relative to log(1 + f): 2^-28).
 * Source of the method: S. Moshier, "Methods and Programs for Mathematical Functions", 1989, chapter 5.
 * Largest error: 0.847 units of the last place, of all float32 numbers.
 */
import { notation, type VectorFunction } from './notation.ts';

const P = [
  0.3333331346511841, -0.25000008940696716, 0.2000211924314499, -0.1666799634695053, 0.14219552278518677,
  -0.12405585497617722, 0.11888162791728973, -0.11675668507814407, 0.06746650487184525,
];
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = Math.LN2 - LN2_HIGH;
const SQRT_HALF_BITS = 0x3f3504f3;
const LOWEST_NORMAL_BITS = 0x00800000;
const LARGEST_BITS = 0x7f7fffff;

export const log32: VectorFunction = (context, local) => {
  const v = notation(context, 'f32x4');
  const { code } = context;
  const x = v.read(local);
  const small = () => v.lessBits(x, v.integer(LOWEST_NORMAL_BITS));
  const large = () => v.greaterBits(x, v.integer(LARGEST_BITS));

  const compute = (rare: boolean) => {
    const bits = rare ? v.keep(v.select(v.mul(x, v.number(2 ** 23)), x, small())) : x;
    const exponent = v.keep(v.shiftRight(v.subBits(bits, v.integer(SQRT_HALF_BITS)), 23));
    const f = v.keep(v.sub(v.subBits(bits, v.shiftLeft(exponent, 23)), v.number(1)));
    const trueExponent = rare ? v.subBits(exponent, v.and(v.integer(23), small())) : exponent;
    const k = v.keep(() => {
      trueExponent();
      code.op('f32x4.convert_i32x4_s');
    });
    const square = v.keep(v.mul(f, f));
    const tail = v.mul(v.mul(f, square), v.polynomial(f, P));
    const rest = v.sub(v.add(tail, v.mul(k, v.number(LN2_LOW))), v.mul(v.number(0.5), square));
    const high = v.keep(v.mul(k, v.number(LN2_HIGH)));
    const sum = v.keep(v.add(high, f));
    const lost = v.sub(f, v.sub(sum, high));
    return v.add(sum, v.add(rest, lost));
  };
  const rare = () => {
    const positive = v.select(x, compute(true), large());
    // Below the normal numbers: a subnormal number has its logarithm, zero −∞, all others NaN.
    const negative = v.select(v.number(NaN), positive, v.lessBits(x, v.integer(0)));
    return v.select(v.number(-Infinity), negative, v.eq(x, v.number(0)));
  };
  v.branch(v.or(small(), large()), rare, () => compute(false))();
};
