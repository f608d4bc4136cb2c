/** The loads of a nest: every evaluation of one, and how far from the point of the tile it reads. */
import { type Expression, operands } from '../expression.ts';
import type { Layout } from './layout.ts';
import type { Dimension, NormalNest } from './normal.ts';

/** One evaluation of a load: which load, and how far from the point of the tile it reads, per axis. */
export interface Use {
  readonly input: number;
  readonly at: readonly number[] | undefined;
  readonly steps: readonly number[];
}

/** Every node of the outputs' expressions once, operands first; `inside` for those under a reduction. */
export function eachNode(
  nest: Pick<NormalNest, 'outputs'>,
  visit: (node: Expression, inside: boolean) => void,
): void {
  const seen = [new Set<Expression>(), new Set<Expression>()];
  const walk = (node: Expression, inside: boolean): void => {
    const known = seen[inside ? 1 : 0];
    if (known.has(node)) return;
    known.add(node);
    for (const operand of operands(node)) walk(operand, inside || node.op === 'reduce');
    visit(node, inside);
  };
  for (const output of nest.outputs) walk(output.value, false);
}

/** One load of an input: how far from the point it looks, and whether it stands inside a fold. */
export interface Look {
  readonly at: readonly number[];
  readonly inside: boolean;
}

/** The loads of each input of a nest. */
export function looksOf(nest: NormalNest): readonly (readonly Look[])[] {
  const found: Look[][] = nest.inputs.map(() => []);
  eachNode(nest, (node, inside) => {
    if (node.op === 'load') found[node.input].push({ at: node.at ?? [], inside });
  });
  return found;
}

/** Whether the outputs of a nest read the counter of such an axis. */
export function readsCounter(nest: Pick<NormalNest, 'outputs'>, isAxis: (axis: number) => boolean): boolean {
  let found = false;
  eachNode(nest, node => {
    if (node.op === 'coordinate' && isAxis(node.axis)) found = true;
  });
  return found;
}

/** The offset of a use on one dimension. */
export function offsetOn(dimension: Dimension, { at, steps }: Use): number {
  let sum = 0;
  for (let axis = 0; axis < steps.length; axis++)
    sum += dimension.coefficients[axis] * ((at?.[axis] ?? 0) + steps[axis]);
  return sum;
}

/**
 * The offset of a use on the moving dimension, counted in elements of memory. `start` is part of it where entries are
 * sorted apart, since then it says which phase is read.
 */
export function movingOffset(dimension: Dimension, use: Use, vectorAxis: number): number {
  const offset = offsetOn(dimension, use);
  if (dimension.phase === undefined) return offset;
  const step = dimension.coefficients[vectorAxis];
  const entry = dimension.start + offset;
  const phase = ((entry % step) + step) % step;
  return phase * dimension.phase + (entry - phase) / step;
}

/** All combinations of steps along the unrolled axes, the last one fastest. */
export function unrolledSteps(extents: readonly number[], unrolled: readonly number[]): number[][] {
  let list = [extents.map(() => 0)];
  for (const axis of unrolled)
    list = list.flatMap(steps =>
      Array.from({ length: extents[axis] }, (_, k) => steps.map((step, a) => (a === axis ? k : step))),
    );
  return list;
}

/** The uses of every load: for each point of a tile, and each tap that is written out. */
export function usesOf(layout: Omit<Layout, 'inputs' | 'edges'>): Use[] {
  const { nest, extents, unrolled, tile, tileAxis } = layout;
  const uses: Use[] = [];
  const taps = unrolledSteps(extents, unrolled);
  const none = [extents.map(() => 0)];
  eachNode(nest, (node, inside) => {
    if (node.op !== 'load') return;
    for (let row = 0; row < tile; row++)
      for (const tap of inside ? taps : none)
        uses.push({
          input: node.input,
          at: node.at,
          steps: tileAxis < 0 ? tap : tap.map((step, axis) => (axis === tileAxis ? row : step)),
        });
  });
  return uses;
}
