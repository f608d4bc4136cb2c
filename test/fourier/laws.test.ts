/** What transforms must satisfy whatever the numbers: linearity, Parseval, shift, symmetry, NaN. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { add, conjugate, multiply } from '../../src/array/arithmetic.ts';
import { roll } from '../../src/array/arrange.ts';
import { array } from '../../src/array/convert.ts';
import { gatherAxes } from '../../src/array/gather.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { transpose } from '../../src/array/views.ts';
import { fft, fftn, ifftn, irfftn, rfftn } from '../../src/fourier/index.ts';
import { tries } from '../property.ts';
import { numbersOf, relativeError, sample } from './naive.ts';

const length = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constantFrom(61, 64, 74, 81, 97, 120));
const seed = fc.integer({ min: 1, max: 1000 });

it('is linear', () => {
  fc.assert(
    fc.property(length, seed, (n, s) => {
      const [x, y] = [sample([n], 'complex128', s), sample([n], 'complex128', s + 1)];
      const factor = array({ re: 2, im: -3 });
      const together = fft(add(multiply(x, factor), y));
      expect(relativeError(together, add(multiply(fft(x), factor), fft(y)))).toBeLessThan(1e-14);
    }),
    tries(25),
  );
});

it('keeps the energy, with norm ortho', () => {
  const energy = (x: NDArray) => {
    const { re, im } = numbersOf(x);
    return re.reduce((sum, value, k) => sum + value ** 2 + im[k] ** 2, 0);
  };
  fc.assert(
    fc.property(length, seed, (n, s) => {
      const x = sample([n], 'complex128', s);
      expect(energy(fft(x, { norm: 'ortho' })) / energy(x)).toBeCloseTo(1, 12);
    }),
    tries(25),
  );
});

it('turns a shift by r into factors exp(−2πi·k·r/n)', () => {
  fc.assert(
    fc.property(length, fc.integer({ min: -5, max: 60 }), seed, (n, r, s) => {
      const x = sample([n], 'complex128', s);
      const factors = Array.from({ length: n }, (_, k) => {
        const angle = (-2 * Math.PI * ((k * r) % n)) / n;
        return { re: Math.cos(angle), im: Math.sin(angle) };
      });
      expect(relativeError(fft(roll(x, r)), multiply(fft(x), array(factors)))).toBeLessThan(1e-14);
    }),
    tries(25),
  );
});

it('gives conjugates at k and n − k for real numbers', () => {
  fc.assert(
    fc.property(length, seed, (n, s) => {
      const spectrum = fft(sample([n], 'float64', s));
      const mirrored = Int32Array.from({ length: n }, (_, k) => (n - k) % n);
      expect(relativeError(conjugate(gatherAxes(spectrum, [mirrored])), spectrum)).toBeLessThan(1e-14);
    }),
    tries(30),
  );
});

it('comes back along any axes, from any layout of memory', () => {
  const extent = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(
      extent,
      extent,
      extent,
      fc.subarray([0, 1, 2], { minLength: 1 }),
      seed,
      (a, b, c, axes, s) => {
        const x = transpose(sample([c, a, b], 'float64', s), [1, 2, 0]);
        expect(relativeError(ifftn(fftn(x, { axes }), { axes }), x)).toBeLessThan(1e-14);
        const lengths = axes.map(axis => x.shape[axis]);
        const back = irfftn(rfftn(x, { axes }), { axes, s: lengths });
        expect(relativeError(back, x)).toBeLessThan(1e-14);
      },
    ),
    tries(25),
  );
});

it.each([1, 2, 3, 4, 8, 12, 31, 37, 64, 74])('spreads a NaN over all %i places', n => {
  for (const dtype of ['float64', 'complex128'] as const) {
    const x = sample([n], dtype);
    x.data[n - 1] = NaN;
    const { re, im } = numbersOf(fft(x));
    expect(re.every((value, k) => Number.isNaN(value) || Number.isNaN(im[k]))).toBe(true);
  }
});
