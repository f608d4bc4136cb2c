/**
 * x^y of four float32 numbers, in float64, as 2^(y·log2 x); rounded to float32 once.
 * With |x| = 2^k·m, m in [√½, √2) and s = (m − 1)/(m + 1): log2 m = s·(2/ln 2 + s²·r(s²)), r of degree 4 (relative error
 * 2^-44). With w = k + f, |f| ≤ ½: 2^f = 1 + f·q(f), q of degree 7 (2^-40). Both by Remez exchange.
 * Source of the method: S. Moshier, "Methods and Programs for Mathematical Functions", 1989, chapter 5; special cases:
 * ISO C, F.10.4.4.
 * Largest error: 0.501 units of the last place in millions of arguments.
 */
import { inHalves } from './lanes.ts';
import { type Notation, notation, type VectorCode, type VectorFunction } from './notation.ts';

const R = [
  0.9617966940302776, 0.5770779564328099, 0.4122084881436064, 0.31991866407226804, 0.2829007643965717,
];
const Q = [
  0.6931471805482117, 0.24022650698111023, 0.05550410935271596, 0.00961812861604384, 0.001333345485384232,
  0.0001540382550119114, 1.530915821383533e-5, 1.3178928971318918e-6,
];
const SQRT_HALF_BITS = 0x3fe6a09e667f3bcdn;
const ROUNDER = 1.5 * 2 ** 52;
// The exponent plus 2^10, shifted to the lowest bits of 2^52, makes the number 2^52 + 2^10 + exponent.
const SHIFTED = 1n << 62n;
const TWO_52_BITS = 0x4330000000000000n;

/** 2^(y·log2 size), for what float32 numbers give. */
function raise(v: Notation, size: VectorCode, y: VectorCode, everywhere: boolean): VectorCode {
  const shifted = v.keep(v.addBits(size, v.integer(SHIFTED - SQRT_HALF_BITS)));
  const exponent = v.or(v.shiftRightUnsigned(shifted, 52), v.integer(TWO_52_BITS));
  const k = v.sub(exponent, v.number(2 ** 52 + 2 ** 10));
  const scale = v.subBits(v.and(shifted, v.integer(-1n << 52n)), v.integer(SHIFTED));
  const m = v.keep(v.subBits(size, scale));
  const s = v.keep(v.div(v.sub(m, v.number(1)), v.add(m, v.number(1))));
  const square = v.keep(v.mul(s, s));
  const factor = v.add(v.mul(v.polynomial(square, R), square), v.number(2 / Math.LN2));
  const finite = v.add(v.mul(s, factor), k);
  const logarithm = everywhere
    ? v.select(
        v.number(-Infinity),
        v.select(size, finite, v.eq(size, v.number(Infinity))),
        v.eq(size, v.number(0)),
      )
    : finite;
  // Past these bounds float32 has only 0 and ∞; NaN stays.
  const w = v.keep(v.greatest(v.least(v.mul(y, logarithm), v.number(200)), v.number(-200)));
  const rounded = v.keep(v.add(w, v.number(ROUNDER)));
  const f = v.keep(v.sub(w, v.sub(rounded, v.number(ROUNDER))));
  const power = v.add(v.mul(v.polynomial(f, Q), f), v.number(1));
  return v.addBits(power, v.shiftLeft(rounded, 52));
}

const usual = inHalves((context, x, y) => {
  const v = notation(context, 'f64x2');
  raise(v, v.read(x), v.read(y!), false)();
});

const everywhere = inHalves((context, localX, localY) => {
  const v = notation(context, 'f64x2');
  const [x, y] = [v.read(localX), v.read(localY!)];
  const size = v.keep(v.abs(x));
  const raised = v.keep(raise(v, size, y, true));
  const [one, zero] = [v.number(1), v.number(0)];

  const half = v.keep(v.mul(y, v.number(0.5)));
  const whole = v.keep(v.eq(v.trunc(y), y));
  const odd = v.and(whole, v.ne(v.trunc(half), half));
  const signed = v.xor(raised, v.and(odd, v.and(x, v.number(-0))));
  const finiteNegative = v.and(v.lt(x, zero), v.ne(size, v.number(Infinity)));
  const undefinedPower = v.or(v.or(v.ne(x, x), v.ne(y, y)), v.clear(finiteNegative, whole));
  const defined = v.select(v.number(NaN), signed, undefinedPower);
  const infinitePower = v.eq(v.abs(y), v.number(Infinity));
  const unity = v.or(v.or(v.eq(x, one), v.eq(y, zero)), v.and(v.eq(size, one), infinitePower));
  v.select(one, defined, unity)();
});

export const power32: VectorFunction = (context, x, y) => {
  const v = notation(context, 'f32x4');
  // As signed integers, the positive normal numbers lie between these bits.
  const unusualBase = v.or(
    v.lessBits(v.read(x), v.integer(0x00800000)),
    v.greaterBits(v.read(x), v.integer(0x7f7fffff)),
  );
  const unusualExponent = v.greaterBits(v.and(v.read(y!), v.integer(0x7fffffff)), v.integer(0x7f7fffff));
  v.branch(
    v.or(unusualBase, unusualExponent),
    () => () => everywhere(context, x, y),
    () => () => usual(context, x, y),
  )();
};
