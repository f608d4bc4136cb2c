/**
 * How closely two results must agree: each element within its own rounding, and within that of what is ordinary, for a
 * small sum of large terms has their errors. A value that is far beyond the ordinary ones, such as a fill value, widens
 * nothing but the tolerance of itself. See docs/decisions/0003-equal-means.md.
 */

import type { NDArray } from '../array/ndarray.ts';
import { largestMagnitude } from '../views/magnitude.ts';
import { ordinaryMagnitude } from './hidden.ts';
import { largestTerms, type Model } from './model.ts';
import { type Tolerance, toleranceFor } from './tolerance.ts';

/** How many times an ordinary value the rounding of all may be measured at, at most: beyond are outliers. */
const SPREAD = 1024;

/** The largest magnitude, and the one at which the rounding of every element is measured. */
export interface Magnitudes {
  readonly most: number;
  readonly scale: number;
}

/** The magnitudes of some arrays, and of the terms of which they are the sums, where those are known. */
export function magnitudesOf(
  arrays: readonly NDArray[],
  model: Pick<Model, 'image' | 'kernel'> | null,
): Magnitudes {
  const terms = model ? largestTerms(model) : 0;
  const most = Math.max(terms, ...arrays.map(largestMagnitude));
  if (most === 0) return { most, scale: 0 };
  // Most convolutions are settled by their terms.
  const ofTerms =
    model && terms > 0 ? ordinaryMagnitude(model.image) * (terms / largestMagnitude(model.image)) : 0;
  if (SPREAD * ofTerms >= most) return { most, scale: most };
  const ordinary = Math.max(ofTerms, ...arrays.map(ordinaryMagnitude));
  return { most, scale: Math.min(most, SPREAD * ordinary) };
}

/** The tolerance for elements of a precision: outliers are measured at themselves. */
export const roundingAt = ({ most, scale }: Magnitudes, epsilon: number): Tolerance => ({
  absolute: toleranceFor(scale, epsilon),
  relative: scale < most ? toleranceFor(1, epsilon) : 0,
});
