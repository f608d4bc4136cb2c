/**
 * Reads the table of a ZIP archive and inflates its entries, with every length checked before memory is taken.
 * Source: PKWARE APPNOTE 6.3. Archives over 4 GB (ZIP64), encrypted ones and those in several parts are refused.
 */

import { latin1, oneLine, type Problem, viewOf } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { checkLength, inflateBeginning, inflateExactly } from './inflate.ts';

export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly crc: number;
  readonly compressed: Uint8Array;
  readonly length: number;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** The length of the record at the end, and of the comment that may follow it. */
const [END_LENGTH, LONGEST_COMMENT] = [22, 65535];
const LOCAL_LENGTH = 30;
const CENTRAL_LENGTH = 46;
const [STORED, DEFLATED] = [0, 8];

/** The entries, none inflated yet. `limit` bounds the sum of their lengths, in bytes. */
export function readZip(bytes: Uint8Array, limit: number, problem: Problem): ZipEntry[] {
  const view = viewOf(bytes);
  const end = findEnd(bytes, view);
  if (end < 0) throw problem('is not a whole ZIP archive: its table of contents, at the end, is missing');
  const [count, length, start] = [
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  if (count === 0xffff || start === 0xffffffff)
    throw problem('is a ZIP64 archive; archives up to 4 GB can be read');
  if (view.getUint32(end + 4, true) !== 0) throw problem('is one part of a ZIP archive in several parts');
  if (start + length > end)
    throw problem('is corrupted: the table of contents of the ZIP archive runs over its end');

  const entries: ZipEntry[] = [];
  let place = start;
  for (let index = 0; index < count; index++) {
    if (place + CENTRAL_LENGTH > start + length || view.getUint32(place, true) !== CENTRAL)
      throw problem(`is corrupted: entry ${index} of ${count} in the table of the ZIP archive is not there`);
    entries.push(readEntry(bytes, view, place, start, problem));
    const tail =
      view.getUint16(place + 28, true) + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
    place += CENTRAL_LENGTH + tail;
  }
  const total = entries.reduce((sum, entry) => sum + entry.length, 0);
  if (total > limit) throw problem(`holds ${total} bytes when inflated; the limit is ${limit}`);
  // Entries that share their bytes let a small archive hold a great deal.
  if (entries.reduce((sum, entry) => sum + entry.compressed.length, 0) > bytes.length)
    throw problem('is corrupted: entries of the ZIP archive overlap');
  return entries;
}

/** Where the record at the end stands: its comment must reach just to the last byte. */
function findEnd(bytes: Uint8Array, view: DataView): number {
  const last = bytes.length - END_LENGTH;
  for (let place = last; place >= Math.max(0, last - LONGEST_COMMENT); place--)
    if (view.getUint32(place, true) === END && view.getUint16(place + 20, true) === last - place)
      return place;
  return -1;
}

/** Reads the entry whose row of the table is at `place`. Its data ends before `dataEnd`. */
function readEntry(
  bytes: Uint8Array,
  view: DataView,
  place: number,
  dataEnd: number,
  problem: Problem,
): ZipEntry {
  const [flags, method] = [view.getUint16(place + 8, true), view.getUint16(place + 10, true)];
  const [crc, packed, length] = [16, 20, 24].map(offset => view.getUint32(place + offset, true));
  const nameEnd = place + CENTRAL_LENGTH + view.getUint16(place + 28, true);
  const local = view.getUint32(place + 42, true);
  const rawName = bytes.subarray(place + CENTRAL_LENGTH, nameEnd);
  // Bit 11 says that the name is UTF-8. NumPy sets it only for names that are not ASCII.
  const name = flags & 0x800 ? new TextDecoder().decode(rawName) : latin1(rawName);
  const entry = `entry '${oneLine(name)}' of the ZIP archive`;
  if (nameEnd > bytes.length)
    throw problem('is corrupted: a name in the table of the ZIP archive is cut short');
  if (flags & 1) throw problem(`is encrypted (${entry})`);
  if (packed === 0xffffffff || length === 0xffffffff || local === 0xffffffff)
    throw problem(`is a ZIP64 archive (${entry}); entries up to 4 GB can be read`);
  if (method !== STORED && method !== DEFLATED)
    throw problem(`is compressed by method ${method} (${entry}); stored (0) and deflate (8) can be read`);
  if (local + LOCAL_LENGTH > dataEnd || view.getUint32(local, true) !== LOCAL)
    throw problem(`is corrupted: ${entry} is not where the table says`);
  const start = local + LOCAL_LENGTH + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packed > dataEnd || (method === STORED && packed !== length))
    throw problem(`is corrupted: ${entry} does not have the length that the table says`);
  return {
    name,
    deflated: method === DEFLATED,
    crc,
    compressed: bytes.subarray(start, start + packed),
    length,
  };
}

/** The first bytes of an entry, `length` of them where it has so many, without inflating the rest. */
export function zipEntryBeginning(entry: ZipEntry, length: number, problem: Problem): Uint8Array {
  if (!entry.deflated) return entry.compressed.subarray(0, length);
  const what = `entry '${oneLine(entry.name)}'`;
  checkLength(entry.compressed.length, entry.length, what, problem);
  return inflateBeginning(entry.compressed, length, what, problem);
}

/** The bytes of an entry, checked against its check sum. */
export function readZipEntry(entry: ZipEntry, problem: Problem): Uint8Array {
  const what = `entry '${oneLine(entry.name)}'`;
  const bytes = entry.deflated
    ? inflateExactly(entry.compressed, entry.length, what, problem)
    : entry.compressed;
  if (crc32(bytes) !== entry.crc)
    throw problem(`is corrupted: ${what} does not match its check sum (CRC-32)`);
  return bytes;
}
