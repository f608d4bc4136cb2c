/** Columns in the order of their lengths. The order differs from matrix to matrix, so a place is found by counting. */

import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { newView, type View } from '../views/view.ts';
import { both, either, equal, less, number, plus, select, type Term } from './arithmetic.ts';

/** The place of each of `values`, [n, …batch], in descending order: 0 for the largest; equal ones keep their order. */
export function ranksOf(values: View<'float64'>): View<'float64'> {
  const { shape, strides, dtype } = values;
  const [n, ...batch] = shape;
  const nest = new NestBuilder(shape, [n]);
  const own = nest.load(values).re;
  const other = nest.load(values, { strides: [0, ...strides.slice(1), strides[0]] }).re;
  const earlier = less(e.coordinate(batch.length + 1, dtype), e.coordinate(0, dtype));
  const before = either(less(own, other), both(equal(own, other), earlier));
  const rank = e.reduce('sum', select(before, number(1, own), number(0, own)));
  const result = nest.store(realValue(rank), dtype);
  nest.run();
  return result;
}

/** An array [n, …middle, …batch] with the entries of its first axis at their ranks, [n, …batch]. */
export function inOrder(x: View<'float64'>, ranks: View<'float64'>): View<'float64'> {
  const [n, ...rest] = x.shape;
  const middle = x.shape.length - ranks.shape.length;
  const nest = new NestBuilder(x.shape, [n]);
  const value = nest.load(x, { strides: [0, ...x.strides.slice(1), x.strides[0]] }).re;
  const rank = nest.load(ranks, {
    strides: [0, ...new Array<number>(middle).fill(0), ...ranks.strides.slice(1), ranks.strides[0]],
  }).re;
  const here = equal(rank, e.coordinate(0, x.dtype));
  const taken: Term = e.reduce('sum', select(here, value, number(0, value)));
  // Where there are NaNs nothing has a rank of its own; they must not turn into zeros.
  const spoilt = e.reduce('sum', select(equal(value, value), number(0, value), value));
  const result = newView(x.dtype, [n, ...rest]);
  nest.storeInto(result, realValue(plus(taken, spoilt)));
  nest.run();
  return result;
}
