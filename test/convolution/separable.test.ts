import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryNames } from '../../src/boundary/table.ts';
import { makeConvention } from '../../src/convolution/convention.ts';
import { methodFor } from '../../src/convolution/method.ts';
import { liftSpatial } from '../../src/convolution/operation.ts';
import { factorise } from '../../src/convolution/separable.ts';
import { allClose, array, convolve, correlate, type NDArray, zeros } from '../../src/index.ts';
import { tries } from '../property.ts';

const outer = (u: number[], v: number[], dtype: 'float32' | 'float64' = 'float64'): NDArray =>
  array(
    u.map(a => v.map(b => a * b)),
    { dtype },
  );
const image = (rows: number, columns: number, dtype: 'float32' | 'float64'): NDArray =>
  array(
    Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => Math.sin(i * 1.7 + j * j * 0.3)),
    ),
    { dtype },
  );
const bell = [1, 6, 15, 20, 15, 6, 1];
const methodOf = (x: NDArray, h: NDArray) => methodFor('auto', x, liftSpatial(h), makeConvention({})).method;

describe('a kernel that is a column times a row', () => {
  it('is found, also when it was rounded, and others are not', () => {
    const x = image(160, 150, 'float32');
    expect(methodOf(x, outer(bell, bell, 'float32'))).toBe('separable');
    expect(methodOf(x, outer(bell.map(Math.sqrt), bell.map(Math.cbrt), 'float32'))).toBe('separable');
    const spoilt = outer(bell, bell, 'float32').toArray<number[][]>();
    spoilt[2][5] *= 1 + 2 ** -20;
    expect(methodOf(x, array(spoilt, { dtype: 'float32' }))).toBe('direct');
    expect(methodOf(x, outer([1, 2, 1], [1, 0, -1], 'float32'))).toBe('direct');
    expect(methodOf(image(20, 20, 'float32'), outer(bell, bell, 'float32'))).toBe('direct');
    expect(methodOf(x, outer(bell, bell, 'float64'))).toBe('direct');
    expect(factorise(liftSpatial(zeros([7, 7])))).toBeNull();
    expect(factorise(liftSpatial(outer(bell, [1, 2, NaN, 3, 4, 5, 6])))).toBeNull();
  });

  it('gives in two passes what the whole sum gives', () => {
    const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 9 });
    fc.assert(
      fc.property(
        numbers,
        numbers,
        fc.constantFrom(...boundaryNames),
        fc.constantFrom('same', 'full', 'valid'),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 2 }),
        fc.constantFrom(convolve, correlate),
        (u, v, boundary, window, stride, dilation, call) => {
          fc.pre(u.some(Boolean) && v.some(Boolean));
          const [x, h] = [image(131, 129, 'float64'), outer(u, v)];
          const options = { boundary, window, stride, dilation } as const;
          const report = allClose(call(x, h, options), call(x, h, { ...options, method: 'direct' }), {
            rtol: 1e-12,
            atol: 1e-11,
          });
          expect(report.equal).toBe(true);
        },
      ),
      tries(15),
    );
  });

  it('loses nothing between the passes, however the taps are scaled', () => {
    const small = [1e-20, 1e-20, 2e-20, 3, 2e-20, 1e-20, 1e-20];
    const plain = [1, 2, 3, 4, 3, 2, 1];
    let separable = 0;
    for (const [u, v] of [
      [plain, small],
      [small, plain],
      [small, small],
    ])
      for (const scale of [1e-15, 1, 1e20]) {
        const h = outer(
          u,
          v.map(tap => tap * scale),
          'float32',
        );
        for (const value of [1e-25, 1e-12, 1e10]) {
          const x = zeros([130, 140], { dtype: 'float32' });
          x.data[70 * 140 + 60] = value;
          if (methodOf(x, h) === 'separable') separable++;
          const [made, wanted] = [convolve(x, h), convolve(x, h, { method: 'direct' })];
          expect(allClose(made, wanted, { rtol: 1e-6, atol: 2 ** -148 })).toMatchObject({ equal: true });
        }
      }
    // Taps that are no normal numbers of the type are too coarse to be a product.
    expect(separable).toBeGreaterThan(15);
  });

  it('lets NaN and infinity go where the whole sum lets them go', () => {
    for (const special of [NaN, Infinity, 3e38]) {
      const values = image(140, 130, 'float32').toTypedArray() as Float32Array;
      values[70 * 130 + 60] = special;
      values[70 * 130 + 62] = special;
      const x = array({ data: values, shape: [140, 130] });
      const h = outer(
        bell,
        [1, 6, 15, 0, -15, -6, -1].map(tap => tap * 4),
        'float32',
      );
      const [made, wanted] = [convolve(x, h), convolve(x, h, { method: 'direct' })];
      expect(made.toTypedArray()).toEqual(wanted.toTypedArray());
    }
  });

  it('can be written where the image was', () => {
    const x = image(140, 130, 'float32');
    const wanted = convolve(x, outer(bell, bell, 'float32'), { boundary: 'mirror' }).toArray();
    expect(convolve(x, outer(bell, bell, 'float32'), { boundary: 'mirror', out: x })).toBe(x);
    expect(allClose(x, wanted, { rtol: 1e-5, atol: 1e-2 }).equal).toBe(true);
  });
});

describe('out', () => {
  it('takes the result of every method and is checked', () => {
    const x = image(30, 31, 'float64');
    const h = [
      [1, 2],
      [3, 4],
    ];
    for (const method of ['auto', 'direct', 'fft'] as const) {
      const out = zeros([30, 31]);
      expect(convolve(x, h, { method, out })).toBe(out);
      expect(allClose(out, convolve(x, h), { atol: 1e-9 }).equal).toBe(true);
    }
    expect(() => convolve(x, h, { out: zeros([30, 30]) })).toThrow(
      /out has shape \(30, 30\); the result has shape \(30, 31\)/,
    );
    expect(() => convolve(x, h, { out: zeros([30, 31], { dtype: 'float32' }) })).toThrow(/out is float32/);
  });
});
