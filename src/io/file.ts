/** Arrays and images from and to files. For Node; its modules are loaded when a file is read or written. */
import type { ArrayLike } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { asBytes, type Problem, problemOf } from './bytes.ts';
import { parseAny, splitMember } from './decode.ts';
import { encodeJpeg } from './jpeg.ts';
import { encodeNpy } from './npy.ts';
import { encodePng } from './png.ts';
import { errorCode, pathText, systemProblem } from './system.ts';
import { writeFileWhole } from './write-whole.ts';

/**
 * Reads an array from a .npy, .png or .jpg file, recognised by its content; `file.npz:name` reads one array of a .npz
 * file, `file.npz` its only one. Images come as `decodePng` and `decodeJpeg` give them.
 *
 * @param path a path or a file: URL
 * @throws ConcordatError (code 'file') naming the path, when there is no such file, it is a directory or empty, or it
 *   cannot be decoded
 * @example
 * import { rmSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { readArray, writeArray } from 'concordat/io';
 * const path = `${tmpdir()}/read-${process.pid}.npy`;
 * await writeArray(path, [[1, 2], [3, 4]]);
 * (await readArray(path)).toArray(); // => [[1, 2], [3, 4]]
 * rmSync(path);
 */
export async function readArray(path: string | URL): Promise<NDArray> {
  const given = await pathText('readArray', path);
  const whole = await readBytes(given);
  if (whole) return parseAny(whole, given, undefined, problemOf('readArray', given));
  const [file, member] = splitMember(given);
  const problem = problemOf('readArray', file);
  const bytes = member === undefined ? undefined : await readBytes(file);
  if (bytes) return parseAny(bytes, file, member, problem);
  throw problem(
    `does not exist; give the path of an npy, npz, PNG or JPEG file (paths begin at ${process.cwd()})`,
  );
}

/** The bytes of a file; undefined when there is none. */
async function readBytes(path: string): Promise<Uint8Array | undefined> {
  const problem: Problem = problemOf('readArray', path);
  const { readFile, stat } = await import('node:fs/promises');
  try {
    const status = await stat(path);
    if (status.isDirectory()) throw problem('is a directory; name an npy, npz, PNG or JPEG file in it');
    // A device may have no end.
    if (!status.isFile()) throw problem('is a device or a pipe; only files can be read');
    return asBytes('readArray', await readFile(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw systemProblem(problem, 'read', error);
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
