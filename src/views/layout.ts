/** The same elements seen otherwise: transposed, flipped, in another shape. No element moves where none must. */
import { rowMajorStrides } from '../extents.ts';
import { contiguousCopy } from './copy.ts';
import { countOf, isContiguous, type View, view } from './view.ts';

/** The axes in another order. */
export const transposed = (x: View, axes: readonly number[]): View =>
  view(
    x,
    axes.map(axis => x.shape[axis]),
    axes.map(axis => x.strides[axis]),
  );

/** The elements along some axes in reverse order. */
export function flipped(x: View, axes: readonly number[]): View {
  if (countOf(x) === 0) return x;
  return view(
    x,
    x.shape,
    x.strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
    axes.reduce((place, axis) => place + x.strides[axis] * (x.shape[axis] - 1), x.offset),
  );
}

/** The same elements, in row-major order, in another shape of as many; copied where they do not stand in order. */
export const reshaped = (x: View, shape: readonly number[]): View =>
  view(isContiguous(x) ? x : contiguousCopy(x), shape, rowMajorStrides(shape));

/** A new axis of extent 1 before axis `place` of the result. */
export const expanded = (x: View, place: number): View =>
  view(x, x.shape.toSpliced(place, 0, 1), x.strides.toSpliced(place, 0, 0));

/** Without some axes, all of extent 1. */
export function squeezed(x: View, axes: readonly number[]): View {
  const keep = <T>(list: readonly T[]) => list.filter((_, axis) => !axes.includes(axis));
  return view(x, keep(x.shape), keep(x.strides));
}
