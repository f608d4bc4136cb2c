import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tile } from '../../src/array/arrange.ts';
import { array } from '../../src/array/convert.ts';
import { finiteRange, levelsOf, shrink } from '../../src/figure/levels.ts';
import { diverging, grey, NOT_FINITE, TOP_LEVEL } from '../../src/figure/palette.ts';
import { symmetricScale, ticks, valueRange } from '../../src/figure/scale.ts';
import { largestMagnitude } from '../../src/views/magnitude.ts';
import { allFinite } from '../../src/views/reduce.ts';
import { matrix } from './routes.ts';

// Adding 0 makes −0 the other zero.
const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(value => value + 0);
const numbers = fc.array(number, { minLength: 1, maxLength: 40 });

describe('levelsOf', () => {
  it('is linear, clipped, and its middle is exact', () => {
    expect(levelsOf(array([[-8, -4, 0, 4, 8, 9, -9]]), -8, 8).toArray()).toEqual([
      [0, 60, 120, 180, 240, 240, 0],
    ]);
  });

  it('does not show a rounding error at halves and thirds of the scale', () => {
    for (const part of [1 / 2, 1 / 3, 1 / 4, 1 / 5, 1 / 8]) {
      const [low, high] = [part * (1 - 1e-12), part * (1 + 1e-12)];
      const [[a, b]] = levelsOf(array([[low, high]]), -1, 1).toArray() as number[][];
      expect(a).toBe(b);
    }
  });

  it('keeps apart what is not finite, in every type', () => {
    expect(levelsOf(array([[NaN, Infinity, -Infinity]]), -1, 1).toArray()).toEqual([
      [NOT_FINITE, NOT_FINITE, NOT_FINITE],
    ]);
    expect(levelsOf(array([[1n, -1n]]), -1, 1).toArray()).toEqual([[TOP_LEVEL, 0]]);
    expect(levelsOf(array([[true, false]]), 0, 1).toArray()).toEqual([[TOP_LEVEL, 0]]);
  });

  it('does not overflow', () => {
    const most = Number.MAX_VALUE;
    expect(levelsOf(array([[-most, 0, most]]), -most, most).toArray()).toEqual([
      [0, TOP_LEVEL / 2, TOP_LEVEL],
    ]);
  });
});

it('reductions skip what is not finite', () => {
  fc.assert(
    fc.property(numbers, list => {
      const x = array([[NaN, ...list, Infinity, -Infinity]]);
      expect(finiteRange(x)).toEqual([Math.min(...list), Math.max(...list)]);
      expect(largestMagnitude(x)).toBe(Math.max(...list.map(Math.abs)));
      expect(allFinite(x)).toBe(false);
      expect(allFinite(array([list]))).toBe(true);
    }),
  );
});

describe('shrink', () => {
  const x = matrix(7, 10, (i, j) => (i - 3) * 10 + j);
  const block = (extent: number, count: number, k: number) => {
    const [begin, end] = [Math.floor((k * extent) / count), Math.ceil(((k + 1) * extent) / count)];
    return Array.from({ length: end - begin }, (_, step) => begin + step);
  };

  it('leaves small arrays alone', () => {
    expect(shrink(x, 7, 12, 'mean')).toBe(x);
  });

  it.each([
    [1, 1],
    [3, 4],
    [7, 3],
    [5, 9],
  ])('to %d by %d takes the peak of each block', (rows, columns) => {
    const expected = Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_, j) => {
        const all = block(7, rows, i).flatMap(r => block(10, columns, j).map(c => (r - 3) * 10 + c));
        const [low, high] = [Math.min(...all), Math.max(...all)];
        return high < -low ? low : high;
      }),
    );
    expect(shrink(x, rows, columns, 'peak').toArray()).toEqual(expected);
  });

  it('takes the mean of whole blocks', () => {
    expect(
      shrink(
        matrix(4, 6, (i, j) => i * 6 + j),
        2,
        3,
        'mean',
      ).toArray(),
    ).toEqual([
      [3.5, 5.5, 7.5],
      [15.5, 17.5, 19.5],
    ]);
  });

  it('shows a lone difference and a lone NaN', () => {
    const lone = matrix(50, 50, (i, j) => (i === 31 && j === 17 ? -1e-3 : 0));
    expect(largestMagnitude(shrink(lone, 5, 5, 'peak'))).toBe(1e-3);
    const broken = matrix(50, 50, (i, j) => (i === 31 && j === 17 ? NaN : 5));
    for (const summary of ['mean', 'peak'] as const)
      expect(allFinite(shrink(broken, 5, 5, summary))).toBe(false);
  });
});

describe('symmetricScale', () => {
  it('holds everything where nothing stands out', () => {
    expect(symmetricScale([array([[1, -3, 2]]), array([[NaN, -4]])])).toEqual({ limit: 4, largest: 4 });
  });

  it('is there for zeros, and for nothing finite', () => {
    expect(symmetricScale([array([[0, -0]])])).toEqual({ limit: 1, largest: 0 });
    expect(symmetricScale([array([[NaN, Infinity]])])).toEqual({ limit: 1, largest: 0 });
    expect(symmetricScale([array([[5e-324]])])).toEqual({ limit: 1, largest: 0 });
    expect(symmetricScale([])).toEqual({ limit: 1, largest: 0 });
  });

  it('leaves out a few that are far stronger, at a round limit', () => {
    const x = matrix(100, 100, (i, j) => (i * 100 + j < 50 ? 1000 : j));
    expect(symmetricScale([x])).toEqual({ limit: 100, largest: 1000 });
  });

  it('does not count zeros or rounding errors', () => {
    const lone = matrix(100, 100, (i, j) => (i === 0 && j === 0 ? 7 : i % 2 ? 1e-13 : 0));
    expect(symmetricScale([lone])).toEqual({ limit: 7, largest: 7 });
  });

  it('holds 99 of 100 elements of anything', () => {
    fc.assert(
      fc.property(numbers, list => {
        const { limit, largest } = symmetricScale([array([list])]);
        expect(limit).toBeGreaterThan(0);
        expect(list.filter(value => Math.abs(value) > limit).length).toBeLessThanOrEqual(list.length / 100);
        if (Math.max(...list.map(Math.abs)) > 1e-300) expect(largest).toBe(Math.max(...list.map(Math.abs)));
      }),
    );
  });
});

it.each([
  [[[1, 2, 3]], [1, 3]],
  [[[7]], [0, 7]],
  [[[-7, -7]], [-7, 0]],
  [[[0, 0]], [0, 1]],
  [[[NaN]], [0, 1]],
  [[[NaN, 2, Infinity, 1]], [1, 2]],
])('rangeOf(%j) is %j', (values, expected) => {
  expect(valueRange([array(values)])).toEqual(expected);
});

it('ticks are round, symmetric, within the limit and not many', () => {
  expect(ticks(8)).toEqual([-8, -6, -4, -2, 0, 2, 4, 6, 8]);
  expect(ticks(1020)).toEqual([-1000, -500, 0, 500, 1000]);
  fc.assert(
    fc.property(
      fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
      fc.integer({ min: 1, max: 4 }),
      (limit, most) => {
        const found = ticks(limit, most);
        expect(found.length).toBeGreaterThanOrEqual(3);
        expect(found.length).toBeLessThanOrEqual(2 * most + 1);
        expect(found[(found.length - 1) / 2]).toBe(0);
        for (const value of found) {
          expect(Math.abs(value)).toBeLessThanOrEqual(limit * (1 + 1e-9));
          expect(found).toContain(value === 0 ? 0 : -value);
        }
      },
    ),
  );
});

describe('the palettes', () => {
  const lightness = ([r, g, b]: readonly number[]) =>
    0.2126 * r ** 2.2 + 0.7152 * g ** 2.2 + 0.0722 * b ** 2.2;

  it('have white at zero and get darker on both sides', () => {
    const middle = TOP_LEVEL / 2;
    expect(diverging[middle]).toEqual([255, 255, 255]);
    for (let step = 1; step <= middle; step++)
      for (const side of [-1, 1])
        expect(lightness(diverging[middle + side * step])).toBeLessThan(
          lightness(diverging[middle + side * (step - 1)]),
        );
  });

  it('have one colour, in neither scale, for what is not finite', () => {
    for (const palette of [diverging, grey]) {
      expect(palette).toHaveLength(NOT_FINITE + 1);
      expect(palette.slice(0, NOT_FINITE)).not.toContainEqual(palette[NOT_FINITE]);
    }
  });
});

it('brings a tiled picture down without making it', () => {
  const image = matrix(37, 53, (i, j) => ((i * 7 + j * 13) % 29) / 3 - 4);
  for (const [rows, columns] of [
    [10, 17],
    [74, 20],
    [31, 106],
  ])
    for (const summary of ['mean', 'peak'] as const)
      expect(shrink(image, rows, columns, summary, [74, 106]).toArray()).toEqual(
        shrink(tile(image, [2, 2]), rows, columns, summary).toArray(),
      );
});
