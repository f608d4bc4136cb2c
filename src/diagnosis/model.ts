/** A convolution by which a prediction was computed, and its results, which a search asks for many times. */

import { abs } from '../array/arithmetic.ts';
import type { NDArray } from '../array/ndarray.ts';
import type { Convention } from '../convolution/convention.ts';
import { convolveWith } from '../convolution/operation.ts';
import * as v from '../kernels/value.ts';
import { keepBeyondScope } from '../runtime/scope.ts';
import { onlyElement } from '../views/elements.ts';
import { largestMagnitude } from '../views/magnitude.ts';
import { reductionOf } from '../views/reduce.ts';

/** How a prediction was computed, as long as it is a convolution and nothing was done to the result since. */
export interface Model {
  readonly image: NDArray;
  readonly kernel: NDArray;
  readonly convention: Convention;
}

const sumOfMagnitudes = reductionOf<null>('sum', (_, tap) => v.castValue(v.magnitude(tap), 'float64'));

/** The largest that a sum of magnitudes of terms of a convolution can be, as far as numbers reach. */
export const largestTerms = ({ image, kernel }: Pick<Model, 'image' | 'kernel'>): number =>
  Math.min(largestMagnitude(image) * Number(onlyElement(sumOfMagnitudes(null, [kernel]))), Number.MAX_VALUE);

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
    keepBeyondScope(result.storage);
  }
  return result;
}

const magnitudes = new WeakMap<NDArray, NDArray>();

/** The sum of the magnitudes of the terms of each element: Σ|h||x|, a convolution too. */
export function sizesOf({ image, kernel, convention }: Model): NDArray {
  let size = magnitudes.get(image);
  if (!size) {
    size = abs(image);
    magnitudes.set(image, size);
    keepBeyondScope(size.storage);
  }
  return evaluate({ image: size, kernel: abs(kernel), convention });
}
