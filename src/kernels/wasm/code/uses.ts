/** The loads of a nest: every evaluation of one, and how far from the point of the tile it reads. */

import { type Computing, eachNode } from '../../passes/nodes.ts';
import type { UnrolledAxis } from '../../passes/unrolled.ts';
import type { DimensionShape, Walk } from './code-shape.ts';

/** One evaluation of a load: which load, and how far from the point of the tile it reads, per axis. */
export interface LoadUse {
  readonly input: number;
  readonly at: readonly number[] | undefined;
  readonly steps: readonly number[];
}

/** The offset of a use on one dimension. */
export function offsetOn(
  { coefficients }: Pick<DimensionShape, 'coefficients'>,
  { at, steps }: LoadUse,
): number {
  let sum = 0;
  for (let axis = 0; axis < steps.length; axis++)
    sum += coefficients[axis] * ((at?.[axis] ?? 0) + steps[axis]);
  return sum;
}

/** The offset of a use on the moving dimension, counted in elements of memory. */
export function movingOffset(
  dimension: Pick<DimensionShape, 'coefficients' | 'phases'>,
  use: LoadUse,
  vectorAxis: number,
): number {
  const offset = offsetOn(dimension, use);
  if (!dimension.phases) return offset;
  const { pitch, start } = dimension.phases;
  const step = dimension.coefficients[vectorAxis];
  const entry = start + offset;
  const phase = ((entry % step) + step) % step;
  return phase * pitch + (entry - phase) / step;
}

/** All combinations of steps along the unrolled axes, the last one fastest; one number an axis. */
export function unrolledSteps(axes: number, unrolled: readonly UnrolledAxis[]): number[][] {
  let list = [new Array<number>(axes).fill(0)];
  for (const { axis, extent } of unrolled)
    list = list.flatMap(steps => Array.from({ length: extent }, (_, k) => steps.with(axis, k)));
  return list;
}

/** The uses of every load: for each point of a tile, and each tap that is written out. */
export function usesOf(nest: Computing, { axes, unrolled, tile, tileAxis }: Walk): LoadUse[] {
  const uses: LoadUse[] = [];
  const taps = unrolledSteps(axes, unrolled);
  const none = [new Array<number>(axes).fill(0)];
  eachNode(nest, (node, inside) => {
    if (node.op !== 'load') return;
    for (let row = 0; row < tile; row++)
      for (const tap of inside ? taps : none)
        uses.push({
          input: node.input,
          at: node.at,
          steps: tileAxis < 0 ? tap : tap.with(tileAxis, row),
        });
  });
  return uses;
}
