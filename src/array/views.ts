/** Operations that only change how memory is seen: slice, transpose, flip, reshape. No element moves. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import {
  ConcordatError,
  checkAxis,
  checkInteger,
  checkIntegers,
  checkOptions,
  show,
  showShape,
} from '../errors.ts';
import { sizeOf } from '../extents.ts';
import { spreadOperation } from '../indexed/operations.ts';
import { draftIndex, type ParsedTerm, resolveRange, type SteppedRange } from '../indexing/index.ts';
import type { DType } from '../kernels/dtype.ts';
import { axesOf } from '../views/axes.ts';
import { expanded, flipped, reshaped, squeezed, transposed } from '../views/layout.ts';
import { countOf, view } from '../views/view.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

/** `[start, stop, step]` as in Python's `start:stop:step`; null or a missing entry means "as far as it goes". */
export type Range = readonly [start?: number | null, stop?: number | null, step?: number | null] | null;

/** The places that a range takes of an axis of `extent` elements. */
function rangeOn(range: Range, extent: number, axis: number): SteppedRange {
  if (range !== null && !Array.isArray(range))
    throw new ConcordatError(
      'value',
      `slice: the range of axis ${axis} is ${show(range)}; it must be [start, stop, step] or null`,
      { function: 'slice', axis, range },
    );
  const [start, stop, givenStep] = range ?? [];
  const step = checkInteger('slice', `step of axis ${axis}`, givenStep ?? 1);
  if (step === 0)
    throw new ConcordatError('value', `slice: slice step cannot be zero (axis ${axis})`, {
      function: 'slice',
      axis,
    });
  const bound = (given: number | null | undefined) =>
    given === null || given === undefined ? null : checkInteger('slice', `bound of axis ${axis}`, given);
  return resolveRange(bound(start), bound(stop), step, extent);
}

const sliceOperation = defineOperation<{ ranges: readonly Range[] }>({
  name: 'slice',
  run: ([x], { ranges }) => {
    if (ranges.length > x.shape.length)
      throw new ConcordatError(
        'index',
        `slice: too many indices for array: array is ${x.shape.length}-dimensional, but ${ranges.length} were indexed`,
        { function: 'slice', dimensions: x.shape.length, ranges: ranges.length },
      );
    const parts = x.shape.map((extent, axis) => rangeOn(ranges[axis] ?? null, extent, axis));
    const empty = parts.some(({ count }) => count === 0);
    const offset = parts.reduce((sum, { first }, axis) => sum + first * x.strides[axis], x.offset);
    return view(
      x,
      parts.map(({ count }) => count),
      parts.map(({ step }, axis) => step * x.strides[axis]),
      empty ? x.offset : offset,
    );
  },
  adjoint: ({ options: { ranges }, shapes: [shape] }, [g], tools) => {
    const terms = ranges.map((range): ParsedTerm => {
      const [start = null, stop = null, step = null] = range ?? [];
      return { kind: 'slice', start, stop, step };
    });
    return [tools.apply(spreadOperation, [g], { caller: 'slice', draft: draftIndex('slice', shape, terms) })];
  },
});

/**
 * A view of a part of an array: one `[start, stop, step]` an axis, with Python's meaning of each, `null` for all.
 *
 * @throws ConcordatError when there are more ranges than axes, or a step is zero
 * @example
 * import { arange, slice } from 'concordat';
 * slice(arange(10), [5, -1]).toArray(); // => [5, 6, 7, 8]
 * slice(arange(4), [null, null, -1]).toArray(); // => [3, 2, 1, 0]
 */
export function slice<D extends DType>(x: NDArray<D>, ...ranges: Range[]): NDArray<D>;
export function slice(x: ArrayLike, ...ranges: Range[]): NDArray;
export function slice(x: ArrayLike, ...ranges: Range[]): NDArray {
  return sliceOperation([asView(x, 'slice', 'x')], { ranges });
}

const transposeOperation = defineOperation<{ axes: readonly number[] }>({
  name: 'transpose',
  run: ([x], { axes }) => transposed(x, axes),
  adjoint: ({ options: { axes } }, [g], { transpose }) => [
    transpose(
      g,
      axes.map((_, axis) => axes.indexOf(axis)),
    ),
  ],
});

/**
 * A view with the axes in another order; without `axes`, all of them reversed.
 *
 * @throws ConcordatError when `axes` is not a permutation of the array's axes
 * @example
 * import { transpose, zeros } from 'concordat';
 * transpose(zeros([2, 3, 4])).shape; // => [4, 3, 2]
 * transpose(zeros([2, 3, 4]), [0, 2, 1]).shape; // => [2, 4, 3]
 */
export function transpose<D extends DType>(x: NDArray<D>, axes?: readonly number[]): NDArray<D>;
export function transpose(x: ArrayLike, axes?: readonly number[]): NDArray;
export function transpose(x: ArrayLike, axes?: readonly number[]): NDArray {
  const source = asView(x, 'transpose', 'x');
  const order = axes
    ? checkIntegers('transpose', 'axes', axes).map(axis => checkAxis('transpose', axis, source.shape.length))
    : [...source.shape.keys()].reverse();
  if (order.length !== source.shape.length || new Set(order).size !== source.shape.length)
    throw new ConcordatError(
      'axis',
      `transpose: axes ${show(axes)} don't match array of shape ${showShape(source.shape)}; each axis must stand there once`,
      { function: 'transpose', axes, shape: source.shape },
    );
  return transposeOperation([source], { axes: order });
}

const flipOperation = defineOperation<{ axes: readonly number[] }>({
  name: 'flip',
  run: ([x], { axes }) => flipped(x, axes),
  adjoint: ({ options: { axes } }, [g], { flip }) => [flip(g, axes)],
});

/**
 * A view with the order of elements reversed along `axis` (one, several, or all).
 *
 * @example
 * import { flip } from 'concordat';
 * flip([[1, 2], [3, 4]]).toArray(); // => [[4, 3], [2, 1]]
 * flip([[1, 2], [3, 4]], { axis: 1 }).toArray(); // => [[2, 1], [4, 3]]
 */
export function flip<D extends DType>(
  x: NDArray<D>,
  options?: { axis?: number | readonly number[] | null },
): NDArray<D>;
export function flip(x: ArrayLike, options?: { axis?: number | readonly number[] | null }): NDArray;
export function flip(x: ArrayLike, options: { axis?: number | readonly number[] | null } = {}): NDArray {
  checkOptions('flip', options, ['axis']);
  const source = asView(x, 'flip', 'x');
  return flipOperation([source], { axes: axesOf('flip', options.axis, source.shape.length) });
}

const reshapeOperation = defineOperation<{ shape: readonly number[] }>({
  name: 'reshape',
  run: ([x], { shape }) => reshaped(x, shape),
  adjoint: ({ shapes: [shape] }, [g], { reshape }) => [reshape(g, shape)],
});

/**
 * The same elements, in row-major order, in another shape; one extent may be −1, "what is left". A view where the
 * elements already stand in order, else a copy.
 *
 * @throws ConcordatError when the number of elements differs
 * @example
 * import { arange, reshape } from 'concordat';
 * reshape(arange(6), [2, -1]).toArray(); // => [[0, 1, 2], [3, 4, 5]]
 */
export function reshape<D extends DType>(x: NDArray<D>, shape: readonly number[]): NDArray<D>;
export function reshape(x: ArrayLike, shape: readonly number[]): NDArray;
export function reshape(x: ArrayLike, shape: readonly number[]): NDArray {
  const source = asView(x, 'reshape', 'x');
  const extents = checkIntegers('reshape', 'an extent of shape', shape, -1);
  const known = sizeOf(extents.filter(extent => extent !== -1));
  const unknown = extents.filter(extent => extent === -1).length;
  const rest = countOf(source) / known;
  const fits =
    unknown === 0 ? known === countOf(source) : unknown === 1 && known > 0 && Number.isInteger(rest);
  if (!fits)
    throw new ConcordatError(
      'shape',
      `reshape: cannot reshape array of size ${countOf(source)} into shape ${showShape(extents)}` +
        (unknown > 1 ? '; only one extent can be -1' : ''),
      { function: 'reshape', size: countOf(source), from: source.shape, shape },
    );
  return reshapeOperation([source], { shape: extents.map(extent => (extent === -1 ? rest : extent)) });
}

const expandOperation = defineOperation<{ place: number }>({
  name: 'expandDims',
  run: ([x], { place }) => expanded(x, place),
  adjoint: ({ shapes: [shape] }, [g], { reshape }) => [reshape(g, shape)],
});

/**
 * A view with a new axis of extent 1 before axis `axis` of the result.
 *
 * @example
 * import { expandDims } from 'concordat';
 * expandDims([1, 2, 3], -1).shape; // => [3, 1]
 */
export function expandDims<D extends DType>(x: NDArray<D>, axis: number): NDArray<D>;
export function expandDims(x: ArrayLike, axis: number): NDArray;
export function expandDims(x: ArrayLike, axis: number): NDArray {
  const source = asView(x, 'expandDims', 'x');
  const place = checkAxis('expandDims', axis, source.shape.length + 1);
  return expandOperation([source], { place });
}

const squeezeOperation = defineOperation<{ axes: readonly number[] }>({
  name: 'squeeze',
  run: ([x], { axes }) => squeezed(x, axes),
  adjoint: ({ shapes: [shape] }, [g], { reshape }) => [reshape(g, shape)],
});

/**
 * A view without the axes of extent 1, or without the named ones.
 *
 * @throws ConcordatError when a named axis has another extent
 * @example
 * import { squeeze, zeros } from 'concordat';
 * squeeze(zeros([1, 3, 1])).shape; // => [3]
 */
export function squeeze<D extends DType>(
  x: NDArray<D>,
  options?: { axis?: number | readonly number[] },
): NDArray<D>;
export function squeeze(x: ArrayLike, options?: { axis?: number | readonly number[] }): NDArray;
export function squeeze(x: ArrayLike, options: { axis?: number | readonly number[] } = {}): NDArray {
  checkOptions('squeeze', options, ['axis']);
  const source = asView(x, 'squeeze', 'x');
  const named = axesOf('squeeze', options.axis, source.shape.length);
  const dropped = options.axis === undefined ? named.filter(axis => source.shape[axis] === 1) : named;
  for (const axis of dropped)
    if (source.shape[axis] !== 1)
      throw new ConcordatError(
        'axis',
        `squeeze: cannot select an axis to squeeze out which has size not equal to one (axis ${axis} of ${showShape(source.shape)})`,
        { function: 'squeeze', axis, shape: source.shape },
      );
  return squeezeOperation([source], { axes: dropped });
}
