/**
 * Columns that make a set of orthonormal ones complete. Each new one is the axis that the set reaches least, less its
 * part in the set, twice ("twice is enough": W. Kahan, in B. Parlett, The Symmetric Eigenvalue Problem).
 */

import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { newView, type View, view } from '../views/view.ts';
import { equal, minus, number, over, root, select, type Term, times } from './arithmetic.ts';
import { copyInto } from './matrices.ts';

/** The first `count` columns of [columns, m, …batch]. */
const before = (x: View<'float64'>, count: number): View<'float64'> =>
  view(x, [count, ...x.shape.slice(1)], x.strides);

const columnAt = (x: View<'float64'>, k: number): View<'float64'> =>
  view(x, x.shape.slice(1), x.strides.slice(1), x.offset + k * x.strides[0]);

/**
 * Replaces columns from number `from` on by new ones, where `needed` is not 0.
 *
 * @param columns [count, m, …batch]: columns, then their elements; the first `from` are orthonormal
 * @param needed [count, …batch]
 */
export function completeBasis(columns: View<'float64'>, needed: View<'float64'>, from: number): void {
  const [count, m] = columns.shape;
  for (let k = from; k < count; k++) {
    const known = before(columns, k);
    let column = leastReached(known, m);
    for (let round = 0; round < 2; round++) column = apart(column, known);
    const target = columnAt(columns, k);
    const [, ...batch] = target.shape;
    const nest = new NestBuilder(target.shape);
    const want = nest.load(
      view(needed, batch, needed.strides.slice(1), needed.offset + k * needed.strides[0]),
      { strides: [0, ...needed.strides.slice(1)] },
    ).re;
    const kept = nest.load(target).re;
    const made = nest.load(column).re;
    const result = nest.store(realValue(select(equal(want, number(0, want)), kept, made)), target.dtype);
    nest.run();
    copyInto(result, target);
  }
}

/** For each matrix the axis with the least part in the columns [k, m, …batch], as a column [m, …batch]. */
function leastReached(known: View<'float64'>, m: number): View<'float64'> {
  const { dtype } = known;
  const [k, , ...batch] = known.shape;
  const [column, row, ...across] = known.strides;
  const parts = new NestBuilder([m, ...batch], [k]);
  const part = parts.load(known, { strides: [row, ...across, column] }).re;
  const reached = parts.store(realValue(e.reduce('sum', times(part, part))), dtype);
  parts.run();

  const least = new NestBuilder(batch, [m]);
  const sums = (nest: NestBuilder) =>
    nest.load(reached, { strides: [...reached.strides.slice(1), reached.strides[0]] }).re;
  const smallest = least.store(realValue(e.reduce('minimum', sums(least))), dtype);
  least.run();

  const first = new NestBuilder(batch, [m]);
  const index = e.coordinate(batch.length, dtype);
  const isSmallest = equal(sums(first), first.load(smallest, { strides: smallest.strides }).re);
  const place = first.store(
    realValue(e.reduce('minimum', select(isSmallest, index, number(m, index)))),
    dtype,
  );
  first.run();

  const unit = new NestBuilder([m, ...batch]);
  const axis = e.coordinate(0, dtype);
  const chosen = unit.load(place, { strides: [0, ...place.strides] }).re;
  const result = unit.store(realValue(select(equal(axis, chosen), number(1, axis), number(0, axis))), dtype);
  unit.run();
  return result;
}

/** A column less its part in the known ones, of length 1. */
function apart(column: View<'float64'>, known: View<'float64'>): View<'float64'> {
  const { dtype, shape } = column;
  const [m, ...batch] = shape;
  const k = known.shape[0];
  const [step, row, ...across] = known.strides;
  const products = newView(dtype, [k, ...batch]);
  const project = new NestBuilder([k, ...batch], [m]);
  const one = project.load(known, { strides: [step, ...across, row] }).re;
  const other = project.load(column, { strides: [0, ...column.strides.slice(1), column.strides[0]] }).re;
  project.storeInto(products, realValue(e.reduce('sum', times(one, other))));
  project.run();

  const subtract = new NestBuilder(shape, [k]);
  const part = subtract.load(known, { strides: [row, ...across, step] }).re;
  const factor = subtract.load(products, {
    strides: [0, ...products.strides.slice(1), products.strides[0]],
  }).re;
  const rest: Term = minus(subtract.load(column).re, e.reduce('sum', times(part, factor)));
  const left = subtract.store(realValue(rest), dtype);
  subtract.run();

  const squared = new NestBuilder(batch, [m]);
  const element = squared.load(left, { strides: [...left.strides.slice(1), left.strides[0]] }).re;
  const length = squared.store(realValue(root(e.reduce('sum', times(element, element)))), dtype);
  squared.run();

  const scaled = new NestBuilder(shape);
  const result = scaled.store(
    realValue(over(scaled.load(left).re, scaled.load(length, { strides: [0, ...length.strides] }).re)),
    dtype,
  );
  scaled.run();
  return result;
}
