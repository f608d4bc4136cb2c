/**
 * How a nest is divided into *portions*: boxes of output points, so small that what a portion reads and writes of ordinary
 * memory fits into blocks of the heap that stay in the processor's cache. Axes are halved one after the other, each time
 * the one that leaves the least to copy for each point.
 */

import { sizeOf } from '../../extents.ts';
import { dtypes } from '../../kernels/dtype.ts';
import {
  accumulates,
  chooseMode,
  type Look,
  looksOf,
  type NormalNest,
  readsCounter,
} from '../../kernels/passes/index.ts';
import { type Excerpt, excerptOf } from './excerpt.ts';
import { type ResultBlock, resultOfOutput } from './result.ts';
import type { Staged } from './staged.ts';
import { windowOf } from './windows.ts';

/** Bytes, which tests may change to divide what is small. */
export const portionSize = {
  /**
   * The most that a portion stages. A convolution, a transpose and a sum of rows of 8192² float32 take 164, 173 and 82 ms; with
   * half of it 234, 197 and 85, with twice as much 167, 200 and 107, with four times 230, 231 and 130.
   */
  most: 4 * 2 ** 20,
  /** Ordinary memory up to this is copied in as it is, sooner than it is looked into how little of it is reached. */
  least: 2 ** 18,
};

/** How many times larger a portion may be, where smaller ones would have short rows. */
const LARGE = 4;

/** The blocks of portions of one size. */
export interface PortionBlocks {
  /** By input and output; null for those that are not staged, and for inputs that are the same as another one. */
  readonly excerpts: readonly (Excerpt | null)[];
  readonly results: readonly (ResultBlock | null)[];
  readonly bytes: number;
  readonly cost: number;
}

export interface PortionPlan {
  readonly nest: NormalNest;
  readonly staged: Staged;
  readonly looks: readonly (readonly Look[])[];
  readonly mode: ReturnType<typeof chooseMode>;
  /** Points of a portion along each output axis; those at an end may have fewer. */
  readonly counts: readonly number[];
  /** Whether an axis is divided whose counter the expression reads. */
  readonly countsAxes: boolean;
}

/** Divides a nest. `fits` says whether a portion of a size can be run; it is asked for none that is too large already. */
export function portionPlanOf(
  nest: NormalNest,
  staged: Staged,
  fits: (plan: PortionPlan) => boolean,
): PortionPlan {
  const looks = looksOf(nest);
  const mode = chooseMode(nest);
  const ordered = accumulates(nest);
  const size = (counts: readonly number[]) => portionBlocksOf({ nest, staged, looks }, counts);
  let counts = [...nest.shape];
  let now = size(counts);
  for (;;) {
    const countsAxes = readsCounter(nest, axis => counts[axis] < nest.shape[axis]);
    const plan: PortionPlan = { nest, staged, looks, mode, counts, countsAxes };
    if (now.bytes <= portionSize.most && fits(plan)) return plan;
    const halves = counts.flatMap((count, axis) => {
      // What is added keeps the order of the points.
      if (count === 1 || (ordered && counts.slice(0, axis).some(other => other > 1))) return [];
      const half = counts.with(axis, halfOf(count));
      return [{ counts: half, ...size(half) }];
    });
    const small = now.bytes <= portionSize.most ? halves : halves.filter(({ bytes }) => bytes < now.bytes);
    if (small.length === 0) return plan;
    const rate = (one: { counts: readonly number[]; cost: number }) => one.cost / sizeOf(one.counts);
    const best = small.reduce((a, b) => (rate(b) < rate(a) ? b : a));
    // Short rows, each in a page of its own, cost more than a block that is large for the cache.
    const dear = rate(best) > 1.1 * rate({ counts, cost: now.cost });
    if (dear && now.bytes <= LARGE * portionSize.most && fits(plan)) return plan;
    counts = best.counts;
    now = best;
  }
}

/** Half of an extent; whole vectors and cache lines of a long one. */
const halfOf = (count: number): number => {
  const half = Math.ceil(count / 2);
  return half >= 256 ? Math.ceil(half / 64) * 64 : half;
};

/** The blocks of portions of a size. */
export function portionBlocksOf(
  { nest, staged, looks }: Pick<PortionPlan, 'nest' | 'staged' | 'looks'>,
  counts: readonly number[],
): PortionBlocks {
  const extents = [...counts, ...nest.reduction];
  let [bytes, cost] = [0, 0];
  const add = <Part extends { size: number; cost: number }>(part: Part, width: number): Part => {
    bytes += part.size * width;
    cost += part.cost * width;
    return part;
  };
  const excerpts = nest.inputs.map((input, k) => {
    if (staged.inputs[k])
      return staged.same[k] === k
        ? add(excerptOf(input, looks[k], extents, counts.length), dtypes[input.dtype].bytes)
        : null;
    // The tables that code reads are copied too.
    for (const { table, coefficients } of input.dimensions) {
      if (!table) continue;
      const { low, high } = windowOf(coefficients, looks[k], extents, counts.length);
      add({ size: high - low + 1, cost: high - low + 1 }, 4);
    }
    return null;
  });
  const results = nest.outputs.map((output, k) => {
    if (staged.outputs[k]) return add(resultOfOutput(output, counts), dtypes[output.dtype].bytes);
    for (const { coefficients } of output.lookups ?? []) {
      const { low, high } = windowOf(coefficients, [{ at: [], inside: false }], counts, counts.length);
      add({ size: high - low + 1, cost: high - low + 1 }, 4);
    }
    return null;
  });
  return { excerpts, results, bytes, cost };
}
