/**
 * Rows of a component at the size of the image. Colours of half the size are enlarged as libjpeg does it: a new sample is
 * three parts of the nearest one and one of the next, rounded up and down by turns. Source: libjpeg-turbo 2.1, jdsample.c.
 */
import type { Strip } from './jpeg-strip.ts';

/** Writes row `y` of the image into `row`, whose length is even. */
export type Enlarge = (y: number, row: Uint8Array) => void;

/** How a strip is enlarged to an image with these highest sampling factors. */
export function enlarger(strip: Strip, across: number, down: number): Enlarge {
  const { samples, columns } = strip;
  const isNarrow = 2 * strip.across === across;
  const isLow = 2 * strip.down === down;
  // libjpeg repeats samples where there are too few for neighbours.
  const isSmooth = columns > 2;
  /** The nearest row of samples, and the next. */
  const rowsAt = (y: number) => [strip.rowStart(y >> 1), strip.nearestStart((y >> 1) + (y & 1 ? 1 : -1))];

  if (strip.across === across && strip.down === down)
    return (y, row) => row.set(samples.subarray(strip.rowStart(y), strip.rowStart(y) + row.length));
  if (strip.across === across && isLow)
    return (y, row) => {
      const [near, next] = rowsAt(y);
      const rounding = y & 1 ? 2 : 1;
      for (let x = 0; x < row.length; x++)
        row[x] = (3 * samples[near + x] + samples[next + x] + rounding) >> 2;
    };
  const line = new Int32Array(columns + 2);
  if (isNarrow && strip.down === down && isSmooth)
    return (y, row) => {
      line.set(samples.subarray(strip.rowStart(y), strip.rowStart(y) + columns), 1);
      widen(line, row, [1, 2], 2);
    };
  if (isNarrow && isLow && isSmooth)
    return (y, row) => {
      const [near, next] = rowsAt(y);
      for (let x = 0; x < columns; x++) line[x + 1] = 3 * samples[near + x] + samples[next + x];
      widen(line, row, [8, 7], 4);
    };
  return (y, row) => {
    const start = strip.rowStart(Math.floor((y * strip.down) / down));
    for (let x = 0; x < row.length; x++) row[x] = samples[start + Math.floor((x * strip.across) / across)];
  };
}

/** Doubles a line, which has room for a neighbour at either end: there stands the sample at the end once more. */
function widen(line: Int32Array, row: Uint8Array, [left, right]: [number, number], shift: number): void {
  const last = line.length - 2;
  line[0] = line[1];
  line[last + 1] = line[last];
  for (let x = 1, to = 0; to < row.length; x++, to += 2) {
    const near = 3 * line[x];
    row[to] = (near + line[x - 1] + left) >> shift;
    row[to + 1] = (near + line[x + 1] + right) >> shift;
  }
}
