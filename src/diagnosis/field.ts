/** An array with a few telling elements, which reject almost everything that is not the same array at once. */

import { broadcastTo } from '../array/broadcast.ts';
import type { NDArray } from '../array/ndarray.ts';
import { slice } from '../array/views.ts';
import { modulo } from '../boundary/table.ts';
import { isComplex } from '../kernels/dtype.ts';
import { unravel } from '../views/unravel.ts';
import { lastMismatch, limitAt, peakPlace, type Tolerance, zeroTolerance } from './tolerance.ts';

/** An array with what the search asks of it again and again. */
export interface Field {
  readonly array: NDArray;
  /** The element at an index; of a complex one, a mixture of both parts. */
  readonly at: (index: readonly number[]) => number;
  /** The same by its place in the storage, for loops that keep count of it. */
  readonly read: (place: number) => number;
  /** The magnitude of the element at an index. */
  readonly size: (index: readonly number[]) => number;
  /** Indices that spread over the array, half of them at its largest values, which tell most. */
  readonly samples: readonly number[][];
}

export function fieldOf(array: NDArray): Field {
  const { strides, offset } = array;
  const read = readerOf(array);
  const placeOf = (index: readonly number[]) => {
    let place = offset;
    for (let axis = 0; axis < index.length; axis++) place += index[axis] * strides[axis];
    return place;
  };
  const at = (index: readonly number[]) => read(placeOf(index));
  let samples: number[][] | undefined;
  return {
    array,
    at,
    read,
    size: index => sizeAt(array, placeOf(index)),
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

function sizeAt({ storage, dtype }: NDArray, place: number): number {
  if (!isComplex(dtype)) return Math.abs(Number(storage.memory[place]));
  return Math.hypot(Number(storage.memory[2 * place]), Number(storage.memory[2 * place + 1]));
}

/**
 * Where in the storage of `array` stands what `steps`·`place` + `offset` names along its first `axes` axes; −1 where that
 * is outside, unless the array is periodic.
 */
export function placeAt(
  { shape, strides, offset: origin }: NDArray,
  periodic: boolean,
  steps: readonly number[],
  place: readonly number[],
  offset: readonly number[],
  axes: number,
): number {
  let found = origin;
  for (let axis = 0; axis < axes; axis++) {
    let there = steps[axis] * place[axis] + offset[axis];
    // Most places lie inside, and the remainder is the costly part.
    if (there < 0 || there >= shape[axis]) {
      if (!periodic) return -1;
      there = modulo(there, shape[axis]);
    }
    found += there * strides[axis];
  }
  return found;
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
  const places = [peakPlace(array), lastMismatch(array, broadcastTo(first, array.shape), zeroTolerance)];
  return places.filter(place => place !== null);
}

/** Whether two elements are no further apart than a limit; NaN agrees with NaN. */
export const agrees = (a: number, b: number, limit: number) =>
  a === b || Math.abs(a - b) <= limit || (Number.isNaN(a) && Number.isNaN(b));

/** How far from the element at an index one may be that counts as the same. */
export const limitOf = (field: Field, tolerance: Tolerance, index: readonly number[]): number =>
  tolerance.relative > 0 ? limitAt(tolerance, field.size(index)) : tolerance.absolute;

/** Whether an array is the same along an axis, up to a tolerance. */
export function isConstantAlong(field: Field, axis: number, tolerance: Tolerance): boolean {
  const { array, at, samples } = field;
  if (array.size === 0) return false;
  if (array.shape[axis] === 1) return true;
  const same = (place: number[], first = place.with(axis, 0)) =>
    agrees(at(place), at(first), limitOf(field, tolerance, first));
  if (!samples.every(place => same(place))) return false;
  const first = slice(
    array,
    ...array.shape.map((_, k): [number, number] | null => (k === axis ? [0, 1] : null)),
  );
  return lastMismatch(array, broadcastTo(first, array.shape), tolerance) === null;
}

/**
 * Whether two arrays of one shape agree everywhere; samples reject most that do not. With `sizes`, an element may be as
 * far off as the rounding of what it was computed from.
 */
export function sameWithin(a: NDArray, b: Field, tolerance: Tolerance, sizes?: NDArray | null): boolean {
  if (a.shape.length !== b.array.ndim || a.shape.some((extent, axis) => extent !== b.array.shape[axis]))
    return false;
  if (a.size === 0) return true;
  const { at } = fieldOf(a);
  const computedFrom = sizes && fieldOf(sizes);
  for (const place of b.samples) {
    const limit = Math.max(
      limitOf(b, tolerance, place),
      computedFrom ? limitOf(computedFrom, tolerance, place) : 0,
    );
    if (!agrees(at(place), b.at(place), limit)) return false;
  }
  return lastMismatch(a, b.array, tolerance, sizes) === null;
}
