/** The panels of all rows, in colours that can be compared. */

import { showShape } from '../errors.ts';
import { allFinite } from '../views/reduce.ts';
import { kernelNumbers } from './kernel.ts';
import { diverging, grey } from './palette.ts';
import { makePanel, type Panel, type Shading, type ShownSample, textPanel } from './panel.ts';
import { type SymmetricScale, symmetricScale, valueRange } from './scale.ts';
import { rememberByObject, type ShownDifference, type ShownRow } from './shown.ts';
import { showNumber } from './text.ts';

/** The columns of pictures, from left to right. */
export const panelColumns = ['image', 'kernel', 'result', 'difference'] as const;
export type Column = (typeof panelColumns)[number];
export type PanelRow = Readonly<Record<Column, Panel>>;

/** What the legend has to say about the panels. */
export interface Scales {
  readonly image: readonly [low: number, high: number];
  /** Kernels run from minus this to this. */
  readonly kernel: number;
  /** The scale of results and differences. */
  readonly result: SymmetricScale;
  /** Whether some element is NaN or infinite. */
  readonly notFinite: boolean;
  /** Whether some panel has fewer pixels than its array has elements. */
  readonly shrunk: boolean;
}

/** Makes the panels of `rows`. An array that stands in many rows is drawn once. */
export function panelsOf(rows: readonly ShownRow[]): { panels: PanelRow[]; scales: Scales } {
  const images = rows.map(row => row.image.sample);
  const kernels = rows.map(row => row.kernel.sample);
  const results = rows.map(row => row.result.sample);
  const differences = rows.map(row => row.difference?.sample ?? null);

  const samples = [
    ...new Set([...images, ...kernels, ...results, ...differences.flatMap(sample => sample ?? [])]),
  ];
  const values = (of: readonly (ShownSample | null)[]) => [
    ...new Set(of.flatMap(sample => sample?.values ?? [])),
  ];
  const scales: Scales = {
    image: valueRange(values(images)),
    kernel: symmetricScale(values(kernels)).largest || 1,
    result: symmetricScale(values([...results, ...differences])),
    notFinite: !samples.every(sample => allFinite(sample.values)),
    shrunk: samples.some(sample => sample.cell === null),
  };

  const signed = (limit: number): Shading => ({ palette: diverging, low: -limit, high: limit });
  const kernelShading = signed(scales.kernel);
  const drawImage = rememberByObject((sample: ShownSample) =>
    makePanel(sample, { palette: grey, low: scales.image[0], high: scales.image[1] }),
  );
  const drawResult = rememberByObject((sample: ShownSample) =>
    makePanel(sample, signed(scales.result.limit)),
  );
  const drawKernel = rememberByObject((sample: ShownSample): Panel => {
    const { labels, factor } = kernelNumbers(sample, kernelShading);
    return { ...makePanel(sample, kernelShading), labels, caption: factor };
  });
  const shapes = Object.fromEntries(panelColumns.map(column => [column, shapeOfAllRows(rows, column)]));
  const captioned = (panel: Panel, row: ShownRow, column: Exclude<Column, 'difference'>): Panel =>
    shapes[column] ? panel : { ...panel, caption: `${showShape(row[column].shape)} ${panel.caption}`.trim() };
  const panels = rows.map((row, index): PanelRow => {
    const result = drawResult(results[index]);
    const difference = differences[index];
    return {
      image: captioned(drawImage(images[index]), row, 'image'),
      kernel: captioned(drawKernel(kernels[index]), row, 'kernel'),
      result: captioned(result, row, 'result'),
      difference: difference
        ? { ...drawResult(difference), caption: differenceCaption(row.difference!) }
        : textPanel(whyNoDifference(row, rows[0]), result),
    };
  });
  return { panels, scales };
}

/** The shape that the arrays of a column share; null when they differ. */
export function shapeOfAllRows(rows: readonly ShownRow[], name: Column): readonly number[] | null {
  const shapes = rows.flatMap(row => (row[name] ? [row[name].shape] : []));
  return shapes.length && shapes.every(shape => String(shape) === String(shapes[0])) ? shapes[0] : null;
}

function differenceCaption({ largest, finite }: ShownDifference): string {
  if (largest > 0) return `largest ${showNumber(largest, 3)}`;
  return finite ? 'zero everywhere' : 'zero where finite';
}

function whyNoDifference(row: ShownRow, reference: ShownRow): string {
  const same = String(row.result.shape) === String(reference.result.shape);
  return same ? 'no difference given' : `shape ${showShape(row.result.shape)} differs`;
}
