/** One huge element must not hide the others. */
import { array, convolve, explain, flip, multiply, type NDArray, probe, roll, slice } from 'concordat';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../property.ts';
import { bare, facts } from './support.ts';

/** An array of pseudo-random whole numbers with one element replaced. */
function withOutlier(
  [height, width]: [number, number],
  column: number,
  place: number,
  huge: number,
): NDArray {
  // Rows of another length have other numbers.
  const { image } = probe([height + 2, width + column], [3, 3]);
  const copy = array(slice(image, [2], [0, width]).toArray() as number[][]);
  copy.data[place] = huge;
  return copy;
}

const huge = fc.constantFrom(1e20, -1e20, 9.969209968386869e36, 1e308, Infinity, NaN, 3.2e14);
const place = fc.nat({ max: 7 * 9 - 1 });

it('a fill value of 1e20 makes no roll of two arrays', () => {
  const a = [
    [1e20, 2, 3],
    [5, 1, 4],
    [2, 8, 6],
  ];
  const b = [
    [7, 1e20, 1],
    [3, 9, 2],
    [4, 4, 5],
  ];
  expect(explain(a, b)).toMatchObject({ equal: false, findings: [] });
  expect(explain(a, array(a).at('::-1')).findings[0]).toMatchObject({ kind: 'flip', of: 'result' });
});

describe('generated', () => {
  it('unrelated arrays with an outlier each have no explanation', () => {
    fc.assert(
      fc.property(huge, place, place, (value, i, j) => {
        const [a, b] = [withOutlier([7, 9], 0, i, value), withOutlier([7, 9], 2, j, value)];
        expect(explain(a, b)).toMatchObject({ equal: false, findings: [] });
      }),
      tries(12),
    );
  });

  it('elements beside an outlier that differ are seen', () => {
    fc.assert(
      fc.property(
        huge,
        place,
        place,
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (value, i, j, change) => {
          fc.pre(i !== j);
          const [a, b] = [withOutlier([7, 9], 0, i, value), withOutlier([7, 9], 0, i, value)];
          b.data[j] = Number(b.data[j]) + change;
          expect(explain(a, b)).toMatchObject({ equal: false, findings: [] });
        },
      ),
      tries(12),
    );
  });

  it('what was done to an array with an outlier is found', () => {
    fc.assert(
      fc.property(
        huge,
        place,
        fc.integer({ min: -3, max: 3 }),
        fc.integer({ min: -4, max: 4 }),
        (value, i, p, q) => {
          fc.pre(p !== 0 || q !== 0);
          const a = withOutlier([7, 9], 0, i, value);
          const shift = { kind: 'shift', offset: [p, q], periodic: true };
          expect(facts(a, roll(a, [p, q], { axis: [0, 1] }))).toEqual([shift]);
          expect(facts(a, flip(a, { axis: 0 }))).toEqual([{ kind: 'flip', of: 'result', axes: [0] }]);
          fc.pre(Number.isFinite(value) && Math.abs(value) < 1e300);
          expect(facts(a, multiply(roll(a, [p, q], { axis: [0, 1] }), 3))).toEqual([
            { kind: 'scale', factor: 3 },
            shift,
          ]);
        },
      ),
      tries(20),
    );
  });

  it('a flipped kernel is found where the image has an outlier, whose taps cancel', () => {
    const options = { boundary: 'mirror' } as const;
    fc.assert(
      fc.property(fc.constantFrom(1e20, 9.97e36, 3.2e14), place, (value, i) => {
        const image = withOutlier([7, 9], 0, i, value);
        const kernel = [
          [0.1, 0, -0.3],
          [0.7, 0, -0.7],
          [0.3, 0.2, -0.1],
        ];
        const [a, b] = [convolve(image, kernel, options), convolve(image, flip(kernel), options)];
        const explained = explain(a, b, { image, kernel });
        expect(explained.findings.map(bare)).toEqual([{ kind: 'flip', of: 'kernel', axes: [0, 1] }]);
        expect(explained.remark).toBeUndefined();
      }),
      tries(10),
    );
  });

  it('a transform of an outlier has its noise everywhere, and is still explained', () => {
    const options = { boundary: 'periodic' } as const;
    fc.assert(
      fc.property(fc.constantFrom(1e20, 1e12), place, (value, i) => {
        const image = withOutlier([7, 9], 0, i, value);
        const { kernel } = probe([7, 9], [3, 3]);
        const a = convolve(image, kernel, options);
        const b = convolve(image, flip(kernel), { ...options, method: 'fft' });
        const explained = explain(a, b, { image, kernel });
        expect(explained.findings.map(bare)).toEqual([{ kind: 'flip', of: 'kernel', axes: [0, 1] }]);
        expect(explained.remark).toMatch(/far smaller elements agree only up to the noise/);
      }),
      tries(6),
    );
  });
});
