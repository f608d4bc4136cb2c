/** Matrices for tests, and the definitions that results are held to: plain loops over nested arrays. */

import { array } from '../../src/array/convert.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { sizeOf } from '../../src/extents.ts';
import { mulberry32 } from '../random.ts';

export type Matrix = number[][];

/** Numbers between −1 and 1, the same on every run. */
export function numbers(seed: number): () => number {
  const { next } = mulberry32(seed);
  return () => next() * 2 - 1;
}

/** An array of such numbers. */
export function drawn(shape: readonly number[], seed: number): NDArray<'float64'> {
  const next = numbers(seed);
  const count = sizeOf(shape);
  return array({ data: Float64Array.from({ length: count }, next), shape: [...shape] }) as NDArray<'float64'>;
}

/** The product of two matrices, by its definition. */
export const product = (a: Matrix, b: Matrix): Matrix =>
  a.map(row => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

export const transposed = (a: Matrix): Matrix => a[0].map((_, j) => a.map(row => row[j]));

export const identity = (n: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)));

/** The largest difference of two matrices. */
export const apart = (a: Matrix, b: Matrix): number =>
  Math.max(0, ...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i][j]))));

/** The matrices of an array (batch, m, n). */
export const matricesOf = (x: NDArray): Matrix[] => x.toArray<Matrix[]>();

/** The determinant by its definition, along the first row. */
export function determinant(a: Matrix): number {
  if (a.length === 0) return 1;
  return a[0].reduce((sum, x, j) => {
    const minor = a.slice(1).map(row => row.filter((_, k) => k !== j));
    return sum + (j % 2 === 0 ? 1 : -1) * x * determinant(minor);
  }, 0);
}

/** Whether p is the pseudo-inverse of a: the four conditions of Penrose, to within `room`. */
export function penrose(a: Matrix, p: Matrix): number {
  const [ap, pa] = [product(a, p), product(p, a)];
  return Math.max(
    apart(product(ap, a), a),
    apart(product(pa, p), p),
    apart(transposed(ap), ap),
    apart(transposed(pa), pa),
  );
}
