/** Recognises a file by its first bytes, whatever its name, and decodes it. */
import type { NDArray } from '../array/ndarray.ts';
import { fault, oneLine, show } from '../errors.ts';
import { asBytes, type Bytes, latin1, type Problem, problemOf, startsWith } from './bytes.ts';
import { parseJpeg } from './jpeg.ts';
import { jpegSignature } from './jpeg-header.ts';
import { type DecodeOptions, type Limits, onlyLimits } from './limits.ts';
import { parseNpy } from './npy.ts';
import { npySignature } from './npy-header.ts';
import { listNames, npzNames, parseNpz } from './npz.ts';
import { pickleReason } from './pickle.ts';
import { parsePng } from './png.ts';
import { pngSignature } from './png-chunks.ts';
import { endSignature, entrySignature } from './zip.ts';

type Parse = (bytes: Uint8Array, problem: Problem, limits: Limits, member?: string) => NDArray;

interface Format {
  readonly extensions: readonly string[];
  readonly signatures: readonly (readonly number[])[];
  readonly parse: Parse;
}

/** What can be read. */
const formats: readonly Format[] = [
  { extensions: ['.npy'], signatures: [npySignature], parse: parseNpy },
  { extensions: ['.png'], signatures: [pngSignature], parse: parsePng },
  { extensions: ['.jpg', '.jpeg'], signatures: [jpegSignature], parse: parseJpeg },
  { extensions: ['.npz'], signatures: [entrySignature, endSignature], parse: parseMember },
];

/** What people try, what stands where in it, and what to convert it to. */
const otherFormats: readonly [name: string, mark: string, at: number, advice: string][] = [
  ['a GIF', 'GIF8', 0, 'PNG'],
  ['a TIFF', 'II*\0', 0, 'PNG'],
  ['a TIFF', 'MM\0*', 0, 'PNG'],
  ['a WebP', 'WEBP', 8, 'PNG'],
  ['a BMP', 'BM', 0, 'PNG'],
  ['an AVIF or HEIC', 'ftyp', 4, 'PNG'],
  ['a gzip', '\x1f\x8b', 0, 'what is packed in it'],
  ['an HDF5', '\x89HDF', 0, 'npy'],
  ['a MATLAB', 'MATLAB', 0, 'npy'],
];

/** One array of an npz file: the one that is named, or the only one. */
function parseMember(bytes: Uint8Array, problem: Problem, limits: Limits, member?: string): NDArray {
  const names = member === undefined ? npzNames(bytes, problem) : [member];
  if (names.length === 1) return parseNpz(bytes, problem, limits, names)[names[0]];
  if (names.length === 0) throw problem('is an npz file without an array in it');
  throw problem(`is an npz file of several arrays; name one as 'file.npz:name' (${listNames(names)})`);
}

/** Splits 'file.npz:name' into the file and the name of the array in it, in which no slash may stand. */
export function splitMember(path: string): [file: string, member?: string] {
  const start = 1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const match = /^(.*\.npz):(.+)$/is.exec(path.slice(start));
  return match ? [path.slice(0, start) + match[1], match[2]] : [path];
}

/** Decodes by signature; where none fits, the extension decides which error is the helpful one. */
export function parseAny(
  bytes: Uint8Array,
  file: string,
  member: string | undefined,
  limits: Limits,
  problem: Problem,
): NDArray {
  if (bytes.length === 0) throw problem('is empty; it must be an npy, npz, PNG or JPEG file');
  const pickle = pickleReason(bytes);
  if (pickle) throw problem(pickle);
  const bySignature = formats.find(({ signatures }) =>
    signatures.some(signature => startsWith(bytes, signature)),
  );
  const first = latin1(bytes.subarray(0, 16));
  const other = otherFormats.find(([, mark, at]) => first.startsWith(mark, at));
  if (!bySignature && other) throw problem(`is ${other[0]} file; convert it to ${other[3]}`);
  const byExtension = formats.find(({ extensions }) =>
    extensions.some(end => file.toLowerCase().endsWith(end)),
  );
  const format = bySignature ?? byExtension;
  if (!format) throw problem(`is not npy, npz, PNG or JPEG: it begins with ${beginning(bytes)}`);
  if (member !== undefined && format.parse !== parseMember)
    throw problem(`is not an npz file, so it has no array '${oneLine(member)}' to name`);
  return format.parse(bytes, problem, limits, member);
}

/** The first bytes as text where they are, else as numbers. */
function beginning(bytes: Uint8Array): string {
  const text = latin1(bytes.subarray(0, 8));
  return /^[ -~]+$/.test(text) ? `'${text}'` : `bytes ${[...bytes.subarray(0, 8)].join(' ')}`;
}

/**
 * Decodes an array or image by its first bytes: npy, PNG, JPEG, or one array of an npz file.
 *
 * @param name the file's name, for messages; 'file.npz:kernel' chooses the array `kernel` of an npz file, which
 *   need not be said where it is the only one
 * @param options `maxPixels` (100 million unless given) and `maxBytes` (1 GiB, or the length of `bytes`): what is larger
 *   is refused before memory is taken for it
 * @throws ConcordatError when the bytes are of no such format, or corrupted, or pass a limit
 * @example
 * import { decode, encodeNpy, encodePng } from 'concordat/io';
 * decode(encodePng({ data: new Uint8Array(6), shape: [2, 3] })).shape; // => [2, 3]
 * decode(encodeNpy([1, 2, 3])).shape; // => [3]
 */
export function decode(bytes: Bytes, name?: string, options: DecodeOptions = {}): NDArray {
  if (name !== undefined && typeof name !== 'string')
    throw fault('value', 'decode', `name is ${show(name)}; it must be the name of a file`, {
      argument: 'name',
    });
  const [file, member] = splitMember(name ?? '');
  const given = asBytes('decode', bytes);
  return parseAny(
    given,
    file,
    member,
    onlyLimits('decode', options, given.length),
    problemOf('decode', name === undefined ? undefined : file),
  );
}
