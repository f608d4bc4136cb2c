/** Extents of axes: how many elements they make, where these stand without gaps, how shapes meet, and what is no place. */

/** The product of extents: the number of elements of a shape. */
export const sizeOf = (extents: readonly number[]): number =>
  extents.reduce((product, extent) => product * extent, 1);

/** Strides of an array in row-major order: of the last axis 1, of each other the elements of all axes behind it. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    // Only of an array without elements can steps be larger than what is exact: nobody takes them.
    step = Number.isSafeInteger(step * shape[axis]) ? step * shape[axis] : 0;
  }
  return strides;
}

/**
 * The shape to which shapes broadcast by NumPy's rule: they are aligned at their last axes, and along each all extents but
 * those of 1 are the same one. What `clash` gives where two others meet.
 */
export function commonShape<Clash>(
  shapes: readonly (readonly number[])[],
  clash: (axis: number, extents: [number, number]) => Clash,
): number[] | Clash {
  const rank = Math.max(0, ...shapes.map(shape => shape.length));
  const common = new Array<number>(rank).fill(1);
  for (let axis = 0; axis < rank; axis++)
    for (const shape of shapes) {
      const own = shape[axis - rank + shape.length] ?? 1;
      if (own === 1 || own === common[axis]) continue;
      if (common[axis] !== 1) return clash(axis, [common[axis], own]);
      common[axis] = own;
    }
  return common;
}

/** What stands in a table of places for a place that no element of the axis fills. */
export const OUTSIDE = -1;
