/**
 * Elimination with partial pivoting for matrices of any size, one step a column. The augmented rows lie as
 * [n, columns, …batch], so that every step is a few nests over the whole batch. A pivot differs from matrix to matrix:
 * its row is found, and taken, by folds that choose.
 */

import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { newView, type View, view } from '../views/view.ts';
import { either, equal, magnitude, minus, negative, number, over, select, times } from './arithmetic.ts';
import { nonZero } from './eliminate-small.ts';
import { copyInto } from './matrices.ts';

/** Rows `first` to the end, columns `from` to the end, of an array [rows, columns, …batch]. */
function part(x: View, first: number, from: number): View {
  const [rows, columns, ...batch] = x.shape;
  return view(
    x,
    [rows - first, columns - from, ...batch],
    x.strides,
    x.offset + first * x.strides[0] + from * x.strides[1],
  );
}

const only = (x: View, row: number, column: number): View =>
  view(x, x.shape.slice(2), x.strides.slice(2), x.offset + row * x.strides[0] + column * x.strides[1]);

const load = (nest: NestBuilder, x: View, strides: readonly number[]) => nest.load(x, { strides }).re;

export interface Factored {
  /** Upper triangular in its first columns, [n, columns, …batch]. */
  readonly rows: View<'float64'>;
  /** 1, or −1 after an odd number of exchanges; […batch]. */
  readonly sign: View<'float64'>;
}

/** Brings augmented rows [n, columns, …batch] to upper triangular form; they are overwritten. */
export function eliminateLarge(rows: View<'float64'>): Factored {
  const [n, , ...batch] = rows.shape;
  const { dtype } = rows;
  let sign = newView(dtype, batch);
  (sign.storage.memory as Float64Array).fill(1);
  for (let k = 0; k < n; k++) {
    const rest = part(rows, k, k);
    const [left, columns] = rest.shape;
    const [down, along, ...across] = rest.strides;

    const largest = new NestBuilder(batch, [left]);
    const size = e.reduce('maximum', magnitude(load(largest, rest, [...across, down])));
    const top = largest.store(realValue(size), dtype);
    largest.run();

    const first = new NestBuilder(batch, [left]);
    const most = load(first, top, top.strides);
    // Where there is a NaN, any row will do: all results are NaN.
    const isTop = either(
      equal(magnitude(load(first, rest, [...across, down])), most),
      e.unary('isNaN', most),
    );
    const row = e.coordinate(batch.length, dtype);
    const place = first.store(realValue(e.reduce('minimum', select(isTop, row, number(left, row)))), dtype);
    first.run();

    const taken = new NestBuilder([columns, ...batch], [left]);
    const here = equal(e.coordinate(1 + batch.length, dtype), load(taken, place, [0, ...place.strides]));
    const value = load(taken, rest, [along, ...across, down]);
    const pivot = taken.store(realValue(e.reduce('sum', select(here, value, number(0, value)))), dtype);
    taken.run();

    const turned = new NestBuilder(batch);
    const before = load(turned, sign, sign.strides);
    const stayed = equal(load(turned, place, place.strides), number(0, before));
    const next = turned.store(realValue(select(stayed, before, negative(before))), dtype);
    turned.run();
    sign.storage.dispose();
    sign = next;

    // The row that was exchanged stands where the pivot was; then the pivot's multiples are taken from every row.
    if (left > 1) {
      const lower = part(rows, k + 1, k);
      const swept = new NestBuilder([left - 1, columns, ...batch]);
      const index = e.coordinate(0, dtype);
      const at = equal(
        e.binary('add', index, number(1, index)),
        load(swept, place, [0, 0, ...place.strides]),
      );
      const old = (step: number) =>
        select(at, load(swept, rest, [0, step, ...across]), load(swept, lower, [down, step, ...across]));
      const factor = over(old(0), nonZero(load(swept, pivot, [0, 0, ...pivot.strides.slice(1)])));
      const updated = minus(old(along), times(factor, load(swept, pivot, [0, ...pivot.strides])));
      const result = swept.store(realValue(updated), dtype);
      swept.run();
      copyInto(result, lower);
      result.storage.dispose();
    }
    copyInto(view(pivot, [1, columns, ...batch], [0, ...pivot.strides]), part(rows, k, k));
    for (const temporary of [top, place, pivot]) temporary.storage.dispose();
  }
  return { rows, sign };
}

/** Solves upper triangular rows [n, n + m, …batch] for their last m columns: [n, m, …batch]. */
export function substituteLarge({ rows }: Factored): View<'float64'> {
  const [n, columns, ...batch] = rows.shape;
  const m = columns - n;
  const { dtype } = rows;
  const solved = newView(dtype, [n, m, ...batch]);
  const [, along, ...across] = rows.strides;
  for (let k = n - 1; k >= 0; k--) {
    const nest = new NestBuilder([m, ...batch], k < n - 1 ? [n - 1 - k] : []);
    const none = k < n - 1 ? [0] : [];
    const step = k < n - 1 ? [along] : [];
    const right = load(nest, part(rows, k, n), [along, ...across, ...none]);
    const pivot = load(nest, only(rows, k, k), [0, ...across, ...none]);
    let value = right;
    if (k < n - 1) {
      const factor = load(nest, part(rows, k, k + 1), [0, ...across, ...step]);
      const known = load(nest, part(solved, k + 1, 0), [...solved.strides.slice(1), solved.strides[0]]);
      value = minus(right, e.reduce('sum', times(factor, known)));
    }
    const row = nest.store(realValue(over(value, pivot)), dtype);
    nest.run();
    copyInto(view(row, [1, m, ...batch], [0, ...row.strides]), part(solved, k, 0));
    row.storage.dispose();
  }
  return solved;
}

/** The diagonal of rows [n, …, …batch], as [n, …batch]. */
export function diagonalOf(rows: View<'float64'>): View<'float64'> {
  const [n, , ...batch] = rows.shape;
  const [down, along, ...across] = rows.strides;
  return view(rows, [n, ...batch], [down + along, ...across]);
}
