/** Every length, forward and inverse, complex and real, against the definition. */
import { describe, expect, it } from 'vitest';
import type { NDArray } from '../../src/array/ndarray.ts';
import { fft, ifft, irfft, rfft } from '../../src/fourier/index.ts';
import { fitted, naive, numbersOf, relativeError, sample, scaled } from './naive.ts';

const small = Array.from({ length: 64 }, (_, index) => index + 1);
const large = [97, 101, 120, 121, 127, 128, 221, 243, 289, 343, 1009, 1024];

/** A few roundings a pass; the definition itself is off by about √n of them. */
const bound = (n: number) => 1e-15 * (2 + Math.log2(n));
/** The definition for a row of length n, with the double loop only up to a length at which it is quick. */
const forward = (x: NDArray) => naive(numbersOf(x), x.ndim - 1, -1);

describe.each([
  ['lengths 1 to 64', small, [3]],
  ['longer', large, []],
] as const)('%s', (_, lengths, batch) => {
  it.each(lengths)('%i', n => {
    const shape = [...batch, n];
    const axis = shape.length - 1;
    const x = sample(shape, 'complex128', n);
    expect(relativeError(fft(x), forward(x))).toBeLessThan(bound(n));
    expect(relativeError(ifft(x), scaled(naive(numbersOf(x), axis, 1), 1 / n))).toBeLessThan(bound(n));
    expect(relativeError(ifft(fft(x)), x)).toBeLessThan(bound(n));

    const real = sample(shape, 'float64', n);
    const half = Math.floor(n / 2) + 1;
    const spectrum = rfft(real);
    expect(spectrum.shape).toEqual([...batch, half]);
    expect(relativeError(spectrum, fitted(forward(real), axis, half))).toBeLessThan(bound(n));
    const back = irfft(spectrum, { n });
    expect(back.dtype).toBe('float64');
    expect(relativeError(back, real)).toBeLessThan(bound(n));
  });
});

it('a large prime', () => {
  const n = 5003;
  const x = sample([n], 'complex128');
  const result = numbersOf(fft(x));
  const { re, im } = numbersOf(x);
  for (const k of [0, 1, 2501, 5002]) {
    let [a, b] = [0, 0];
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      a += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
      b += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
    }
    expect(Math.hypot(result.re[k] - a, result.im[k] - b)).toBeLessThan(1e-11);
  }
  expect(relativeError(ifft(fft(x)), x)).toBeLessThan(bound(n));
});

it('float32 stays within its own rounding, for lengths with passes and without', () => {
  for (const n of [100, 1009, 4096]) {
    const x = sample([n], 'complex64', n);
    const result = fft(x);
    expect(result.dtype).toBe('complex64');
    expect(relativeError(result, fft(sample([n], 'complex128', n)))).toBeLessThan(3e-7);
    const real = sample([n], 'float32', n);
    expect(relativeError(irfft(rfft(real), { n }), real)).toBeLessThan(3e-7);
  }
});
