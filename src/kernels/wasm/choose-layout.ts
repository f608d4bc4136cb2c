/**
 * Decides how a nest is compiled: along which axis vectors lie, which output axis is tiled so that a loaded vector
 * serves several rows, and which reduction axes are written out.
 */
import { dtypes } from '../dtype.ts';
import { vectorsAlong, vectorsOfCopy, vectorsOfSums, vectorsOfWindow } from './choose-vectors.ts';
import { withInputs } from './lay-inputs.ts';
import type { Layout, Reduction } from './layout.ts';
import type { NormalInput, NormalNest } from './normal.ts';
import { eachNode } from './uses.ts';
import { LANES } from './vector.ts';

/**
 * Up to so many taps a tile has three rows, not four: the rows that a tile of a 3×3 kernel reads and writes are eight
 * then, as many as the first cache has places for rows a power of two apart (a 2048² image: 2.6 ms instead of 2.9).
 */
const FEW_TAPS = 9;
/** The most taps that are written out: 11×11 in a loop over rows is 5 % slower, and made in 18 ms instead of 70. */
export const MAXIMUM_UNROLLED = 100;

/** Whether a dimension moves along both an output axis and this reduction axis: then a loaded vector is used again. */
const shared = (nest: NormalNest, axis: number) =>
  nest.inputs.some(({ dimensions }) =>
    dimensions.some(
      ({ coefficients }) =>
        coefficients[axis] !== 0 && nest.shape.some((_, output) => coefficients[output] !== 0),
    ),
  );

/** The reductions of a nest. */
export function reductionsOf(nest: NormalNest): Reduction[] {
  const reductions: Reduction[] = [];
  eachNode(nest, node => {
    if (node.op === 'reduce' && !reductions.includes(node)) reductions.push(node);
  });
  return reductions;
}

/** Whether some fold must go from point to point, because it rounds. */
export const isInOrder = (reductions: readonly Reduction[]): boolean =>
  reductions.some(({ kind, dtype }) => (kind === 'sum' || kind === 'product') && dtypes[dtype].kind === 'f');

export function chooseMode(nest: NormalNest): Layout['mode'] {
  const reductions = reductionsOf(nest);
  const rank = nest.shape.length;
  if (nest.reduction.length === 0) return 'across';
  const last = rank + nest.reduction.length - 1;
  if (isInOrder(reductions) || nest.reduction[nest.reduction.length - 1] < 2 * LANES) return 'across';
  const unitOn = (axis: number) =>
    nest.inputs.filter(({ dimensions }) =>
      dimensions.some(({ coefficients, stride }) => coefficients[axis] === 1 && stride === 1),
    ).length;
  if (nest.shape[rank - 1] < 4 * LANES) return 'along';
  return unitOn(last) > unitOn(rank - 1) ? 'along' : 'across';
}

/** Whether values are added to what an output holds. */
export const accumulates = (nest: NormalNest): boolean => nest.outputs.some(({ accumulate }) => accumulate);

/** Whether elements are only moved: then a vector costs little more than the step to the next one. */
const moves = ({ reduction, outputs }: NormalNest): boolean =>
  reduction.length === 0 && outputs.every(({ value }) => value.op === 'load');

/**
 * Chooses the layout. `inPlace` says whether an output shares memory with an input, or accumulates; `mode` is given
 * where inputs were laid out for one.
 */
export function chooseLayout(nest: NormalNest, inPlace: boolean, mode = chooseMode(nest)): Layout {
  const extents = [...nest.shape, ...nest.reduction];
  const rank = nest.shape.length;
  const reductions = reductionsOf(nest);
  const outputs = nest.shape.map((_, axis) => axis);
  if (mode === 'along') {
    const folded = nest.reduction.map((_, k) => rank + k);
    const vectorAxis = folded[folded.length - 1];
    const base = {
      nest,
      extents,
      mode,
      vectorAxis,
      tileAxis: -1,
      tile: 1,
      vectors: vectorsAlong(reductions, extents[vectorAxis]),
      inPlace,
      reductions,
    } as const;
    const narrow = extents[vectorAxis] < LANES;
    return withInputs({ ...base, outer: outputs, looped: folded.slice(0, -1), unrolled: [], narrow });
  }

  const vectorAxis = chooseVectorAxis(nest);
  const unrolled = unrolledAxes(nest);
  const looped = nest.reduction.map((_, k) => rank + k).filter(axis => !unrolled.includes(axis));
  // Rows that look their places up stand anywhere, not a stride apart.
  const scatters = nest.outputs.some(({ lookups = [] }) => lookups.length > 0);
  const window = vectorsOfWindow(nest);
  const tileAxis =
    inPlace || scatters || window > 1 ? -1 : chooseTileAxis(nest, vectorAxis, unrolled, looped);
  const taps = unrolled.reduce((product, axis) => product * extents[axis], 1);
  const rows = looped.length === 0 && taps > 1 && taps <= FEW_TAPS ? 3 : 4;
  const tile = tileAxis < 0 ? 1 : extents[tileAxis] >= rows ? rows : extents[tileAxis] >= 2 ? 2 : 1;
  const points = extents[vectorAxis];
  const vectors =
    reductions.length > 0
      ? vectorsOfSums(reductions, tile)
      : tile === 1 && moves(nest)
        ? vectorsOfCopy(points)
        : window;
  return withInputs({
    nest,
    extents,
    mode,
    vectorAxis,
    tileAxis: tile === 1 ? -1 : tileAxis,
    tile,
    vectors,
    outer: outputs.filter(axis => axis !== vectorAxis && (tile === 1 || axis !== tileAxis)),
    looped,
    unrolled,
    narrow: extents[vectorAxis] < LANES,
    inPlace,
    reductions,
  });
}

/** The last reduction axes, as far as all their taps can be written out and loads are shared between them. */
export function unrolledAxes(nest: NormalNest): number[] {
  const rank = nest.shape.length;
  const unrolled: number[] = [];
  let taps = 1;
  for (let axis = rank + nest.reduction.length - 1; axis >= rank; axis--) {
    const extent = nest.reduction[axis - rank];
    if (taps * extent > MAXIMUM_UNROLLED || !shared(nest, axis)) break;
    taps *= extent;
    unrolled.unshift(axis);
  }
  return unrolled;
}

/** The last output axis, unless it is short and another one is long. What accumulates keeps the order of points. */
export function chooseVectorAxis(nest: NormalNest): number {
  const last = nest.shape.length - 1;
  if (nest.shape[last] >= 2 * LANES || accumulates(nest)) return last;
  const longest = nest.shape.indexOf(Math.max(...nest.shape));
  return nest.shape[longest] >= 4 * nest.shape[last] ? longest : last;
}

function chooseTileAxis(
  nest: NormalNest,
  vectorAxis: number,
  unrolled: readonly number[],
  looped: readonly number[],
): number {
  const rank = nest.shape.length;
  const axes = nest.shape.map((_, axis) => axis).filter(axis => axis !== vectorAxis);
  const moves = ({ dimensions }: NormalInput, axis: number) =>
    dimensions.some(({ coefficients }) => coefficients[axis] !== 0);
  if (nest.reduction.length > 0) {
    // An axis that some input does not see: what is loaded there serves every output along it.
    const reused = axes.filter(
      axis =>
        nest.shape[axis] > 1 &&
        nest.inputs.some(input => !moves(input, axis) && moves(input, vectorAxis)) &&
        nest.inputs.some(input => moves(input, axis)),
    );
    if (looped.length > 0 && reused.length > 0) return reused[reused.length - 1];
    const rows = axes.filter(axis =>
      nest.inputs.some(({ dimensions }) =>
        dimensions.some(
          ({ coefficients }) => coefficients[axis] !== 0 && unrolled.some(tap => coefficients[tap] !== 0),
        ),
      ),
    );
    if (rows.length > 0) return rows[rows.length - 1];
    return looped.length > 0 ? (axes[axes.length - 1] ?? -1) : -1;
  }
  let aside = -1;
  eachNode(nest, node => {
    if (node.op !== 'load' || !node.at) return;
    for (let axis = 0; axis < rank; axis++)
      if (axis !== vectorAxis && node.at[axis] !== 0) aside = Math.max(aside, axis);
  });
  return aside;
}
