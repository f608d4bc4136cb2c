/** Decides how many vectors of a row are computed in a step: as many as there are registers for, so that fewer wait. */

import { type Expression, operandsOf, type Reduction } from '../../expression.ts';
import { eachNode } from '../../passes/nodes.ts';
import type { NormalNest } from '../../passes/normal-nest.ts';
import { LANES, laneKind, partCount, REGISTERS } from '../code/vector.ts';

/** Registers that the sums of a row of a tile take, so that a weight that is loaded serves them all; without a tile. */
const REGISTERS_OF_ROW = 2;
const REGISTERS_OF_LONE_ROW = 4;
/** With more loads a point, rows of a tile that share them would only keep them on the stack. */
const MOST_SHARED = 8;
/** What leaves room for four vectors in a fold. */
const LIGHT: ReadonlySet<string> = new Set(['cast', 'abs', 'isFinite', 'isNaN']);

/** The vectors of a step of a copy: four, or a whole short row, which then is one step (a million rows of 16: 8 of 31 ms). */
export const vectorsOfCopy = (points: number): number =>
  points % LANES === 0 && points <= 8 * LANES ? Math.max(1, points / LANES) : points >= 4 * LANES ? 4 : 1;

/** The vectors of a step, fewer where whole steps would compute more than an eighth of the points twice. */
export function fittingVectors(most: number, points: number): number {
  for (let vectors = most; vectors > 1; vectors--) {
    const step = vectors * LANES;
    if (step <= points && Math.ceil(points / step) * step <= 1.125 * points) return vectors;
  }
  return 1;
}

/** The vectors of a step of sums over taps. */
export function vectorsOfSums(reductions: readonly Reduction[], tile: number): number {
  const registers = Math.max(...reductions.map(({ dtype }) => partCount(laneKind(dtype))));
  return Math.max(1, Math.floor((tile > 1 ? REGISTERS_OF_ROW : REGISTERS_OF_LONE_ROW) / registers));
}

/**
 * The vectors of a step of a fold along a row. Where elements are only loaded, each fold waits for the one before, and
 * four that do not are faster (the maximum of a float32 megapixel: 0.45 ms → 0.25); sums that keep what each addition
 * loses are work enough.
 */
export function vectorsAlong(reductions: readonly Reduction[], points: number): number {
  const plain = (node: Expression): boolean =>
    node.op === 'load' || (LIGHT.has(node.op) && operandsOf(node).every(plain));
  const light = reductions.length === 1 && plain(reductions[0].a);
  const precise = reductions.some(({ kind, dtype }) => kind === 'preciseSum' && dtype === 'float64');
  return light && !precise && points >= 16 * LANES ? 4 : 1;
}

/**
 * The vectors of a step of an expression of many loads, like a window written out by hand; 1 for others. In such a
 * step each operation is done for all vectors (a 7×7 window over a megapixel: 4.3 ms → 3.3, on
 * Node 26 7.1 → 3.0).
 */
export function vectorsOfWindow(nest: NormalNest): number {
  if (nest.reduction.length > 0) return 1;
  const loads = new Set<string>();
  let parts = 1;
  eachNode(nest, node => {
    if (node.op === 'load') loads.add(`${node.input}@${node.at}`);
    parts = Math.max(parts, partCount(laneKind(node.dtype)));
  });
  if (loads.size <= MOST_SHARED) return 1;
  return Math.max(1, Math.min(4, Math.floor(REGISTERS / (parts * mostAlive(nest)))));
}

/** How many values are kept at most while the outputs of a nest without a fold are computed. */
function mostAlive(nest: NormalNest): number {
  const left = new Map<Expression, number>();
  eachNode(nest, node => {
    for (const operand of operandsOf(node)) left.set(operand, (left.get(operand) ?? 0) + 1);
  });
  const done = new Set<Expression>();
  let [alive, most] = [0, 0];
  const visit = (node: Expression): void => {
    if (done.has(node) || node.op === 'constant' || node.op === 'parameter') return;
    done.add(node);
    const needed = operandsOf(node);
    for (const operand of needed) visit(operand);
    alive++;
    most = Math.max(most, alive);
    for (const operand of needed) {
      const rest = (left.get(operand) ?? 1) - 1;
      left.set(operand, rest);
      if (rest === 0 && done.has(operand)) alive--;
    }
  };
  for (const { value } of nest.outputs) visit(value);
  return most;
}
