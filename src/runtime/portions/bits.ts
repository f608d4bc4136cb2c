/** Elements as bits: four kinds of arrays, by width, whatever the element types. */
import type { TypedArray } from '../../kernels/dtype.ts';

export type Bits = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** The same memory, element by element, as bits. Loads and stores of float64 move bits as they are. */
export function bitsOf({ buffer, byteOffset, length, BYTES_PER_ELEMENT: width }: TypedArray): Bits {
  if (width === 1) return new Uint8Array(buffer, byteOffset, length);
  if (width === 2) return new Uint16Array(buffer, byteOffset, length);
  if (width === 4) return new Uint32Array(buffer, byteOffset, length);
  return new Float64Array(buffer, byteOffset, length);
}

/** Rows of fewer elements are copied by a loop: a call takes as long as so many. */
const SHORT = 48;

/**
 * Copies neighbours, of those that there are: where several loads look different ways, what lies between all of them may
 * reach beyond the memory, where nobody looks.
 */
export function copyRow(to: Bits, at: number, from: Bits, place: number, length: number): void {
  if (place < 0 || place + length > from.length) {
    const [first, last] = [Math.max(0, place), Math.min(from.length, place + length)];
    if (first < last) copyRow(to, at + first - place, from, first, last - first);
  } else if (length >= SHORT)
    (to as Float64Array).set((from as Float64Array).subarray(place, place + length), at);
  else for (let k = 0; k < length; k++) to[at + k] = from[place + k];
}

/** Copies elements that stand some steps apart on both sides. */
export function copyStrided(
  to: Bits,
  at: number,
  step: number,
  from: Bits,
  place: number,
  stride: number,
  count: number,
): void {
  if (step === 1) for (let k = 0; k < count; k++) to[at + k] = from[place + k * stride];
  else for (let k = 0; k < count; k++) to[at + k * step] = from[place + k * stride];
}
