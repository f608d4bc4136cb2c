/** Writes PNG files: one image, not interlaced, its rows without filters. Source: W3C PNG specification, 5 and 11. */
import { zlibSync } from 'fflate';
import { concatenateBytes } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { pngSignature } from './png-chunks.ts';

/** What is written: samples row by row, and for a palette its colours. */
export interface PngPicture {
  readonly width: number;
  readonly height: number;
  /** Samples of a pixel: 1 grey or an index of the palette, 2 with alpha, 3 colour, 4 with alpha. */
  readonly channels: number;
  readonly data: Uint8Array | Uint16Array;
  /** Red, green and blue of each index. */
  readonly palette?: readonly (readonly [number, number, number])[];
  /** From 0 (quick) to 9 (small). */
  readonly level?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
}

/** The colour type by channels. */
const colourTypes = [0, 0, 4, 2, 6];
const PALETTE = 3;

export function encodePicture({ width, height, channels, data, palette, level = 6 }: PngPicture): Uint8Array {
  const bytes = data.BYTES_PER_ELEMENT;
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8 * bytes, palette ? PALETTE : colourTypes[channels]], 8);
  const samples = width * channels;
  // Each row begins with the number of its filter: 0, none.
  const rows = new Uint8Array(height * (1 + samples * bytes));
  for (let row = 0, place = 0; row < height; row++) {
    place++;
    const part = data.subarray(row * samples, (row + 1) * samples);
    if (bytes === 1) rows.set(part, place);
    else
      for (let k = 0; k < samples; k++) {
        rows[place + 2 * k] = part[k] >> 8;
        rows[place + 2 * k + 1] = part[k] & 255;
      }
    place += samples * bytes;
  }
  return concatenateBytes([
    Uint8Array.from(pngSignature),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Uint8Array.from(palette.flat()))] : []),
    chunk('IDAT', zlibSync(rows, { level })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** A chunk: its length, its name, its content, and the check sum of the last two. */
function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}
