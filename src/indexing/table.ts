/**
 * Index arrays as tables of places: negative ones counted from the end, each looked at once. A million entries are
 * usual, so every kind of memory has its own plain loop, and 64-bit numbers are read as pairs of 32-bit words: a
 * BigInt for each entry would cost forty times as much.
 */
import { sizeOf } from '../extents.ts';
import type { WholeNumbers } from './term.ts';

/** An entry that lies outside of its axis. */
export interface Stray {
  readonly stray: bigint | number;
}

/**
 * The places of an axis of `extent` elements that the entries name, or the first entry that names none. Entries that are
 * places already are not copied: the table is the memory that was given.
 */
export function placesOf(data: WholeNumbers, extent: number): Int32Array | Stray {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return placesOfPairs(data, extent);
  if (data instanceof Int32Array && arePlaces(data, extent)) return data;
  const { length } = data;
  const places = new Int32Array(length);
  if (data instanceof Int32Array) {
    for (let k = 0; k < length; k++) {
      const entry = data[k];
      const place = entry < 0 ? entry + extent : entry;
      if (place < 0 || place >= extent) return { stray: entry };
      places[k] = place;
    }
    return places;
  }
  for (let k = 0; k < length; k++) {
    const entry = data[k];
    const place = entry < 0 ? entry + extent : entry;
    if (place < 0 || place >= extent) return { stray: entry };
    places[k] = place;
  }
  return places;
}

function arePlaces(data: Int32Array, extent: number): boolean {
  for (let k = 0; k < data.length; k++) {
    const entry = data[k];
    if (entry < 0 || entry >= extent) return false;
  }
  return true;
}

/** The low word of each number stands first: WebAssembly, and so this library, needs such a machine. */
function placesOfPairs(data: BigInt64Array | BigUint64Array, extent: number): Int32Array | Stray {
  const { length } = data;
  const places = new Int32Array(length);
  const words = new Int32Array(data.buffer as ArrayBuffer, data.byteOffset, 2 * length);
  const signed = data instanceof BigInt64Array;
  for (let k = 0; k < length; k++) {
    const low = words[2 * k];
    const high = words[2 * k + 1];
    const place = low < 0 ? low + extent : low;
    if (high !== low >> 31 || (high < 0 && !signed) || place < 0 || place >= extent)
      return { stray: data[k] };
    places[k] = place;
  }
  return places;
}

/** The places, counted in row-major order, at which a mask is set. */
export function placesOfMask(data: Uint8Array): Int32Array {
  let count = 0;
  for (let k = 0; k < data.length; k++) if (data[k] !== 0) count++;
  const places = new Int32Array(count);
  let next = 0;
  for (let k = 0; next < count; k++) if (data[k] !== 0) places[next++] = k;
  return places;
}

/** Row-major places over `extents` as one table for each axis. */
export function unravelled(places: Int32Array, extents: readonly number[]): Int32Array[] {
  let step = sizeOf(extents);
  return extents.map(extent => {
    step /= extent;
    const table = new Int32Array(places.length);
    for (let k = 0; k < places.length; k++) table[k] = Math.floor(places[k] / step) % extent;
    return table;
  });
}

/** A table over a block of `shape` read from one of a shape that broadcasts to it. */
export function stretchedTable(
  table: Int32Array,
  from: readonly number[],
  shape: readonly number[],
): Int32Array {
  const size = sizeOf(shape);
  if (table.length === size) return table;
  const result = new Int32Array(size);
  const missing = shape.length - from.length;
  let length = 1;
  result[0] = 0;
  // Offsets into the table, grown axis by axis from the last one; then the entries.
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const own = axis < missing ? 1 : from[axis - missing];
    for (let i = shape[axis] - 1; i >= 0; i--)
      for (let k = 0; k < length; k++) result[i * length + k] = result[k] + (own === 1 ? 0 : i * step);
    length *= shape[axis];
    step *= own;
  }
  for (let k = 0; k < size; k++) result[k] = table[result[k]];
  return result;
}
