/**
 * e^x of two float64 numbers. x = k·ln 2 + r with |r| ≤ ln 2 / 2, r in two parts, and e^r = 1 + r + r²·q(r) with the
 * rounding error of 1 + r added back; k is added to the exponent.
 * q is the minimax polynomial of degree 9 (Remez exchange on |r| ≤ ln 2 / 2, relative to e^r: 2^-56).
 * Source of the method: W. J. Cody, W. Waite, "Software Manual for the Elementary Functions", 1980, chapter 6.
 * Largest error: 0.79 units of the last place in a million arguments; the bound is 1, for all numbers.
 */
import { notation, type VectorCode, type VectorFunction } from './notation.ts';

const Q = [
  0.5000000000000011, 0.16666666666666413, 0.04166666666653028, 0.008333333333494489, 0.0013888888943595966,
  0.0001984126950645257, 2.4801493136867687e-5, 2.755758654584494e-6, 2.7630234013898865e-7,
  2.4999988602076937e-8,
];
// ln 2 in two parts: 32 bits, so that k times them is exact, and the rest.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
// Adding 1.5·2^52 rounds to a whole number, which then stands in the lowest bits.
const ROUNDER = 1.5 * 2 ** 52;
const ROUNDER_BITS = 0x4338000000000000n;
/** Up to here the result is a normal number, and k can be added to its exponent. */
const USUAL = 708;

export const exp64: VectorFunction = (context, local) => {
  const v = notation(context, 'f64x2');
  const one = v.number(1);

  const parts = (x: VectorCode) => {
    const shifted = v.keep(v.add(v.mul(x, v.number(Math.LOG2E)), v.number(ROUNDER)));
    const k = v.keep(v.sub(shifted, v.number(ROUNDER)));
    const high = v.keep(v.sub(x, v.mul(k, v.number(LN2_HIGH))));
    const low = v.keep(v.mul(k, v.number(LN2_LOW)));
    const r = v.keep(v.sub(high, low));
    const rest = v.sub(v.sub(high, r), low);
    const tail = v.add(v.mul(v.polynomial(r, Q), v.mul(r, r)), rest);
    const sum = v.keep(v.add(one, r));
    const lost = v.sub(r, v.sub(sum, one));
    return { shifted, power: v.add(sum, v.add(tail, lost)) };
  };
  const usual = () => {
    const { shifted, power } = parts(v.read(local));
    return v.addBits(power, v.shiftLeft(shifted, 52));
  };
  // Overflow, subnormal results and NaN: 2^k as a product of two powers, so that only the last step rounds.
  const rare = () => {
    const clipped = v.greatest(v.least(v.read(local), v.number(710)), v.number(-746));
    const { shifted, power } = parts(v.keep(clipped));
    const k = v.keep(v.subBits(shifted, v.integer(ROUNDER_BITS)));
    const half = v.keep(v.shiftRight(k, 1));
    const scale = (exponent: VectorCode) => v.shiftLeft(v.addBits(exponent, v.integer(1023)), 52);
    return v.mul(v.mul(power, scale(half)), scale(v.subBits(k, half)));
  };
  v.branch(v.not(v.lt(v.abs(v.read(local)), v.number(USUAL))), rare, usual)();
};
