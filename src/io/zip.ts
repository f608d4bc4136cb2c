/**
 * Reads the table of a ZIP archive and inflates its entries, with every length checked before memory is taken.
 * What the archive says twice must agree: names and their encoding (table and header of the entry), the number of
 * entries (twice, and the rows of the table), the end of the table. So no single wrong bit gives another name, or fewer
 * entries, without an error; what an entry holds is under its check sum.
 * Source: PKWARE APPNOTE 6.3; CPython's zipfile for what is held against what. Archives over 4 GB (ZIP64), encrypted
 * ones and those in several parts are refused.
 */

import { oneLine } from '../errors.ts';
import { guarded, latin1, type Problem, startsWith, viewOf } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { checkLength, inflateBeginning, inflateExactly } from './inflate.ts';

export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly crc: number;
  readonly compressed: Uint8Array;
  readonly length: number;
  /** The places of the archive that it takes: its header and its data. */
  readonly span: readonly [start: number, end: number];
}

/** An archive begins with an entry; with its end where there is none. */
export const [entrySignature, endSignature] = [
  [0x50, 0x4b, 3, 4],
  [0x50, 0x4b, 5, 6],
];
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** The record that points to a second end, of 64 bits. It stands before the first. */
const LOCATOR64 = 0x07064b50;
const LOCATOR64_LENGTH = 20;
/** The length of the record at the end, and of the comment that may follow it. */
const [END_LENGTH, LONGEST_COMMENT] = [22, 65535];
const LOCAL_LENGTH = 30;
const CENTRAL_LENGTH = 46;
const [STORED, DEFLATED] = [0, 8];
/** Bits of the flags: encrypted, patched data, strong encryption; and that the name is UTF-8. */
const [ENCRYPTED, PATCHED, STRONG, UTF8] = [1, 0x20, 0x40, 0x800];
/** Version 6.3 of the format, the newest one. A reader must refuse what asks for more. */
const NEWEST_VERSION = 63;

/** The entries, none inflated yet; what they declare is for the caller to hold against a limit. */
export function readZip(bytes: Uint8Array, problem: Problem): ZipEntry[] {
  const view = viewOf(bytes);
  const end = findEnd(bytes, view);
  if (end < 0) throw problem('is not a whole ZIP archive: its table of contents, at the end, is missing');
  const [countHere, count, length, start] = [
    view.getUint16(end + 8, true),
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  const is64 = end >= LOCATOR64_LENGTH && view.getUint32(end - LOCATOR64_LENGTH, true) === LOCATOR64;
  if (count === 0xffff || start === 0xffffffff || is64)
    throw problem('is a ZIP64 archive; archives up to 4 GB can be read');
  if (view.getUint32(end + 4, true) !== 0 || countHere !== count)
    throw problem('is one part of a ZIP archive in several parts, or corrupted');
  if (start + length !== end)
    throw problem('is corrupted: the table of contents of the ZIP archive does not end where it should');

  const entries: ZipEntry[] = [];
  let place = start;
  for (let index = 0; index < count; index++) {
    if (place + CENTRAL_LENGTH > end || view.getUint32(place, true) !== CENTRAL)
      throw problem(`is corrupted: entry ${index} of ${count} in the table of the ZIP archive is not there`);
    entries.push(readEntry(bytes, view, place, start, problem));
    const tail =
      view.getUint16(place + 28, true) + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
    place += CENTRAL_LENGTH + tail;
  }
  if (place !== end)
    throw problem(
      `is corrupted: the table of the ZIP archive has more, or longer, rows than its ${count} entries`,
    );
  // Entries that share their bytes let a small archive hold a great deal.
  const spans = entries.map(({ span }) => span).sort(([a], [b]) => a - b);
  if (spans.some(([from], k) => k > 0 && from < spans[k - 1][1]))
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
  const [version, flags, method] = [6, 8, 10].map(offset => view.getUint16(place + offset, true));
  const [crc, packed, length] = [16, 20, 24].map(offset => view.getUint32(place + offset, true));
  const nameEnd = place + CENTRAL_LENGTH + view.getUint16(place + 28, true);
  const local = view.getUint32(place + 42, true);
  if (nameEnd > bytes.length)
    throw problem('is corrupted: a name in the table of the ZIP archive is cut short');
  const rawName = bytes.subarray(place + CENTRAL_LENGTH, nameEnd);
  const name = nameOf(rawName, flags, problem);
  const entry = `entry '${oneLine(name)}' of the ZIP archive`;
  if (flags & (ENCRYPTED | STRONG)) throw problem(`is encrypted (${entry})`);
  if (flags & PATCHED || (version & 255) > NEWEST_VERSION)
    throw problem(`needs a reader of a newer version of the ZIP format (${entry})`);
  if (packed === 0xffffffff || length === 0xffffffff || local === 0xffffffff)
    throw problem(`is a ZIP64 archive (${entry}); entries up to 4 GB can be read`);
  if (method !== STORED && method !== DEFLATED)
    throw problem(`is compressed by method ${method} (${entry}); stored (0) and deflate (8) can be read`);
  if (local + LOCAL_LENGTH > dataEnd || view.getUint32(local, true) !== LOCAL)
    throw problem(`is corrupted: ${entry} is not where the table says`);
  const localName = bytes.subarray(local + LOCAL_LENGTH).subarray(0, view.getUint16(local + 26, true));
  if (
    (view.getUint16(local + 6, true) ^ flags) & (ENCRYPTED | UTF8) ||
    view.getUint16(local + 8, true) !== method ||
    localName.length !== rawName.length ||
    !startsWith(localName, rawName)
  )
    throw problem(
      `is corrupted: ${entry} has another name, or another kind of compression, in its own header than in the table`,
    );
  const start = local + LOCAL_LENGTH + localName.length + view.getUint16(local + 28, true);
  if (start + packed > dataEnd || (method === STORED && packed !== length))
    throw problem(`is corrupted: ${entry} does not have the length that the table says`);
  return {
    name,
    deflated: method === DEFLATED,
    crc,
    compressed: bytes.subarray(start, start + packed),
    length,
    span: [local, start + packed],
  };
}

/** A name as text. NumPy marks as UTF-8 only names that are not ASCII; others were in the encoding of some machine. */
function nameOf(raw: Uint8Array, flags: number, problem: Problem): string {
  if (!(flags & UTF8)) return latin1(raw);
  return guarded(problem, 'a name in the table of the ZIP archive', () =>
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw),
  );
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
