/**
 * Chooses how a convolution is computed, and says why. A method is never chosen silently where the result would
 * differ: two passes are taken for a kernel of rank one, and given up where an infinity or a NaN turns up; the product
 * of spectra is taken only when it is asked for, because it spreads those over the whole result and rounds relative to
 * the largest value.
 */

import { sizeOf } from '../extents.ts';
import { dtypes } from '../kernels/dtype.ts';
import type { View } from '../views/view.ts';
import type { Convention } from './convention.ts';
import { type Factors, factorise } from './separable.ts';

/** How a convolution is computed: as the sum over taps, in two passes, or as a product of spectra. */
export type Method = 'direct' | 'separable' | 'fft';

/** What can be asked for. */
export const methodNames = ['auto', 'direct', 'fft'] as const;
export type MethodName = (typeof methodNames)[number];

/** The method that runs, and the reason. */
export interface MethodChoice {
  readonly method: Method;
  readonly why: string;
  readonly factors?: Factors;
}

/** Below so many elements a second pass over memory is not worth its start. */
const FEW = 2 ** 14;

/** @param w the kernel (1, 1, …taps) */
export function methodFor(method: MethodName, x: View, w: View, convention: Convention): MethodChoice {
  if (method !== 'auto') return { method, why: 'it was asked for' };
  const direct = (why: string): MethodChoice => ({ method: 'direct', why });
  if (sizeOf(x.shape) < FEW) return direct('the image is small');
  if (x.dtype !== w.dtype || dtypes[x.dtype].kind !== 'f')
    return direct('two passes round differently unless image and kernel are floats of one type');
  if (convention.fill !== 0) return direct('the extension is a value that passes would multiply');
  const factors = factorise(w);
  return factors
    ? { method: 'separable', why: 'the kernel is a column times a row', factors }
    : direct('the kernel is small, or no column times a row');
}
