/** Where a condition on arrays holds first: folded to an answer a block, and only such blocks are looked into. */
import { sizeOf } from '../extents.ts';
import { stretch } from './broadcast.ts';
import { type Compute, pointwise } from './computation.ts';
import { elementsOf } from './elements.ts';
import { reductionOf } from './reduce.ts';
import { unravel } from './unravel.ts';
import { type View, view } from './view.ts';

/** So many elements are looked at one by one. */
const FEW = 2 ** 14;
/** Blocks that an axis is divided into. */
const BLOCKS = 256;

/**
 * The first places at which a condition holds, for the top of a module.
 *
 * @param condition a bool, of data and elements
 * @returns finds the first `most` indices, in row-major order, of views that broadcast to the shape of the first one.
 *   Nothing as large as the views is made
 */
export function firstPlaces<Data>(
  condition: Compute<Data>,
): (data: Data, inputs: readonly View[], most: number) => number[][] {
  const flagged = pointwise(condition);
  const held = reductionOf<Data>('any', condition);

  /** For each whole block of so many places along an axis, whether the condition holds anywhere in it. */
  const blocksWhere = (data: Data, parts: readonly View[], axis: number, length: number): Uint8Array => {
    const blocks = parts.map(part =>
      view(
        part,
        part.shape.toSpliced(axis, 1, Math.floor(part.shape[axis] / length), length),
        part.strides.toSpliced(axis, 1, part.strides[axis] * length, part.strides[axis]),
      ),
    );
    const folded = [...blocks[0].shape.keys()].filter(each => each !== axis);
    return elementsOf(held(data, blocks, folded)) as Uint8Array;
  };

  const search = (
    data: Data,
    parts: readonly View[],
    origin: readonly number[],
    wanted: number,
  ): number[][] => {
    const [{ shape: extents }] = parts;
    const size = sizeOf(extents);
    if (size <= FEW) {
      const places: number[][] = [];
      if (size === 0) return places;
      const flags = elementsOf(flagged(data, parts, extents)) as Uint8Array;
      for (let at = flags.indexOf(1); at >= 0 && places.length < wanted; at = flags.indexOf(1, at + 1))
        places.push(unravel(at, extents).map((place, axis) => place + origin[axis]));
      return places;
    }
    const axis = extents.findIndex(extent => extent > 1);
    const length = Math.max(1, Math.floor(extents[axis] / BLOCKS));
    const found: number[][] = [];
    const blocks = Math.floor(extents[axis] / length);
    const flags = blocksWhere(data, parts, axis, length);
    for (let start = 0; start < extents[axis] && found.length < wanted; start += length) {
      const block = start / length;
      if (block < blocks && flags[block] === 0) continue;
      const count = Math.min(length, extents[axis] - start);
      const inside = parts.map(part =>
        view(part, extents.with(axis, count), part.strides, part.offset + start * part.strides[axis]),
      );
      found.push(...search(data, inside, origin.with(axis, origin[axis] + start), wanted - found.length));
    }
    return found;
  };

  return (data, inputs, most) => {
    const { shape } = inputs[0];
    return search(
      data,
      inputs.map(input => stretch(input, shape)),
      shape.map(() => 0),
      most,
    );
  };
}
