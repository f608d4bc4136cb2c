/**
 * What the search for an explanation passes along: a prediction of the other result, reached from the reference by
 * the facts found so far; and what a cause is: one way in which results come to differ.
 */
import { abs } from '../array/arithmetic.ts';
import type { NDArray } from '../array/ndarray.ts';
import { reduceOf } from '../array/reduce.ts';
import { slice } from '../array/views.ts';
import { axesOf, type Convention, perAxis } from '../convolution/convention.ts';
import { convolveWith } from '../convolution/operation.ts';
import * as v from '../kernels/value.ts';
import { keep } from '../runtime/scope.ts';
import { agrees, type Field, fieldOf, sameWithin } from './field.ts';
import type { Fact } from './finding.ts';
import { largestMagnitude, type Tolerance } from './tolerance.ts';

/** How a prediction was computed, as long as it is a convolution and nothing was done to the result since. */
export interface Model {
  readonly image: NDArray;
  readonly kernel: NDArray;
  readonly convention: Convention;
}

export interface State {
  /** What the other result would be. */
  readonly array: NDArray;
  readonly model: Model | null;
  readonly facts: readonly Fact[];
  /** Per axis the part of the array that is known, `[start, stop]`; null where all of it is. */
  readonly known: readonly (readonly [number, number])[] | null;
  /** For each element, the sum of the magnitudes of which it was computed; null where that is not known. */
  readonly sizes: () => NDArray | null;
  /** Whether a narrow type was passed through, so that only its digits can agree. */
  readonly coarse: boolean;
}

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

/**
 * One way in which results differ: the facts of this kind that may lead from a prediction to the target, and perhaps
 * on to others. What a fact does is said once, in `apply.ts`.
 */
export interface Cause {
  readonly propose: (state: State, target: Target) => Fact[];
}

/** The reference as the start of a search. */
export const startAt = (array: NDArray, model: Model | null = null): State => ({
  array,
  model,
  facts: [],
  known: null,
  sizes: () => model && sizesOf(model),
  coarse: false,
});

/** The largest that a sum of magnitudes of terms of a convolution can be, as far as numbers reach. */
export const largestTerms = ({ image, kernel }: Pick<Model, 'image' | 'kernel'>): number =>
  Math.min(
    largestMagnitude(image) *
      Number(reduceOf('sum', 'magnitudes', [kernel], tap => v.castValue(v.magnitude(tap), 'float64')).item()),
    Number.MAX_VALUE,
  );

const evaluated = new WeakMap<NDArray, Map<string, NDArray>>();
/** Elements that are kept for one image: a search asks for the same results many times. */
const KEPT = 2 ** 23;

/** The result of a model. */
export function evaluate({ image, kernel, convention }: Model): NDArray {
  const key = JSON.stringify([kernel.shape, kernel.dtype, String(kernel.toTypedArray()), convention]);
  const results = evaluated.get(image) ?? new Map<string, NDArray>();
  evaluated.set(image, results);
  const known = results.get(key);
  if (known) return known;
  const result = convolveWith('explain', image, kernel, convention);
  if ((results.size + 1) * result.size <= KEPT) {
    results.set(key, result);
    keep(result.storage);
  }
  return result;
}

/** The state of a convolution to which nothing was done since. It is computed when its elements are asked for. */
export function predicted(model: Model, facts: readonly Fact[]): State {
  let array: NDArray | undefined;
  return {
    get array() {
      array ??= evaluate(model);
      return array;
    },
    model,
    facts,
    known: null,
    sizes: () => sizesOf(model),
    coarse: false,
  };
}

const magnitudes = new WeakMap<NDArray, NDArray>();

/** The sum of the magnitudes of the terms of each element: Σ|h||x|, a convolution too. */
export function sizesOf({ image, kernel, convention }: Model): NDArray {
  let size = magnitudes.get(image);
  if (!size) {
    size = abs(image);
    magnitudes.set(image, size);
    keep(size.storage);
  }
  return evaluate({ image: size, kernel: abs(kernel), convention });
}

/** Samples that are computed one by one: most wrong models fail at the first. */
const TRIED = 6;

/**
 * Whether a convolution gives the target at a few places, each computed by itself. Most models fail here, and their
 * result is never computed. A model whose outputs are not one per element of the image is let through.
 */
function fitsSamples({ image, kernel, convention }: Model, { field, tolerance }: Target): boolean {
  // A sum of huge terms may be small, and still have their rounding.
  if (tolerance.relative > 0) return true;
  const axes = axesOf(convention, image.ndim);
  const onePerElement =
    field.array.ndim === image.ndim &&
    axes.every(({ window }, axis) => window === 'same' && field.array.shape[axis] === image.shape[axis]);
  if (!onePerElement) return true;
  return field.samples.slice(0, TRIED).every(place => {
    const point = axes.map((axis, k) => ({ ...axis, window: { start: place[k], length: 1 } }));
    const value = convolveWith('explain', image, kernel, perAxis(convention, point));
    return agrees(fieldOf(value).at(place.map(() => 0)), field.at(place), tolerance.absolute);
  });
}

/** The part of an array on which a prediction is known. */
export const knownPart = ({ known }: State, array: NDArray): NDArray =>
  known ? slice(array, ...known) : array;

/** Whether a prediction is the target, as closely as it can be known, where it is known. */
export function meets(state: State, target: Target): boolean {
  const tolerance = state.coarse ? target.coarse : target.tolerance;
  if (state.model && !state.coarse && !fitsSamples(state.model, target)) return false;
  const sizes = tolerance.relative > 0 ? state.sizes() : null;
  const [prediction, other] = [state.array, target.field.array].map(array => knownPart(state, array));
  const field = state.known ? fieldOf(other) : target.field;
  return (
    sameWithin(prediction, field, tolerance, sizes && knownPart(state, sizes)) &&
    (target.plausible?.(prediction, other) ?? true)
  );
}
