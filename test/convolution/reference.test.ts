/** The definition as a loop, against cases worked out by hand and against the sum over a circle. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArrayLike, array, type NDArray, realPart, roll } from '../../src/array/index.ts';
import { arrayOf } from '../../src/array/ndarray.ts';
import {
  type AxisConvention,
  type Convention,
  makeConvention,
  perAxis,
} from '../../src/convolution/convention.ts';
import { everyIndexOf, referenceConvolution } from '../../src/convolution/reference.ts';
import { tries } from '../property.ts';

const reference = (image: ArrayLike, kernel: ArrayLike, convention: Convention): NDArray =>
  arrayOf(referenceConvolution(array(image), array(kernel), convention));
const real = (
  image: ArrayLike,
  kernel: ArrayLike,
  axis: Partial<AxisConvention>,
  rest: Partial<Convention> = {},
) => realPart(reference(image, kernel, makeConvention(axis, rest))).toArray();

describe('by hand', () => {
  const x = [1, 2, 4, 8];
  const h = [1, 10, 100];

  // Correlation: y[n] = x[n − 1] + 10·x[n] + 100·x[n + 1].
  it.each<[string, Partial<AxisConvention>, number[]]>([
    ['zero', {}, [210, 421, 842, 84]],
    ['edge', { boundary: 'edge' }, [211, 421, 842, 884]],
    ['symmetric', { boundary: 'symmetric' }, [211, 421, 842, 884]],
    ['mirror', { boundary: 'mirror' }, [212, 421, 842, 484]],
    ['periodic', { boundary: 'periodic' }, [218, 421, 842, 184]],
    ['convolution', { sign: -1 }, [12, 124, 248, 480]],
    ['convolution, periodic', { sign: -1, boundary: 'periodic' }, [812, 124, 248, 481]],
    ['valid', { window: 'valid' }, [421, 842]],
    ['full', { window: 'full' }, [100, 210, 421, 842, 84, 8]],
    ['full convolution', { sign: -1, window: 'full' }, [1, 12, 124, 248, 480, 800]],
    ['stride 2', { stride: 2 }, [210, 842]],
    ['dilation 2', { dilation: 2 }, [410, 820, 41, 82]],
    ['origin 0', { origin: 0 }, [421, 842, 84, 8]],
    ['origin 2', { origin: 2 }, [100, 210, 421, 842]],
    ['origin −1', { origin: -1 }, [842, 84, 8, 0]],
    ['padded by 1 and 0', { window: { low: 1, high: 0 } }, [210, 421, 842]],
    ['explicit', { window: { start: -2, length: 3 }, boundary: 'periodic' }, [842, 184, 218]],
  ])('%s', (_, axis, expected) => {
    expect(real(x, h, axis)).toEqual(expected);
  });

  it('fills with a value', () => {
    expect(real(x, h, {}, { fill: 5 })).toEqual([215, 421, 842, 584]);
  });

  it('leaves out small taps, even over infinity', () => {
    expect(real([Infinity, 1], [1e-20, 1], { origin: 1 }, { ignoreBelow: 1e-16 })).toEqual([Infinity, 1]);
    expect(real([Infinity, 1], [0, 1], { origin: 1 })).toEqual([Infinity, NaN]);
  });

  it('conjugates the kernel when asked', () => {
    const [image, kernel] = [[{ re: 1, im: 2 }], [{ re: 3, im: 4 }]];
    expect(reference(image, kernel, makeConvention({})).toArray()).toEqual([{ re: -5, im: 10 }]);
    expect(reference(image, kernel, makeConvention({}, { conjugate: true })).toArray()).toEqual([
      { re: 11, im: 2 },
    ]);
  });

  it('two axes, each by its own choices', () => {
    const image = [
      [1, 2],
      [3, 4],
    ];
    const kernel = [
      [1, 10],
      [100, 1000],
    ];
    const apart = perAxis(makeConvention({}), [{ boundary: 'periodic' }, { sign: -1 }]);
    // y[r][c] = x[r][c] + 10·x[r][c − 1] + 100·x[r + 1][c] + 1000·x[r + 1][c − 1]; rows wrap, columns are zero outside.
    expect(realPart(reference(image, kernel, apart)).toArray()).toEqual([
      [301, 3412],
      [103, 1234],
    ]);
  });
});

describe('indices', () => {
  it('count in row-major order', () => {
    expect([...everyIndexOf([2, 2])]).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect([...everyIndexOf([])]).toEqual([[]]);
    expect([...everyIndexOf([2, 0])]).toEqual([]);
  });
});

describe('around a circle', () => {
  const numbers = (length: number) =>
    fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length });
  const circles = fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 16 }))
    .chain(([n, k]) => fc.tuple(numbers(n), numbers(k), fc.integer({ min: 0, max: k - 1 })));

  it('is the sum over all pairs whose places meet', () => {
    fc.assert(
      fc.property(circles, ([x, h, origin]) => {
        for (const sign of [1, -1] as const) {
          const expected = x.map(() => 0);
          x.forEach((a, i) => {
            h.forEach((b, j) => {
              // Element i lies under tap j of the output at n = i − sign·(j − origin), counted around the circle.
              const n = i - sign * (j - origin);
              expected[((n % x.length) + x.length * 20) % x.length] += a * b;
            });
          });
          expect(real(x, h, { sign, origin, boundary: 'periodic' })).toEqual(expected);
        }
      }),
      tries(300),
    );
  });

  it('moves with the image', () => {
    fc.assert(
      fc.property(circles, fc.integer({ min: -9, max: 9 }), ([x, h, origin], shift) => {
        const convention = makeConvention({ sign: -1, origin, boundary: 'periodic' });
        expect(reference(roll(x, shift), h, convention).toArray()).toEqual(
          roll(reference(x, h, convention), shift).toArray(),
        );
      }),
      tries(100),
    );
  });
});
