/**
 * Assignment to a place that an index names several times: the last one wins. Which value that is, is settled here, in
 * the plan, so that a runner may write in any order and on several threads.
 */

import { sizeOf } from '../extents.ts';
import type { IndexPlan, Lookup } from './plan.ts';
import { stretchedTable, unravelled } from './table.ts';

/** A table of last writers may have this many entries for each one of the block; beyond that they are kept in a map. */
const ROOMY = 16;

/**
 * For each place of the block, counted in row-major order, the place of the last one with the same target; null where
 * no target is named twice.
 */
export function lastWriters({ lookups, block }: IndexPlan): Int32Array | null {
  if (!block || lookups.length === 0) return null;
  const size = sizeOf(block.shape);
  if (size < 2 || (lookups.length === 1 && isDistinct(lookups[0], size))) return null;
  const { keys, most } = keysOf(lookups, block.shape);
  const writers = new Int32Array(size);
  let repeated = false;
  if (most <= Math.max(ROOMY * size, 65536)) {
    const last = new Int32Array(most);
    for (let k = 0; k < size; k++) last[keys[k]] = k;
    for (let k = 0; k < size; k++) {
      writers[k] = last[keys[k]];
      if (writers[k] !== k) repeated = true;
    }
  } else {
    const last = new Map<number, number>();
    for (let k = 0; k < size; k++) last.set(keys[k], k);
    for (let k = 0; k < size; k++) {
      writers[k] = last.get(keys[k])!;
      if (writers[k] !== k) repeated = true;
    }
  }
  return repeated ? writers : null;
}

/** A place that an index names several times. */
export interface Repeat {
  /** The axes that index arrays index, and the place on each. */
  readonly axes: readonly number[];
  readonly place: readonly number[];
  readonly times: number;
}

/** The first place that index arrays name several times; null where none is. */
export function firstRepeat(plan: IndexPlan): Repeat | null {
  const { lookups, block } = plan;
  if (!block || lookups.length === 0) return null;
  const writers = lastWriters(plan);
  const at = writers?.findIndex((writer, k) => writer !== k) ?? -1;
  if (!writers || at < 0) return null;
  const target = writers[at];
  const place = lookups.flatMap(({ table, shape, extents }) => {
    const flat = stretchedTable(table, shape, block.shape)[target];
    return unravelled(Int32Array.of(flat), extents).map(([each]) => each);
  });
  const times = writers.reduce((count, writer) => count + Number(writer === target), 0);
  return { axes: lookups.flatMap(({ axes }) => axes), place, times };
}

/** Whether a look-up that fills the block names each place once for certain: masks do, and what only rises. */
function isDistinct({ table, once }: Lookup, size: number): boolean {
  if (table.length !== size) return false;
  if (once) return true;
  for (let k = 1; k < size; k++) if (table[k] <= table[k - 1]) return false;
  return true;
}

/** One number for each target, and how many there may be. */
function keysOf(lookups: readonly Lookup[], shape: readonly number[]) {
  const tables = lookups.map(({ table, shape: own }) => stretchedTable(table, own, shape));
  const most = lookups.reduce((product, { extents }) => product * sizeOf(extents), 1);
  if (lookups.length === 1) return { keys: tables[0], most };
  const keys = new Float64Array(tables[0].length);
  for (const [number, table] of tables.entries()) {
    const extent = sizeOf(lookups[number].extents);
    for (let k = 0; k < keys.length; k++) keys[k] = keys[k] * extent + table[k];
  }
  return { keys, most };
}

/** Places of a block as one table for each of its axes. */
export const writersByAxis = (writers: Int32Array, shape: readonly number[]): Int32Array[] =>
  unravelled(writers, shape);
