/** Where something holds first, for errors that name the place. */
import type { NDArray } from '../array/ndarray.ts';

/** The index of the first true element. */
export function firstWhere(truth: NDArray): number[] {
  let place = (truth.toTypedArray() as Uint8Array).indexOf(1);
  return truth.shape
    .toReversed()
    .map(extent => {
      const index = place % extent;
      place = Math.floor(place / extent);
      return index;
    })
    .reverse();
}
