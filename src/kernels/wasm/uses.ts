/** The loads of a nest: every evaluation of one, and how far from the point of the tile it reads. */
import { type Expression, operands } from '../expression.ts';
import type { Phases, UnrolledAxis, Walk } from './code-shape.ts';
import type { Dimension, NormalNest } from './normal.ts';

/** One evaluation of a load: which load, and how far from the point of the tile it reads, per axis. */
export interface Use {
  readonly input: number;
  readonly at: readonly number[] | undefined;
  readonly steps: readonly number[];
}

/** What computes outputs: a nest, or the shape of one. */
export interface Computing {
  readonly outputs: readonly { readonly value: Expression }[];
}

/** Every node of the outputs' expressions once, operands first; `inside` for those under a reduction. */
export function eachNode(nest: Computing, visit: (node: Expression, inside: boolean) => void): void {
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

export type Reduction = Extract<Expression, { op: 'reduce' }>;

/** The reductions of a nest. */
export function reductionsOf(nest: Computing): Reduction[] {
  const reductions: Reduction[] = [];
  eachNode(nest, node => {
    if (node.op === 'reduce' && !reductions.includes(node)) reductions.push(node);
  });
  return reductions;
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
export function readsCounter(nest: Computing, isAxis: (axis: number) => boolean): boolean {
  let found = false;
  eachNode(nest, node => {
    if (node.op === 'coordinate' && isAxis(node.axis)) found = true;
  });
  return found;
}

/** The offset of a use on one dimension. */
export function offsetOn({ coefficients }: Pick<Dimension, 'coefficients'>, { at, steps }: Use): number {
  let sum = 0;
  for (let axis = 0; axis < steps.length; axis++)
    sum += coefficients[axis] * ((at?.[axis] ?? 0) + steps[axis]);
  return sum;
}

/** Where the entries of a dimension are sorted apart by phase, how; else null. */
export const phasesOf = ({ phase, start }: Dimension): Phases | null =>
  phase === undefined ? null : { pitch: phase, start };

/** The offset of a use on the moving dimension, counted in elements of memory. */
export function movingOffset(
  dimension: { readonly coefficients: readonly number[]; readonly phases: Phases | null },
  use: Use,
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
export function usesOf(nest: Computing, { axes, unrolled, tile, tileAxis }: Walk): Use[] {
  const uses: Use[] = [];
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
