/** The .npy format: one array, as NumPy's `save` writes it. Source: NEP 1 and `numpy/lib/format.py`. */

import { asArray } from '../array/convert.ts';
import { NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { checkOptions, oneLine, showShape } from '../errors.ts';
import { rowMajorStrides, sizeOf } from '../extents.ts';
import { dtypes, type TypedArray } from '../kernels/dtype.ts';
import { elementsOf } from '../views/elements.ts';
import { isContiguous, view } from '../views/view.ts';
import { asBytes, type Bytes, concatenateBytes, type Problem, problemOf } from './bytes.ts';
import { checkBytes, type DecodeOptions, type Limits, limitsOf } from './limits.ts';
import { type NpyHeader, readNpyHeader, writeNpyHeader } from './npy-header.ts';

const hostIsBigEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;

/** Most steps over the axes of an empty array. */
const MOST_EMPTY = 2 ** 31;

/**
 * Reads a .npy file: format versions 1.0 to 3.0, either byte order, every element type of this library. The result has
 * memory of its own. An array in Fortran order comes as a view with column-major strides.
 *
 * @param options `maxBytes`: a larger array is refused; unless given, none is, as it is no longer than its file
 * @throws ConcordatError when the bytes are not npy, are longer or shorter than their header says, or hold elements
 *   that are not plain numbers (structured, object, text, float16, long double)
 * @example
 * import { decodeNpy, encodeNpy } from 'concordat/io';
 * decodeNpy(encodeNpy([[1, 2], [3, 4]])).toArray(); // => [[1, 2], [3, 4]]
 */
export function decodeNpy(bytes: Bytes, options: Pick<DecodeOptions, 'maxBytes'> = {}): NDArray {
  checkOptions('decodeNpy', options, ['maxBytes']);
  const given = asBytes('decodeNpy', bytes);
  return parseNpy(given, problemOf('decodeNpy'), limitsOf('decodeNpy', options, given.length));
}

/** `decodeNpy`, for other decoders: errors are theirs. */
export function parseNpy(bytes: Uint8Array, problem: Problem, limits: Limits): NDArray {
  const layout = npyLayout(bytes, bytes.length, problem);
  checkBytes(bytes.length - layout.start, limits, problem);
  return npyArray(layout, bytes.slice(layout.start));
}

/**
 * The array of npy data that is nobody else's and becomes the memory of the array. The elements move to the beginning,
 * where those of any type may lie.
 */
export function ownNpy(bytes: Uint8Array, problem: Problem): NDArray {
  const layout = npyLayout(bytes, bytes.length, problem);
  bytes.copyWithin(0, layout.start);
  return npyArray(layout, bytes.subarray(0, bytes.length - layout.start));
}

/** The array of a header and its elements, in memory that becomes that of the array. */
export function npyArray(
  { dtype, bigEndian, fortranOrder, shape }: NpyHeader,
  elements: Uint8Array,
): NDArray {
  const info = dtypes[dtype];
  if (bigEndian !== hostIsBigEndian) swapBytes(elements, dtypes[info.component].bytes);
  if (dtype === 'bool')
    for (let place = 0; place < elements.length; place++) elements[place] = elements[place] ? 1 : 0;
  const data = toMemory(elements, info.array as typeof Float64Array);
  const strides = fortranOrder ? rowMajorStrides([...shape].reverse()).reverse() : rowMajorStrides(shape);
  return new NDArray(dtype, { data }, shape, strides);
}

/** The header at the beginning of npy data, held against the `length` of the whole in bytes. */
export function npyLayout(beginning: Uint8Array, length: number, problem: Problem) {
  const header = readNpyHeader(beginning, problem);
  const { dtype, shape, start } = header;
  // With an extent of 0 the others cost no bytes, and must still be counted through by whoever walks over them.
  const isEmpty = shape.includes(0);
  if (isEmpty && sizeOf(shape.filter(extent => extent > 0)) > MOST_EMPTY)
    throw problem(
      `is empty, but of shape ${oneLine(showShape(shape))}; no axes so long are needed for nothing`,
    );
  const [present, needed] = [length - start, isEmpty ? 0 : sizeOf(shape) * dtypes[dtype].bytes];
  if (present !== needed)
    throw problem(
      `${present < needed ? 'is cut short' : 'is too long'}: ${present} bytes of elements, but shape ${showShape(shape)} of ${dtype} takes ${needed}`,
    );
  return header;
}

/** The memory of `bytes` as elements. */
const toMemory = (bytes: Uint8Array, memory: typeof Float64Array): TypedArray =>
  new memory(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / memory.BYTES_PER_ELEMENT);

/** Reverses the bytes of each number. */
function swapBytes(bytes: Uint8Array, width: number): void {
  if (width === 1) return;
  for (let first = 0; first < bytes.length; first += width) {
    for (let low = first, high = first + width - 1; low < high; low++, high--) {
      const byte = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = byte;
    }
  }
}

/**
 * Writes a .npy file, byte for byte as NumPy 1.24's `save` does: little-endian, and in Fortran order where the array is
 * column-major without gaps.
 *
 * @example
 * import { encodeNpy } from 'concordat/io';
 * encodeNpy(new Float32Array([1, 2, 3])).length; // => 140
 */
export function encodeNpy(array: ArrayLike): Uint8Array {
  const x = asArray(array, 'encodeNpy', 'array');
  const transposed = view(x, [...x.shape].reverse(), [...x.strides].reverse());
  const fortranOrder = !x.isContiguous && isContiguous(transposed);
  const elements = elementsOf(fortranOrder ? transposed : x);
  const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
  if (hostIsBigEndian) swapBytes(bytes, dtypes[dtypes[x.dtype].component].bytes);
  return concatenateBytes([
    writeNpyHeader({ dtype: x.dtype, bigEndian: false, fortranOrder, shape: x.shape }),
    bytes,
  ]);
}
