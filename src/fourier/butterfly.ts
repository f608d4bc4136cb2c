/**
 * Discrete Fourier transforms of a few elements, written out as expressions:
 *
 *     X[k] = Σ_j  x[j] · exp(−2πi·j·k ÷ r)
 *
 * Counted in real additions and multiplications: radix 2 takes 4, 3: 16, 4: 16, 5: 48, 8: 56, an odd r about 2r².
 */
import { add, addTimesI, type ComplexExpression, scale, subtract, subtractTimesI } from './complex.ts';

/** The transform of `x`, for 1, 2, 4, 8 or an odd number of elements. */
export function butterfly(x: readonly ComplexExpression[]): ComplexExpression[] {
  switch (x.length) {
    case 1:
      return [...x];
    case 2:
      return [add(x[0], x[1]), subtract(x[0], x[1])];
    case 4:
      return four(x);
    case 8:
      return eight(x);
    default:
      return odd(x);
  }
}

function four([a, b, c, d]: readonly ComplexExpression[]): ComplexExpression[] {
  const [even, evenDifference] = [add(a, c), subtract(a, c)];
  const [odds, oddDifference] = [add(b, d), subtract(b, d)];
  return [
    add(even, odds),
    subtractTimesI(evenDifference, oddDifference),
    subtract(even, odds),
    addTimesI(evenDifference, oddDifference),
  ];
}

function eight(x: readonly ComplexExpression[]): ComplexExpression[] {
  const even = four([x[0], x[2], x[4], x[6]]);
  const odds = four([x[1], x[3], x[5], x[7]]);
  // exp(−πi/4)·z = (z − i·z) ÷ √2, and exp(−3πi/4)·z = −i·(z − i·z) ÷ √2.
  const [first, third] = [odds[1], odds[3]].map(z => scale(subtractTimesI(z, z), Math.SQRT1_2));
  return [
    add(even[0], odds[0]),
    add(even[1], first),
    subtractTimesI(even[2], odds[2]),
    subtractTimesI(even[3], third),
    subtract(even[0], odds[0]),
    subtract(even[1], first),
    addTimesI(even[2], odds[2]),
    addTimesI(even[3], third),
  ];
}

/**
 * An odd number of elements. With s[j] = x[j] + x[r−j] and d[j] = x[j] − x[r−j], outputs k and r−k are
 * x[0] + Σ s[j]·cos(2πjk/r)  ∓  i·Σ d[j]·sin(2πjk/r): real factors only, and both outputs share the sums.
 */
function odd(x: readonly ComplexExpression[]): ComplexExpression[] {
  const r = x.length;
  const pairs = Array.from({ length: (r - 1) / 2 }, (_, index) => index + 1);
  const sums = pairs.map(j => add(x[j], x[r - j]));
  const differences = pairs.map(j => subtract(x[j], x[r - j]));
  const result: ComplexExpression[] = [sums.reduce(add, x[0])];
  for (const k of pairs) {
    const turns = pairs.map(j => ((j * k + pairs.length) % r) - pairs.length);
    const even = sums.reduce((total, s, index) => add(total, scale(s, cosine(turns[index], r))), x[0]);
    const turned = differences.map((d, index) => scale(d, sine(turns[index], r))).reduce(add);
    result[k] = subtractTimesI(even, turned);
    result[r - k] = addTimesI(even, turned);
  }
  return result;
}

// Both take −r/2 < t < r/2 and keep the angle within a quarter turn of zero, where its rounding does least harm.
/** cos(2πt/r) */
const cosine = (t: number, r: number): number => Math.sin((Math.PI * (r - 4 * Math.abs(t))) / (2 * r));
/** sin(2πt/r) */
const sine = (t: number, r: number): number =>
  Math.sign(t) * Math.sin((Math.PI * Math.min(2 * Math.abs(t), r - 2 * Math.abs(t))) / r);
