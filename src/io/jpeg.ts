/** JPEG images as arrays. */

import jpeg from 'jpeg-js';
import { asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { arrayOf } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { checkOptions, fault, show, showShape } from '../errors.ts';
import { allocate } from '../kernels/dtype.ts';
import { fromElements } from '../views/view.ts';
import { asBytes, type Bytes, type Problem, problemOf } from './bytes.ts';
import { decodePixels } from './jpeg-decode.ts';
import { readJpeg } from './jpeg-header.ts';
import { type DecodeOptions, type Limits, MOST_PIXELS, onlyLimits } from './limits.ts';

/**
 * Reads a JPEG image as uint8: (H, W, 3) red, green, blue, or (H, W) for a grey one; baseline and progressive. The pixels
 * are those of libjpeg, and so of OpenCV and Pillow, to the bit. Other decoders round the cosine transform differently (a
 * grey level or two), and enlarge reduced colour channels differently (at sharp edges between colours by much more).
 * The orientation that a camera may have noted (EXIF) is not applied.
 *
 * Besides the file and the result it takes the coefficients of a few rows.
 *
 * @param options `maxPixels` (100 million unless given) and `maxBytes` (1 GiB): what is larger is refused before memory
 *   is taken for it
 * @throws ConcordatError when the bytes are not JPEG, corrupted or cut short, or the image passes a limit; when it is
 *   CMYK, lossless, arithmetic-coded or has 12 bits
 * @example
 * import { decodeJpeg, encodeJpeg } from 'concordat/io';
 * const white = { data: new Uint8Array(2 * 4 * 3).fill(255), shape: [2, 4, 3] };
 * decodeJpeg(encodeJpeg(white)).shape; // => [2, 4, 3]
 */
export function decodeJpeg(bytes: Bytes, options: DecodeOptions = {}): NDArray<'uint8'> {
  const given = asBytes('decodeJpeg', bytes);
  return parseJpeg(given, problemOf('decodeJpeg'), onlyLimits('decodeJpeg', options, given.length));
}

/** `decodeJpeg`, for other decoders: errors are theirs. */
export function parseJpeg(bytes: Uint8Array, problem: Problem, limits: Limits): NDArray<'uint8'> {
  const image = readJpeg(bytes, limits, problem);
  const { width, height, components } = image.frame;
  const pixels = allocate('uint8', width * height * components.length);
  decodePixels(bytes, image, pixels, problem);
  const shape = components.length === 1 ? [height, width] : [height, width, 3];
  return arrayOf(fromElements('uint8', pixels, shape));
}

/** Options of `encodeJpeg`. */
export interface EncodeJpegOptions {
  /** From 1 (small) to 100 (faithful); 90 unless given. */
  quality?: number;
}

/**
 * Writes a JPEG image of uint8: (H, W), (H, W, 1) or (H, W, 3). Colour is kept at full resolution. A grey image is
 * written as three equal channels, so it reads back as (H, W, 3). JPEG changes values; for exact ones write .npy or PNG.
 *
 * @throws ConcordatError when the type or the shape is another, or a side exceeds 65535
 * @example
 * import { decodeJpeg, encodeJpeg } from 'concordat/io';
 * const grey = { data: new Uint8Array(64).fill(128), shape: [8, 8] };
 * decodeJpeg(encodeJpeg(grey, { quality: 95 })).toTypedArray()[0]; // => 128
 */
export function encodeJpeg(image: ArrayLike, options: EncodeJpegOptions = {}): Uint8Array {
  checkOptions('encodeJpeg', options, ['quality']);
  const { quality = 90 } = options;
  if (!(quality >= 1 && quality <= 100))
    throw fault('option', 'encodeJpeg', `quality is ${show(quality)}; it must be a number from 1 to 100`, {
      argument: 'quality',
      value: quality,
    });
  const x = asArray(image, 'encodeJpeg', 'image');
  if (x.dtype !== 'uint8')
    throw fault(
      'dtype',
      'encodeJpeg',
      `image is ${x.dtype}; JPEG holds uint8 (0..255): scale and convert it with astype`,
      { argument: 'image', dtype: x.dtype, allowed: ['uint8'] },
    );
  const [height, width, channels = 1] = x.shape;
  const isImage = (x.ndim === 2 || x.ndim === 3) && (channels === 1 || channels === 3);
  if (!isImage || x.size === 0 || Math.max(height, width) > 65535 || height * width > MOST_PIXELS)
    throw fault(
      'shape',
      'encodeJpeg',
      `image has shape ${showShape(x.shape)}; it must be (H, W) or (H, W, 1|3), not empty, of at most ${MOST_PIXELS / 1e6} million pixels; JPEG has no alpha`,
      { argument: 'image', shape: x.shape },
    );
  const samples = x.toTypedArray() as Uint8Array;
  // The encoder takes pixels of four bytes, and does not look at the fourth.
  const data = new Uint8Array(4 * height * width);
  for (let pixel = 0; pixel < height * width; pixel++)
    for (let channel = 0; channel < 3; channel++)
      data[4 * pixel + channel] = samples[channels * pixel + (channels === 1 ? 0 : channel)];
  return new Uint8Array(jpeg.encode({ data, width, height }, quality).data);
}
