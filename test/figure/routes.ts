/** Made-up routes for the tests of figures: what they hold need not be convolutions. */
import { array } from '../../src/array/convert.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import type { ComparisonFigure, ComparisonRow } from '../../src/figure/index.ts';

/** A matrix by a rule. */
export const matrix = (rows: number, columns: number, rule: (i: number, j: number) => number): NDArray =>
  array(Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => rule(i, j))));

export const sobel = array([
  [1, 0, -1],
  [2, 0, -2],
  [1, 0, -1],
]);

/** One row; the reference unless told otherwise. */
export function route(rows: number, columns: number, given: Partial<ComparisonRow> = {}): ComparisonRow {
  const image = matrix(rows, columns, (i, j) => ((i * 7 + j * 3) % 11) + i / 10);
  const result = matrix(rows, columns, (i, j) => ((i * 5 + j * 13) % 17) - 8);
  const difference = matrix(rows, columns, () => 0);
  return { name: 'scipy', note: 'the reference', image, kernel: sobel, result, difference, ...given };
}

/** Six rows of one size, with short and long texts. */
export function sixRoutes(rows: number, columns: number): ComparisonFigure {
  const difference = matrix(rows, columns, (i, j) => ((i + 2 * j) % 5) - 2);
  return {
    title: 'The same periodic convolution, six ways',
    subtitle: 'An image and the kernel sobel-x',
    rows: [
      route(rows, columns),
      route(rows, columns, {
        name: 'scipy-tiled',
        note: 'shift by (-5, -5): the crop starts half a period in',
        difference,
      }),
      route(rows, columns, { name: 'torch', note: 'flip', difference }),
      route(rows, columns, { name: 'torch-tiled', note: 'equal by accident: '.repeat(20), difference }),
      route(rows, columns, {
        name: 'a-route-with-a-name/that-is-far-too-long'.repeat(4),
        note: '',
        difference,
      }),
      route(rows, columns, { name: 'cropped', result: matrix(2, 2, (i, j) => i - j), difference: null }),
    ],
  };
}

/** The values of a data set of a specification. */
// biome-ignore lint/suspicious/noExplicitAny: Vega's type of values is any.
export const valuesOf = (specification: any, name: string): any[] =>
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  specification.data.find((set: any) => set.name === name).values;
