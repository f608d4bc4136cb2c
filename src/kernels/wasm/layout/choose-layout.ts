/**
 * Decides how a nest is compiled: along which axis vectors lie, which output axis is tiled so that a loaded vector
 * serves several rows, and which reduction axes are written out.
 */

import { chooseMode, chooseVectorAxis, type Mode } from '../../passes/mode.ts';
import { eachNode, reductionsOf } from '../../passes/nodes.ts';
import type { NormalInput, NormalNest } from '../../passes/normal-nest.ts';
import { type UnrolledAxis, unrolledAxes } from '../../passes/unrolled.ts';
import type { Walk } from '../code/code-shape.ts';
import { LANES } from '../code/vector.ts';
import { chooseBlocks } from './choose-blocks.ts';
import { chooseTurns } from './choose-turns.ts';
import { vectorsAlong, vectorsOfCopy, vectorsOfSums, vectorsOfWindow } from './choose-vectors.ts';
import { layInputs } from './lay-inputs.ts';
import { type Layout, layoutOf } from './layout.ts';

/**
 * Up to so many taps a tile has three rows, not four: the rows that a tile of a 3×3 kernel reads and writes are eight
 * then, as many as the first cache has places for rows a power of two apart (a 2048² image: 2.6 ms instead of 2.9).
 */
const FEW_TAPS = 9;
/** Points of a stretch, where there is only one row: enough to make the start of a unit cheap. */
const STRETCH = 4096;

/** Whether elements are only moved: then a vector costs little more than the step to the next one. */
const moves = ({ reduction, outputs }: NormalNest): boolean =>
  reduction.length === 0 && outputs.every(({ value }) => value.op === 'load');

/**
 * Chooses the layout. `inPlace` says whether an output shares memory with an input, or accumulates; `mode` is given
 * where inputs were laid out for one.
 */
export function chooseLayout(nest: NormalNest, inPlace: boolean, mode: Mode = chooseMode(nest)): Layout {
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
    stretch: 0,
    turn: 0,
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
  const turns = inPlace || unrolled.length > 0 ? null : chooseTurns(nest, vectorAxis);
  const alone = inPlace || scatters || window > 1 || turns !== null;
  const blocks = alone ? null : chooseBlocks(nest, vectorAxis);
  const { tileAxis, tile } = alone ? NO_TILE : (blocks ?? chooseTile(nest, vectorAxis, unrolled, looped));
  const outer = nest.shape.map((_, axis) => axis).filter(axis => axis !== vectorAxis && axis !== tileAxis);
  // The only row is done in stretches, so that threads can share it.
  const lone = outer.length === 0 && tileAxis < 0 ? STRETCH : 0;
  return {
    axes: rank + nest.reduction.length,
    rank,
    mode: 'across',
    vectorAxis,
    tileAxis,
    tile,
    vectors: turns?.vectors ?? vectorsOfStep(nest, tile, window, points),
    stretch: turns?.stretch ?? blocks?.stretch ?? lone,
    turn: turns?.turn ?? 0,
    outer,
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
