/** Pseudo-inverses (Moore–Penrose): by closed form for one or two rows or columns, else by one-sided Jacobi. */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { checkOptions, fault, showShape } from '../errors.ts';
import type { Tools } from '../gate/record.ts';
import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { broadcastShapes, stretch } from '../views/broadcast.ts';
import { NestBuilder } from '../views/build.ts';
import { castTo } from '../views/cast.ts';
import type { View } from '../views/view.ts';
import { countOf, view } from '../views/view.ts';
import { adjointOfMatrix } from './adjoint.ts';
import { less, select } from './arithmetic.ts';
import { type Cells, eachMatrix } from './elements.ts';
import {
  batchOf,
  columnsOf,
  constantMatrices,
  type FloatDType,
  floatArgument,
  matricesArgument,
  newMatrices,
  rowsOf,
  squaresArgument,
  transposedMatrices,
} from './matrices.ts';
import { type Cutoffs, pinvByJacobi } from './pinv-jacobi.ts';
import { pinvOfRows } from './pinv-two.ts';

/** Options of `pinv`. */
export interface PinvOptions {
  /**
   * Singular values up to this part of the largest count as zero: one number, or an array over the leading axes.
   * 1e-15 unless said, as in NumPy.
   */
  readonly rcond?: ArrayLike;
  /** Whether the matrices are symmetric; then only the lower triangle is read. */
  readonly hermitian?: boolean;
}

/** Both triangles as the lower one has them. */
function symmetric(x: View<FloatDType>): View<FloatDType> {
  const rank = x.shape.length - 2;
  const nest = new NestBuilder(x.shape);
  const [row, column] = [e.coordinate(rank, x.dtype), e.coordinate(rank + 1, x.dtype)];
  const value = select(less(row, column), nest.load(transposedMatrices(x)).re, nest.load(x).re);
  const result = nest.store(realValue(value), x.dtype);
  nest.run();
  return result as View<FloatDType>;
}

/** Of wide matrices of one or two rows, with their cutoffs; `narrow` where elements were float32. */
const smallPseudoInverses = eachMatrix<boolean>((narrow, rows, relative, absolute?: Cells) => [
  pinvOfRows(rows, { relative: relative[0][0], absolute: absolute ? absolute[0][0] : null }, narrow),
]);

/** The pseudo-inverses of matrices. */
export function pseudoInverse(x: View<FloatDType>, cutoffs: Cutoffs): View<FloatDType> {
  const [m, n, batch] = [rowsOf(x), columnsOf(x), batchOf(x)];
  const result = newMatrices(x, batch, n, m);
  if (countOf(result) === 0) return result;
  const wide = m < n;
  const across = wide ? x : transposedMatrices(x);
  const target = wide ? result : transposedMatrices(result);
  if (Math.min(m, n) <= 2) {
    const inputs = [cutoffs.relative, ...(cutoffs.absolute ? [cutoffs.absolute] : [])];
    smallPseudoInverses(x.dtype === 'float32', [across, ...inputs], [target]);
    return result;
  }
  pinvByJacobi(across, cutoffs, target);
  return result;
}

/** A cutoff as an array over 1×1 matrices of a batch. */
function cutoffOver(name: string, argument: string, value: ArrayLike, x: View<FloatDType>): View<FloatDType> {
  if (typeof value === 'number') return constantMatrices(value, x.dtype, batchOf(x));
  const given = castTo(floatArgument(name, argument, value), x.dtype);
  const batch = batchOf(x);
  const full = broadcastShapes(name, batch, given.shape);
  if (full.length !== batch.length || full.some((extent, axis) => extent !== batch[axis]))
    throw fault(
      'shape',
      name,
      `${argument} has shape ${showShape(given.shape)}, which does not broadcast to the leading axes ${showShape(batch)} of the matrices`,
      { argument, shape: given.shape, batch },
    );
  const spread = stretch(given, batch);
  return view(spread, [...batch, 1, 1], [...spread.strides, 0, 0]);
}

/** What counts as zero: singular values up to max(atol, rtol · the largest). */
export interface Tolerances {
  readonly rtol: ArrayLike;
  readonly atol?: ArrayLike;
  readonly hermitian?: boolean;
}

/**
 * The gradient of a matrix a of constant rank, of the gradient g of its pseudo-inverse p.
 * Source: G. H. Golub, V. Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose variables
 * separate", SIAM J. Numer. Anal. 10 (1973), 413–432.
 */
function pinvGradient(a: View, p: View, g: View, tools: Tools): View {
  const { add, matmul, negate, subtract } = tools;
  const [pT, gT] = [p, g].map(x => adjointOfMatrix(x, tools));
  const within = negate(matmul(matmul(pT, g), pT));
  // What lies outside of the columns, and of the rows, of a.
  const columns = subtract(gT, matmul(a, matmul(p, gT)));
  const rows = subtract(gT, matmul(matmul(gT, p), a));
  const left = matmul(matmul(columns, p), pT);
  const right = matmul(matmul(pT, p), rows);
  return add(add(within, left), right);
}

/** Of matrices and their cutoffs, relative and perhaps absolute, […batch, 1, 1]. */
const pinvOperation = defineOperation<{ hermitian: boolean }, View<FloatDType>>({
  name: 'pinv',
  run: (inputs, { hermitian }) => {
    const [x, relative, absolute = null] = inputs as readonly View<FloatDType>[];
    return pseudoInverse(hermitian ? symmetric(x) : x, { relative, absolute });
  },
  adjoint: ({ input, result, options: { hermitian } }, [g], tools) =>
    hermitian ? unsupported() : [pinvGradient(input(0), result(), g, tools)],
});

const unsupported = (): never => {
  throw fault('value', 'pinv', 'with hermitian it cannot be differentiated; leave the option out', {});
};

/** `pinv` with a relative and an absolute tolerance; errors speak of `name`. */
export function pinvWithin(
  name: string,
  a: ArrayLike,
  { rtol, atol, hermitian }: Tolerances,
): NDArray<FloatDType> {
  const x = hermitian ? squaresArgument(name, 'a', a) : matricesArgument(name, 'a', a);
  const cutoffs = [cutoffOver(name, 'rtol', rtol, x)];
  if (atol !== undefined) cutoffs.push(cutoffOver(name, 'atol', atol, x));
  return pinvOperation([x, ...cutoffs], { hermitian: hermitian ?? false });
}

/**
 * The pseudo-inverse (Moore–Penrose) of each matrix: with a = u · diag(s) · vh, vhᵀ · diag(1/s) · uᵀ, where singular
 * values up to rcond times the largest count as zero. Matrices of any size and rank, good and bad ones mixed in one batch.
 * Where a matrix holds a NaN or an infinity, its result is NaN; the others are not touched. Source: numpy.linalg.pinv.
 *
 * @param a (…, m, n), of any strides: a (2, 4, N) array seen as (N, 2, 4) is not copied first
 * @param options `rcond` (1e-15), `hermitian`
 * @returns (…, n, m), in memory in the order in which `a` lies; float32 stays, everything else gives float64
 * @throws ConcordatError for fewer than two axes, complex numbers, an rcond that does not fit the leading axes
 * @example
 * import { pinv } from 'concordat';
 * pinv([[2, 0], [0, 0]]).toArray(); // => [[0.5, 0], [0, 0]]
 * pinv([[1, 2, 3], [4, 5, 6], [7, 8, 9]]).toArray<number[][]>()[0][0].toFixed(9); // => '-0.638888889'
 */
export function pinv(a: ArrayLike, options: PinvOptions = {}): NDArray<FloatDType> {
  checkOptions('pinv', options, ['rcond', 'hermitian']);
  const { rcond = 1e-15, hermitian = false } = options;
  return pinvWithin('pinv', a, { rtol: rcond, hermitian });
}
