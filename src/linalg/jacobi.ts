/**
 * One-sided Jacobi: turns pairs of columns until all are orthogonal. What is left of A are the columns of U·Σ, and of the
 * identity, turned along, the columns of V. Small singular values come out with a small relative error, which no
 * method has that first makes A bidiagonal. Cost: five to ten sweeps, each over n(n − 1)/2 pairs.
 *
 * Columns lie as [n, rows, …batch]. Up to four of them are turned by one nest a sweep; more by two nests a round, over
 * all the pairs of the round, which have no column in common.
 */

import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { anyPositive } from '../views/reduce.ts';
import { countOf, newView, type View, view } from '../views/view.ts';
import { plus, type Term, times } from './arithmetic.ts';
import { eachMatrix } from './elements.ts';
import { batchFirst } from './matrices.ts';
import { orthogonalTolerance, rotation, sweepColumns } from './rotation.ts';
import { type PairRound, roundsOf } from './rounds.ts';

/** Columns up to which a sweep is written out. */
const MOST_WRITTEN_OUT = 4;
/** Elements of a matrix up to which a sweep is written out. */
const MOST_ELEMENTS = 64;
/** Sweeps after which a matrix is taken as it is; it takes NaN, or a fault, to need them. */
const MOST_SWEEPS = 60;

/**
 * Makes the columns orthogonal in their first `length` rows; the other rows turn along. `columns` is used up.
 *
 * @param columns [n, rows, …batch], row-major
 * @returns an array of the same shape
 */
export function orthogonalise(columns: View<'float64'>, length: number): View<'float64'> {
  const [n, rows] = columns.shape;
  if (n < 2 || countOf(columns) === 0) return columns;
  return n <= MOST_WRITTEN_OUT && n * rows <= MOST_ELEMENTS
    ? bySweeps(columns, length)
    : byRounds(columns, length);
}

/** One sweep over columns whose first so many elements shall be orthogonal, and how far from it they were. */
const sweepOnce = eachMatrix<number>((length, columns) => {
  const swept = sweepColumns(columns, length, orthogonalTolerance(length));
  return [swept.columns, [[swept.off]]];
});

function bySweeps(columns: View<'float64'>, length: number): View<'float64'> {
  const { dtype, shape } = columns;
  const off = newView(dtype, [...shape.slice(2), 1, 1]);
  let [now, next] = [columns, newView(dtype, shape)];
  for (let turn = 0; turn < MOST_SWEEPS; turn++) {
    sweepOnce(length, [batchFirst(now)], [batchFirst(next), off]);
    [now, next] = [next, now];
    if (!anyPositive(off)) break;
  }
  next.storage.dispose();
  off.storage.dispose();
  return now;
}

function byRounds(columns: View<'float64'>, length: number): View<'float64'> {
  const { dtype, shape } = columns;
  const [n, , ...batch] = shape;
  const rounds = roundsOf(n);
  const most = Math.floor(n / 2);
  const offs = newView(dtype, [rounds.length, most, ...batch], { zeroed: true });
  let [now, next] = [columns, newView(dtype, shape)];
  for (let turn = 0; turn < MOST_SWEEPS; turn++) {
    rounds.forEach(round => {
      const off = view(
        offs,
        [round.first.length, ...batch],
        offs.strides.slice(1),
        offs.offset + round.number * offs.strides[0],
      );
      const angles = anglesOf(now, length, round, off);
      turnColumns(now, next, round, angles);
      for (const angle of angles) angle.storage.dispose();
      [now, next] = [next, now];
    });
    if (!anyPositive(offs)) break;
  }
  next.storage.dispose();
  offs.storage.dispose();
  return now;
}

/** A look-up along the first axis of an array by the first loop. */
const byFirst = (table: Int32Array, loops: number) => [
  { axis: 0, table, start: 0, coefficients: Array.from({ length: loops }, (_, k) => (k === 0 ? 1 : 0)) },
];

/** Cosines and sines of all pairs, and in the row after them those of a column that rests: 1 and 0. */
function anglesOf(
  columns: View<'float64'>,
  length: number,
  { first, second }: PairRound,
  off: View,
): [View, View] {
  const { dtype, shape, strides } = columns;
  const batch = shape.slice(2);
  const extents = [first.length, ...batch];
  const nest = new NestBuilder(extents, [length]);
  const loops = extents.length + 1;
  const steps = [0, ...strides.slice(2), strides[1]];
  const p = nest.load(columns, { strides: steps, gathers: byFirst(first, loops) }).re;
  const q = nest.load(columns, { strides: steps, gathers: byFirst(second, loops) }).re;
  const fold = (a: Term, b: Term) => e.reduce('sum', times(a, b));
  const turned = rotation(fold(p, p), fold(q, q), fold(p, q), orthogonalTolerance(length));
  const results = [turned.cosine, turned.sine].map((angle, k) => {
    const all = newView(dtype, [first.length + 1, ...batch]);
    (all.storage.memory as Float64Array).fill(1 - k, first.length * all.strides[0]);
    nest.storeInto(view(all, extents, all.strides), realValue(angle));
    return all;
  });
  nest.storeInto(off, realValue(turned.off));
  nest.run();
  return results as [View, View];
}

/** Every column turned towards, or away from, its partner. */
function turnColumns(
  now: View<'float64'>,
  next: View<'float64'>,
  { partner, pair, side }: PairRound,
  [cosines, sines]: readonly [View, View],
): void {
  const { dtype, shape, strides } = now;
  const loops = shape.length;
  const nest = new NestBuilder(shape);
  const gathered = (x: View, table: Int32Array, steps: readonly number[]) =>
    nest.load(x, { strides: steps, gathers: byFirst(table, loops) }).re;
  const sides = newView('int32', [side.length]);
  (sides.storage.memory as Int32Array).set(side);
  const sign = e.cast(nest.load(sides, { strides: [1] }).re, dtype);
  const across = (x: View) => [0, 0, ...x.strides.slice(1)];
  const own = nest.load(now).re;
  const other = gathered(now, partner, [0, ...strides.slice(1)]);
  const turned = plus(
    times(gathered(cosines, pair, across(cosines)), own),
    times(times(sign, gathered(sines, pair, across(sines))), other),
  );
  nest.storeInto(next, realValue(turned));
  nest.run();
}
