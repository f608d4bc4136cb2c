/**
 * Decides how a nest is compiled: along which axis vectors lie, which output axis is tiled so that a loaded vector
 * serves several rows, and which reduction axes are written out.
 */
import { dtypes } from '../dtype.ts';
import { vectorsAlong, vectorsOfCopy, vectorsOfSums, vectorsOfWindow } from './choose-vectors.ts';
import type { UnrolledAxis, Walk } from './code-shape.ts';
import { layInputs } from './lay-inputs.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { NormalInput, NormalNest } from './normal.ts';
import { eachNode, type Reduction, reductionsOf } from './uses.ts';
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

/** Whether some fold must go from point to point, because it rounds. */
export const isInOrder = (reductions: readonly Reduction[]): boolean =>
  reductions.some(({ kind, dtype }) => (kind === 'sum' || kind === 'product') && dtypes[dtype].kind === 'f');

export function chooseMode(nest: NormalNest): Walk['mode'] {
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
  const walk = mode === 'along' ? walkAlong(nest, inPlace) : walkAcross(nest, inPlace);
  return layoutOf(nest, walk, layInputs(nest, walk));
}

/** Vectors along the last reduction axis; a unit of work is one result. */
function walkAlong(nest: NormalNest, inPlace: boolean): Walk {
  const rank = nest.shape.length;
  const folded = nest.reduction.map((_, k) => rank + k);
  const points = nest.reduction[folded.length - 1];
  return {
    axes: rank + folded.length,
    rank,
    mode: 'along',
    vectorAxis: rank + folded.length - 1,
    tileAxis: -1,
    tile: 1,
    vectors: vectorsAlong(reductionsOf(nest), points),
    outer: nest.shape.map((_, axis) => axis),
    looped: folded.slice(0, -1),
    unrolled: [],
    narrow: points < LANES,
    inPlace,
  };
}

/** Vectors along an output axis; a unit of work is a row, a tile of rows, or a stretch of the only row. */
function walkAcross(nest: NormalNest, inPlace: boolean): Walk {
  const rank = nest.shape.length;
  const vectorAxis = chooseVectorAxis(nest);
  const points = nest.shape[vectorAxis];
  const unrolled = unrolledAxes(nest);
  const looped = nest.reduction
    .map((_, k) => rank + k)
    .filter(axis => unrolled.every(other => other.axis !== axis));
  const window = vectorsOfWindow(nest);
  // Rows that look their places up stand anywhere, not a stride apart.
  const scatters = nest.outputs.some(({ lookups = [] }) => lookups.length > 0);
  const alone = inPlace || scatters || window > 1;
  const { tileAxis, tile } = alone ? NO_TILE : chooseTile(nest, vectorAxis, unrolled, looped);
  return {
    axes: rank + nest.reduction.length,
    rank,
    mode: 'across',
    vectorAxis,
    tileAxis,
    tile,
    vectors: vectorsOfStep(nest, tile, window, points),
    outer: nest.shape.map((_, axis) => axis).filter(axis => axis !== vectorAxis && axis !== tileAxis),
    looped,
    unrolled,
    narrow: points < LANES,
    inPlace,
  };
}

/** The vectors of a step across; `window` as `vectorsOfWindow` gives it. */
function vectorsOfStep(nest: NormalNest, tile: number, window: number, points: number): number {
  const reductions = reductionsOf(nest);
  if (reductions.length > 0) return vectorsOfSums(reductions, tile);
  return tile === 1 && moves(nest) ? vectorsOfCopy(points) : window;
}

const NO_TILE = { tileAxis: -1, tile: 1 };

/** The axis along which rows are computed together, and how many rows. */
function chooseTile(
  nest: NormalNest,
  vectorAxis: number,
  unrolled: readonly UnrolledAxis[],
  looped: readonly number[],
): { readonly tileAxis: number; readonly tile: number } {
  const tileAxis = chooseTileAxis(nest, vectorAxis, unrolled, looped);
  if (tileAxis < 0) return NO_TILE;
  const taps = unrolled.reduce((product, { extent }) => product * extent, 1);
  const rows = looped.length === 0 && taps > 1 && taps <= FEW_TAPS ? 3 : 4;
  const extent = nest.shape[tileAxis];
  if (extent >= rows) return { tileAxis, tile: rows };
  return extent >= 2 ? { tileAxis, tile: 2 } : NO_TILE;
}

/** The last reduction axes, as far as all their taps can be written out and loads are shared between them. */
export function unrolledAxes(nest: NormalNest): UnrolledAxis[] {
  const rank = nest.shape.length;
  const unrolled: UnrolledAxis[] = [];
  let taps = 1;
  for (let axis = rank + nest.reduction.length - 1; axis >= rank; axis--) {
    const extent = nest.reduction[axis - rank];
    if (taps * extent > MAXIMUM_UNROLLED || !shared(nest, axis)) break;
    taps *= extent;
    unrolled.unshift({ axis, extent });
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
  unrolled: readonly UnrolledAxis[],
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
          ({ coefficients }) =>
            coefficients[axis] !== 0 && unrolled.some(tap => coefficients[tap.axis] !== 0),
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
