/**
 * Folds of values that are computed at every point of some arrays: each is folded as it is computed, in one pass, and no
 * array of them is ever made. Whatever compares whole arrays and wants a few numbers is built of these.
 */
import type { DType } from '../kernels/dtype.ts';
import type { Value } from '../kernels/value.ts';
import { stretch } from './broadcast.ts';
import { NestBuilder } from './build.ts';
import type { View } from './view.ts';

/** What is computed at a point from the elements of arrays there. */
export type Compute<Result = Value> = (...elements: Value[]) => Result;

/**
 * Folds over `axes` of arrays that broadcast to the shape of the first one.
 *
 * @param key a name of what is computed; see `NestBuilder.run`
 * @param compute values whose expressions hold the reductions
 * @param options `out`: the array for a result of that type, if it is the caller's; `name`: the function that its errors
 *   name
 * @returns one array a value, of the axes that are left
 */
export function foldOver(
  key: string,
  arrays: readonly View[],
  axes: readonly number[],
  compute: Compute<readonly Value[]>,
  { name, out }: { name?: string; out?: (dtype: DType) => View | undefined } = {},
): View[] {
  const { shape } = arrays[0];
  const kept = shape.map((_, axis) => axis).filter(axis => !axes.includes(axis));
  const extents = (list: readonly number[]) => list.map(axis => shape[axis]);
  const nest = new NestBuilder(extents(kept), extents(axes), name);
  const elements = arrays.map(array => {
    const { strides } = stretch(array, shape);
    return nest.load(array, { strides: [...kept, ...axes].map(axis => strides[axis]) });
  });
  const results = compute(...elements).map(value => nest.store(value, value.dtype, 'c', out?.(value.dtype)));
  nest.run(key);
  return results;
}

/** Every axis of an array. */
export const everyAxis = ({ shape }: View): number[] => [...shape.keys()];

/** The index of element `place`, counted in row-major order. */
export function unravel(place: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = place % shape[axis];
    place = Math.floor(place / shape[axis]);
  }
  return index;
}
