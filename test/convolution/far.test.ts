/** Convolutions that reach far outside of the image, and along axes that are long: no table of their reach is made. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allClose,
  arange,
  array,
  astype,
  NDArray,
  remainder,
  reshape,
  slice,
} from '../../src/array/index.ts';
import { LONG } from '../../src/boundary/extension.ts';
import { boundaryNames } from '../../src/boundary/table.ts';
import { lowerMiddle, makeConvention } from '../../src/convolution/convention.ts';
import { convolve, correlate } from '../../src/convolution/index.ts';
import { convolveWith } from '../../src/convolution/operation.ts';
import { referenceConvolution } from '../../src/convolution/reference.ts';
import { sizeOf } from '../../src/extents.ts';
import { tries } from '../property.ts';

describe('taps that lie far apart', () => {
  it('read what the extension has there', () => {
    const far = { dilation: 2 ** 30 };
    expect(convolve([1, 2], [3, 4], far).toArray()).toEqual([3, 6]);
    expect(convolve([1, 2], [3, 4], { ...far, boundary: 'periodic' }).toArray()).toEqual([7, 14]);
    expect(correlate([1, 2], [3, 4], { ...far, boundary: 'edge' }).toArray()).toEqual([11, 14]);
    expect(correlate([1, 2, 5], [1, 1], { dilation: 1e12, boundary: 'edge' }).toArray()).toEqual([6, 7, 10]);
  });

  it('give what the definition gives', () => {
    const distance = fc.constantFrom(1, 3, 1000, 2 ** 20, 2 ** 30);
    const place = fc.constantFrom(-(2 ** 41), -300_000, -2, 0, 1, 5, 2 ** 33);
    fc.assert(
      fc.property(
        fc.record({
          sign: fc.constantFrom<(1 | -1)[]>(1, -1),
          boundary: fc.constantFrom(...boundaryNames),
          dilation: distance,
          stride: distance,
          window: fc.oneof(
            fc.constant('same' as const),
            fc.record({ start: place, length: fc.integer({ min: 1, max: 9 }) }),
          ),
          origin: fc.oneof(fc.constant(lowerMiddle), fc.constantFrom(-300_000, -1, 0, 2, 9)),
        }),
        fc.constantFrom([6], [3, 4]),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(0, 7),
        (axis, shape, taps, fill) => {
          const size = sizeOf(shape);
          const x = reshape(remainder(arange(2, 2 + size), 5), shape);
          const h = reshape(
            arange(1, 1 + taps ** shape.length),
            shape.map(() => taps),
          );
          const convention = makeConvention(axis, { fill });
          expect(convolveWith('test', x, h, convention).toArray()).toEqual(
            astype(referenceConvolution(x, h, convention), 'float64').toArray(),
          );
        },
      ),
      tries(300),
    );
  });
});

describe('a long axis', () => {
  const length = LONG + 5000;
  const line = remainder(arange(length), 97);
  /** Results are compared a window at a time; windows are short and take the plain way. */
  const windows = [0, 1, LONG - 20, LONG + 4900, length - 40, length - 4];

  it.each(boundaryNames)('is done in stretches that fit together, %s', boundary => {
    for (const [taps, dilation, stride] of [
      [3, 1, 1],
      [4, 5000, 1],
      [2, LONG, 1],
      [5, 1, 3],
      [2, 300_000, 2],
    ])
      for (const window of ['same', 'full'] as const) {
        const kernel = arange(1, 1 + taps);
        const options = { boundary, dilation, stride, value: 3 };
        const whole = convolve(line, kernel, { ...options, window });
        for (const start of windows.filter(place => place + 4 <= whole.size)) {
          // The origin of 'full' lies as far before the image as the lower middle before the last tap.
          const before = window === 'full' ? dilation * ((taps - 1) >> 1) : 0;
          const at = { start: stride * start - before, length: 4 };
          const part = convolve(line, kernel, { ...options, window: at });
          expect(slice(whole, [start, start + 4]).toArray(), `${taps} ${dilation} ${stride}`).toEqual(
            part.toArray(),
          );
        }
      }
  });

  it('may be written over what is read', () => {
    const own = array(line.toTypedArray());
    const wanted = convolve(line, [1, 2, 3]);
    expect(convolve(own, [1, 2, 3], { out: own })).toBe(own);
    expect(allClose(own, wanted, { rtol: 0, atol: 0 }).equal).toBe(true);
  });

  it('may be strided, of several rows, and of whole numbers', () => {
    const data = new Uint8Array(2 * length + 6).map((_, k) => k % 11);
    const rows = new NDArray('uint8', { data }, [2, length], [length + 3, 1], 1);
    const whole = convolve(rows, array([[1, 2, 1]], { dtype: 'uint8' }), { boundary: 'mirror' });
    for (const start of windows.filter(place => place + 4 <= length)) {
      const window = [
        { start: 0, length: 2 },
        { start, length: 4 },
      ];
      const part = convolve(rows, array([[1, 2, 1]], { dtype: 'uint8' }), { boundary: 'mirror', window });
      expect(slice(whole, null, [start, start + 4]).toArray()).toEqual(part.toArray());
    }
  });
});
