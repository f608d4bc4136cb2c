import { describe, expect, test } from 'vitest';
import { decodeJpeg, decodeNpy, encodeJpeg } from '../../src/io/index.ts';
import { mulberry32 } from '../random.ts';
import { damage, errorOf, survives, unpack } from './fixtures.ts';

const images = unpack('images.zip');
const file = (name: string): Uint8Array => images.get(name)!;
const message = (bytes: Uint8Array) => errorOf(() => decodeJpeg(bytes)).message;
const bytesOf = (values: readonly number[]) => Uint8Array.from(values);

/** How far two images are apart: at most, and on average. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): { most: number; mean: number } {
  expect(a.length).toBe(b.length);
  const steps = Array.from(a, (x, k) => Math.abs(x - b[k]));
  return { most: Math.max(...steps), mean: steps.reduce((x, y) => x + y, 0) / steps.length };
}

/** The file with other bytes at the place of its frame header: 0 is the marker's second byte. */
function withFrame(bytes: Uint8Array, offset: number, ...values: number[]): Uint8Array {
  const changed = bytes.slice();
  const place = Buffer.from(bytes).findIndex(
    (byte, k) => byte === 0xff && [0xc0, 0xc2].includes(bytes[k + 1]) && bytes[k + 2] === 0,
  );
  changed.set(values, place + 1 + offset);
  return changed;
}

describe('files that others wrote', () => {
  test.each([
    'grey.jpg',
    'grey-restart.jpg',
    'grey-progressive.jpg',
    'full-colour.jpg',
    'rgb.jpg',
    'colour.jpg',
    'progressive.jpg',
    'restart.jpg',
    'progressive-restart.jpg',
  ])('%s has the very pixels that OpenCV and Pillow see', name => {
    const [array, pixels] = [decodeJpeg(file(name)), decodeNpy(file(`${name}.npy`))];
    expect([array.dtype, array.shape]).toEqual(['uint8', pixels.shape]);
    expect(array.toTypedArray()).toEqual(pixels.toTypedArray());
  });
});

describe('writing', () => {
  const [height, width] = [20, 33];
  const data = Uint8Array.from({ length: height * width * 3 }, (_, k) => (k % 3) * 60 + Math.floor(k / 40));

  test('colour comes back nearly as it was', () => {
    const back = decodeJpeg(encodeJpeg({ data, shape: [height, width, 3] }, { quality: 100 }));
    expect(back.shape).toEqual([height, width, 3]);
    expect(distance(back.toTypedArray(), data).most).toBeLessThanOrEqual(4);
  });

  test.each([[[height, width * 3]], [[height, width * 3, 1]]])(
    'grey %j comes back as three equal colours',
    shape => {
      const back = decodeJpeg(encodeJpeg({ data, shape }, { quality: 100 }));
      expect(back.shape).toEqual([height, width * 3, 3]);
      const grey = back.toTypedArray();
      expect(
        distance(
          grey,
          Uint8Array.from(grey, (_, k) => data[Math.floor(k / 3)]),
        ).mean,
      ).toBeLessThan(1);
    },
  );

  test('a lower quality is smaller', () => {
    const size = (quality?: number) => encodeJpeg({ data, shape: [height, width, 3] }, { quality }).length;
    expect(size(10)).toBeLessThan(size(50));
    expect(size(50)).toBeLessThan(size());
    expect(size()).toBeLessThan(size(100));
  });

  test('what JPEG cannot hold', () => {
    const wrong = (image: unknown, options?: object) =>
      errorOf(() => encodeJpeg(image as never, options)).message;
    expect(wrong([[1, 2]])).toContain('image is float64; JPEG holds uint8');
    expect(wrong({ data, shape: [5, 11, 4], strides: [0, 0, 0] })).toContain('JPEG has no alpha');
    expect(wrong({ data, shape: [70000, 1], strides: [0, 0] })).toContain('(70000, 1)');
    expect(wrong({ data: bytesOf([]), shape: [0, 4] })).toContain('not empty');
    expect(wrong({ data, shape: [2, 2], strides: [1, 1] }, { quality: 0 })).toContain('quality is 0');
    expect(wrong({ data, shape: [2, 2], strides: [1, 1] }, { quality: 'x' })).toContain("quality is 'x'");
    expect(wrong({ data, shape: [2, 2], strides: [1, 1] }, { colour: 1 })).toContain(
      "unknown option 'colour'",
    );
  });
});

describe('hostile files', () => {
  const colour = file('colour.jpg');
  // Offsets in the frame: 0 marker, 3 bits, 4 height, 6 width, 8 components, then 3 bytes for each of them.
  test.each([
    ['not JPEG', new TextEncoder().encode('hello there'), /is not JPEG/],
    [
      'absurd size',
      withFrame(colour, 4, 255, 255, 255, 255),
      /65535 x 65535 pixels; at most 100000000 are read unless maxPixels is raised/,
    ],
    [
      'large size in a small file',
      withFrame(colour, 4, 10, 0, 10, 0),
      /bytes cannot hold a JPEG of 2560 x 2560/,
    ],
    ['no rows', withFrame(colour, 4, 0, 0), /53 x 0 pixels/],
    ['12 bits', withFrame(colour, 3, 12), /has 12 bits per sample/],
    ['arithmetic coding', withFrame(colour, 0, 0xc9), /rare kind/],
    ['lossless', withFrame(colour, 0, 0xc3), /rare kind/],
    ['sampling of 15', withFrame(colour, 10, 0xf1), /sampling factor outside 1..4/],
    ['two components of one name', withFrame(colour, 12, 1), /3 colour components/],
    ['wrong length of the frame', withFrame(colour, 8, 2), /JPEG frame header/],
    ['CMYK', file('cmyk.jpg'), /is a CMYK JPEG; convert it to RGB/],
    ['only the beginning', bytesOf([0xff, 0xd8, 0xff]), /cut short/],
    ['no frame', bytesOf([0xff, 0xd8, 0xff, 0xd9]), /no image data/],
    [
      'data without a frame',
      bytesOf([0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 0xff, 0xd9]),
      /before its frame header/,
    ],
    [
      'a segment of no length',
      bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xd9]),
      /JPEG marker ffe0 at byte 2/,
    ],
    ['only half of a segment', colour.subarray(0, 30), /ends within a JPEG segment/],
    ['no end', colour.subarray(0, -2), /cut short/],
  ])('%s', (_, bytes, pattern) => {
    expect(message(bytes)).toMatch(pattern);
  });

  test('passes over the image without end', () => {
    const start = Buffer.from(colour).indexOf(bytesOf([0xff, 0xda]));
    const scan = colour.subarray(start, -2);
    const many = [colour.subarray(0, start), ...Array.from({ length: 101 }, () => scan), colour.subarray(-2)];
    expect(message(Buffer.concat(many))).toContain('more than 100 passes');
  });

  test('cut short at any byte: an error', () => {
    for (const name of ['colour.jpg', 'progressive.jpg', 'grey-restart.jpg'])
      for (let length = 0; length < file(name).length; length++)
        expect(survives(decodeJpeg, file(name).subarray(0, length)), `${name} ${length}`).toBe(false);
  });

  test('any byte changed: an image or an error', () => {
    const random = mulberry32(11).below;
    const names = [...images.keys()].filter(name => name.endsWith('.jpg'));
    for (let times = 0; times < 1500; times++)
      survives(decodeJpeg, damage(file(names[random(names.length)]), random));
  });
});
