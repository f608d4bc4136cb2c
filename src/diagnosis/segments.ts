/**
 * Elements along the last axis of an array, in pieces, of which what is no float64 is copied to memory that is used again. A search that asks every
 * place of an array for its value spends its time in finding the place; along a row the next one is beside it, and a
 * loop over float64 of one kind takes about a nanosecond an element.
 */

import type { NDArray } from '../array/ndarray.ts';
import { modulo } from '../boundary/table.ts';
import { sizeOf } from '../extents.ts';
import type { TypedArray } from '../kernels/dtype.ts';
import { dtypes, isComplex } from '../kernels/dtype.ts';
import { agrees, type Field } from './field.ts';

/** Elements that are looked at together. */
export const SEGMENT = 4096;

/**
 * Elements of a row, `count` from the place `first` on, continued from its other end. A row is named by the place in the
 * storage at which it begins. The answer holds until the next question.
 */
export type Segments = (row: number, first: number, count: number) => Float64Array;

/**
 * The segments of an array with at least one axis, of at most `most` elements; of a complex one, the mixture of parts
 * that a field has.
 */
export function segmentsOf({ array, read }: Field, most: number): Segments {
  const { storage, dtype } = array;
  const [step, extent] = [array.strides.at(-1)!, array.shape.at(-1)!];
  const direct = !isComplex(dtype) && !dtypes[dtype].array.name.startsWith('Big');
  const values = new Float64Array(Math.min(SEGMENT, most));
  return (row, first, count) => {
    const start = modulo(first, extent);
    // Float64 side by side need not be copied.
    if (step === 1 && dtype === 'float64' && start + count <= extent)
      return numbersOf(storage.memory).subarray(row + start, row + start + count);
    let filled = 0;
    for (let from = start; filled < count; from = 0) {
      const run = Math.min(count - filled, extent - from);
      let place = row + from * step;
      if (direct && step === 1) values.set(numbersOf(storage.memory).subarray(place, place + run), filled);
      else if (direct) {
        const memory = numbersOf(storage.memory);
        for (let k = filled; k < filled + run; k++, place += step) values[k] = memory[place];
      } else for (let k = filled; k < filled + run; k++, place += step) values[k] = read(place);
      filled += run;
    }
    return values;
  };
}

const numbersOf = (memory: TypedArray) => memory as Float64Array;

/** Calls `work` for every row as long as it says so: with the place in the storage where the row begins, and its index, which is used again. */
export function forEachRow(
  { shape, strides, offset }: NDArray,
  work: (row: number, index: readonly number[]) => boolean,
): void {
  const index = shape.slice(0, -1).map(() => 0);
  const rows = sizeOf(shape.slice(0, -1));
  for (let left = rows; left > 0; left--) {
    if (
      work(
        index.reduce((place, step, axis) => place + step * strides[axis], offset),
        index,
      ) === false
    )
      return;
    for (let axis = index.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
}

/** The places of a field that hold a value; null when there are more than `most`. */
export function placesHolding(
  field: Field,
  value: number,
  tolerance: number,
  most: number,
): number[][] | null {
  const { array } = field;
  const extent = array.shape.at(-1)!;
  const segments = segmentsOf(field, extent);
  const found: number[][] = [];
  forEachRow(array, (row, index) => {
    for (let first = 0; first < extent && found.length <= most; first += SEGMENT) {
      const count = Math.min(SEGMENT, extent - first);
      const values = segments(row, first, count);
      for (let k = 0; k < count; k++)
        if (agrees(values[k], value, tolerance)) found.push([...index, first + k]);
    }
    return found.length <= most;
  });
  return found.length <= most ? found : null;
}
