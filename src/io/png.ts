/** PNG images as arrays. Source: W3C PNG specification, third edition. */
import { decode as decodePlain, encode } from 'fast-png';
import { zlibSync } from 'fflate';
import { NestBuilder, view } from '../array/build.ts';
import { type ArrayLike, asArray } from '../array/convert.ts';
import { fromElements, type NDArray, sizeOf } from '../array/ndarray.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { allocate } from '../kernels/dtype.ts';
import { asBytes, type Bytes, concatenateBytes, guarded, type Problem, problemOf } from './bytes.ts';
import { MOST_SAMPLES, type Pass, type PngImage, pngSignature, readPng } from './png-chunks.ts';

/**
 * Reads a PNG image: uint8, or uint16 where the file has 16 bits. Grey gives shape (H, W), grey with alpha (H, W, 2),
 * colour (H, W, 3), colour with alpha (H, W, 4). Palettes are looked up; grey of 1, 2 and 4 bits is spread over
 * 0..255. A single transparent colour (tRNS without a palette) is ignored; of an animation the still image is read.
 * Values are as stored: no gamma or colour profile is applied.
 *
 * @throws ConcordatError when the bytes are not PNG, corrupted or cut short, or have more than 2^28 samples
 * @example
 * import { decodePng, encodePng } from 'concordat/io';
 * const image = { data: new Uint8Array([0, 128, 255, 7]), shape: [2, 2] };
 * decodePng(encodePng(image)).toArray(); // => [[0, 128], [255, 7]]
 */
export function decodePng(bytes: Bytes): NDArray<'uint8' | 'uint16'> {
  return parsePng(asBytes('decodePng', bytes), problemOf('decodePng'));
}

/** `decodePng`, for other decoders: errors are theirs. */
export function parsePng(bytes: Uint8Array, problem: Problem): NDArray<'uint8' | 'uint16'> {
  const image = readPng(bytes, problem);
  const { width, height, passes } = image;
  const dtype = image.depth === 16 ? 'uint16' : 'uint8';
  const channels = image.palette?.channels ?? image.channels;
  const axes = channels === 1 ? [] : [channels];
  let start = 0;
  const parts = passes.map(pass => {
    const packed = image.data.subarray(start, start + pass.length);
    start += pass.length;
    const samples = guarded(problem, 'the image data', () =>
      unpack(unfilter(packed, pass, image), pass, image),
    );
    const looked = image.palette ? lookUp(samples, image.palette, problem) : samples;
    return fromElements(dtype, looked, [pass.height, pass.width, ...axes]);
  });
  if (passes.length === 1 && passes[0].dx === 1) return parts[0];
  const whole = fromElements(dtype, allocate(dtype, width * height * channels), [height, width, ...axes]);
  passes.forEach(({ x, y, dx, dy }, index) => {
    const [rows, columns, ...rest] = whole.strides;
    const target = view(
      whole,
      parts[index].shape,
      [rows * dy, columns * dx, ...rest],
      rows * y + columns * x,
    );
    const nest = new NestBuilder(target.shape);
    nest.storeInto(target, nest.load(parts[index]));
    nest.run();
  });
  return whole;
}

type Samples = Uint8Array | Uint16Array;

/**
 * Undoes the row filters of one pass. The pass goes to fast-png as a small PNG of its own, stored without compression
 * and without the chunks that nobody asked for; so no length in the file reaches that decoder unchecked.
 */
function unfilter(packed: Uint8Array, pass: Pass, image: PngImage): Samples {
  const chunk = (type: string, content: Uint8Array): Uint8Array[] => {
    const head = new Uint8Array(8);
    new DataView(head.buffer).setUint32(0, content.length);
    head.set(new TextEncoder().encode(type), 4);
    return [head, content, new Uint8Array(4)];
  };
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, pass.width);
  new DataView(header.buffer).setUint32(4, pass.height);
  header.set([image.depth, image.colourType], 8);
  const file = concatenateBytes([
    Uint8Array.from(pngSignature),
    ...chunk('IHDR', header),
    ...chunk('IDAT', zlibSync(packed, { level: 0 })),
    ...chunk('IEND', new Uint8Array(0)),
  ]);
  return decodePlain(file).data as Samples;
}

/** One sample per element. Samples of less than 8 bits are packed, each row from a new byte, highest bits first. */
function unpack(rows: Samples, { width, height }: Pass, { depth, palette }: PngImage): Samples {
  if (depth >= 8) return rows;
  const samples = new Uint8Array(width * height);
  const [perByte, mask] = [8 / depth, 2 ** depth - 1];
  const rowBytes = Math.ceil(width / perByte);
  const scale = palette ? 1 : 255 / mask;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const byte = rows[row * rowBytes + Math.floor(column / perByte)];
      const shift = 8 - depth * ((column % perByte) + 1);
      samples[row * width + column] = ((byte >> shift) & mask) * scale;
    }
  return samples;
}

function lookUp(indices: Samples, palette: NonNullable<PngImage['palette']>, problem: Problem): Uint8Array {
  const { channels, colours } = palette;
  const count = colours.length / channels;
  const result = new Uint8Array(indices.length * channels);
  for (let place = 0; place < indices.length; place++) {
    const index = indices[place];
    if (index >= count) throw problem(`is corrupted: a pixel has colour ${index} of a palette of ${count}`);
    for (let channel = 0; channel < channels; channel++)
      result[place * channels + channel] = colours[index * channels + channel];
  }
  return result;
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
    throw new ConcordatError(
      'dtype',
      `encodePng: image is ${x.dtype}; PNG holds uint8 (0..255) or uint16 (0..65535): scale and convert it with astype`,
      { function: 'encodePng', argument: 'image', dtype: x.dtype, allowed: ['uint8', 'uint16'] },
    );
  const [height, width, channels = 1] = x.shape;
  const isImage = (x.ndim === 2 || x.ndim === 3) && x.size > 0 && channels <= 4;
  if (!isImage || sizeOf(x.shape) > MOST_SAMPLES)
    throw new ConcordatError(
      'shape',
      `encodePng: image has shape ${showShape(x.shape)}; it must be (H, W) or (H, W, 1..4), not empty, with at most ${MOST_SAMPLES} samples`,
      { function: 'encodePng', argument: 'image', shape: x.shape },
    );
  const data = x.toTypedArray() as Samples;
  return encode({ width, height, channels, depth: x.dtype === 'uint8' ? 8 : 16, data });
}
