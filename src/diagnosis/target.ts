/** The other result as a search has to meet it: how closely, which follows from types, magnitudes and terms. */
import type { NDArray } from '../array/ndarray.ts';
import { float32Tolerance, meanDeviation } from './digits.ts';
import { type Field, fieldOf } from './field.ts';
import { largestTerms } from './model.ts';
import { type Magnitudes, magnitudesOf, roundingAt } from './rounding.ts';
import type { State } from './state.ts';
import { epsilonOf, lastMismatch, sharedEpsilon, type Tolerance, toleranceFor } from './tolerance.ts';

/** The other result, and how closely it has to be met. */
export interface Target {
  readonly field: Field;
  /** The error up to which arrays are equal. */
  readonly tolerance: Tolerance;
  /** The error up to which they are equal but for fewer digits: a float32 rounding of the largest value. */
  readonly coarse: Tolerance;
  /** The errors up to which offsets are looked for, the finest first. */
  readonly tolerances: readonly Tolerance[];
  /** The largest that a sum of magnitudes of terms can be, where the convolution is known; else 0. */
  readonly terms: number;
  /** Whether a prediction that is close enough may be the other result; where it is not asked, it is. */
  readonly plausible?: (prediction: NDArray, other: NDArray) => boolean;
}

/** How closely results have to agree. */
export interface Closeness {
  /** Whether the other result is that of a Fourier transform, whose errors belong to the largest value. */
  readonly spectral?: boolean;
  /** A tolerance that takes the place of rounding. */
  readonly tolerance?: Tolerance;
}

const measured = (arrays: readonly NDArray[], { model }: State, spectral = false): Magnitudes => {
  const magnitudes = magnitudesOf(arrays, model);
  return spectral ? { ...magnitudes, scale: magnitudes.most } : magnitudes;
};

/**
 * The other result with the tolerances that follow from the types of both. Terms of a sum may be far larger than the
 * sum (the derivative of a bright, even image): where they are known, rounding is measured at them.
 */
export function targetOf(state: State, b: NDArray, { spectral, tolerance }: Closeness = {}): Target {
  const magnitudes = measured([b], state, spectral);
  const epsilon = sharedEpsilon(state.array.dtype, b.dtype);
  // Whole numbers are exact, but a factor is applied to them in float64.
  const whole = { absolute: Math.min(0.25, toleranceFor(magnitudes.most, 2 ** -52)), relative: 0 };
  const fine = tolerance ?? (epsilon === 0 ? whole : roundingAt(magnitudes, epsilon));
  const coarse = {
    ...roundingAt(magnitudes, epsilonOf('float32')),
    absolute: float32Tolerance(b, magnitudes.scale),
  };
  return {
    field: fieldOf(b),
    tolerance: fine,
    coarse,
    // Where float32 would hide what varies in the array, every offset would fit.
    tolerances: 4 * coarse.absolute < meanDeviation(b) ? [fine, coarse] : [fine],
    terms: state.model ? largestTerms(state.model) : 0,
  };
}

/** Within what a state's array and another are equal: as a prediction is, and by the magnitudes of both. */
export function equalityOf(
  state: State,
  b: NDArray,
  target: Target,
  { spectral, tolerance }: Closeness,
): Tolerance {
  const epsilon = sharedEpsilon(state.array.dtype, b.dtype);
  if (tolerance || epsilon === 0) return target.tolerance;
  return roundingAt(measured([state.array, b], state, spectral), epsilon);
}

/** Whether a state's array is another. */
export function equalWithin(state: State, b: NDArray, equality: Tolerance): boolean {
  const sizes = equality.relative > 0 ? state.sizes() : null;
  return lastMismatch(state.array, b, equality, sizes) === null;
}
