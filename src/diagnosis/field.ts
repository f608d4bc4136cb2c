/** An array with a few telling elements, which reject almost everything that is not the same array at once. */

import { stretch } from '../array/broadcast.ts';
import { unravel } from '../array/fold.ts';
import type { NDArray } from '../array/ndarray.ts';
import { slice } from '../array/views.ts';
import { isComplex } from '../kernels/dtype.ts';
import { largestError, lastMismatch, peakPlace } from './tolerance.ts';

/** An array with what the search asks of it again and again. */
export interface Field {
  readonly array: NDArray;
  /** The element at an index; of a complex one, a mixture of both parts. */
  readonly at: (index: readonly number[]) => number;
  /** The same by its place in the storage, for loops that keep count of it. */
  readonly read: (place: number) => number;
  /** Indices that spread over the array, half of them at its largest values, which tell most. */
  readonly samples: readonly number[][];
}

export function fieldOf(array: NDArray): Field {
  const { strides, offset } = array;
  const read = readerOf(array);
  const at = (index: readonly number[]) => {
    let place = offset;
    for (let axis = 0; axis < index.length; axis++) place += index[axis] * strides[axis];
    return read(place);
  };
  let samples: number[][] | undefined;
  return {
    array,
    at,
    read,
    get samples() {
      samples ??= samplePlaces(array, at);
      return samples;
    },
  };
}

function readerOf({ storage, dtype }: NDArray): Field['read'] {
  // The memory is asked for each time: it may move between two reads.
  if (!isComplex(dtype)) return place => Number(storage.memory[place]);
  // Parts that agree up to a tolerance give mixtures that do.
  return place => (2 * Number(storage.memory[2 * place]) + Number(storage.memory[2 * place + 1])) / 3;
}

const SAMPLES = 24;

/** Places that are looked at to find the telling ones. */
const LOOKED_AT = 4096;

function samplePlaces(array: NDArray, at: Field['at']): number[][] {
  const { shape, size } = array;
  if (size === 0) return [];
  const count = Math.min(size, LOOKED_AT);
  const step = Math.max(1, Math.floor(size / count));
  const flat = (k: number) => (k * step + (k % 7)) % size;
  const index = shape.map(() => 0);
  const values = Float64Array.from({ length: count }, (_, k) => {
    for (let axis = shape.length - 1, left = flat(k); axis >= 0; axis--) {
      index[axis] = left % shape[axis];
      left = Math.floor(left / shape[axis]);
    }
    return at(index);
  });
  // In a sparse array all of these may say nothing: then its peak and its last change are looked for.
  const dull = values.every(value => value === values[0]);
  const telling = dull ? tellingPlaces(array) : [];
  const every = Math.max(1, Math.floor(count / SAMPLES));
  const spread = Array.from({ length: Math.ceil(count / every) }, (_, k) => k * every);
  return [...telling, ...[...heaviest(values, SAMPLES / 2), ...spread].map(k => unravel(flat(k), shape))];
}

/** Where the values of largest magnitude stand, the largest first, of equal ones the first; NaN counts as 0. */
function heaviest(values: Float64Array, most: number): number[] {
  const found: number[] = [];
  const weight = (k: number) => Math.abs(values[k]) || 0;
  for (let k = 0; k < values.length; k++) {
    if (found.length === most && weight(k) <= weight(found[most - 1])) continue;
    const rank = found.findLastIndex(other => weight(other) >= weight(k));
    found.splice(rank + 1, 0, k);
    if (found.length > most) found.pop();
  }
  return found;
}

function tellingPlaces(array: NDArray): number[][] {
  const first = slice(array, ...array.shape.map((): [number, number] => [0, 1]));
  const places = [peakPlace(array), lastMismatch(array, stretch(first, array.shape), 0)];
  return places.filter(place => place !== null);
}

/** Whether two elements agree; NaN agrees with NaN. */
export const agrees = (a: number, b: number, tolerance: number) =>
  a === b || Math.abs(a - b) <= tolerance || (Number.isNaN(a) && Number.isNaN(b));

/** Whether an array is the same along an axis, up to a tolerance. */
export function isConstantAlong({ array, at, samples }: Field, axis: number, tolerance: number): boolean {
  if (array.size === 0) return false;
  if (array.shape[axis] === 1) return true;
  if (!samples.every(place => agrees(at(place), at(place.with(axis, 0)), tolerance))) return false;
  const first = slice(
    array,
    ...array.shape.map((_, k): [number, number] | null => (k === axis ? [0, 1] : null)),
  );
  return largestError(array, stretch(first, array.shape)) <= tolerance;
}

/** Whether two arrays of one shape agree everywhere; samples reject most that do not. */
export function sameWithin(a: NDArray, b: Field, tolerance: number): boolean {
  if (a.shape.length !== b.array.ndim || a.shape.some((extent, axis) => extent !== b.array.shape[axis]))
    return false;
  if (a.size === 0) return true;
  const { at } = fieldOf(a);
  for (const place of b.samples) if (!agrees(at(place), b.at(place), tolerance)) return false;
  return largestError(a, b.array) <= tolerance;
}
