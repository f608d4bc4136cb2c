/** Arrays that have nothing to do with each other, or differ in a few elements only, get no explanation. */

import { add, array, convolve, divide, explain, multiply, type NDArray, pad } from 'concordat';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../property.ts';
import { mulberry32 } from '../random.ts';

/** Pseudo-random numbers, by a seed. */
function randoms(seed: number, shape: [number, number], digits: number): NDArray {
  const random = mulberry32(seed);
  const next = () => random.integer(-digits, digits);
  return divide(array({ data: Float64Array.from({ length: shape[0] * shape[1] }, next), shape }), digits);
}

const shape = fc.tuple(fc.integer({ min: 4, max: 9 }), fc.integer({ min: 4, max: 9 }));
const seed = fc.integer({ min: 1, max: 1e6 });
const digits = fc.constantFrom(50, 5000, 2 ** 30);

describe('no findings', () => {
  it('of unrelated arrays', () => {
    fc.assert(
      fc.property(shape, shape, seed, seed, digits, (here, there, p, q, precision) => {
        fc.pre(p !== q);
        const [a, b] = [randoms(p, here, precision), randoms(q, there, precision)];
        expect(explain(a, b).findings).toEqual([]);
        const kernel = randoms(q + 1, [3, 3], precision);
        expect(explain(convolve(a, kernel), b, { image: a, kernel }).findings).toEqual([]);
      }),
      tries(12),
    );
  });

  it('of arrays that are nearly equal', () => {
    const sizes = fc.constantFrom(1e-13, 1e-11, 1e-9, 1e-7, 1e-5, 1e-3);
    fc.assert(
      fc.property(
        shape,
        seed,
        sizes,
        fc.constantFrom(2 ** 10, 2 ** 30),
        fc.constantFrom('noise', 'element', 'row', 'edge'),
        (here, p, size, levels, what) => {
          const a = add(randoms(p, here, levels), 3);
          const noise = multiply(randoms(p + 7, here, 2 ** 20), size);
          const at = (i: number, j: number) =>
            what === 'noise' ||
            (what === 'element' && i === 1 && j === 2) ||
            (what === 'row' && i === 1) ||
            (what === 'edge' && (i === 0 || j === 0));
          const rows = noise.toArray() as number[][];
          const b = add(
            a,
            array(rows.map((row, i) => row.map((value, j) => (at(i, j) ? value || size : 0)))),
          );
          const found = explain(a, b);
          const units = found.maxAbsError! / 2 ** -52;
          // The limit is 64 units of the largest element, which is between 2 and 4.
          fc.pre(units < 100 || units > 300);
          expect([found.equal, found.findings]).toEqual([units < 200, []]);
        },
      ),
      tries(24),
    );
  });

  it('of an even picture whose edges alone differ', () => {
    const even = pad(multiply(array([[1]]), 5), 6, { value: 5 });
    const a = convolve(even, [[1, 2, 1]], { boundary: 'constant' });
    const b = convolve(even, [[1, 1, 1]], { boundary: 'constant' });
    expect(explain(a, multiply(b, 4 / 3)).findings).toEqual([]);
  });
});
