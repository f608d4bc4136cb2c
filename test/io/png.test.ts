import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { concatenateBytes } from '../../src/io/bytes.ts';
import { crc32 } from '../../src/io/crc32.ts';
import { decodeNpy, decodePng, encodePng } from '../../src/io/index.ts';
import { fromElements } from '../../src/views/view.ts';
import { mulberry32 } from '../random.ts';
import { damage, errorOf, pngChunk, pngHeader, survives, unpack } from './fixtures.ts';

const images = unpack('images.zip');
const names = [...images.keys()].filter(name => name.endsWith('.png'));
const file = (name: string): Uint8Array => images.get(name)!;
const message = (bytes: Uint8Array) => errorOf(() => decodePng(bytes)).message;

const signature = Uint8Array.from([0x89, 80, 78, 71, 13, 10, 26, 10]);
const end = pngChunk('IEND', new Uint8Array(0));
const png = (head: Uint8Array, data: Uint8Array, ...between: Uint8Array[]) =>
  concatenateBytes([signature, pngChunk('IHDR', head), ...between, pngChunk('IDAT', zlibSync(data)), end]);

describe('files that others wrote', () => {
  test.each(names)('%s', name => {
    const [array, pixels] = [decodePng(file(name)), decodeNpy(file(`${name}.npy`))];
    expect([array.dtype, array.shape]).toEqual([pixels.dtype, pixels.shape]);
    expect(array.toTypedArray()).toEqual(pixels.toTypedArray());
  });

  test('every kind of image is among them', () => {
    const kinds = names.map(name => file(name).subarray(24, 29).join());
    expect(new Set(kinds).size).toBeGreaterThanOrEqual(30);
  });
});

test('any image comes back as it was', () => {
  const dimensions = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(
      dimensions,
      fc.constantFrom([], [1], [2], [3], [4]),
      fc.boolean(),
      fc.integer(),
      (sides, rest, deep, seed) => {
        const random = mulberry32(seed).below;
        const size = sides[0] * sides[1] * (rest[0] ?? 1);
        const data = deep
          ? Uint16Array.from({ length: size }, () => random(65536))
          : Uint8Array.from({ length: size }, () => random(256));
        const image = fromElements(deep ? 'uint16' : 'uint8', data, [...sides, ...rest]);
        const back = decodePng(encodePng(image));
        expect(back.dtype).toBe(image.dtype);
        // One channel is grey, which has no axis for it.
        expect(back.shape).toEqual(rest[0] === 1 ? sides : image.shape);
        expect(back.toTypedArray()).toEqual(data);
      },
    ),
  );
});

test('a flipped view is written as it looks', () => {
  const data = Uint8Array.from([1, 2, 3, 4, 5, 6]);
  expect(decodePng(encodePng({ data, shape: [2, 3], strides: [3, -1], offset: 2 })).toArray()).toEqual([
    [3, 2, 1],
    [6, 5, 4],
  ]);
});

describe('what PNG cannot hold', () => {
  test.each([
    [{ data: new Float64Array(4), shape: [2, 2] }, /image is float64; PNG holds uint8/],
    [[[true, false]], /image is bool/],
    [{ data: new Uint8Array(4), shape: [4] }, /shape \(4,\); it must be \(H, W\)/],
    [{ data: new Uint8Array(0), shape: [0, 5] }, /not empty/],
    [{ data: new Uint8Array(5), shape: [1, 1, 5] }, /\(1, 1, 5\)/],
    [{ data: new Uint8Array(1), shape: [2 ** 15, 2 ** 15], strides: [0, 0] }, /at most 268435456 samples/],
  ])('%#', (image, pattern) => {
    expect(errorOf(() => encodePng(image as never)).message).toMatch(pattern);
  });
});

describe('hostile files', () => {
  const grey = pngHeader(4, 2, 8, 0);
  const rows = Uint8Array.from([0, 1, 2, 3, 4, 0, 5, 6, 7, 8]);

  test('the file that the others are made of', () => {
    expect(decodePng(png(grey, rows)).toArray()).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  test.each([
    ['not PNG', new TextEncoder().encode('hello there'), /is not PNG/],
    [
      'absurd size',
      png(pngHeader(2 ** 31 - 1, 2 ** 31 - 1, 16, 6), rows),
      /at most 100000000 are read unless maxPixels is raised/,
    ],
    ['large size in a small file', png(pngHeader(8192, 8192, 8, 0), rows), /cannot hold so many/],
    ['no pixels', png(pngHeader(0, 5, 8, 0), rows), /0 x 5 pixels/],
    ['unknown depth', png(pngHeader(4, 2, 3, 0), rows), /colour type 0 with bit depth 3/],
    ['unknown colour type', png(pngHeader(4, 2, 8, 5), rows), /colour type 5/],
    ['unknown interlacing', png(pngHeader(4, 2, 8, 0, 0, 0, 2), rows), /not defined/],
    ['unknown row filter', png(grey, Uint8Array.from([9, 1, 2, 3, 4, 0, 5, 6, 7, 8])), /has filter 9/],
    ['too little data', png(grey, rows.subarray(0, 9)), /has 9 of the 10 bytes/],
    ['too much data', png(grey, new Uint8Array(11)), /longer than the 10 bytes/],
    ['a bomb', png(grey, new Uint8Array(1e7)), /longer than the 10 bytes/],
    ['no palette', png(pngHeader(4, 2, 8, 3), rows), /needs a PLTE chunk/],
    [
      'a pixel outside the palette',
      png(pngHeader(4, 2, 8, 3), rows, pngChunk('PLTE', new Uint8Array(9))),
      /palette of 3/,
    ],
    [
      'more transparencies than colours',
      png(
        pngHeader(4, 2, 8, 3),
        rows,
        pngChunk('PLTE', new Uint8Array(9)),
        pngChunk('tRNS', new Uint8Array(4)),
      ),
      /4 transparencies/,
    ],
    ['a chunk that must be understood', png(grey, rows, pngChunk('ABCD', rows)), /PNG chunk ABCD/],
    ['two headers', png(grey, rows, pngChunk('IHDR', grey)), /one IHDR/],
    ['no header', concatenateBytes([signature, end]), /one IHDR/],
    ['no data', concatenateBytes([signature, pngChunk('IHDR', grey), end]), /image data is missing/],
    ['no end', png(grey, rows).slice(0, -12), /no IEND/],
  ])('%s', (_, bytes, pattern) => {
    const started = performance.now();
    expect(message(bytes)).toMatch(pattern);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('a chunk that nobody reads is no danger', () => {
    const profile = concatenateBytes([Uint8Array.from([65, 0, 0]), zlibSync(new Uint8Array(1e6))]);
    expect(decodePng(png(grey, rows, pngChunk('iCCP', profile), pngChunk('tEXt', rows))).shape).toEqual([
      2, 4,
    ]);
  });

  test('cut short at any byte: an error', () => {
    for (const name of ['colour8.png', 'random-0-4-1.png', 'palette-alpha.png', 'random-6-16-1.png'])
      for (let length = 0; length < file(name).length; length++)
        expect(survives(decodePng, file(name).subarray(0, length)), `${name} ${length}`).toBe(false);
  });

  test('a changed bit never passes', () => {
    const random = mulberry32(5).below;
    for (let times = 0; times < 1000; times++) {
      const bytes = file(names[random(names.length)]).slice();
      bytes[random(bytes.length)] ^= 1 << random(8);
      expect(survives(decodePng, bytes)).toBe(false);
    }
  });

  test('damaged with a right check sum: an image or an error', () => {
    const random = mulberry32(7).below;
    for (let times = 0; times < 1000; times++) {
      const bytes = damage(file(names[random(names.length)]), random);
      const view = new DataView(bytes.buffer);
      for (let place = 8; place + 12 <= bytes.length; ) {
        const stop = place + 8 + view.getUint32(place);
        if (stop + 4 > bytes.length) break;
        view.setUint32(stop, crc32(bytes.subarray(place + 4, stop)));
        place = stop + 4;
      }
      survives(decodePng, bytes);
    }
  });
});
