/** Arrays and images from and to files. For Node; its modules are loaded when a file is read or written. */
import type { FileHandle } from 'node:fs/promises';
import type { NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { asBytes, problemOf } from './bytes.ts';
import { parseAny, splitMember } from './decode.ts';
import { encodeJpeg } from './jpeg.ts';
import { type DecodeOptions, onlyLimits } from './limits.ts';
import { encodeNpy } from './npy.ts';
import { readNpyFile } from './npy-file.ts';
import { encodePng } from './png.ts';
import { errorCode, pathText, systemProblem } from './system.ts';
import { writeFileWhole } from './write-whole.ts';

/**
 * Reads an array from a .npy, .png or .jpg file, recognised by its content; `file.npz:name` reads one array of a .npz
 * file, `file.npz` its only one. Images come as `decodePng` and `decodeJpeg` give them.
 *
 * @param path a path or a file: URL
 * @param options `maxPixels` (100 million unless given) and `maxBytes` (1 GiB, or the length of the file): what is larger
 *   is refused before memory is taken for it
 * @throws ConcordatError (code 'file') naming the path, when there is no such file, it is a directory or empty, it
 *   cannot be decoded, or it passes a limit
 * @example
 * import { rmSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { readArray, writeArray } from 'concordat/io';
 * const path = `${tmpdir()}/read-${process.pid}.npy`;
 * await writeArray(path, [[1, 2], [3, 4]]);
 * (await readArray(path)).toArray(); // => [[1, 2], [3, 4]]
 * rmSync(path);
 */
export async function readArray(path: string | URL, options: DecodeOptions = {}): Promise<NDArray> {
  const given = await pathText('readArray', path);
  onlyLimits('readArray', options, 0);
  const whole = await readFileArray(given, undefined, options);
  if (whole) return whole;
  const [file, member] = splitMember(given);
  const chosen = member === undefined ? undefined : await readFileArray(file, member, options);
  if (chosen) return chosen;
  throw problemOf(
    'readArray',
    file,
  )(`does not exist; give the path of an npy, npz, PNG or JPEG file (paths begin at ${process.cwd()})`);
}

/** The array in a file; undefined when there is no file. */
async function readFileArray(
  path: string,
  member: string | undefined,
  options: DecodeOptions,
): Promise<NDArray | undefined> {
  const problem = problemOf('readArray', path);
  const { open, stat } = await import('node:fs/promises');
  let file: FileHandle | undefined;
  try {
    const status = await stat(path);
    if (status.isDirectory()) throw problem('is a directory; name an npy, npz, PNG or JPEG file in it');
    // A device may have no end.
    if (!status.isFile()) throw problem('is a device or a pipe; only files can be read');
    file = await open(path);
    const limits = onlyLimits('readArray', options, status.size);
    const plain = member === undefined ? await readNpyFile(file, status.size, limits, problem) : undefined;
    if (plain) return plain;
    return parseAny(asBytes('readArray', await file.readFile()), path, member, limits, problem);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw systemProblem(problem, 'read', error);
  } finally {
    await file?.close();
  }
}

const encoders: readonly [extension: RegExp, encode: (array: ArrayLike) => Uint8Array][] = [
  [/\.npy$/i, encodeNpy],
  [/\.png$/i, encodePng],
  [/\.jpe?g$/i, array => encodeJpeg(array)],
];

/**
 * Writes an array to a .npy, .png or .jpg file; the extension decides. The file appears whole or not at all.
 *
 * @param path a path or a file: URL
 * @param array for .png uint8 or uint16, for .jpg uint8, of an image's shape; for .npy any array
 * @throws ConcordatError when the extension is another, the array does not fit the format, or writing fails
 * @example
 * import { rmSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { readArray, writeArray } from 'concordat/io';
 * const path = `${tmpdir()}/write-${process.pid}.png`;
 * await writeArray(path, { data: new Uint8Array([0, 128, 255, 64]), shape: [2, 2] });
 * (await readArray(path)).dtype; // => 'uint8'
 * rmSync(path);
 */
export async function writeArray(path: string | URL, array: ArrayLike): Promise<void> {
  const name = await pathText('writeArray', path);
  const encoder = encoders.find(([extension]) => extension.test(name));
  if (!encoder)
    throw problemOf('writeArray', name)('has no known extension; it must end in .npy, .png, .jpg or .jpeg');
  await writeFileWhole(name, encoder[1](array));
}
