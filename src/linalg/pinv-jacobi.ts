/** Pseudo-inverses of matrices with three rows and columns or more, from the columns that Jacobi leaves. */

import * as e from '../kernels/expression.ts';
import { castValue, realValue } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import type { View } from '../views/view.ts';
import { view } from '../views/view.ts';
import { larger, less, number, over, select, times } from './arithmetic.ts';
import { factor, releaseFactor } from './factor.ts';
import { batchOf, columnsOf, type FloatDType, rowsOf, transposedMatrices } from './matrices.ts';

/** Cutoffs as arrays [..batch, 1, 1]. */
export interface Cutoffs {
  readonly relative: View<FloatDType>;
  readonly absolute: View<FloatDType> | null;
}

/** Bytes of columns that a part of a batch may take: what a second-level cache holds. */
const PART_BYTES = 2 ** 20;

/** A batch of tall matrices by Jacobi: A⁺[j, i] = Σ_k V[j, k] · U[i, k] ÷ s[k], over the values that count. */
function pinvOfPart(x: View<FloatDType>, { relative, absolute }: Cutoffs, result: View<FloatDType>): void {
  const parts = factor(x, true);
  const { columns, values, scale, m, n } = parts;
  const batch = batchOf(x);
  const most = new NestBuilder(batch, [n]);
  const each = most.load(values, { strides: [...values.strides.slice(1), values.strides[0]] }).re;
  const largest = most.store(realValue(e.reduce('maximum', each)));
  most.run();

  const kept = new NestBuilder([n, ...batch]);
  const value = kept.load(values).re;
  const cutoff = (array: View) =>
    castValue(kept.load(array, { strides: [0, ...array.strides.slice(0, batch.length)] }), 'float64').re;
  const own = times(cutoff(relative), cutoff(largest));
  const least = absolute ? larger(own, times(cutoff(absolute), cutoff(scale))) : own;
  const inverse = select(less(least, value), over(number(1, value), value), number(0, value));
  const inverses = kept.store(realValue(inverse));
  kept.run();

  const [column, row, ...across] = columns.strides;
  const sum = new NestBuilder([n, m, ...batch], [n]);
  const left = sum.load(columns, { strides: [0, row, ...across, column] }).re;
  const lower = view(columns, columns.shape.with(1, n), columns.strides, columns.offset + m * row);
  const right = sum.load(lower, { strides: [row, 0, ...across, column] }).re;
  const factorOf = sum.load(inverses, {
    strides: [0, 0, ...inverses.strides.slice(1), inverses.strides[0]],
  }).re;
  const back = sum.load(scale, { strides: [0, 0, ...scale.strides, 0] }).re;
  const total = e.reduce('sum', times(times(left, factorOf), times(right, factorOf)));
  const [batchStrides, ends] = [result.strides.slice(0, -2), result.strides.slice(-2)];
  sum.storeInto(
    view(result, [n, m, ...batch], [...ends, ...batchStrides]),
    castValue(realValue(times(total, back)), result.dtype),
  );
  sum.run();
  releaseFactor(parts);
  for (const temporary of [largest, inverses]) temporary.storage.dispose();
}

/** Does a batch in parts along its longest axis, so that what is worked on stays in the cache. */
function inParts(
  x: View<FloatDType>,
  bytes: number,
  run: (cut: <D extends View>(array: D) => D) => void,
): void {
  const batch = batchOf(x);
  const axis = batch.indexOf(Math.max(...batch));
  const others = batch.reduce((product, extent, k) => (k === axis ? product : product * extent), 1);
  const length = batch.length === 0 ? 1 : batch[axis];
  const step = Math.max(1, Math.floor(PART_BYTES / (bytes * others)));
  for (let first = 0; first < length; first += step)
    run(array => {
      if (batch.length === 0) return array;
      const shape = array.shape.with(axis, Math.min(step, length - first));
      return view(array, shape, array.strides, array.offset + first * array.strides[axis]) as typeof array;
    });
}

/** The pseudo-inverses of wide matrices (…, m, n), written into `result` (…, n, m). */
export function pinvByJacobi(x: View<FloatDType>, cutoffs: Cutoffs, result: View<FloatDType>): void {
  const bytes = 8 * rowsOf(x) * (rowsOf(x) + columnsOf(x));
  inParts(x, bytes, cut =>
    pinvOfPart(
      transposedMatrices(cut(x)),
      { relative: cut(cutoffs.relative), absolute: cutoffs.absolute && cut(cutoffs.absolute) },
      transposedMatrices(cut(result)),
    ),
  );
}
