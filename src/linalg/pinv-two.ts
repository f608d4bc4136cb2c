/**
 * Pseudo-inverses of matrices with one or two rows, in closed form and without a loop. With rows a and b, one Jacobi
 * rotation makes w = a − t·b and v = b + t·a orthogonal. What rounding leaves of their product is taken out of the shorter
 * one, whose direction would suffer most; then
 *
 *     A⁺ = w·(1, −t) ÷ |w|² + v·(t, 1) ÷ |v|²        without the shorter one where it counts as zero
 *
 * Never squaring the condition is what tells this from Aᵀ(AAᵀ)⁻¹. Lengths stay unnormalised, which saves a root and two
 * divisions. Measured on 2×4: as accurate as LAPACK up to condition numbers of 10¹².
 */
import {
  dot,
  larger,
  less,
  magnitude,
  minus,
  negative,
  number,
  over,
  plus,
  root,
  select,
  type Term,
  times,
  total,
} from './arithmetic.ts';
import type { Cells } from './elements.ts';

/** Below what singular values count as zero: `relative` to the largest, or `absolute`, whichever is more. */
export interface Cutoff {
  readonly relative: Term;
  readonly absolute: Term | null;
}

/** Too small to change a square, and large enough to have an inverse: it keeps zeros from being divided by. */
const TINY = 2 ** -1000;

/**
 * The part of a squared length that may be rounding alone: taking the direction of one row out of another leaves errors of
 * up to 2⁻⁵¹ of its length.
 */
const NOISE = 2 ** -98;

/** The square of a cutoff, with its sign. */
const signedSquare = (a: Term): Term => times(a, magnitude(a));

/** Powers of two for sums of magnitudes below and above these: products of four elements fit into a float64 then. */
const bands = {
  below: [
    { limit: 2 ** -730, factor: 2 ** 900 },
    { limit: 2 ** -240, factor: 2 ** 480 },
  ],
  above: [
    { limit: 2 ** 740, factor: 2 ** -900 },
    { limit: 2 ** 250, factor: 2 ** -490 },
  ],
} as const;

/** The power of two by which very large or small elements are multiplied; exact, and 1 nearly always. */
function scaleOf(elements: readonly Term[]): Term {
  const sum = total(elements.map(magnitude));
  const constant = (value: number) => number(value, sum);
  const high = bands.above.reduceRight(
    (rest, { limit, factor }) => select(less(constant(limit), sum), constant(factor), rest),
    constant(1),
  );
  return bands.below.reduceRight(
    (rest, { limit, factor }) => select(less(sum, constant(limit)), constant(factor), rest),
    high,
  );
}

function pinvOfOneRow(row: readonly Term[], { relative, absolute }: Cutoff, scale: Term): Term[][] {
  const scaled = row.map(x => times(x, scale));
  const square = dot(scaled, scaled);
  const top = times(signedSquare(relative), square);
  const least = absolute ? larger(top, signedSquare(times(absolute, scale))) : top;
  const inverse = select(less(least, square), over(number(1, scale), square), number(0, scale));
  // Nothing is added but where the square is NaN or infinite.
  const factor = plus(inverse, minus(square, square));
  return scaled.map(x => [times(times(x, scale), factor)]);
}

/**
 * The pseudo-inverse, k×1 or k×2, of a matrix of one or two rows of k elements.
 *
 * @param narrow whether the elements were float32: then no power of them leaves the range of float64
 */
export function pinvOfRows(rows: Cells, cutoff: Cutoff, narrow: boolean): Term[][] {
  const scale = narrow ? number(1, rows[0][0]) : scaleOf(rows.flat());
  if (rows.length === 1) return pinvOfOneRow(rows[0], cutoff, scale);
  const [a, b] = rows.map(row => (narrow ? row : row.map(x => times(x, scale))));
  const [zero, one] = [number(0, scale), number(1, scale)];
  const tiny = number(TINY, scale);

  const [alpha, beta, gamma] = [dot(a, a), dot(b, b), dot(a, b)];
  const difference = minus(beta, alpha);
  const twice = plus(gamma, gamma);
  const square = root(plus(times(difference, difference), times(twice, twice)));
  const aIsLonger = less(difference, zero);
  const t = over(select(aIsLonger, negative(twice), twice), plus(plus(magnitude(difference), square), tiny));
  const w = a.map((x, k) => minus(x, times(t, b[k])));
  const v = b.map((x, k) => plus(x, times(t, a[k])));

  const [ww, vv] = [dot(w, w), dot(v, v)];
  const stretched = plus(one, times(t, t));
  const leastOver = (largest: Term): Term => {
    const top = times(signedSquare(cutoff.relative), largest);
    if (!cutoff.absolute) return top;
    return larger(top, times(signedSquare(times(cutoff.absolute, scale)), stretched));
  };
  if (narrow) {
    // What rounding leaves of the product is below the rounding of elements that were float32.
    const least = leastOver(larger(ww, vv));
    const inverse = (length: Term, before: Term): Term => {
      const noise = times(number(NOISE, one), before);
      return select(less(plus(least, noise), length), over(one, length), zero);
    };
    const [ofW, ofV] = [inverse(ww, alpha), inverse(vv, beta)];
    const [fromV, fromW] = [times(ofV, t), times(ofW, t)];
    return w.map((x, k) => [
      plus(times(x, ofW), times(v[k], fromV)),
      minus(times(v[k], ofV), times(x, fromW)),
    ]);
  }
  const wv = dot(w, v);
  // The larger root of the quadratic, as the rows are stretched: |w|² or |v|² without a choice between them.
  const longest = times(times(number(0.5, one), plus(plus(alpha, beta), square)), stretched);
  const inverse = over(one, plus(longest, tiny));
  const share = times(wv, inverse);
  const both = times(ww, times(vv, inverse));
  const shortest = minus(both, times(share, wv));

  const least = leastOver(longest);
  const ofShortest = select(less(least, shortest), over(one, shortest), zero);
  const ofLongest = select(less(least, longest), inverse, zero);

  const [ofW, ofV] = [select(aIsLonger, ofLongest, ofShortest), select(aIsLonger, ofShortest, ofLongest)];
  const fromV = select(aIsLonger, share, zero);
  const fromW = minus(share, fromV);
  const p = [ofW, negative(times(ofW, t))];
  const q = [times(ofV, t), ofV];
  const atW = p.map((x, i) => minus(x, times(fromV, q[i])));
  const atV = q.map((x, i) => minus(x, times(fromW, p[i])));
  // Scaled back before they are divided by squares, so that nothing on the way is smaller than the result.
  const back = (x: Term) => times(x, scale);
  return w.map((x, k) => [0, 1].map(i => plus(times(back(x), atW[i]), times(back(v[k]), atV[i]))));
}
