/** Broadcasting: NumPy's rule by which arrays of different shapes meet. */
import { ConcordatError, checkIntegers, showShape } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import { view } from './build.ts';
import { type ArrayLike, asArray } from './convert.ts';
import { type NDArray, sizeOf } from './ndarray.ts';
import { defineOperation } from './operation.ts';

/** The shape to which all `shapes` broadcast. Throws an error that names the axis and both extents. */
export const broadcastShapes = (functionName: string, ...shapes: (readonly number[])[]): number[] =>
  broadcastLeading(functionName, shapes, shapes, 0);

/**
 * The shape to which the leading axes of arguments broadcast, all but the last `core` of each. The error shows the shapes
 * as they were `given`.
 */
export function broadcastLeading(
  functionName: string,
  leading: readonly (readonly number[])[],
  given: readonly (readonly number[])[],
  core: number,
): number[] {
  const rank = Math.max(0, ...leading.map(shape => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let extent = 1;
    for (const shape of leading) {
      const own = shape[axis - rank + shape.length] ?? 1;
      if (own === 1 || own === extent) continue;
      if (extent !== 1) {
        const place = axis - rank - core;
        throw new ConcordatError(
          'shape',
          `${functionName}: operands could not be broadcast together with shapes ${given.map(showShape).join(' ')}; ` +
            `axis ${place} has ${extent} and ${own}, which must be equal or 1`,
          { function: functionName, shapes: given, axis: place, extents: [extent, own] },
        );
      }
      extent = own;
    }
    return extent;
  });
}

/** A view of `x` stretched to `shape`, where broadcasting allows it; stretched axes have stride 0. */
export function stretch<D extends DType>(x: NDArray<D>, shape: readonly number[]): NDArray<D> {
  const missing = shape.length - x.ndim;
  const strides = shape.map((extent, axis) =>
    axis < missing || (x.shape[axis - missing] === 1 && extent !== 1) ? 0 : x.strides[axis - missing],
  );
  return view(x, shape, strides);
}

const broadcastOperation = defineOperation<{ shape: readonly number[] }>({
  name: 'broadcastTo',
  run: ([x], { shape }) => {
    const fits =
      x.ndim <= shape.length &&
      x.shape.every((extent, axis) => extent === 1 || extent === shape[axis + shape.length - x.ndim]);
    if (!fits)
      throw new ConcordatError(
        'shape',
        `broadcastTo: shape ${showShape(x.shape)} does not broadcast to ${showShape(shape)}; counted from the last ` +
          'axis, each extent must be 1 or equal',
        { function: 'broadcastTo', shape: x.shape, to: shape },
      );
    return stretch(x, shape);
  },
});

/**
 * A view of an array stretched to a larger shape without copying: axes of extent 1 repeat.
 *
 * @throws ConcordatError when an extent is neither 1 nor equal
 * @example
 * import { array, broadcastTo } from 'concordat';
 * broadcastTo(array([1, 2]), [2, 2]).toArray(); // => [[1, 2], [1, 2]]
 */
export function broadcastTo<D extends DType>(x: NDArray<D>, shape: readonly number[]): NDArray<D>;
export function broadcastTo(x: ArrayLike, shape: readonly number[]): NDArray;
export function broadcastTo(x: ArrayLike, shape: readonly number[]): NDArray {
  const extents = checkIntegers('broadcastTo', 'an extent of shape', shape, 0);
  if (!(sizeOf(extents) <= Number.MAX_SAFE_INTEGER))
    throw new ConcordatError(
      'shape',
      `broadcastTo: an array of shape ${showShape(extents)} would have more than 2^53 elements, which cannot be counted`,
      { function: 'broadcastTo', shape: extents },
    );
  return broadcastOperation([asArray(x, 'broadcastTo', 'x')], { shape: extents });
}
