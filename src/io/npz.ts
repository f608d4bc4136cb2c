/** The .npz format: several named arrays, each a .npy file in a ZIP archive, as NumPy's `savez` writes them. */
import { type Zippable, zipSync } from 'fflate';
import type { NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { checkOptions, fault, oneLine, show } from '../errors.ts';
import { asBytes, type Bytes, HALF_PAIR, type Problem, problemOf, startsWith } from './bytes.ts';
import { checkBytes, type DecodeOptions, type Limits, limitsOf } from './limits.ts';
import { encodeNpy, npyLayout, ownNpy, parseNpy } from './npy.ts';
import { NPY_BEGINNING, npySignature } from './npy-header.ts';
import { readZip, readZipEntry, type ZipEntry, zipEntryBeginning } from './zip.ts';

/** Options of `decodeNpz`. */
export interface DecodeNpzOptions extends Pick<DecodeOptions, 'maxBytes'> {
  /** Read only these arrays. */
  only?: readonly string[];
}

/** Options of `encodeNpz`. */
export interface EncodeNpzOptions {
  /** Whether to compress, as NumPy's `savez_compressed` does; false unless given. */
  compress?: boolean;
}

/** Bytes from which on an entry is not inflated before its header was looked at. */
const LARGE = 2 ** 22;
/** ZIP without its 64-bit extension counts bytes in 32 bits. */
const LONGEST_ARCHIVE = 2 ** 32 - 2 ** 20;

/** ZIP holds a name of 65535 bytes, and a character may take three. */
const LONGEST_NAME = 20000;

/** An array's name: the entry's without its extension, as NumPy has it. */
const arrayName = (entry: string): string => entry.replace(/\.npy$/, '');

/**
 * Reads a .npz file: every array in it, or those named by `only`. Check sums are verified, and the lengths that the
 * file declares are held against `maxBytes` (1 GiB, or the length of the file) before anything is inflated.
 *
 * @throws ConcordatError when the archive is corrupted or cut short, its arrays take more than `maxBytes`, it lacks a name, or an entry
 *   is not an array of numbers
 * @example
 * import { decodeNpz, encodeNpz } from 'concordat/io';
 * const file = encodeNpz({ image: [[1, 2]], kernel: [1, 0, -1] }, { compress: true });
 * Object.keys(decodeNpz(file)); // => ['image', 'kernel']
 * decodeNpz(file, { only: ['kernel'] }).kernel.toArray(); // => [1, 0, -1]
 */
export function decodeNpz(bytes: Bytes, options: DecodeNpzOptions = {}): Record<string, NDArray> {
  checkOptions('decodeNpz', options, ['maxBytes', 'only']);
  const given = asBytes('decodeNpz', bytes);
  const limits = limitsOf('decodeNpz', options, given.length);
  return parseNpz(given, problemOf('decodeNpz'), limits, options.only);
}

/** `decodeNpz`, for other decoders: errors are theirs. */
export function parseNpz(
  bytes: Uint8Array,
  problem: Problem,
  limits: Limits,
  only?: readonly string[],
): Record<string, NDArray> {
  const entries = new Map<string, ZipEntry>();
  for (const entry of readZip(bytes, problem)) {
    const name = arrayName(entry.name);
    if (entries.has(name)) throw problem(`holds two arrays named '${oneLine(name)}'`);
    entries.set(name, entry);
  }
  const missing = only?.find(name => !entries.has(name));
  if (missing !== undefined)
    throw problem(`has no array '${oneLine(missing)}'; ${listNames([...entries.keys()])}`);
  const wanted = [...new Set(only ?? entries.keys())];
  checkBytes(
    wanted.reduce((sum, name) => sum + entries.get(name)!.length, 0),
    limits,
    problem,
  );
  // `fromEntries` defines its keys, so that an array named __proto__ is a key like any other.
  return Object.fromEntries(wanted.map(name => [name, arrayOf(entries.get(name)!, problem, limits)]));
}

/** The array in an entry. */
function arrayOf(entry: ZipEntry, problem: Problem, limits: Limits): NDArray {
  const inEntry: Problem = (reason, cause) =>
    problem(`has an entry '${oneLine(entry.name)}' that ${reason}`, cause);
  const checkStart = (beginning: Uint8Array) => {
    if (!startsWith(beginning, npySignature)) throw inEntry('is not an npy array');
    return beginning;
  };
  // The header is held against the length of the entry before the rest takes time and memory.
  if (entry.length > LARGE)
    npyLayout(checkStart(zipEntryBeginning(entry, NPY_BEGINNING, problem)), entry.length, inEntry);
  const whole = checkStart(readZipEntry(entry, problem));
  return entry.deflated ? ownNpy(whole, inEntry) : parseNpy(whole, inEntry, limits);
}

/** The names of the arrays in a .npz file, for messages. */
export const npzNames = (bytes: Uint8Array, problem: Problem): string[] =>
  readZip(bytes, problem).map(entry => arrayName(entry.name));

/** The names as the end of a sentence. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'it is empty';
  const shown = names.slice(0, 8).map(name => `'${oneLine(name)}'`);
  return `it has ${shown.join(', ')}${names.length > 8 ? ' and others' : ''}`;
}

/**
 * Writes a .npz file that NumPy's `load` reads. The same arrays give the same bytes: the entries carry no time.
 *
 * @throws ConcordatError when the archive would exceed 4 GB, or a name is not usable
 * @example
 * import { decodeNpz, encodeNpz } from 'concordat/io';
 * decodeNpz(encodeNpz({ a: new Uint8Array([1, 2]) })).a.dtype; // => 'uint8'
 */
export function encodeNpz(
  record: Readonly<Record<string, ArrayLike>>,
  options: EncodeNpzOptions = {},
): Uint8Array {
  checkOptions('encodeNpz', options, ['compress']);
  if (record === null || typeof record !== 'object' || Array.isArray(record))
    throw fault('value', 'encodeNpz', `record is ${show(record)}; it must be an object of arrays by name`, {
      argument: 'record',
    });
  checkNames(Object.keys(record));
  const level = options.compress ? 6 : 0;
  const files = Object.entries(record).map(([name, array]): [string, Uint8Array] => [
    `${name}.npy`,
    encodeNpy(array),
  ]);
  const longName = files.find(([name]) => name.length > LONGEST_NAME);
  if (longName)
    throw fault(
      'value',
      'encodeNpz',
      `a name has ${longName[0].length} characters; ${LONGEST_NAME} are allowed`,
      { argument: 'record' },
    );
  // Each entry has a row in the table and a header of its own, both with the name.
  const total = files.reduce((sum, [name, bytes]) => sum + bytes.length + 6 * name.length + 128, 0);
  if (total > LONGEST_ARCHIVE || files.length >= 65535)
    throw fault(
      'value',
      'encodeNpz',
      `${files.length} arrays of ${total} bytes do not fit into one npz file of 4 GB; write several`,
      { bytes: total, limit: LONGEST_ARCHIVE },
    );
  // The earliest time that ZIP can write.
  const attributes = { level, mtime: new Date(1980, 0, 1) } as const;
  return zipSync(Object.fromEntries(files.map(([name, bytes]) => [name, [bytes, attributes]])) as Zippable);
}

/** Throws where a reader would find other names than were given: Python ends them at NUL, and takes `x.npy` for `x`. */
function checkNames(names: readonly string[]): void {
  const wrong = (name: string, reason: string): never => {
    throw fault('value', 'encodeNpz', `the name ${show(name)} ${reason}; choose another`, {
      argument: 'record',
      name,
    });
  };
  const all = new Set(names);
  for (const name of names) {
    if (name.includes('\0')) wrong(name, 'holds NUL, where readers end it');
    if (HALF_PAIR.test(name)) wrong(name, 'holds half of a surrogate pair, which no file can');
    if (all.has(`${name}.npy`)) wrong(`${name}.npy`, `is read by NumPy as ${show(name)}, which is there too`);
  }
}
