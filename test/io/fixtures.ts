/** The files that fixtures/make.py made, and helpers that every test of io uses. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { ConcordatError } from '../../src/errors.ts';
import { problemOf } from '../../src/io/bytes.ts';
import { crc32 } from '../../src/io/crc32.ts';
import { decodeNpz } from '../../src/io/npz.ts';
import { readZip, readZipEntry } from '../../src/io/zip.ts';

export const fixturePath = (name: string): string =>
  fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(fixturePath(name)));

/** The files in a ZIP archive, by name. */
export const unpack = (name: string): Map<string, Uint8Array> => unpackFile(fixturePath(name));

export function unpackFile(path: string): Map<string, Uint8Array> {
  const problem = problemOf('test');
  return new Map(
    readZip(new Uint8Array(readFileSync(path)), problem).map(entry => [
      entry.name,
      readZipEntry(entry, problem),
    ]),
  );
}

/** What `run` throws; fails unless it is a ConcordatError of one line. */
export function errorOf(run: () => unknown): ConcordatError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConcordatError);
    expect((error as Error).message).not.toContain('\n');
    return error as ConcordatError;
  }
  throw new Error('nothing was thrown');
}

/** `errorOf` for what answers later. */
export async function laterErrorOf(promise: Promise<unknown>): Promise<ConcordatError> {
  const outcome = await promise.then(
    value => ({ value }),
    error => ({ error }),
  );
  return errorOf(() => {
    if ('error' in outcome) throw outcome.error;
  });
}

/** Runs a decoder on bytes that may be damaged: it must give a value or a ConcordatError. True for a value. */
export function survives(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): boolean {
  try {
    decode(bytes);
    return true;
  } catch (error) {
    if (!(error instanceof ConcordatError) || error.message.includes('\n') || error.code !== 'file')
      throw error;
    return false;
  }
}

/** What comes of an npz file with one bit turned over, for every bit: the same arrays, other ones, or an error. */
export function flipVerdicts(file: Uint8Array): ('same' | 'other' | 'error')[] {
  const summary = (bytes: Uint8Array) =>
    JSON.stringify(
      Object.entries(decodeNpz(bytes)).map(([name, x]) => [name, x.dtype, x.shape, `${x.toTypedArray()}`]),
    );
  const expected = summary(file);
  return Array.from({ length: 8 * file.length }, (_, bit) => {
    const changed = file.slice();
    changed[bit >> 3] ^= 1 << (bit & 7);
    let found = '';
    const read = survives(bytes => {
      found = summary(bytes);
    }, changed);
    return read ? (found === expected ? 'same' : 'other') : 'error';
  });
}

/** The same bytes with a few of them damaged: a bit, a byte, or a run of bytes. */
export function damage(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const damaged = bytes.slice();
  for (let times = 1 + random(3); times > 0; times--) {
    const place = random(damaged.length);
    const kind = random(4);
    if (kind === 0) damaged[place] ^= 1 << random(8);
    else if (kind === 1) damaged[place] = random(256);
    else if (kind === 2) damaged.fill(random(2) * 255, place, place + 1 + random(6));
    else damaged.copyWithin(place, random(damaged.length), random(damaged.length));
  }
  return damaged;
}

/** A chunk of a PNG file. */
export function pngChunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  new DataView(bytes.buffer).setUint32(0, content.length);
  new DataView(bytes.buffer).setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

/** The bytes of a header: width, height, then depth, colour type, compression, filter, interlace. */
export function pngHeader(width: number, height: number, ...rest: number[]): Uint8Array {
  const content = new Uint8Array(13);
  new DataView(content.buffer).setUint32(0, width);
  new DataView(content.buffer).setUint32(4, height);
  content.set(rest, 8);
  return content;
}
