/**
 * Decodes a JPEG from top to bottom: the coefficients of one row of groups of blocks, from all scans, their samples, and
 * the pixels of the row above, whose neighbours are then known. Besides the result only these rows are in memory, also for
 * progressive images. Source: ITU-T T.81, annex A; for colours T.871, in whole numbers as in libjpeg's jdcolor.c.
 */
import type { Problem } from './bytes.ts';
import { enlarger } from './jpeg-enlarge.ts';
import type { JpegImage } from './jpeg-header.ts';
import { ScanReader } from './jpeg-scan.ts';
import { Strip } from './jpeg-strip.ts';

/** Writes the pixels into `pixels`: one sample each, or three. */
export function decodePixels(
  bytes: Uint8Array,
  image: JpegImage,
  pixels: Uint8Array,
  problem: Problem,
): void {
  const { frame, scans, isLuminanceChroma } = image;
  const { width, height, across, down, components } = frame;
  const strips = components.map(component => new Strip(frame, component));
  const readers = scans.map(scan => new ScanReader(bytes, scan, frame.kind, strips, problem));
  const enlarge = strips.map(strip => enlarger(strip, across, down));
  // Of even length, as most rows are made two samples at a time.
  const rows = strips.map(() => new Uint8Array(width + (width & 1)));
  const clamped = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length);
  const groupRows = 8 * down;
  const groups = Math.ceil(height / groupRows);
  for (let group = 0; group <= groups; group++) {
    if (group < groups) {
      for (const strip of strips) strip.clear();
      for (const reader of readers) reader.readRow(group);
      for (const strip of strips) strip.transform(group);
    }
    for (let y = Math.max(0, (group - 1) * groupRows); y < Math.min(height, group * groupRows); y++) {
      for (let k = 0; k < rows.length; k++) enlarge[k](y, rows[k]);
      const start = y * width * rows.length;
      if (rows.length === 1) pixels.set(rows[0].subarray(0, width), start);
      else if (isLuminanceChroma) writeColours(rows, clamped, start, width);
      else for (let x = 0, to = start; x < width; x++) for (let k = 0; k < 3; k++) pixels[to++] = rows[k][x];
    }
  }
}

/** Factors are multiplied by 2^16. */
const factor = (value: number): number => Math.round(value * 65536);
const HALF = 32768;
const table = (value: number, rounding: number) =>
  Int32Array.from({ length: 256 }, (_, sample) => factor(value) * (sample - 128) + rounding);
const redOfRed = table(1.402, HALF).map(value => value >> 16);
const blueOfBlue = table(1.772, HALF).map(value => value >> 16);
const greenOfRed = table(-0.71414, 0);
const greenOfBlue = table(-0.34414, HALF);

/** Luminance and colour differences to red, green and blue. */
function writeColours(
  [luminance, blue, red]: Uint8Array[],
  pixels: Uint8ClampedArray,
  start: number,
  width: number,
): void {
  for (let x = 0, to = start; x < width; x++, to += 3) {
    const grey = luminance[x];
    const blueness = blue[x];
    const redness = red[x];
    pixels[to] = grey + redOfRed[redness];
    pixels[to + 1] = grey + ((greenOfBlue[blueness] + greenOfRed[redness]) >> 16);
    pixels[to + 2] = grey + blueOfBlue[blueness];
  }
}
