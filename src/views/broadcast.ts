/** Broadcasting: NumPy's rule by which arrays of different shapes meet. */

import { ConcordatError, showShape } from '../errors.ts';
import { commonShape } from '../extents.ts';
import type { DType } from '../kernels/dtype.ts';
import { type View, view } from './view.ts';

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
  return commonShape(leading, (axis, extents) => {
    const rank = Math.max(...leading.map(shape => shape.length));
    const place = axis - rank - core;
    throw new ConcordatError(
      'shape',
      `${functionName}: operands could not be broadcast together with shapes ${given.map(showShape).join(' ')}; ` +
        `axis ${place} has ${extents[0]} and ${extents[1]}, which must be equal or 1`,
      { function: functionName, shapes: given, axis: place, extents },
    );
  });
}

/** A view of `x` stretched to `shape`, where broadcasting allows it; stretched axes have stride 0. */
export const stretch = <D extends DType>(x: View<D>, shape: readonly number[]): View<D> =>
  view(x, shape, stretchedStrides(x, shape));

/** The strides of `x` stretched to `shape`. */
export function stretchedStrides(x: View, shape: readonly number[]): number[] {
  const missing = shape.length - x.shape.length;
  return shape.map((extent, axis) =>
    axis < missing || (x.shape[axis - missing] === 1 && extent !== 1) ? 0 : x.strides[axis - missing],
  );
}

/** `stretch`, refused where broadcasting does not allow it. */
export function broadcasted(x: View, shape: readonly number[]): View {
  const missing = shape.length - x.shape.length;
  const fits =
    missing >= 0 && x.shape.every((extent, axis) => extent === 1 || extent === shape[axis + missing]);
  if (fits) return stretch(x, shape);
  throw new ConcordatError(
    'shape',
    `broadcastTo: shape ${showShape(x.shape)} does not broadcast to ${showShape(shape)}; counted from the last ` +
      'axis, each extent must be 1 or equal',
    { function: 'broadcastTo', shape: x.shape, to: shape },
  );
}
