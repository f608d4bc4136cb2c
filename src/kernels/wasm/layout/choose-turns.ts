/**
 * Finds folds over rows, as the sum over the rows of an image, whose results are rows themselves. With sums in registers,
 * such a fold would take a cache line from each of many rows in turn, which memory is slow to bring. It reads some rows side
 * by side instead, as far as a stretch goes, and keeps its sums in the output, which stays in the first cache meanwhile.
 */

import type { Reduction } from '../../expression.ts';
import { type NormalNest, strideAlong } from '../../passes/normal-nest.ts';
import { LANES, laneKind, partCount } from '../code/vector.ts';

export interface Turns {
  /** Rows. */
  readonly turn: number;
  /** Points. */
  readonly stretch: number;
  readonly vectors: number;
}

/**
 * Rows of a turn, points of a stretch, and registers for the sums of a step. The sum over the rows of 8192² float32 takes 15 ms;
 * with 4 rows 20, with 16 rows 17 to 24, and with sums that stay in registers for all rows 18 to 28.
 */
const ROWS = 8;
const STRETCH = 2048;
const REGISTERS = 8;

/** Whether an output can hold what a fold keeps between two rows. */
const holds = ({ kind, dtype, a }: Reduction): boolean =>
  kind !== 'preciseSum' || (dtype === 'float64' && a.dtype === 'float32');

/** The turns of a nest without taps that are written out, along this vector axis; null where it is no such fold. */
export function chooseTurns(nest: NormalNest, vectorAxis: number): Turns | null {
  const rank = nest.shape.length;
  const points = nest.shape[vectorAxis];
  const [rows = 0] = nest.reduction;
  if (rows < 2 * ROWS || points < 4 * LANES) return null;
  const values = new Set(nest.outputs.map(({ value }) => value));
  if (values.size < nest.outputs.length) return null;
  for (const { value, strides, lookups = [], accumulate } of nest.outputs) {
    if (value.op !== 'reduce' || !holds(value) || strides[vectorAxis] !== 1) return null;
    if (accumulate || lookups.length > 0) return null;
  }
  const rowsOf = nest.inputs.filter(input => strideAlong(input, vectorAxis) !== 0);
  // What is read again along some axis would be brought again and again: a tile shares it.
  const once = rowsOf.every(
    input =>
      strideAlong(input, vectorAxis) === 1 &&
      Math.abs(strideAlong(input, rank)) >= points &&
      nest.shape.every((extent, axis) => extent === 1 || strideAlong(input, axis) !== 0),
  );
  const tables = nest.inputs.some(({ dimensions }) => dimensions.some(({ table }) => table));
  if (rowsOf.length === 0 || !once || tables) return null;
  const registers = nest.outputs.reduce((sum, { dtype }) => sum + partCount(laneKind(dtype)), 0);
  const vectors = Math.max(1, Math.min(Math.floor(points / LANES), Math.floor(REGISTERS / registers)));
  return { turn: ROWS, stretch: points > STRETCH ? STRETCH : 0, vectors };
}
