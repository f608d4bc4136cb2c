/**
 * The outer structure of a PNG file: its chunks, the image header, and the layout of the image data. Everything that
 * a file claims is checked here, before memory is taken for pixels. Source: W3C PNG specification, third edition.
 */
import { latin1, type Problem, startsWith, viewOf } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { checkLength } from './inflate.ts';
import { checkBytes, checkPixels, type Limits } from './limits.ts';

export const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Names of chunks as numbers. */
const [IDAT, IEND] = [0x49444154, 0x49454e44];

const PALETTE = 3;
/** The channels of each colour type, and the bit depths that it may have (11.2.2). */
const colourTypes: Readonly<Record<number, { channels: number; depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  [PALETTE]: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

export interface PngImage {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  /** Samples of a pixel as stored: one for a palette. */
  readonly channels: number;
  /** Red, green, blue and, where the file has one, alpha of each palette entry; undefined without a palette. */
  readonly palette?: { readonly channels: 3 | 4; readonly colours: Uint8Array };
  /** Samples of a pixel in the result. */
  readonly resultChannels: number;
  /** The images that the data holds one after another: one, or up to seven when it is interlaced. */
  readonly passes: readonly InterlacePass[];
  /** The image data: pieces of zlib data, made when they are asked for, as a file may have millions; and its inflated length. */
  readonly pieces: Iterator<Uint8Array>;
  readonly length: number;
}

/** Every pixel whose column is x + i·dx and row y + j·dy. */
export interface InterlacePass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
  /** Bytes of a row without the one that names its filter. */
  readonly rowBytes: number;
}

const wholeImage = [{ x: 0, y: 0, dx: 1, dy: 1 }];
/** Adam7 (8.2). */
const adam7 = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/** Reads the chunks. The image that they declare is within the limits, and may be in so much data. */
export function readPng(bytes: Uint8Array, limits: Limits, problem: Problem): PngImage {
  const chunks = readChunks(bytes, problem);
  const header = readHeader(chunks.first, problem);
  const { width, height, depth } = header;
  checkPixels(width, height, 'PNG', limits, problem);
  const palette =
    header.colourType === PALETTE ? readPalette(chunks.palette, chunks.transparency, problem) : undefined;
  const resultChannels = palette?.channels ?? header.channels;
  checkBytes(width * height * resultChannels * (depth === 16 ? 2 : 1), limits, problem);
  const passes = layPasses(header);
  const length = passes.reduce((sum, pass) => sum + pass.height * (1 + pass.rowBytes), 0);
  if (chunks.imageBytes === 0) throw problem('is corrupted: its image data is missing');
  checkLength(chunks.imageBytes, length, 'the image data', problem);
  return { ...header, palette, resultChannels, passes, pieces: imageData(bytes), length };
}

interface Chunks {
  first: Uint8Array;
  palette?: Uint8Array;
  transparency?: Uint8Array;
  /** Compressed bytes of the image in all chunks together. */
  imageBytes: number;
}

function readChunks(bytes: Uint8Array, problem: Problem): Chunks {
  if (!startsWith(bytes, pngSignature))
    throw problem("is not PNG: it must begin with '\\x89PNG\\r\\n\\x1a\\n'");
  const view = viewOf(bytes);
  const chunks: Chunks = { first: bytes.subarray(0, 0), imageBytes: 0 };
  for (let place = pngSignature.length; ; ) {
    if (place + 12 > bytes.length) throw problem('is cut short: the PNG has no IEND chunk');
    const length = view.getUint32(place);
    const type = latin1(bytes.subarray(place + 4, place + 8));
    const end = place + 8 + length;
    if (!/^[A-Za-z]{4}$/.test(type))
      throw problem(`is corrupted: no chunk of the PNG begins at byte ${place}`);
    if (end + 4 > bytes.length) throw problem(`is cut short: it ends within the ${type} chunk of the PNG`);
    if (view.getUint32(end) !== crc32(bytes.subarray(place + 4, end)))
      throw problem(`is corrupted: the ${type} chunk at byte ${place} does not match its check sum (CRC-32)`);
    const content = bytes.subarray(place + 8, end);
    if ((type === 'IHDR') !== (place === pngSignature.length))
      throw problem('is corrupted: the PNG must have one IHDR chunk, and first');
    if (type === 'IHDR') chunks.first = content;
    else if (type === 'PLTE') chunks.palette = content;
    else if (type === 'tRNS') chunks.transparency = content;
    else if (type === 'IDAT') chunks.imageBytes += length;
    else if (type === 'IEND') return chunks;
    else if (type[0] < 'a')
      throw problem(`needs PNG chunk ${type} to be understood, which is not known here`);
    place = end + 4;
  }
}

/** The contents of the IDAT chunks of a file whose chunks were checked. */
function* imageData(bytes: Uint8Array): Generator<Uint8Array> {
  const view = viewOf(bytes);
  for (let place = pngSignature.length; view.getUint32(place + 4) !== IEND; ) {
    const length = view.getUint32(place);
    if (view.getUint32(place + 4) === IDAT) yield bytes.subarray(place + 8, place + 8 + length);
    place += 12 + length;
  }
}

type Header = Pick<PngImage, 'width' | 'height' | 'depth' | 'colourType' | 'channels'> & {
  interlaced: boolean;
};

function readHeader(content: Uint8Array, problem: Problem): Header {
  if (content.length !== 13)
    throw problem(`is corrupted: the IHDR chunk has ${content.length} bytes instead of 13`);
  const [width, height] = [viewOf(content).getUint32(0), viewOf(content).getUint32(4)];
  const [depth, colourType, compression, filter, interlace] = content.subarray(8);
  if (width === 0 || height === 0)
    throw problem(`is a PNG of ${width} x ${height} pixels; both must be at least 1`);
  const type = colourTypes[colourType];
  if (!type?.depths.includes(depth))
    throw problem(`is corrupted: PNG has no colour type ${colourType} with bit depth ${depth}`);
  if (compression !== 0 || filter !== 0 || interlace > 1)
    throw problem(`uses PNG methods ${compression}, ${filter}, ${interlace}, which are not defined`);
  return { width, height, depth, colourType, channels: type.channels, interlaced: interlace === 1 };
}

function layPasses({ width, height, depth, channels, interlaced }: Header): InterlacePass[] {
  return (interlaced ? adam7 : wholeImage)
    .map(({ x, y, dx, dy }) => {
      const columns = Math.ceil((width - x) / dx);
      const rows = Math.ceil((height - y) / dy);
      const rowBytes = Math.ceil((columns * channels * depth) / 8);
      return { x, y, dx, dy, width: columns, height: rows, rowBytes };
    })
    .filter(pass => pass.width > 0 && pass.height > 0);
}

function readPalette(
  colours: Uint8Array | undefined,
  alphas: Uint8Array | undefined,
  problem: Problem,
): PngImage['palette'] {
  if (!colours || colours.length === 0 || colours.length % 3 !== 0 || colours.length > 768)
    throw problem('is corrupted: a PNG with a palette needs a PLTE chunk of 1 to 256 colours');
  if (!alphas) return { channels: 3, colours };
  const count = colours.length / 3;
  if (alphas.length > count)
    throw problem(`is corrupted: ${alphas.length} transparencies (tRNS) for a palette of ${count} colours`);
  const withAlpha = new Uint8Array(4 * count).fill(255);
  for (let index = 0; index < count; index++)
    withAlpha.set(colours.subarray(3 * index, 3 * index + 3), 4 * index);
  for (let index = 0; index < alphas.length; index++) withAlpha[4 * index + 3] = alphas[index];
  return { channels: 4, colours: withAlpha };
}
