/**
 * What a figure needs of an array: its shape, and as many elements as its panel has pixels. With that the array itself
 * can go, so that a figure of many large arrays never holds more than one of them.
 */

import { tile } from '../array/arrange.ts';
import type { NDArray } from '../array/ndarray.ts';
import { largestMagnitude } from '../views/magnitude.ts';
import { allFinite } from '../views/reduce.ts';
import { type Summary, shrink } from './levels.ts';
import { fitBox, kernelBox, panelBox, type ShownSample, type Size, sampleOf } from './panel.ts';
import type { CheckedRow } from './rows.ts';

/** An array as a panel shows it. */
export interface Shown {
  /** Of the array, not of what is shown. */
  readonly shape: readonly number[];
  readonly sample: ShownSample;
}

/** A difference, with what its caption says. */
export interface ShownDifference extends Shown {
  /** The largest finite magnitude. */
  readonly largest: number;
  readonly finite: boolean;
}

/** A row of a comparison, ready to be drawn. */
export interface ShownRow {
  readonly name: string;
  readonly note: string;
  readonly image: Shown;
  readonly kernel: Shown;
  readonly result: Shown;
  readonly difference: ShownDifference | null;
}

const shown = (x: NDArray, summary: Summary, box?: Size): Shown => ({
  shape: x.shape,
  sample: sampleOf(x, summary, box),
});

const shownDifference = (x: NDArray): ShownDifference => ({
  ...shown(x, 'peak'),
  largest: largestMagnitude(x),
  finite: allFinite(x),
});

/** An image that is repeated along its axes, as `tile` does it; a large one is never made. */
function shownTiled(x: NDArray, repetitions: readonly number[]): Shown {
  const shape = x.shape.map((extent, axis) => extent * repetitions[axis]);
  const { rows, columns, cell } = fitBox(shape, panelBox);
  if (cell !== null) return shown(tile(x, repetitions), 'mean');
  return { shape, sample: { values: shrink(x, rows, columns, 'mean', shape), cell } };
}

/** Gives of each row what is shown of it; of an array that stands in many rows, once. `tiles`: how often its image is repeated. */
export function rowShower(): (row: CheckedRow, tiles?: readonly number[]) => ShownRow {
  const image = rememberByObject((x: NDArray) => shown(x, 'mean'));
  const tiled = rememberByObject((x: NDArray) =>
    rememberByObject((by: readonly number[]) => shownTiled(x, by)),
  );
  const kernel = rememberByObject((x: NDArray) => shown(x, 'peak', kernelBox));
  const result = rememberByObject((x: NDArray) => shown(x, 'peak'));
  const difference = rememberByObject(shownDifference);
  return ({ name, note, ...row }, tiles) => ({
    name,
    note,
    image: tiles ? tiled(row.image)(tiles) : image(row.image),
    kernel: kernel(row.kernel),
    result: result(row.result),
    difference: row.difference && difference(row.difference),
  });
}

/** The same function, which answers from memory for an object that it has seen. */
export function rememberByObject<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return key => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
