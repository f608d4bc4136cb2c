/** What decoding takes in memory besides the file and the result, measured in processes of their own. */
import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { concatenateBytes } from '../../src/io/bytes.ts';
import { encodeJpeg } from '../../src/io/jpeg.ts';
import { encodeNpz } from '../../src/io/npz.ts';
import { root } from '../project/source.ts';
import { tries } from '../property.ts';
import { fixturePath, pngChunk, pngHeader } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'concordat-memory-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MB = 1e6;
/** What the engine and compiled code take, whatever the image. */
const FIXED = 40 * MB;

interface Taken {
  /** The highest use of memory above that before the call; bytes of the result; seconds of computing. */
  peak: number;
  result: number;
  seconds: number;
  message?: string;
}

/** Reads a file's bytes in a process of its own, then runs `call` of concordat/io on them. */
function taken(content: Uint8Array, call: string): Taken {
  const path = join(folder, 'file');
  writeFileSync(path, content);
  const library = JSON.stringify(pathToFileURL(join(root, 'dist/io/index.js')).href);
  const program = `
    import { readFileSync } from 'node:fs';
    import * as io from ${library};
    const path = ${JSON.stringify(path)};
    const bytes = readFileSync(path);
    const [before, cpu] = [process.memoryUsage.rss(), process.cpuUsage()];
    let result = 0, message;
    try {
      const array = await (${call});
      result = array.toTypedArray ? array.data.byteLength : 0;
    } catch (error) {
      message = error.message;
    }
    const { user, system } = process.cpuUsage(cpu);
    // The kernel's own mark; that of getrusage begins with the size of the parent process.
    const peak = 1024 * /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] - before;
    console.log(JSON.stringify({ peak, result, seconds: (user + system) / 1e6, message }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return JSON.parse(output);
}

/** Bytes that no compression makes shorter. */
const noise = (length: number) => randomFillSync(new Uint8Array(length));

/** A PNG whose rows have filter `filter`; with `piece`, its data in chunks of so many bytes. */
function png(
  [width, height, depth, colour, interlaced]: readonly number[],
  data: (length: number) => Uint8Array,
  { filter = 0, level = 1, piece = 2 ** 30 } = {},
): Uint8Array {
  const rowBytes = Math.ceil((width * depth * [1, 0, 3, 1, 2, 0, 4][colour]) / 8);
  const length = interlaced ? adam7Length(width, height, rowBytes / width) : height * (rowBytes + 1);
  const rows = data(length);
  // The filters of interlaced rows stand at other places; there zeros do.
  if (interlaced) rows.fill(0);
  else for (let place = 0; place < length; place += rowBytes + 1) rows[place] = filter;
  const packed = deflateSync(rows, { level });
  const chunks = Array.from({ length: Math.ceil(packed.length / piece) }, (_, k) =>
    pngChunk('IDAT', packed.subarray(k * piece, (k + 1) * piece)),
  );
  const palette = colour === 3 ? [pngChunk('PLTE', noise(768)), pngChunk('tRNS', noise(256))] : [];
  return concatenateBytes([
    Uint8Array.from([0x89, 80, 78, 71, 13, 10, 26, 10]),
    pngChunk('IHDR', pngHeader(width, height, depth, colour, 0, 0, interlaced ?? 0)),
    ...palette,
    ...chunks,
    pngChunk('IEND', new Uint8Array(0)),
  ]);
}

/** Bytes of the seven passes, for sides that are multiples of eight. */
const adam7Length = (width: number, height: number, pixelBytes: number): number =>
  [
    [8, 8],
    [8, 8],
    [4, 8],
    [4, 4],
    [2, 4],
    [2, 2],
    [1, 2],
  ].reduce((sum, [dx, dy]) => sum + (height / dy) * (1 + (width / dx) * pixelBytes), 0);

const measurable = existsSync('/proc/self/status');

describe.runIf(measurable)('decodePng takes no more than its result and a fixed amount', () => {
  const zeros = (length: number) => new Uint8Array(length);
  test.each<[name: string, file: () => Uint8Array, result: number]>([
    ['grey, all zero', () => png([10000, 10000, 8, 0], zeros), 100 * MB],
    ['grey noise in many pieces', () => png([6000, 6000, 8, 0], noise, { filter: 4, piece: 8192 }), 36 * MB],
    ['colour noise', () => png([4000, 4000, 8, 2], noise, { filter: 4 }), 48 * MB],
    ['16 bits', () => png([4000, 4000, 16, 0], noise, { filter: 1 }), 32 * MB],
    ['interlaced', () => png([4000, 4000, 8, 2, 1], noise), 48 * MB],
    ['palette with alpha', () => png([4000, 4000, 8, 3], noise, { level: 0 }), 64 * MB],
    ['1 bit, one pixel a row', () => png([1, 1e8, 1, 0], zeros), 100 * MB],
    ['1 bit, one row', () => png([1e8, 1, 1, 0], zeros), 100 * MB],
  ])('%s', (_, file, result) => {
    const found = taken(file(), 'io.decodePng(bytes)');
    expect(found).toMatchObject({ result });
    expect(found.peak).toBeLessThan(1.1 * result + FIXED);
    expect(found.seconds).toBeLessThan(10);
  });
});

/** A grey JPEG whose blocks are all the same, and each takes a bit or two. */
function flatJpeg(width: number, height: number, isProgressive: boolean): Uint8Array {
  const segment = (marker: number, ...content: number[]) => [
    0xff,
    marker,
    (content.length + 2) >> 8,
    (content.length + 2) & 255,
    ...content,
  ];
  const sides = [height >> 8, height & 255, width >> 8, width & 255];
  const oneCode = [1, ...Array<number>(15).fill(0), 0];
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const begin = [
    [0xff, 0xd8],
    segment(0xdb, 0, ...Array<number>(64).fill(1)),
    segment(isProgressive ? 0xc2 : 0xc0, 8, ...sides, 1, 1, 0x11, 0),
    // The one code of each table, a single 0, stands for no difference, and for the end of the block.
    segment(0xc4, 0, ...oneCode, 0x10, ...oneCode),
    segment(0xda, 1, 1, 0, 0, isProgressive ? 0 : 63, 0),
  ].flat();
  const others = isProgressive ? segment(0xda, 1, 1, 0, 1, 63, 0) : [];
  const perBlock = isProgressive ? 1 : 2;
  const data = new Uint8Array(Math.ceil((blocks * perBlock) / 8));
  const parts = [begin, data, others, isProgressive ? data : [], [0xff, 0xd9]];
  return concatenateBytes(parts.map(part => Uint8Array.from(part)));
}

describe.runIf(measurable)('decodeJpeg takes no more than its result and a fixed amount', () => {
  test.each([false, true])('grey of one colour, progressive: %s', isProgressive => {
    const found = taken(flatJpeg(10000, 10000, isProgressive), 'io.decodeJpeg(bytes)');
    expect(found).toMatchObject({ result: 100 * MB });
    expect(found.peak).toBeLessThan(100 * MB + FIXED);
    expect(found.seconds).toBeLessThan(4);
  });

  test('colour noise', () => {
    const file = encodeJpeg({ data: noise(36 * MB), shape: [4000, 3000, 3] }, { quality: 80 });
    const found = taken(file, 'io.decodeJpeg(bytes)');
    expect(found).toMatchObject({ result: 36 * MB });
    expect(found.peak).toBeLessThan(36 * MB + FIXED);
  });

  test('what passes a limit is not decoded', () => {
    const file = flatJpeg(65535, 65535, false);
    for (const call of ['io.decodeJpeg(bytes)', 'io.decodeJpeg(bytes, { maxPixels: 1e10, maxBytes: 1e9 })']) {
      const found = taken(file, call);
      expect(found.message).toMatch(
        /maxPixels is raised|takes 4294836225 bytes in memory; at most 1000000000/,
      );
      expect(found.peak).toBeLessThan(FIXED);
      expect(found.seconds).toBeLessThan(0.5);
    }
  });
});

test.runIf(measurable)('damaged files neither crash nor hang, nor take memory', () => {
  const program = join(root, 'test/io/fixtures/fuzz.js');
  const library = pathToFileURL(join(root, 'dist/io/index.js')).href;
  const { numRuns, seed } = tries(6000);
  for (const archive of ['images.zip', 'npy.zip']) {
    const given = [library, fixturePath(archive), numRuns, seed].map(String);
    const output = execFileSync(process.execPath, [program, ...given], { encoding: 'utf8' });
    const { refused, read, slowest, peak } = JSON.parse(output);
    expect(refused + read).toBe(numRuns);
    expect(refused).toBeGreaterThan(numRuns / 2);
    expect(slowest).toBeLessThan(2);
    expect(peak).toBeLessThan(3 * FIXED);
  }
});

describe.runIf(measurable)('what passes a limit takes nothing', () => {
  const tall = () => png([1, 2 ** 27, 1, 0], length => new Uint8Array(length));
  test.each<[call: string, message: RegExp]>([
    ['io.decodePng(bytes)', /1 x 134217728 pixels; at most 100000000 are read unless maxPixels is raised/],
    ['io.decode(bytes)', /at most 100000000/],
    ['io.readArray(path)', /at most 100000000/],
    [
      'io.decodePng(bytes, { maxPixels: 2e8, maxBytes: 1e8 })',
      /takes 134217728 bytes in memory; at most 100000000/,
    ],
  ])('%s', (call, message) => {
    const found = taken(tall(), call);
    expect(found.message).toMatch(message);
    expect(found.peak).toBeLessThan(FIXED);
    expect(found.seconds).toBeLessThan(0.5);
  });
});

test.runIf(measurable)('a compressed npz takes no more than its arrays', () => {
  const file = encodeNpz({ a: new Float64Array(2e7) }, { compress: true });
  const found = taken(file, "io.decode(bytes, 'a.npz')");
  expect(found).toMatchObject({ result: 160 * MB });
  expect(found.peak).toBeLessThan(160 * MB + FIXED);
  const refused = taken(file, 'io.decode(bytes, "a.npz", { maxBytes: 1e8 })');
  expect(refused.message).toMatch(/takes 1600\d+ bytes in memory; at most 100000000/);
  expect(refused.peak).toBeLessThan(FIXED);
});

describe.runIf(measurable)('npy', () => {
  const file = () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (20000000,), }".padEnd(117);
    return concatenateBytes([
      Uint8Array.from([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0]),
      new TextEncoder().encode(`${header}\n`),
      new Uint8Array(160 * MB),
    ]);
  };
  test('is read from a file straight into its array', () => {
    const whole = file();
    const found = taken(whole, 'io.readArray(path)');
    expect(found).toMatchObject({ result: 160 * MB });
    expect(found.peak).toBeLessThan(160 * MB + FIXED);
    const refused = taken(whole, 'io.readArray(path, { maxBytes: 1e8 })');
    expect(refused.message).toContain('takes 160000000 bytes in memory; at most 100000000');
    expect(refused.peak).toBeLessThan(FIXED);
  });
});
