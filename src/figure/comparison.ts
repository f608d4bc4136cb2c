/** The figure of a comparison: one row a route, image | kernel | result | difference from the reference. */
import { ConcordatError, checkOptions } from '../errors.ts';
import { layOut } from './layout.ts';
import { vegaSpecification } from './marks.ts';
import { type ComparisonRow, checkRecord, checkRow, checkText } from './rows.ts';
import { rowShower, type ShownRow } from './shown.ts';
import type { VegaSpecification } from './specification.ts';

/** What the figure of a comparison shows. */
export interface ComparisonFigure {
  /** The line above all. */
  readonly title: string;
  /** The line below it. */
  readonly subtitle?: string;
  /** One row of pictures a route. */
  readonly rows: readonly ComparisonRow[];
}

const functionName = 'comparisonSpecification';

/**
 * The Vega specification of a comparison: plain data, which `renderSvg` and `renderPng` draw, and a web page can.
 *
 * Images are grey, from the lowest value in any of them to the highest. Results and differences share one scale, the
 * same on both sides of zero: blue below, white at zero, red above. It holds all of them, or, where a few are far
 * stronger than the rest, 99 of 100; the figure says where it ends and how far the values go. NaN and infinity are
 * yellow and do not count. The numbers of kernels up to 7 × 7 are printed where they can be read. A panel takes at most
 * 256 × 192 pixels: larger images are shown by the means of blocks, larger results and differences by the element of
 * largest magnitude in each block, and the figure says so. A picture of a few rows or columns beside hundreds is drawn at
 * least 24 pixels wide. Every character that the shipped font lacks becomes `?`.
 *
 * @param figure title, subtitle, and a row for each route; the first is the reference
 * @returns a specification for Vega 6 with all pictures inside, as data URLs
 * @throws ConcordatError when there is no row, or an array is not two-dimensional, is empty or is complex
 * @example
 * import { comparisonSpecification } from 'concordat/figure';
 * const image = [[0, 1], [2, 3]];
 * const row = { name: 'scipy', image, kernel: [[1]], result: image, difference: [[0, 0], [0, 0]] };
 * comparisonSpecification({ title: 'Identity', rows: [row] }).autosize; // => 'none'
 */
export function comparisonSpecification(figure: ComparisonFigure): VegaSpecification {
  checkOptions(functionName, checkRecord(functionName, 'figure', figure), ['title', 'subtitle', 'rows']);
  const { subtitle = '', rows } = figure;
  const title = checkText(functionName, 'title', figure.title);
  if (!Array.isArray(rows) || rows.length === 0)
    throw new ConcordatError('value', `${functionName}: rows must be an array with at least one row`, {
      function: functionName,
      argument: 'rows',
    });
  const show = rowShower();
  return specificationOf(
    title,
    subtitle,
    rows.map((row, index) => show(checkRow(functionName, row, index))),
  );
}

/** The specification of rows of which only what is shown was kept. */
export const specificationOf = (
  title: string,
  subtitle: string,
  rows: readonly ShownRow[],
): VegaSpecification => vegaSpecification(layOut(title, subtitle, rows));
