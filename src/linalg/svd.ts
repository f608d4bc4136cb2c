/** The singular value decomposition, by one-sided Jacobi. */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { checkOptions } from '../errors.ts';
import { castValue, realValue } from '../kernels/value.ts';
import { checkSize } from '../limits.ts';
import { stretch } from '../views/broadcast.ts';
import { NestBuilder } from '../views/build.ts';
import { castTo } from '../views/cast.ts';
import { computeRow } from '../views/compute-row.ts';
import { identityMatrix } from '../views/fill.ts';
import { anyZero, isZero } from '../views/reduce.ts';
import { countOf, newView, type View, view } from '../views/view.ts';
import { equal, number, over, select } from './arithmetic.ts';
import { completeBasis } from './complete-basis.ts';
import { type Factor, factor, releaseFactor } from './factor.ts';
import {
  batchFirst,
  batchOf,
  columnsOf,
  type FloatDType,
  firstLast,
  matricesArgument,
  rowsOf,
  transposedMatrices,
} from './matrices.ts';
import { inOrder, ranksOf } from './order.ts';

/** Options of `svd`. */
export interface SvdOptions {
  /** Whether u and vh are square (true unless said), or have as many columns and rows as there are singular values. */
  readonly fullMatrices?: boolean;
}

/** A matrix as u · diag(s) · vh. */
export interface Svd {
  /** (…, m, m), or (…, m, k) with k = min(m, n): orthonormal columns. */
  readonly u: NDArray<FloatDType>;
  /** (…, k), descending. */
  readonly s: NDArray<FloatDType>;
  /** (…, n, n), or (…, k, n): orthonormal rows. */
  readonly vh: NDArray<FloatDType>;
}

function sortedValues({ values, scale }: Factor, ranks: View<'float64'>): View<'float64'> {
  return computeRow('divide', [inOrder(values, ranks), scale]) as View<'float64'>;
}

/** The columns of U, [m or n, m, …batch], of sorted columns [n, rows, …batch]. */
function leftVectors(sorted: View<'float64'>, m: number, full: boolean, values: View<'float64'>) {
  const [n, , ...batch] = sorted.shape;
  const count = full ? m : n;
  const left = newView('float64', [count, m, ...batch], { zeroed: true });
  const nest = new NestBuilder([n, m, ...batch]);
  const element = nest.load(view(sorted, [n, m, ...batch], sorted.strides)).re;
  const length = nest.load(values, { strides: [values.strides[0], 0, ...values.strides.slice(1)] }).re;
  const safe = select(equal(length, number(0, length)), number(1, length), length);
  nest.storeInto(view(left, [n, m, ...batch], left.strides), realValue(over(element, safe)));
  nest.run();
  const lacking = anyZero(values);
  if (!lacking && count === n) return left;
  // Those that stand for zeros, and those past the last value.
  const needed = newView('float64', [count, ...batch]);
  (needed.storage.memory as Float64Array).fill(1);
  const flags = new NestBuilder([n, ...batch]);
  flags.storeInto(
    view(needed, [n, ...batch], needed.strides),
    castValue(isZero(null, flags.load(values)), 'float64'),
  );
  flags.run();
  completeBasis(left, needed, lacking ? 0 : n);
  return left;
}

const svdOperation = defineOperation<{ full: boolean }, readonly View<FloatDType>[]>({
  name: 'svd',
  run: ([a], { full }) => {
    const x = a as View<FloatDType>;
    const wide = rowsOf(x) < columnsOf(x);
    const tall = wide ? transposedMatrices(x) : x;
    const batch = batchOf(x);
    const [m, n] = [rowsOf(tall), columnsOf(tall)];
    if (full) checkSize('svd', [...batch, m, m], 8, wide ? 'vh' : 'u');
    if (countOf(x) === 0) {
      const square = (size: number) => stretch(identityMatrix('svd', size, x.dtype), [...batch, size, size]);
      const empty = (...shape: number[]) => newView(x.dtype, [...batch, ...shape], { zeroed: true });
      const [height, width] = [rowsOf(x), columnsOf(x)];
      return [full ? square(height) : empty(height, n), empty(n), full ? square(width) : empty(n, width)];
    }
    const parts = factor(tall, true);
    const ranks = ranksOf(parts.values);
    const sorted = inOrder(parts.columns, ranks);
    const lengths = inOrder(parts.values, ranks);
    const left = leftVectors(sorted, m, full, lengths);
    const right = view(
      sorted,
      [n, n, ...sorted.shape.slice(2)],
      sorted.strides,
      sorted.offset + m * sorted.strides[1],
    );
    const s = firstLast(sortedValues(parts, ranks));
    releaseFactor(parts);
    const [columns, across] = [transposedMatrices(batchFirst(left)), batchFirst(right)];
    const found = wide ? [transposedMatrices(across), s, transposedMatrices(columns)] : [columns, s, across];
    return found.map(array => castTo(array, x.dtype));
  },
});

/**
 * The singular value decomposition of each matrix: a = u · diag(s) · vh with orthonormal columns in u and rows in vh.
 * One-sided Jacobi: even the smallest singular values of well-scaled matrices are right to nearly all digits. Signs of
 * vectors, and bases where values are equal, are not unique, and may differ from LAPACK's. Where there is a NaN or an
 * infinity, everything is NaN. Source: numpy.linalg.svd.
 *
 * @param a (…, m, n), float32 or float64 (others become float64)
 * @param options `fullMatrices`: whether u and vh are square (true)
 * @returns u (…, m, m), s (…, k) descending, vh (…, n, n); with `fullMatrices: false` (…, m, k) and (…, k, n); k = min(m, n)
 * @throws ConcordatError for fewer than two axes, and for complex numbers
 * @example
 * import { svd } from 'concordat';
 * svd([[0, 2], [1, 0], [0, 0]]).s.toArray(); // => [2, 1]
 */
export function svd(a: ArrayLike, options: SvdOptions = {}): Svd {
  checkOptions('svd', options, ['fullMatrices']);
  const [u, s, vh] = svdOperation([matricesArgument('svd', 'a', a)], { full: options.fullMatrices ?? true });
  return { u, s, vh };
}

/** The singular values of each matrix, descending. */
export function valuesOf(x: View<FloatDType>): View<FloatDType> {
  const tall = rowsOf(x) < columnsOf(x) ? transposedMatrices(x) : x;
  if (countOf(x) === 0) return newView(x.dtype, [...batchOf(x), columnsOf(tall)], { zeroed: true });
  const parts = factor(tall, false);
  const s = firstLast(sortedValues(parts, ranksOf(parts.values)));
  releaseFactor(parts);
  return castTo(s, x.dtype);
}

const valuesOperation = defineOperation<Record<string, never>, View<FloatDType>>({
  name: 'singularValues',
  run: ([x]) => valuesOf(x as View<FloatDType>),
  /** u·diag(g)·vh, of the reduced decomposition. */
  adjoint: ({ input }, [g], tools) => {
    const [u, , vh] = tools.svd(input(0));
    const scaled = tools.multiply(
      u,
      tools.reshape(g, [...g.shape.slice(0, -1), 1, g.shape[g.shape.length - 1]]),
    );
    return [tools.matmul(scaled, vh)];
  },
});

/**
 * The singular values of each matrix alone, descending: what `svd` gives as `s`, without the work for the vectors.
 *
 * @param a (…, m, n)
 * @returns (…, min(m, n))
 * @throws ConcordatError for fewer than two axes, and for complex numbers
 * @example
 * import { singularValues } from 'concordat';
 * singularValues([[3, 0], [0, -4]]).toArray(); // => [4, 3]
 */
export const singularValues = (a: ArrayLike): NDArray<FloatDType> =>
  valuesOperation([matricesArgument('singularValues', 'a', a)], {});
