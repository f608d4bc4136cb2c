/** Where a condition on arrays holds first: folded to an answer a block, and only such blocks are looked into. */

import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { stretch } from './broadcast.ts';
import { pointwise } from './build.ts';
import { elementsOf } from './elements.ts';
import { type Compute, foldOver, unravel } from './fold.ts';
import { sizeOf, type View, view } from './view.ts';

/** So many elements are looked at one by one. */
const FEW = 2 ** 14;
/** Blocks that an axis is divided into. */
const BLOCKS = 256;

/**
 * The first `most` indices, in row-major order, at which a condition on arrays holds; they broadcast to the shape of the
 * first one. Nothing as large as the arrays is made.
 *
 * @param key a name of the condition; see `NestBuilder.run`
 * @param holds the condition, a bool
 */
export function firstPlaces(key: string, arrays: readonly View[], holds: Compute, most: number): number[][] {
  const { shape } = arrays[0];
  const search = (parts: readonly View[], origin: readonly number[], wanted: number): number[][] => {
    const [{ shape: extents }] = parts;
    const size = sizeOf(extents);
    if (size <= FEW) {
      const places: number[][] = [];
      if (size === 0) return places;
      const flags = elementsOf(pointwise(parts, extents, holds, { key: `${key} at` })) as Uint8Array;
      for (let at = flags.indexOf(1); at >= 0 && places.length < wanted; at = flags.indexOf(1, at + 1))
        places.push(unravel(at, extents).map((place, axis) => place + origin[axis]));
      return places;
    }
    const axis = extents.findIndex(extent => extent > 1);
    const length = Math.max(1, Math.floor(extents[axis] / BLOCKS));
    const found: number[][] = [];
    const blocks = Math.floor(extents[axis] / length);
    const flags = blocksWhere(key, parts, holds, axis, length);
    for (let start = 0; start < extents[axis] && found.length < wanted; start += length) {
      const block = start / length;
      if (block < blocks && flags[block] === 0) continue;
      const count = Math.min(length, extents[axis] - start);
      const inside = parts.map(part =>
        view(part, extents.with(axis, count), part.strides, part.offset + start * part.strides[axis]),
      );
      found.push(...search(inside, origin.with(axis, origin[axis] + start), wanted - found.length));
    }
    return found;
  };
  return search(
    arrays.map(array => stretch(array, shape)),
    shape.map(() => 0),
    most,
  );
}

/** For each whole block of so many places along an axis, whether the condition holds anywhere in it. */
function blocksWhere(
  key: string,
  parts: readonly View[],
  holds: Compute,
  axis: number,
  length: number,
): Uint8Array {
  const blocks = parts.map(part =>
    view(
      part,
      part.shape.toSpliced(axis, 1, Math.floor(part.shape[axis] / length), length),
      part.strides.toSpliced(axis, 1, part.strides[axis] * length, part.strides[axis]),
    ),
  );
  const folded = [...blocks[0].shape.keys()].filter(each => each !== axis);
  const [flags] = foldOver(`${key} in`, blocks, folded, (...elements) => [
    realValue(e.reduce('maximum', holds(...elements).re)),
  ]);
  return elementsOf(flags) as Uint8Array;
}
