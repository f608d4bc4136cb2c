/**
 * Whether differences beyond the rounding of single elements may be the noise of a Fourier transform. It is the same
 * everywhere, and about ε times the root of the mean square of the array, times the root of the logarithm of its size: a
 * difference that is far smaller was there before, and one beside a single huge value tells nothing.
 */

import type { NDArray } from '../array/ndarray.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { largestMagnitude, widened } from '../views/magnitude.ts';
import {
  countWhere,
  distance,
  largestError,
  reducedNumber,
  sharedEpsilon,
  toleranceFor,
} from './tolerance.ts';

/** The least noise, as a part of ε times the root of the mean square. */
const LEAST = 1 / 8;
/** The mean of the noise is at least this part of the largest; of normal deviates in a megapixel it is 1/6. */
const EVEN = 1 / 16;
/** The part of the elements that must rise above the noise to tell anything. */
const TELLING = 1 / 64;

const number = (value: number) => e.constant(value, 'float64');

export function mayBeTransformNoise(a: NDArray, b: NDArray): boolean {
  const epsilon = sharedEpsilon(a.dtype, b.dtype);
  const most = Math.max(largestMagnitude(a), largestMagnitude(b));
  if (epsilon === 0 || most === 0) return false;
  const error = largestError(a, b);
  if (!(error <= toleranceFor(most, epsilon)) || error < LEAST * epsilon * rootMeanSquare(b, most))
    return false;
  // It is on all elements alike: on nearly all of them, and on no few far more than on the rest.
  const some = countWhere([a, b], (x, y) => e.binary('less', number(0), distance(x, y)));
  const mean = reducedNumber('sum', [a, b], distance) / b.size;
  return some >= b.size / 2 && mean >= EVEN * error && risesAboveNoise(a, b);
}

/** Whether enough of two arrays rises above the noise that a transform may have left to tell anything. */
export function risesAboveNoise(a: NDArray, b: NDArray): boolean {
  const most = Math.max(largestMagnitude(a), largestMagnitude(b));
  const limit = toleranceFor(most, sharedEpsilon(a.dtype, b.dtype));
  const above = (x: v.Value) => e.binary('less', number(limit), v.magnitude(widened(x)).re);
  if (countWhere([b], above) < TELLING * b.size) return false;
  // A transform leaves noise on equal values too; a fill value stands there as it is.
  const spread = (x: NDArray) => {
    const extreme = (kind: 'minimum' | 'maximum') =>
      reducedNumber(kind, [x], value =>
        e.select(above(value), widened(value).re, number(kind === 'minimum' ? Infinity : -Infinity)),
      );
    return extreme('maximum') > extreme('minimum');
  };
  return spread(a) || spread(b);
}

/** The root of the mean square of the finite elements; the largest keeps squares within reach. */
function rootMeanSquare(x: NDArray, most: number): number {
  const sum = reducedNumber('sum', [x], value => {
    const size = e.binary('divide', v.magnitude(widened(value)).re, number(most));
    return e.select(e.unary('isFinite', size), e.binary('multiply', size, size), number(0));
  });
  return most * Math.sqrt(sum / x.size);
}
