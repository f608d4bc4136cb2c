/**
 * A complex array as two real ones, its parts. Every transform reads and writes parts: real input has no imaginary
 * part, an inverse transform is a forward one with the parts exchanged, and a real row of even length is a complex
 * row whose parts are its even and odd elements. Work arrays keep the parts in separate memory.
 */

import { dtypes, isComplex, type RealDType } from '../kernels/dtype.ts';
import type { Storage } from '../runtime/storage.ts';
import { newView, type View, view } from '../views/view.ts';

/**
 * Two real arrays of one shape and one set of strides. A missing part reads as zero, and what is written to it is
 * dropped; one is always there.
 */
export interface Parts {
  readonly re?: View;
  readonly im?: View;
}

/** The part that is there: for shape and strides, which both share. */
export const anyPart = (parts: Parts): View => (parts.re ?? parts.im)!;

/** The same change of view on both parts. */
export const mapParts = (parts: Parts, change: (part: View) => View): Parts => ({
  re: parts.re && change(parts.re),
  im: parts.im && change(parts.im),
});

/** The parts of an array, as views of its memory. */
export function partsOf(array: View): Parts {
  if (!isComplex(array.dtype)) return { re: array };
  const dtype: RealDType = dtypes[array.dtype].component;
  const strides = array.strides.map(stride => 2 * stride);
  const storage = array.storage as Storage as Storage<typeof dtype>;
  const part = (index: 0 | 1): View => ({
    dtype,
    shape: array.shape,
    strides,
    offset: 2 * array.offset + index,
    storage,
  });
  return { re: part(0), im: part(1) };
}

/** New float64 memory in row-major order, for a caller that writes every element. */
export const newPart = (shape: readonly number[]): View => newView('float64', shape);

/** Both parts new. */
export const newParts = (shape: readonly number[]): Parts => ({ re: newPart(shape), im: newPart(shape) });

/** As `newPart`, zero. */
export const zeroPart = (shape: readonly number[]): View => newView('float64', shape, { zeroed: true });

/** As `newParts`, zero. */
export const zeroParts = (shape: readonly number[]): Parts => ({ re: zeroPart(shape), im: zeroPart(shape) });

/** (re, im) → (im, re). The inverse transform is the forward one between two exchanges. */
export const exchangedParts = ({ re, im }: Parts): Parts => ({ re: im, im: re });

/** A view with `axis` moved to the front. */
export const axisToFront = (parts: Parts, axis: number): Parts =>
  mapParts(parts, part =>
    view(part, moveToFront(part.shape, axis), moveToFront(part.strides, axis), part.offset),
  );

/** The inverse of `axisToFront`. */
export const axisFromFront = (parts: Parts, axis: number): Parts =>
  mapParts(parts, part =>
    view(part, moveFromFront(part.shape, axis), moveFromFront(part.strides, axis), part.offset),
  );

const moveToFront = <T>(list: readonly T[], axis: number): T[] => [list[axis], ...list.toSpliced(axis, 1)];
const moveFromFront = <T>(list: readonly T[], axis: number): T[] => list.slice(1).toSpliced(axis, 0, list[0]);

/** A view of `count` places along the first axis, from `first` in steps of `step`. */
export const rowsOfParts = (parts: Parts, first: number, count: number, step = 1): Parts =>
  mapParts(parts, part =>
    view(
      part,
      part.shape.with(0, count),
      part.strides.with(0, step * part.strides[0]),
      count === 0 ? part.offset : part.offset + first * part.strides[0],
    ),
  );

/** A table along the first axis, the same for all of `rank` − 1 further axes. */
export const alongFirst = (table: Parts, rank: number): Parts =>
  mapParts(table, part =>
    view(part, [part.shape[0], ...ones(rank)], [part.strides[0], ...ones(rank).fill(0)], part.offset),
  );

const ones = (rank: number) => new Array<number>(rank - 1).fill(1);
