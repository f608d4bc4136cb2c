/**
 * The columns U·Σ and V of a batch of matrices, by one-sided Jacobi. Matrices with very large or small elements are
 * scaled by a power of two first, so that squares neither overflow nor vanish.
 */

import * as e from '../kernels/expression.ts';
import { castValue, realValue, type Value } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { newView, type View, view } from '../views/view.ts';
import { equal, less, magnitude, number, root, select, type Term, times } from './arithmetic.ts';
import { orthogonalise } from './jacobi.ts';
import { batchLast, copyInto, type FloatDType } from './matrices.ts';

/** Exponents of two: beyond ±`far` matrices are scaled by ∓`by`. */
const range = { far: 500, by: 550 };

/** In float64, whatever the matrices are, as NumPy does it. */
export interface Factor {
  /** U·Σ in the first m rows, V in the next n: [n, m + n, …batch]; scaled. */
  readonly columns: View<'float64'>;
  /** The singular values in the order of the columns, [n, …batch]; scaled. */
  readonly values: View<'float64'>;
  /** What the matrices were multiplied by, […batch]. */
  readonly scale: View<'float64'>;
  readonly m: number;
  readonly n: number;
}

const double = (value: Value): Term => castValue(value, 'float64').re;

/** By what each matrix, of [m, n, …batch], is multiplied. */
function scalesOf(x: View<FloatDType>): View<'float64'> {
  const [m, n, ...batch] = x.shape;
  const [down, along, ...across] = x.strides;
  const nest = new NestBuilder(batch, [m, n]);
  const element = magnitude(double(nest.load(x, { strides: [...across, down, along] })));
  const most = e.reduce('maximum', element);
  const scale = select(
    less(most, number(2 ** -range.far, most)),
    number(2 ** range.by, most),
    select(less(number(2 ** range.far, most), most), number(2 ** -range.by, most), number(1, most)),
  );
  const result = nest.store<'float64'>(realValue(scale));
  nest.run();
  return result;
}

/** The scaled matrices [m, n, …batch] over the identity, as columns. */
function columnsOf(x: View<FloatDType>, scale: View, vectors: boolean): View<'float64'> {
  const [m, n, ...batch] = x.shape;
  const [down, along, ...across] = x.strides;
  const columns = newView('float64', [n, m + (vectors ? n : 0), ...batch]);
  const nest = new NestBuilder([n, m, ...batch]);
  const element = double(nest.load(x, { strides: [along, down, ...across] }));
  const factor = nest.load(scale, { strides: [0, 0, ...scale.strides] }).re;
  nest.storeInto(view(columns, [n, m, ...batch], columns.strides), realValue(times(element, factor)));
  nest.run();
  if (!vectors) return columns;
  const identity = new NestBuilder([n, n, ...batch]);
  const [row, column] = [e.coordinate(0, 'float64'), e.coordinate(1, 'float64')];
  identity.storeInto(
    view(columns, [n, n, ...batch], columns.strides, m * columns.strides[1]),
    realValue(select(equal(row, column), number(1, row), number(0, row))),
  );
  identity.run();
  return columns;
}

/**
 * Computes the columns of A·V anew, from A itself. Each turn has rounded them; this is one rounding instead of dozens. What
 * it puts of a long column into a short one, the next sweep takes out.
 */
function renew(x: View<FloatDType>, scale: View, columns: View<'float64'>): void {
  const [m, n, ...batch] = x.shape;
  const [down, along, ...across] = x.strides;
  const [column, row, ...inner] = columns.strides;
  const nest = new NestBuilder([n, m, ...batch], [n]);
  const element = double(nest.load(x, { strides: [0, down, ...across, along] }));
  const factor = nest.load(scale, { strides: [0, 0, ...scale.strides, 0] }).re;
  const turned = view(columns, columns.shape.with(1, n), columns.strides, columns.offset + m * row);
  const weight = nest.load(turned, { strides: [column, 0, ...inner, row] }).re;
  const fresh = nest.store(realValue(e.reduce('preciseSum', times(times(element, factor), weight))));
  nest.run();
  copyInto(fresh, columns);
  fresh.storage.dispose();
}

/** Lengths of the columns in their first m rows. */
function lengthsOf(columns: View<'float64'>, m: number): View<'float64'> {
  const [n, , ...batch] = columns.shape;
  const [column, row, ...across] = columns.strides;
  const nest = new NestBuilder([n, ...batch], [m]);
  const element: Term = nest.load(columns, { strides: [column, ...across, row] }).re;
  const result = nest.store<'float64'>(realValue(root(e.reduce('sum', times(element, element)))));
  nest.run();
  return result;
}

/**
 * Factors matrices with at least as many rows as columns.
 *
 * @param x […batch, m, n]
 * @param vectors whether V is wanted
 */
export function factor(x: View<FloatDType>, vectors: boolean): Factor {
  const given = batchLast(x);
  const [m, n] = given.shape;
  const scale = scalesOf(given);
  let columns = orthogonalise(columnsOf(given, scale, vectors), m);
  if (vectors && n > 1) {
    renew(given, scale, columns);
    columns = orthogonalise(columns, m);
  }
  return { columns, values: lengthsOf(columns, m), scale, m, n };
}

/** Gives the memory of a factor back. */
export function releaseFactor({ columns, values, scale }: Factor): void {
  for (const array of [columns, values, scale]) array.storage.dispose();
}
