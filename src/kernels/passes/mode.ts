/**
 * Which way neighbours are computed together: across results, or along a fold. All runners must agree on it, because the order
 * in which a fold is done, and so its bits, follow from it.
 */

import { dtypes } from '../dtype.ts';
import type { Reduction } from '../expression.ts';
import { reductionsOf } from './nodes.ts';
import type { NormalNest } from './normal-nest.ts';

/** `across`: neighbouring results together, each folding its own elements in order; `along`: neighbouring elements of one fold. */
export type Mode = 'across' | 'along';

/** Folds and rows of fewer elements are short: there is little to do along them. */
const SHORT_FOLD = 8;
const SHORT_ROW = 16;
const SHORT_VECTOR_AXIS = 8;

/** Whether some fold must go from point to point, because it rounds. */
export const isInOrder = (reductions: readonly Reduction[]): boolean =>
  reductions.some(({ kind, dtype }) => (kind === 'sum' || kind === 'product') && dtypes[dtype].kind === 'f');

export function chooseMode(nest: NormalNest): Mode {
  const reductions = reductionsOf(nest);
  const rank = nest.shape.length;
  if (nest.reduction.length === 0) return 'across';
  const last = rank + nest.reduction.length - 1;
  if (isInOrder(reductions) || nest.reduction[nest.reduction.length - 1] < SHORT_FOLD) return 'across';
  const unitOn = (axis: number) =>
    nest.inputs.filter(({ dimensions }) =>
      dimensions.some(({ coefficients, stride }) => coefficients[axis] === 1 && stride === 1),
    ).length;
  if (nest.shape[rank - 1] < SHORT_ROW) return 'along';
  return unitOn(last) > unitOn(rank - 1) ? 'along' : 'across';
}

/** Whether values are added to what an output holds. */
export const accumulates = (nest: NormalNest): boolean => nest.outputs.some(({ accumulate }) => accumulate);

/** The last output axis, unless it is short and another one is long. What accumulates keeps the order of points. */
export function chooseVectorAxis(nest: NormalNest): number {
  const last = nest.shape.length - 1;
  if (nest.shape[last] >= SHORT_VECTOR_AXIS || accumulates(nest)) return last;
  const longest = nest.shape.indexOf(Math.max(...nest.shape));
  return nest.shape[longest] >= 4 * nest.shape[last] ? longest : last;
}
