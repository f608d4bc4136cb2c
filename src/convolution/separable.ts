/**
 * The separable method: a kernel of rank one, h[i, j] = u[i]·v[j], is two passes of K₁ + K₂ taps instead of one of
 * K₁·K₂. The extension acts on each axis by itself, so the passes see the same array as the whole kernel does.
 */

import { allocate, dtypes } from '../kernels/dtype.ts';
import { elementsOf } from '../views/elements.ts';
import { allFinite } from '../views/reduce.ts';
import type { View } from '../views/view.ts';
import { fromElements } from '../views/view.ts';
import type { Convention } from './convention.ts';
import { directConvolution, typesOf } from './direct.ts';
import type { ResolvedAxis } from './resolve.ts';

/** A kernel (1, 1, …taps) as two kernels of the same rank, and the axis of the first, counted among the taps. */
export interface Factors {
  readonly first: { readonly axis: number; readonly kernel: View };
  readonly second: { readonly axis: number; readonly kernel: View };
}

/**
 * How many taps an extra pass over memory costs. Measured on a float32 image of 2048×2048, one thread: two passes and
 * one take 9.2 and 8.9 ms for 5×5 taps, 9.7 and 15 for 7×7, 16 and 73 for 15×15.
 */
const PASS = 8;

/** Whether two passes of so many taps are worth it. */
export const worthSeparating = (a: number, b: number): boolean => 2 * a * b > 3 * (a + b + PASS);

/**
 * The factors of a real floating kernel, where they give each of its taps to within four units in the last place; null
 * for other kernels.
 */
export function factorise(w: View): Factors | null {
  const taps = w.shape.slice(2);
  const long = taps.map((_, axis) => axis).filter(axis => taps[axis] > 1);
  if (long.length !== 2 || dtypes[w.dtype].kind !== 'f' || w.shape[0] !== 1 || w.shape[1] !== 1) return null;
  const [rows, columns] = long.map(axis => taps[axis]);
  if (!worthSeparating(rows, columns)) return null;
  const values = elementsOf(w) as Float64Array;
  let pivot = 0;
  values.forEach((value, k) => {
    if (Math.abs(value) > Math.abs(values[pivot])) pivot = k;
  });
  if (!(Math.abs(values[pivot]) > 0 && Number.isFinite(values[pivot]))) return null;
  const [p, q] = [Math.floor(pivot / columns), pivot % columns];
  const u = allocate(w.dtype, rows) as Float64Array;
  const v = allocate(w.dtype, columns) as Float64Array;
  // No tap of the second pass is larger than 1: then what underflows between the passes does so in the whole sum too.
  for (let i = 0; i < rows; i++) u[i] = values[i * columns + q] / values[pivot];
  for (let j = 0; j < columns; j++) v[j] = values[p * columns + j];
  const unit = w.dtype === 'float32' ? 2 ** -23 : 2 ** -52;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const value = values[i * columns + j];
      if (!(Math.abs(u[i] * v[j] - value) <= 4 * unit * Math.abs(value))) return null;
    }
  const along = (axis: number, elements: Float64Array) => {
    const shape = [1, 1, ...taps.map((_, k) => (k === axis ? elements.length : 1))];
    return { axis, kernel: fromElements(w.dtype, elements as never, shape) };
  };
  return { first: along(long[1], v), second: along(long[0], u) };
}

/** One tap over every element: what a pass does along the other axes. */
const still = (extent: number, { boundary }: ResolvedAxis): ResolvedAxis => ({
  extent,
  taps: 1,
  stride: 1,
  step: 1,
  offset: 0,
  length: extent,
  boundary,
});

/**
 * Runs the two passes. Null when the result holds an infinity or a NaN: between the passes they spread in another way,
 * and a number may overflow that the whole sum would not.
 */
export function separableConvolution(
  x: View,
  { first, second }: Factors,
  axes: readonly ResolvedAxis[],
  convention: Convention,
  out?: View,
): View | null {
  const types = typesOf(convention, x.dtype, first.kernel.dtype);
  const middle = axes.map((axis, k) => (k === first.axis ? axis : still(axis.extent, axis)));
  const rows = directConvolution(x, first.kernel, middle, { ...convention, result: types.sum, cast: 'c' });
  const after = axes.map((axis, k) => {
    if (k === second.axis) return axis;
    return still(middle[k].length, axis);
  });
  const typed = { ...convention, accumulator: types.sum, result: types.result };
  const result = directConvolution(rows, second.kernel, after, typed, { out });
  rows.storage.dispose();
  if (allFinite(result)) return result;
  if (!out) result.storage.dispose();
  return null;
}
