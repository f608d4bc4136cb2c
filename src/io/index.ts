/** Arrays and images in files: `concordat/io`. */
export type { Bytes } from './bytes.ts';
export { decode } from './decode.ts';
export { readArray, writeArray } from './file.ts';
export { decodeJpeg, type EncodeJpegOptions, encodeJpeg } from './jpeg.ts';
export type { DecodeOptions } from './limits.ts';
export { luminance } from './luminance.ts';
export { decodeNpy, encodeNpy } from './npy.ts';
export { type DecodeNpzOptions, decodeNpz, type EncodeNpzOptions, encodeNpz } from './npz.ts';
export { decodePng, encodePng } from './png.ts';
export { writeFileWhole } from './write-whole.ts';
