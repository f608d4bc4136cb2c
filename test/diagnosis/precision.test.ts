/** Only a difference of float32's size, beside values of float32, is one of float32. */
import { add, array, astype, convolve, divide, flip, multiply, type NDArray, probe, roll } from 'concordat';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../property.ts';
import { facts } from './support.ts';

const each = (x: NDArray, change: (value: number, place: number) => number): NDArray =>
  array({ data: Float64Array.from(x.toTypedArray() as Float64Array, change), shape: [...x.shape] });
const decimals = (count: number) => (value: number) => Math.round(value * 10 ** count) / 10 ** count;

/** A picture of bytes, a kernel of whole numbers, and their convolution, which float32 holds exactly. */
const bytes = astype(
  each(probe([12, 11], [3, 3]).image, value => (value * value) % 256),
  'uint8',
);
const whole = array([
  [1, 2, 1],
  [2, 4, 2],
  [1, 2, 1],
]);
const exact = convolve(astype(bytes, 'float64'), whole);
const setting = { image: bytes, kernel: whole };
const narrow = { kind: 'precision', from: 'float64', to: 'float32', how: 'computed' };

describe('a reference whose values float32 holds', () => {
  const noise = probe([12, 11], [5, 5]).image;

  it('noise is no rounding, whatever its size', () => {
    fc.assert(
      fc.property(fc.double({ min: 3e-12, max: 1e-4, noNaN: true }), fc.boolean(), (level, exchanged) => {
        const noisy = add(exact, multiply(noise, level / 999));
        const pair = exchanged ? ([noisy, exact] as const) : ([exact, noisy] as const);
        expect(facts(...pair).filter(({ kind }) => kind === 'precision')).toEqual([]);
        expect(facts(...pair, setting).filter(({ kind }) => kind === 'precision')).toEqual([]);
      }),
      tries(20),
    );
  });

  it('a weight that is a little off is no rounding', () => {
    for (const off of [1e-5, 1e-7, 1e-9])
      for (const one of [0, 4]) {
        const kernel = each(whole, (value, place) => (place === one ? value + off : value));
        const other = convolve(astype(bytes, 'float64'), kernel);
        expect(facts(exact, other, setting)).toEqual([]);
        expect(facts(other, exact)).toEqual([]);
      }
  });

  it('float32 arithmetic is rounding, flipped or not', () => {
    const kernel = divide(
      array([
        [1, 2, 0],
        [0, 3, -1],
        [2, -2, 1],
      ]),
      7,
    );
    const image = divide(astype(bytes, 'float64'), 255);
    const a = convolve(image, kernel, { boundary: 'mirror' });
    const [image32, kernel32] = [image, kernel].map(x => astype(x, 'float32'));
    const b = convolve(image32, kernel32, { boundary: 'mirror' });
    const flipped = convolve(image32, flip(kernel32), { boundary: 'mirror' });
    for (const options of [{}, { image, kernel }]) {
      expect(facts(a, b, options)).toEqual([narrow]);
      expect(facts(a, astype(b, 'float64'), options)).toEqual([narrow]);
      expect(facts(a, multiply(astype(b, 'float64'), 1 / 3), options).map(({ kind }) => kind)).toEqual([
        'scale',
        'precision',
      ]);
    }
    expect(facts(a, flipped, { image, kernel }).map(({ kind }) => kind)).toEqual(['flip', 'precision']);
    expect(facts(b, a)).toEqual([{ kind: 'precision', from: 'float32', to: 'float64', how: 'computed' }]);
    expect(facts(astype(b, 'float64'), a)).toEqual([
      { kind: 'precision', from: 'float32', to: 'float64', how: 'computed' },
    ]);
    const fourier = convolve(image32, kernel32, { boundary: 'periodic', method: 'fft' });
    expect(facts(convolve(image, kernel, { boundary: 'periodic' }), fourier)).toEqual([narrow]);
  });
});

describe('a reference with more digits', () => {
  const fine = divide(exact, 7);
  it('rounded to decimals it is not float32, in float64 or in float32', () => {
    for (const count of [2, 3, 4, 5]) {
      expect(facts(fine, each(fine, decimals(count)))).toEqual([]);
      const small = divide(fine, 100);
      expect(facts(small, astype(each(small, decimals(count)), 'float32'))).toEqual([]);
    }
  });

  it('rounded to float16 or bfloat16 it is not float32', () => {
    const toDigits = (digits: number) => (value: number) => {
      const step = 2 ** (Math.floor(Math.log2(Math.abs(value) || 1)) + 1 - digits);
      return Math.round(value / step) * step;
    };
    for (const digits of [11, 8]) expect(facts(fine, each(fine, toDigits(digits)))).toEqual([]);
    expect(facts(fine, each(fine, toDigits(24)))).toEqual([narrow]);
  });

  it('an element that was changed as well is not rounded', () => {
    const other = each(astype(fine, 'float32'), (value, place) => (place === 17 ? value + 0.5 : value));
    expect(facts(fine, other)).toEqual([]);
    expect(
      facts(fine, astype(roll(fine, [2, 1], { axis: [0, 1] }), 'float32')).map(({ kind }) => kind),
    ).toEqual(['shift', 'precision']);
  });

  it('complex numbers are rounded part by part', () => {
    const z = array({
      data: fine.toTypedArray().slice(0, 120) as Float64Array,
      shape: [10, 6],
      dtype: 'complex128',
    } as never);
    expect(z.dtype).toBe('complex128');
    expect(facts(z, astype(z, 'complex64'))).toEqual([{ ...narrow, from: 'complex128', to: 'complex64' }]);
  });
});
