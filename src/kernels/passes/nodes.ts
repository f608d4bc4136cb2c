/** The nodes of a nest's expressions: visits to all of them, and what some of them say. */
import { type Expression, operandsOf, type Reduction } from '../expression.ts';
import type { NormalNest } from './normal-nest.ts';

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
    for (const operand of operandsOf(node)) walk(operand, inside || node.op === 'reduce');
    visit(node, inside);
  };
  for (const output of nest.outputs) walk(output.value, false);
}

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
