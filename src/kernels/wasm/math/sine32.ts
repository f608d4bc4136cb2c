/**
 * Sine and cosine of four float32 numbers, in float64. x = k·π + r with |r| ≤ π/2 (k is half a whole number for the
 * cosine), and sin r = r·(1 + r²·s(r²)), whose sign turns with every k.
 * s is the minimax polynomial of degree 4 in r² (Remez exchange on |r| ≤ π/2, relative to sin r: 2^-34).
 * Arguments beyond 2^21 go through the host's function, lane by lane.
 * Source of the method: W. J. Cody, W. Waite, "Software Manual for the Elementary Functions", 1980, chapter 8.
 * Largest error: 0.501 units of the last place, of all float32 numbers.
 */
import { eachLane, inHalves } from './lanes.ts';
import { notation, type VectorFunction } from './notation.ts';

const S = [
  -0.16666666638796448, 0.008333331418483208, -0.00019840890087689423, 2.7525864223282204e-6,
  -2.3889471885164065e-8,
];
// π in two parts: 31 bits, so that products with k (at most 21 bits) are exact, and the rest.
const PI_HIGH = 3.1415926534682512;
const PI_LOW = 1.2154201013012384e-10;
const ROUNDER = 1.5 * 2 ** 52;
const USUAL = 2 ** 21;

const reduced =
  (cosine: boolean): VectorFunction =>
  (context, local) => {
    const v = notation(context, 'f64x2');
    const x = v.read(local);
    const turns = v.mul(x, v.number(1 / Math.PI));
    const shifted = v.keep(v.add(cosine ? v.sub(turns, v.number(0.5)) : turns, v.number(ROUNDER)));
    const whole = v.sub(shifted, v.number(ROUNDER));
    const k = v.keep(cosine ? v.add(whole, v.number(0.5)) : whole);
    const r = v.keep(v.sub(v.sub(x, v.mul(k, v.number(PI_HIGH))), v.mul(k, v.number(PI_LOW))));
    const square = v.keep(v.mul(r, r));
    const value = v.mul(r, v.add(v.mul(v.polynomial(square, S), square), v.number(1)));
    const sign = v.shiftLeft(cosine ? v.not(shifted) : shifted, 63);
    v.xor(value, sign)();
  };

const function32 = (name: 'sin' | 'cos'): VectorFunction => {
  const usual = inHalves(reduced(name === 'cos'));
  const huge = inHalves(eachLane('Math', name));
  return (context, local) => {
    const v = notation(context, 'f32x4');
    const result = v.keep(() => usual(context, local));
    const tooLarge = v.keep(v.not(v.lt(v.abs(v.read(local)), v.number(USUAL))));
    const rare = () => v.select(() => huge(context, local), result, tooLarge);
    v.branch(tooLarge, rare, () => result)();
  };
};

export const sin32 = function32('sin');
export const cos32 = function32('cos');
