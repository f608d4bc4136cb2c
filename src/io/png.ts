/** PNG images as arrays. Source: W3C PNG specification, third edition. */

import { asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { arrayOf } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { fault, showShape } from '../errors.ts';
import { sizeOf } from '../extents.ts';
import { allocate } from '../kernels/dtype.ts';
import { fromElements } from '../views/view.ts';
import { BitInput } from './bit-input.ts';
import { asBytes, type Bytes, type Problem, problemOf } from './bytes.ts';
import { inflateThrough } from './inflate.ts';
import { type DecodeOptions, type Limits, onlyLimits } from './limits.ts';
import { readPng } from './png-chunks.ts';
import { encodePicture } from './png-encode.ts';
import { PngRows, type PngSamples } from './png-rows.ts';

/** Most samples (pixels times channels) of an image that is written. */
const MOST_SAMPLES = 2 ** 28;

/**
 * Reads a PNG image: uint8, or uint16 where the file has 16 bits. Grey gives shape (H, W), grey with alpha (H, W, 2),
 * colour (H, W, 3), colour with alpha (H, W, 4). Palettes are looked up; grey of 1, 2 and 4 bits is spread over
 * 0..255. A single transparent colour (tRNS without a palette) is ignored; of an animation the still image is read.
 * Values are as stored: no gamma or colour profile is applied. Besides the file and the result it takes 1 MB and two
 * rows.
 *
 * @param options `maxPixels` (100 million unless given) and `maxBytes` (1 GiB): what is larger is refused before memory
 *   is taken for it
 * @throws ConcordatError when the bytes are not PNG, corrupted or cut short, or the image passes a limit
 * @example
 * import { decodePng, encodePng } from 'concordat/io';
 * const image = { data: new Uint8Array([0, 128, 255, 7]), shape: [2, 2] };
 * decodePng(encodePng(image)).toArray(); // => [[0, 128], [255, 7]]
 */
export function decodePng(bytes: Bytes, options: DecodeOptions = {}): NDArray<'uint8' | 'uint16'> {
  const given = asBytes('decodePng', bytes);
  return parsePng(given, problemOf('decodePng'), onlyLimits('decodePng', options, given.length));
}

/** `decodePng`, for other decoders: errors are theirs. */
export function parsePng(bytes: Uint8Array, problem: Problem, limits: Limits): NDArray<'uint8' | 'uint16'> {
  const image = readPng(bytes, limits, problem);
  const { width, height, depth, resultChannels: channels, pieces, length } = image;
  // RFC 1950: deflate, no preset dictionary, and a check of these two bytes. The check sum behind the data is not
  // needed, as chunks have their own.
  const input = new BitInput(pieces);
  const [method, flags] = [input.take(8), input.take(8)];
  if (flags < 0 || (method & 15) !== 8 || flags & 32 || (method * 256 + flags) % 31 !== 0)
    throw problem('is corrupted: its image data is not zlib data');
  const dtype = depth === 16 ? 'uint16' : 'uint8';
  const samples = allocate(dtype, width * height * channels);
  const rows = new PngRows(image, samples, problem);
  inflateThrough(input, length, 'the image data', problem, portion => rows.take(portion));
  const shape = channels === 1 ? [height, width] : [height, width, channels];
  return arrayOf(fromElements<'uint8' | 'uint16'>(dtype, samples, shape));
}

/**
 * Writes a PNG image: 8 bits for uint8, 16 bits for uint16; grey for (H, W) and (H, W, 1), grey with alpha for
 * (H, W, 2), colour for (H, W, 3), colour with alpha for (H, W, 4).
 *
 * @throws ConcordatError when the type or the shape is another, or the image is empty
 * @example
 * import { decodePng, encodePng } from 'concordat/io';
 * const image = { data: new Uint16Array([1, 2, 60000]), shape: [1, 1, 3] };
 * decodePng(encodePng(image)).dtype; // => 'uint16'
 */
export function encodePng(image: ArrayLike): Uint8Array {
  const x = asArray(image, 'encodePng', 'image');
  if (x.dtype !== 'uint8' && x.dtype !== 'uint16')
    throw fault(
      'dtype',
      'encodePng',
      `image is ${x.dtype}; PNG holds uint8 (0..255) or uint16 (0..65535): scale and convert it with astype`,
      { argument: 'image', dtype: x.dtype, allowed: ['uint8', 'uint16'] },
    );
  const [height, width, channels = 1] = x.shape;
  const isImage = (x.ndim === 2 || x.ndim === 3) && x.size > 0 && channels <= 4;
  if (!isImage || sizeOf(x.shape) > MOST_SAMPLES)
    throw fault(
      'shape',
      'encodePng',
      `image has shape ${showShape(x.shape)}; it must be (H, W) or (H, W, 1..4), not empty, with at most ${MOST_SAMPLES} samples`,
      { argument: 'image', shape: x.shape },
    );
  const data = x.toTypedArray() as PngSamples;
  return encodePicture({ width, height, channels, data });
}
