/** Extents of axes: how many elements they make together, where these stand without gaps, and what is no place. */

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

/** What stands in a table of places for a place that no element of the axis fills. */
export const OUTSIDE = -1;
