/**
 * The rows of a PNG image as they come out of the compressed data: each is freed from its filter and written where it
 * belongs in the result, so that besides the result only two or three rows are in memory. Source: W3C PNG specification, 7 to 9.
 */
import type { Problem } from './bytes.ts';
import type { InterlacePass, PngImage } from './png-chunks.ts';

export type PngSamples = Uint8Array | Uint16Array;

/** Bytes up to which a loop copies quicker than a call. */
const SHORT = 48;

export class PngRows {
  private readonly passes: readonly InterlacePass[];
  private readonly width: number;
  private readonly depth: number;
  private readonly palette: PngImage['palette'];
  private readonly target: PngSamples;
  private readonly problem: Problem;
  /** The colours of a row by their numbers in the palette, where several share a byte. */
  private readonly indices: Uint8Array;
  /** Samples of a pixel in the result. */
  private readonly channels: number;
  /** From a byte to the same byte of the pixel before it; 1 where pixels share a byte. */
  private readonly step: number;
  /** The row that is being read, its filter first, and the one above it. */
  private row = new Uint8Array(0);
  private above = new Uint8Array(0);
  private filled = 0;
  private pass: InterlacePass;
  private passIndex = -1;
  private rowIndex = 0;

  constructor(image: PngImage, target: PngSamples, problem: Problem) {
    this.passes = image.passes;
    this.width = image.width;
    this.depth = image.depth;
    this.palette = image.palette;
    this.target = target;
    this.problem = problem;
    this.indices = new Uint8Array(image.palette && image.depth < 8 ? image.width : 0);
    this.channels = image.resultChannels;
    this.step = Math.max(1, (image.channels * image.depth) / 8);
    this.pass = this.passes[0];
    this.nextPass();
  }

  private nextPass(): void {
    // Behind the last one no byte comes.
    this.pass = this.passes[++this.passIndex] ?? this.pass;
    this.row = new Uint8Array(this.pass.rowBytes + 1);
    this.above = new Uint8Array(this.row.length);
    this.rowIndex = 0;
  }

  /** Takes the next inflated bytes; all of them together are as many as the image has. */
  take(portion: Uint8Array): void {
    let { row, above, filled, pass } = this;
    for (let place = 0; place < portion.length; ) {
      const count = Math.min(row.length - filled, portion.length - place);
      if (count > SHORT) row.set(portion.subarray(place, place + count), filled);
      else for (let k = 0; k < count; k++) row[filled + k] = portion[place + k];
      place += count;
      filled += count;
      if (filled < row.length) break;
      filled = 0;
      const filter = row[0];
      if (filter > 4)
        throw this.problem(`is corrupted: a row of the PNG has filter ${filter}, and 4 is the last`);
      if (filter > 0) unfilter(row, above, this.step);
      this.write(row, pass, pass.y + this.rowIndex * pass.dy);
      [row, above] = [above, row];
      if (++this.rowIndex < pass.height) continue;
      this.nextPass();
      ({ row, above, pass } = this);
    }
    this.row = row;
    this.above = above;
    this.filled = filled;
  }

  /** Writes a row of a pass, which is row `y` of the image. */
  private write(row: Uint8Array, { x, dx, width }: InterlacePass, y: number): void {
    const { target, channels, depth, palette } = this;
    const start = (y * this.width + x) * channels;
    const step = dx * channels;
    if (palette) {
      if (depth < 8) unpack(row, width, depth, 1, this.indices, 0, 1);
      const indices = depth < 8 ? this.indices : row.subarray(1);
      writeColours(indices, width, palette, target, start, step, this.problem);
    } else if (depth < 8) unpack(row, width, depth, 255 / ((1 << depth) - 1), target, start, step);
    else if (depth === 8 && dx === 1 && row.length > SHORT) target.set(row.subarray(1), start);
    else
      for (let pixel = 0, from = 1; pixel < width; pixel++)
        for (let to = start + pixel * step, end = to + channels; to < end; to++) {
          target[to] = depth === 8 ? row[from] : (row[from] << 8) | row[from + 1];
          from += depth >> 3;
        }
  }
}

/** Undoes the filter of a row: its first byte says which prediction stands in for what (9.2). */
function unfilter(row: Uint8Array, above: Uint8Array, step: number): void {
  const { length } = row;
  switch (row[0]) {
    case 1:
      for (let k = 1 + step; k < length; k++) row[k] += row[k - step];
      break;
    case 2:
      for (let k = 1; k < length; k++) row[k] += above[k];
      break;
    case 3:
      for (let k = 1; k < length; k++) row[k] += ((k > step ? row[k - step] : 0) + above[k]) >> 1;
      break;
    case 4:
      for (let k = 1; k <= step && k < length; k++) row[k] += above[k];
      for (let k = 1 + step; k < length; k++) {
        const left = row[k - step];
        const up = above[k];
        const corner = above[k - step];
        // Paeth: whichever of the three is nearest to left + up − corner, in this order where two are as near.
        const fromLeft = Math.abs(up - corner);
        const fromUp = Math.abs(left - corner);
        const fromCorner = Math.abs(left + up - 2 * corner);
        row[k] += fromLeft <= fromUp && fromLeft <= fromCorner ? left : fromUp <= fromCorner ? up : corner;
      }
  }
}

/** Samples of 1, 2 or 4 bits, the highest bits first, each times `scale`. */
function unpack(
  row: Uint8Array,
  width: number,
  depth: number,
  scale: number,
  target: PngSamples,
  start: number,
  step: number,
): void {
  const mask = (1 << depth) - 1;
  let [from, byte, left] = [1, 0, 0];
  for (let to = start, end = start + width * step; to < end; to += step) {
    if (left === 0) {
      byte = row[from++];
      left = 8;
    }
    left -= depth;
    target[to] = ((byte >> left) & mask) * scale;
  }
}

/** The colours of the first `width` indices. */
function writeColours(
  indices: Uint8Array,
  width: number,
  { channels, colours }: NonNullable<PngImage['palette']>,
  target: PngSamples,
  start: number,
  step: number,
  problem: Problem,
): void {
  const count = colours.length / channels;
  for (let pixel = 0, to = start; pixel < width; pixel++, to += step) {
    const index = indices[pixel];
    if (index >= count) throw problem(`is corrupted: a pixel has colour ${index} of a palette of ${count}`);
    for (let channel = 0; channel < channels; channel++)
      target[to + channel] = colours[index * channels + channel];
  }
}
