/** Axes, lengths, norms, element types, and what is refused. */

import { describe, expect, it } from 'vitest';
import { asArray } from '../../src/array/convert.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { flip, slice, transpose } from '../../src/array/views.ts';
import { ConcordatError } from '../../src/errors.ts';
import { sizeOf } from '../../src/extents.ts';
import * as fourier from '../../src/fourier/index.ts';
import { goodLength } from '../../src/fourier/length.ts';
import { fitted, naive, numbersOf, relativeError, sample, scaled } from './naive.ts';

const { fft, fft2, fftn, ifft, ifft2, ifftn, irfft, irfft2, irfftn, rfft, rfft2, rfftn } = fourier;

/** The definition along several axes, cut or padded to `s`. */
function expected(x: NDArray, axes: number[], s: number[], sign: -1 | 1 = -1) {
  return axes.reduce(
    (numbers, axis, index) => naive(fitted(numbers, axis, s[index]), axis, sign),
    numbersOf(x),
  );
}

describe('axes and lengths', () => {
  const x = sample([3, 4, 5], 'complex128');
  it.each([
    [[0], [3]],
    [[1], [4]],
    [
      [1, 2],
      [4, 5],
    ],
    [
      [2, 0],
      [5, 3],
    ],
    [
      [0, 1, 2],
      [3, 4, 5],
    ],
    [
      [0, 2],
      [5, 3],
    ],
    [
      [1, 2],
      [9, 37],
    ],
    [
      [-1, 0],
      [2, 1],
    ],
  ])('along %j over %j', (axes, s) => {
    const counted = axes.map(axis => (axis + 3) % 3);
    expect(relativeError(fftn(x, { axes, s }), expected(x, counted, s))).toBeLessThan(1e-14);
    const size = sizeOf(s);
    const inverse = scaled(expected(x, counted, s, 1), 1 / size);
    expect(relativeError(ifftn(x, { axes, s }), inverse)).toBeLessThan(1e-14);
    const real = sample([3, 4, 5], 'float64');
    const [last, n] = [counted.at(-1)!, s.at(-1)!];
    const half = fitted(expected(real, counted, s), last, Math.floor(n / 2) + 1);
    const spectrum = rfftn(real, { axes, s });
    expect(relativeError(spectrum, half)).toBeLessThan(1e-14);
    const wanted = axes.reduce((numbers, axis, k) => fitted(numbers, (axis + 3) % 3, s[k]), numbersOf(real));
    expect(relativeError(irfftn(spectrum, { axes, s }), wanted)).toBeLessThan(1e-14);
  });

  it('takes the last axes for s without axes, and the last two for fft2', () => {
    expect(relativeError(fftn(x, { s: [2, 6] }), expected(x, [1, 2], [2, 6]))).toBeLessThan(1e-14);
    expect(relativeError(fft2(x), expected(x, [1, 2], [4, 5]))).toBeLessThan(1e-14);
    expect(relativeError(fftn(x, { s: [null, 6] }), expected(x, [1, 2], [4, 6]))).toBeLessThan(1e-14);
    expect(relativeError(ifft2(fft2(x)), x)).toBeLessThan(1e-14);
    expect(relativeError(irfft2(rfft2(sample([6, 8], 'float64'))), sample([6, 8], 'float64'))).toBeLessThan(
      1e-14,
    );
    expect(fftn(x, { axes: [] }).toArray()).toEqual(x.toArray());
    expect(relativeError(fftn(x, { axes: [0, 0] }), expected(x, [0, 0], [3, 3]))).toBeLessThan(1e-14);
  });

  it('reads views: transposed, backwards, with gaps', () => {
    const wide = sample([6, 10], 'complex128');
    for (const v of [
      transpose(wide),
      flip(wide),
      slice(wide, [1, null, 2], [null, null, -3]),
      slice(wide, [4, 5]),
    ])
      for (const axis of [0, 1])
        expect(relativeError(fft(v, { axis }), expected(v, [axis], [v.shape[axis]]))).toBeLessThan(1e-14);
    const reals = flip(slice(sample([5, 24], 'float64'), null, [null, null, 2]));
    expect(relativeError(irfft(rfft(reals)), reals)).toBeLessThan(1e-14);
    expect(relativeError(rfft(reals), rfft(reals.toArray() as never))).toBe(0);
  });

  it('keeps its input as it was', () => {
    const before = x.toArray();
    fftn(x);
    irfftn(x);
    fft(x, { n: 2 });
    expect(x.toArray()).toEqual(before);
  });

  it('takes empty batches, and pads an empty axis', () => {
    expect(fft(sample([0, 4], 'float64')).shape).toEqual([0, 4]);
    expect(irfft(sample([0, 4], 'complex128'), { n: 7 }).shape).toEqual([0, 7]);
    expect(Array.from(rfft([], { n: 3 }).toTypedArray(), Math.abs)).toEqual([0, 0, 0, 0]);
  });
});

it('puts the factor where the norm says', () => {
  const x = sample([4, 6], 'float64');
  for (const [norm, forward, inverse] of [
    ['backward', 1, 1 / 24],
    ['ortho', 1 / Math.sqrt(24), 1 / Math.sqrt(24)],
    ['forward', 1 / 24, 1],
  ] as const) {
    const spectrum = scaled(expected(x, [0, 1], [4, 6]), forward);
    expect(relativeError(fftn(x, { norm }), spectrum)).toBeLessThan(1e-15);
    expect(relativeError(rfftn(x, { norm }), fitted(spectrum, 1, 4))).toBeLessThan(1e-15);
    const back = scaled(expected(x, [0, 1], [4, 6], 1), inverse);
    expect(relativeError(ifftn(x, { norm }), back)).toBeLessThan(1e-15);
    expect(relativeError(irfftn(rfftn(x, { norm }), { norm }), x)).toBeLessThan(1e-15);
    const odd = slice(x, null, [0, 5]);
    expect(relativeError(irfftn(rfftn(odd, { norm }), { norm, s: [4, 5] }), odd)).toBeLessThan(1e-15);
  }
});

it.each([
  ['bool', 'complex128', 'float64'],
  ['uint8', 'complex128', 'float64'],
  ['int32', 'complex128', 'float64'],
  ['int64', 'complex128', 'float64'],
  ['float32', 'complex64', 'float32'],
  ['float64', 'complex128', 'float64'],
  ['complex64', 'complex64', 'float32'],
  ['complex128', 'complex128', 'float64'],
] as const)('of %s gives %s and %s', (dtype, spectrum, real) => {
  const x = sample([4, 6], dtype);
  const wide = { ...numbersOf(x) };
  for (const result of [fft(x), ifft(x), fftn(x), fft(x, { n: 9 }), fftn(x, { axes: [] })])
    expect(result.dtype).toBe(spectrum);
  expect(irfft(x).dtype).toBe(real);
  expect(relativeError(fft(x), naive(wide, 1, -1))).toBeLessThan(spectrum === 'complex64' ? 1e-7 : 1e-15);
  if (!dtype.startsWith('complex')) {
    expect(rfft(x, { n: 7 }).dtype).toBe(spectrum);
    expect(relativeError(rfftn(x), fitted(expected(x, [0, 1], [4, 6]), 1, 4))).toBeLessThan(1e-7);
  }
});

it('ignores the imaginary part of place 0, and of place n/2 of an even length', () => {
  const given = [1, 2, 3].map((re, k) => ({ re, im: k + 1 }));
  for (const n of [4, 5]) {
    const without = given.map(({ re, im }, k) => ({ re, im: k === 0 || 2 * k === n ? 0 : im }));
    expect(irfft(given, { n }).toArray()).toEqual(irfft(without, { n }).toArray());
  }
  expect(irfft([{ re: 3, im: 7 }], { n: 1 }).toArray()).toEqual([3]);
  const nine = sample([5], 'complex128');
  nine.data[1] = NaN;
  expect(irfft(nine, { n: 9 }).toArray()).not.toContain(NaN);
  expect(
    irfft(
      [
        { re: 3, im: NaN },
        { re: 1, im: NaN },
      ],
      { n: 2 },
    ).toArray(),
  ).toEqual([2, 1]);
});

describe('shifts, frequencies, good lengths', () => {
  it('moves place 0 to the middle and back', () => {
    for (const n of [0, 1, 2, 5, 6]) {
      const places = Array.from({ length: n }, (_, k) => k);
      const moved = fourier.fftshift(places);
      expect(moved.toArray()).toEqual([
        ...places.slice(Math.ceil(n / 2)),
        ...places.slice(0, Math.ceil(n / 2)),
      ]);
      expect(fourier.ifftshift(moved).toArray()).toEqual(places);
    }
    const x = asArray([[1, 2, 3], [4, 5, 6]], 'test', 'x'); // biome-ignore format: a matrix
    expect(fourier.fftshift(x).toArray()).toEqual([[6, 4, 5], [3, 1, 2]]); // biome-ignore format: a matrix
    expect(fourier.fftshift(x, { axes: 0 }).toArray()).toEqual([[4, 5, 6], [1, 2, 3]]); // biome-ignore format: a matrix
    expect(fourier.ifftshift(x, { axes: [-1] }).toArray()).toEqual([[2, 3, 1], [5, 6, 4]]); // biome-ignore format: a matrix
  });
  it('counts frequencies', () => {
    expect(fourier.fftfreq(5).toArray()).toEqual([0, 1, 2, -2, -1].map(k => k * (1 / 5)));
    expect(fourier.fftfreq(6, 0.1).toArray()).toEqual([0, 1, 2, -3, -2, -1].map(k => k * (1 / (6 * 0.1))));
    expect(fourier.fftfreq(1, 2).toArray()).toEqual([0]);
    expect(fourier.rfftfreq(5, 2).toArray()).toEqual([0, 1, 2].map(k => k * 0.1));
    expect(fourier.rfftfreq(6).toArray()).toEqual([0, 1, 2, 3].map(k => k * (1 / 6)));
  });
  it('finds the next length without large factors', () => {
    const smooth = (n: number): boolean => {
      const factor = [2, 3, 5].find(prime => n % prime === 0);
      return n === 1 || (factor !== undefined && smooth(n / factor));
    };
    let next = 1;
    for (let n = 1; n <= 600; n++) {
      while (next < n || !smooth(next)) next++;
      expect(goodLength(n)).toBe(next);
    }
    expect(goodLength(1000003)).toBe(1012500);
  });
});

describe('refuses, in one line', () => {
  const x = sample([2, 3], 'float64');
  it.each<[string, () => unknown, RegExp]>([
    ['n 0', () => fft([1, 2], { n: 0 }), /^fft: Invalid number of FFT data points \(0\) specified\./],
    ['an empty axis', () => rfft([]), /^rfft: Invalid number of FFT data points \(0\) specified\. Axis 0/],
    ['one place', () => irfft([1]), /^irfft: Invalid number of FFT data points \(0\) specified\./],
    ['a negative s', () => fftn(x, { s: [3, -1] }), /data points \(-1\) specified\. Axis 1/],
    [
      'n 2.5',
      () => ifft([1, 2], { n: 2.5 }),
      /^ifft: the length along axis 0 is 2.5; it must be a whole number/,
    ],
    ['an axis outside', () => fft(x, { axis: 2 }), /^fft: axis 2 is out of bounds for array of dimension 2/],
    ['axes outside', () => rfftn(x, { axes: [0, -3] }), /^rfftn: axis -3 is out of bounds/],
    ['a scalar', () => fft(3), /^fft: axis -1 is out of bounds .* a 0-d array has no axes/],
    ['fft2 of a row', () => fft2([1, 2]), /^fft2: axis -2 is out of bounds for array of dimension 1/],
    ['too many lengths', () => fftn(x, { s: [1, 2, 3] }), /^fftn: axis -3 is out of bounds/],
    ['lengths unlike axes', () => fft2(x, { s: [3] }), /^fft2: Shape and axes have different lengths/],
    ['axes no list', () => fftn(x, { axes: 1 as never }), /^fftn: axes is 1; it must be a list/],
    ['s no list', () => fftn(x, { s: 4 as never }), /^fftn: s is 4; it must be a list/],
    ['no axis', () => rfftn(x, { axes: [] }), /^rfftn: must transform at least one axis/],
    ['no axis to undo', () => irfftn(3), /^irfftn: must transform at least one axis/],
    ['a norm', () => fft(x, { norm: 'x' as never }), /^fft: norm is 'x'; it must be one of 'backward'/],
    [
      'an option',
      () => fft(x, { axes: [0] } as never),
      /^fft: unknown option 'axes'; the options are n, axis/,
    ],
    [
      'an option of n-d',
      () => fftn(x, { n: 1 } as never),
      /^fftn: unknown option 'n'; the options are s, axes/,
    ],
    [
      'complex reals',
      () => rfft([{ re: 1, im: 0 }]),
      /^rfft: expects a real input, but x is complex128; use fft/,
    ],
    [
      'too much',
      () => fft(x, { n: 2 ** 40 }),
      /^fft: the length along axis 1 is 1099511627776; a transform may have up to 2\^30 places/,
    ],
    ['a shift axis', () => fourier.fftshift(x, { axes: 2 }), /^fftshift: axis 2 is out of bounds/],
    ['no places', () => fourier.fftfreq(0), /^fftfreq: n is 0; it must be a whole number of at least 1/],
    [
      'no distance',
      () => fourier.rfftfreq(4, 0),
      /^rfftfreq: d is 0; it must be a finite number other than 0/,
    ],
  ])('%s', (_, call, message) => {
    let error: unknown;
    try {
      call();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ConcordatError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });
});
