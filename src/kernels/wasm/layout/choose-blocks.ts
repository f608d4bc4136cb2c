/**
 * Finds nests that read across: what neighbours of a result read stands far apart, and what stands beside it belongs to
 * another row, as in a transpose. Row by row, such a nest would bring a cache line of the input from memory for each
 * element, and most lines would be gone when the next row wants their next element. It walks in blocks instead: a tile of
 * some rows takes several elements of a line at once, and rows are done in stretches so short that the next tile finds the
 * lines, and the processor the pages, where the last one left them.
 */

import { eachNode } from '../../passes/nodes.ts';
import { type NormalNest, strideAlong } from '../../passes/normal-nest.ts';
import { bytesOf } from '../code/vector.ts';

export interface BlockWalk {
  readonly tileAxis: number;
  readonly tile: number;
  /** Points; 0: whole rows. */
  readonly stretch: number;
}

/** Bytes of a line of the cache. */
const LINE = 64;
/**
 * Loads that are written out for a tile, at most, and points of a stretch. A transpose of 8192² float32 takes 40 ms
 * (with 4 or 16 loads 56 and 49; with stretches of 64 points 45, of 16 points 123; row by row 590).
 */
const MOST_LOADS = 8;
const STRETCH = 256;

/** The blocks of a nest along this vector axis; null where it reads nothing across. */
export function chooseBlocks(nest: NormalNest, vectorAxis: number): BlockWalk | null {
  if (nest.reduction.length > 0) return null;
  let found: { axis: number; step: number; bytes: number } | null = null;
  for (const input of nest.inputs) {
    const across = Math.abs(strideAlong(input, vectorAxis));
    const bytes = bytesOf(input.dtype);
    nest.shape.forEach((extent, axis) => {
      const step = Math.abs(strideAlong(input, axis));
      if (axis === vectorAxis || extent === 1 || step === 0 || step >= across) return;
      if (!found || step * bytes < found.step * found.bytes) found = { axis, step, bytes };
    });
  }
  if (!found) return null;
  const { axis, step, bytes } = found as { axis: number; step: number; bytes: number };
  let loads = 0;
  eachNode(nest, ({ op }) => {
    if (op === 'load') loads++;
  });
  const line = Math.floor(LINE / (step * bytes));
  const tile = Math.min(line, Math.floor(MOST_LOADS / loads), nest.shape[axis]);
  return tile < 2 ? null : { tileAxis: axis, tile, stretch: nest.shape[vectorAxis] > STRETCH ? STRETCH : 0 };
}
