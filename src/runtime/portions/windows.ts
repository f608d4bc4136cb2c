/**
 * Which entries of a dimension a portion of a nest reads: the arguments of its table, or the steps along its stride,
 * counted from where they stand when all counters of the portion are zero.
 */
import type { Look } from '../../kernels/passes/index.ts';

/** From `low` to `high`, both included; 0 lies between them. */
export interface ReadWindow {
  readonly low: number;
  readonly high: number;
}

/**
 * The window of a dimension over loops of these extents, output axes (`rank` of them) first. A load outside of a fold
 * sees the first point of the fold alone.
 */
export function windowOf(
  coefficients: readonly number[],
  looks: readonly Look[],
  extents: readonly number[],
  rank: number,
): ReadWindow {
  let [low, high] = [0, 0];
  for (const { at, inside } of looks) {
    let [from, to] = [0, 0];
    coefficients.forEach((step, axis) => {
      if (step === 0) return;
      const moved = step * (at[axis] ?? 0);
      const reach = axis < rank || inside ? step * (extents[axis] - 1) : 0;
      from += moved + Math.min(0, reach);
      to += moved + Math.max(0, reach);
    });
    low = Math.min(low, from);
    high = Math.max(high, to);
  }
  return { low, high };
}

/** A linear form of the counters at the first point of a portion. */
export const portionStart = (
  coefficients: readonly number[],
  start: number,
  from: readonly number[],
): number => from.reduce((sum, place, axis) => sum + place * coefficients[axis], start);
