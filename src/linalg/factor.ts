/**
 * The columns U·Σ and V of a batch of matrices, by one-sided Jacobi. Matrices with very large or small elements are
 * scaled by a power of two first, so that squares neither overflow nor vanish.
 */
import { NestBuilder, view } from '../array/build.ts';
import { type NDArray, newArray } from '../array/ndarray.ts';
import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { choose, equal, less, magnitude, number, root, type Term, times } from './arithmetic.ts';
import { orthogonalise } from './jacobi.ts';
import { batchLast, type FloatDType } from './matrices.ts';

/** Exponents of two: beyond ±`far` matrices are scaled by ∓`by`. */
const ranges = { float32: { far: 45, by: 85 }, float64: { far: 500, by: 550 } } as const;

export interface Factor {
  /** U·Σ in the first m rows, V in the next n: [n, m + n, …batch]; scaled. */
  readonly columns: NDArray<FloatDType>;
  /** The singular values in the order of the columns, [n, …batch]; scaled. */
  readonly values: NDArray<FloatDType>;
  /** What the matrices were multiplied by, […batch]. */
  readonly scale: NDArray<FloatDType>;
  readonly m: number;
  readonly n: number;
}

/** By what each matrix, of [m, n, …batch], is multiplied. */
function scalesOf(x: NDArray<FloatDType>): NDArray<FloatDType> {
  const [m, n, ...batch] = x.shape;
  const [down, along, ...across] = x.strides;
  const { far, by } = ranges[x.dtype];
  const nest = new NestBuilder(batch, [m, n]);
  const element = magnitude(nest.load(x, { strides: [...across, down, along] }).re);
  const most = e.reduce('maximum', element);
  const scale = choose(
    less(most, number(2 ** -far, most)),
    number(2 ** by, most),
    choose(less(number(2 ** far, most), most), number(2 ** -by, most), number(1, most)),
  );
  const result = nest.store(realValue(scale), x.dtype);
  nest.run('linalg scales');
  return result;
}

/** Columns of the scaled matrices over columns of the identity. */
function columnsOf(x: NDArray<FloatDType>, scale: NDArray, vectors: boolean): NDArray<FloatDType> {
  const [m, n, ...batch] = x.shape;
  const [down, along, ...across] = x.strides;
  const columns = newArray(x.dtype, [n, m + (vectors ? n : 0), ...batch]);
  const nest = new NestBuilder([n, m, ...batch]);
  const element = nest.load(x, { strides: [along, down, ...across] }).re;
  const factor = nest.load(scale, { strides: [0, 0, ...scale.strides] }).re;
  nest.storeInto(view(columns, [n, m, ...batch], columns.strides), realValue(times(element, factor)));
  nest.run('linalg columns');
  if (!vectors) return columns;
  const identity = new NestBuilder([n, n, ...batch]);
  const [row, column] = [e.coordinate(0, x.dtype), e.coordinate(1, x.dtype)];
  identity.storeInto(
    view(columns, [n, n, ...batch], columns.strides, m * columns.strides[1]),
    realValue(choose(equal(row, column), number(1, row), number(0, row))),
  );
  identity.run('linalg factor identity');
  return columns;
}

/** Lengths of the columns in their first m rows. */
function lengthsOf(columns: NDArray<FloatDType>, m: number): NDArray<FloatDType> {
  const [n, , ...batch] = columns.shape;
  const [column, row, ...across] = columns.strides;
  const nest = new NestBuilder([n, ...batch], [m]);
  const element: Term = nest.load(columns, { strides: [column, ...across, row] }).re;
  const result = nest.store(realValue(root(e.reduce('sum', times(element, element)))), columns.dtype);
  nest.run('linalg lengths');
  return result;
}

/**
 * Factors matrices with at least as many rows as columns.
 *
 * @param x […batch, m, n]
 * @param vectors whether V is wanted
 */
export function factor(x: NDArray<FloatDType>, vectors: boolean): Factor {
  const given = batchLast(x);
  const [m, n] = given.shape;
  const scale = scalesOf(given);
  const columns = orthogonalise(columnsOf(given, scale, vectors), m);
  return { columns, values: lengthsOf(columns, m), scale, m, n };
}

/** Gives the memory of a factor back. */
export function release({ columns, values, scale }: Factor): void {
  for (const array of [columns, values, scale]) array.dispose();
}
