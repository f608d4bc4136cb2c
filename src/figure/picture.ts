/** Levels as a PNG in a data URL. The palette travels in the file, so that an element takes one byte. */
import type { NDArray } from '../array/ndarray.ts';
import { encodePicture } from '../io/png-encode.ts';
import type { Colour } from './palette.ts';

/** The data URL of a picture with one pixel per element of a two-dimensional array of levels. */
export function pictureUrl(levels: NDArray<'uint8'>, palette: readonly Colour[]): string {
  const [height, width] = levels.shape;
  const data = levels.toTypedArray();
  const bytes = encodePicture({ width, height, channels: 1, data, palette, level: 9 });
  return `data:image/png;base64,${base64(bytes)}`;
}

/** `btoa` is in browsers and in Node; it wants characters, which are made in pieces that fit an argument list. */
function base64(bytes: Uint8Array): string {
  const piece = 8192;
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, k) =>
    String.fromCharCode(...bytes.subarray(k * piece, (k + 1) * piece)),
  );
  return btoa(pieces.join(''));
}
