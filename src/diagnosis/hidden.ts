/**
 * Differences that equality overlooks. It is measured at the largest value, as the errors of a Fourier transform are; a
 * single huge one, such as the fill value of a depth map, then hides differences of all others.
 */

import { abs } from '../array/arithmetic.ts';
import { astype } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { slice } from '../array/views.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { scope } from '../runtime/scope.ts';
import { largestMagnitude, widened } from '../views/magnitude.ts';
import { largestTerms, type Model } from './model.ts';
import { countWhere, distance, sharedEpsilon, toleranceFor } from './tolerance.ts';

/** How many times the rounding of an ordinary value a difference must be: a picture spans less. */
const APART = 2 ** 16;

/** Elements that tell what is ordinary, and distinct magnitudes among them below which all elements are asked. */
const [ENOUGH, FEW] = [2 ** 16, 64];

/** The middle one of the distinct magnitudes that an array has, zero and infinity left out; 0 where it has no other. */
export function ordinaryMagnitude(x: NDArray): number {
  // Of a large array elements that are spread over it tell the middle: it is needed to a factor of two or so.
  const step = Math.max(1, Math.ceil((x.size / ENOUGH) ** (1 / x.ndim)));
  const spread = slice(x, ...x.shape.map((): [null, null, number] => [null, null, step]));
  const found = new Set<number>();
  addMagnitudes(spread, found);
  // A fill value may stand in most places; then the few others are looked for everywhere.
  const rows = Math.max(1, Math.floor((ENOUGH * (x.shape[0] ?? 1)) / x.size));
  if (step > 1)
    for (let row = 0; row < x.shape[0] && found.size < FEW; row += rows)
      scope(() => addMagnitudes(slice(x, [row, Math.min(row + rows, x.shape[0])]), found));
  const sorted = Float64Array.from(found).sort();
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}

function addMagnitudes(x: NDArray, found: Set<number>): void {
  for (const size of astype(abs(x), 'float64').toTypedArray() as Float64Array)
    if (size > 0 && Number.isFinite(size)) found.add(size);
}

/**
 * What is to be said of two arrays that count as equal, when elements differ by more than their own last digits and by
 * far more than those of an ordinary value; undefined otherwise.
 */
export function hiddenDifferences(a: NDArray, b: NDArray, model: Model | null): string | undefined {
  const epsilon = sharedEpsilon(a.dtype, b.dtype);
  const countAbove = (least: number): number =>
    countWhere([a, b], (x, y) => {
      const size = e.binary('maximum', v.magnitude(widened(x)).re, v.magnitude(widened(y)).re);
      const own = e.binary('multiply', size, e.constant(toleranceFor(1, epsilon), 'float64'));
      const limit = e.binary('maximum', own, e.constant(least, 'float64'));
      return e.binary('less', limit, distance(x, y));
    });
  // Whole numbers are equal or they are not. Sorting is for arrays that have something to hide.
  if (epsilon === 0 || countAbove(0) === 0) return undefined;
  // The terms of a sum may be far larger than the sum: then its digits are theirs.
  const terms = model
    ? ordinaryMagnitude(model.image) * (largestTerms(model) / largestMagnitude(model.image))
    : 0;
  const count = countAbove(APART * epsilon * Math.max(ordinaryMagnitude(a), terms || 0));
  if (count === 0) return undefined;
  const most = Math.max(largestMagnitude(a), largestMagnitude(b));
  return `equality is measured at the largest value, ${most.toExponential(1)}: beside it ${count} of ${a.size} elements count as equal that differ by more than their own rounding; compare them without it`;
}
