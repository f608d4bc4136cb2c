/**
 * The rotation that makes two vectors orthogonal, from their squared lengths α, β and their product γ:
 *
 *     p' = c·p − s·q,  q' = s·p + c·q      ζ = (β − α) ÷ 2γ,  t = sgn ζ ÷ (|ζ| + √(1 + ζ²)),  c = 1 ÷ √(1 + t²),  s = c·t
 *
 * t is the smaller root, so that vectors turn by at most 45°. Source: J. Demmel, K. Veselić, "Jacobi's method is more
 * accurate than QR", SIAM J. Matrix Anal. 13 (1992).
 */
import {
  dot,
  equal,
  larger,
  less,
  magnitude,
  minus,
  not,
  number,
  over,
  plus,
  root,
  select,
  type Term,
  times,
  workingEpsilon,
} from './arithmetic.ts';

export interface Rotation {
  readonly cosine: Term;
  readonly sine: Term;
  /** The cosine of the angle between the vectors before, 0 where that counts as a right angle. */
  readonly off: Term;
}

/** The cosine below which vectors of `length` elements count as orthogonal; what a product of them is rounded by. */
export const orthogonalTolerance = (length: number): number => Math.sqrt(length) * workingEpsilon('float64');

/** Vectors are turned as long as their product is not zero; `off` says whether it is more than rounding. */
export function rotation(alpha: Term, beta: Term, gamma: Term, tolerance: number): Rotation {
  const [zero, one] = [number(0, alpha), number(1, alpha)];
  const turns = not(equal(gamma, zero));
  const zeta = over(minus(beta, alpha), times(number(2, alpha), select(turns, gamma, one)));
  const t = over(
    select(less(zeta, zero), number(-1, alpha), one),
    plus(magnitude(zeta), root(plus(one, times(zeta, zeta)))),
  );
  const cosine = over(one, root(plus(one, times(t, t))));
  const lengths = times(root(alpha), root(beta));
  // A NaN spreads to all columns of its matrix, and then there is nothing left to turn.
  const counts = less(times(number(tolerance, alpha), lengths), magnitude(gamma));
  return {
    cosine: select(turns, cosine, one),
    sine: select(turns, times(cosine, t), zero),
    off: select(counts, over(magnitude(gamma), select(counts, lengths, one)), zero),
  };
}

/**
 * One sweep over all pairs of columns, written out. A column's first `length` elements are those that shall be
 * orthogonal; the others turn along.
 */
export function sweepColumns(
  columns: readonly (readonly Term[])[],
  length: number,
  tolerance: number,
): { columns: Term[][]; off: Term } {
  const turned = columns.map(column => [...column]);
  let off = number(0, columns[0][0]);
  for (let p = 0; p < turned.length; p++)
    for (let q = p + 1; q < turned.length; q++) {
      const [a, b] = [turned[p], turned[q]];
      const [x, y] = [a.slice(0, length), b.slice(0, length)];
      const { cosine, sine, off: own } = rotation(dot(x, x), dot(y, y), dot(x, y), tolerance);
      turned[p] = a.map((value, k) => minus(times(cosine, value), times(sine, b[k])));
      turned[q] = b.map((value, k) => plus(times(sine, a[k]), times(cosine, value)));
      off = larger(off, own);
    }
  return { columns: turned, off };
}
