/**
 * Sine and cosine of two float64 numbers. x = k·π/2 + r with |r| ≤ π/4, r in two parts; by k's lowest bits the result is
 * ±sin r or ±cos r, with sin r = r + r³·s(r²) and cos r = 1 − r²/2 + r⁴·c(r²).
 * s and c are minimax polynomials of degree 5 (Remez exchange on |r| ≤ π/4, relative: 2^-56 and 2^-59).
 * Arguments beyond 2^20 go through the host's function, lane by lane.
 * Source of the method: W. J. Cody, W. Waite, "Software Manual for the Elementary Functions", 1980, chapter 8; sums with
 * their error: D. E. Knuth, "The Art of Computer Programming", volume 2, 4.2.2.
 * Largest error: 0.79 units of the last place in a million arguments; the bound is 1, up to 2^20.
 */
import { eachLane } from './lanes.ts';
import { type Notation, notation, type VectorCode, type VectorFunction } from './notation.ts';

const S = [
  -0.16666666666666644, 0.0083333333333237, -0.00019841269830160504, 2.7557313655514166e-6,
  -2.505073506417665e-8, 1.589474001385549e-10,
];
const C = [
  0.041666666666666595, -0.0013888888888873056, 2.4801587288850836e-5, -2.755731417903411e-7,
  2.087570080475329e-9, -1.1358534518270753e-11,
];
// π/2 in three parts: products of the first two (31 and 33 bits) with k (at most 20 bits) are exact.
const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_MIDDLE = 6.077100506303966e-11;
const HALF_PI_LOW = 2.0222662487959506e-21;
const ROUNDER = 1.5 * 2 ** 52;
const USUAL = 2 ** 20;

/** x − k·π/2 as a number and its rounding error; and k in the lowest bits of `shifted`. */
function reduce(v: Notation, x: VectorCode) {
  const shifted = v.keep(v.add(v.mul(x, v.number(2 / Math.PI)), v.number(ROUNDER)));
  const k = v.keep(v.sub(shifted, v.number(ROUNDER)));
  const first = v.keep(v.sub(x, v.mul(k, v.number(HALF_PI_HIGH))));
  const product = v.keep(v.mul(k, v.number(HALF_PI_MIDDLE)));
  const second = v.keep(v.sub(first, product));
  const taken = v.keep(v.sub(second, first));
  const lost = v.sub(v.sub(first, v.sub(second, taken)), v.add(product, taken));
  const low = v.keep(v.sub(lost, v.mul(k, v.number(HALF_PI_LOW))));
  const r = v.keep(v.add(second, low));
  const rest = v.keep(v.add(v.sub(second, r), low));
  return { shifted, r, rest };
}

function usual(v: Notation, x: VectorCode, cosine: boolean): VectorCode {
  const one = v.number(1);
  const { shifted, r, rest } = reduce(v, x);
  const square = v.keep(v.mul(r, r));
  const half = v.keep(v.mul(square, v.number(0.5)));
  const base = v.keep(v.sub(one, half));
  const lost = v.sub(v.sub(one, base), half);
  const cosineTail = v.sub(v.mul(v.polynomial(square, C), v.mul(square, square)), v.mul(r, rest));
  const cosineOfR = v.keep(v.add(base, v.add(lost, cosineTail)));
  const sineTail = v.add(v.mul(v.polynomial(square, S), v.mul(square, r)), v.mul(rest, base));
  const sineOfR = v.keep(v.add(r, sineTail));
  const quarter = cosine ? v.keep(v.addBits(shifted, v.integer(1))) : shifted;
  const odd = v.subBits(v.integer(0), v.and(quarter, v.integer(1)));
  const sign = v.and(v.shiftLeft(quarter, 62), v.number(-0));
  return v.xor(v.select(cosineOfR, sineOfR, odd), sign);
}

const function64 = (name: 'sin' | 'cos'): VectorFunction => {
  const host = eachLane('Math', name);
  return (context, local) => {
    const v = notation(context, 'f64x2');
    const x = v.read(local);
    const size = v.keep(v.abs(x));
    const computed = usual(v, x, name === 'cos');
    // Below 2^-27 the sine is its argument, which keeps the sign of zero.
    const result = v.keep(name === 'cos' ? computed : v.select(x, computed, v.lt(size, v.number(2 ** -27))));
    const tooLarge = v.keep(v.not(v.lt(size, v.number(USUAL))));
    v.branch(
      tooLarge,
      () => v.select(() => host(context, local), result, tooLarge),
      () => result,
    )();
  };
};

export const sin64 = function64('sin');
export const cos64 = function64('cos');
