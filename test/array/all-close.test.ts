import { describe, expect, it } from 'vitest';
import { allClose, array, flip, transpose, zeros } from '../../src/array/index.ts';
import { counting, refusal } from './support.ts';

describe('allClose', () => {
  it('holds |a − b| against atol + rtol·|b|', () => {
    expect(allClose([1], [1 + 1e-6]).equal).toBe(true);
    expect(allClose([1], [1 + 1e-4]).equal).toBe(false);
    expect(allClose([1e-9], [0]).equal).toBe(true);
    expect(allClose([1e-7], [0]).equal).toBe(false);
    expect(allClose([1.5], [1], { rtol: 0.5, atol: 0 }).equal).toBe(true);
    expect(allClose([1], [1.5], { rtol: 0.3, atol: 0 }).equal).toBe(false);
    expect(allClose([10], [11], { rtol: 0, atol: 1 }).equal).toBe(true);
    expect(allClose([10], [10 + 1e-12], { rtol: 0, atol: 0 }).equal).toBe(false);
  });

  it('reports how many, how far and where', () => {
    const report = allClose(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [
        [1, 2.5, 3],
        [4, 4, 6],
      ],
    );
    expect(report).toEqual({
      equal: false,
      count: 2,
      size: 6,
      maxAbsError: 1,
      maxRelativeError: 0.25,
      first: [
        { index: [0, 1], a: 2, b: 2.5 },
        { index: [1, 1], a: 5, b: 4 },
      ],
      text: '2 of 6 elements differ, by up to 1; first at [0, 1]',
    });
    expect(allClose([1, 2], [1, 2])).toMatchObject({
      equal: true,
      count: 0,
      text: 'equal within tolerance (largest difference 0)',
      first: [],
    });
  });

  it('lists five places at most', () => {
    const report = allClose(zeros([3, 4]), counting([3, 4]));
    expect(report).toMatchObject({ count: 12, size: 12, maxAbsError: 12, maxRelativeError: 1 });
    expect(report.first.map(({ index }) => index)).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 0],
    ]);
  });

  it('says NaN differs from NaN unless told otherwise', () => {
    expect(allClose([NaN, 1], [NaN, 1])).toMatchObject({ equal: false, count: 1, maxAbsError: NaN });
    expect(allClose([NaN, 1], [NaN, 1], { equalNaN: true })).toMatchObject({ equal: true, maxAbsError: 0 });
    expect(allClose([NaN], [1], { equalNaN: true })).toMatchObject({ equal: false, count: 1 });
    expect(allClose([1], [NaN], { equalNaN: true }).first).toEqual([{ index: [0], a: 1, b: NaN }]);
  });

  it('says infinity equals only itself', () => {
    expect(allClose([Infinity, -Infinity], [Infinity, -Infinity])).toMatchObject({
      equal: true,
      maxAbsError: 0,
      maxRelativeError: 0,
    });
    for (const [a, b] of [
      [Infinity, -Infinity],
      [Infinity, 1e308],
      [1e308, Infinity],
      [0, -Infinity],
    ])
      expect(allClose([a], [b]).equal, `${a} ${b}`).toBe(false);
  });

  it('compares every type, views and empty arrays', () => {
    expect(allClose(array([2n ** 60n]), array([2n ** 60n + 2n ** 50n]), { rtol: 1e-6 })).toMatchObject({
      equal: false,
      maxAbsError: 2 ** 50,
    });
    expect(allClose([true, false], [true, true])).toMatchObject({
      count: 1,
      first: [{ index: [1], a: false, b: true }],
    });
    expect(allClose([{ re: 3, im: 4 }], [{ re: 0, im: 0 }])).toMatchObject({
      maxAbsError: 5,
      maxRelativeError: Infinity,
    });
    expect(allClose([{ re: 1, im: 1 }], [{ re: 1, im: 1 }]).equal).toBe(true);
    expect(
      allClose(
        flip(counting([2, 2])),
        transpose(
          array([
            [4, 2],
            [3, 1],
          ]),
        ),
      ).equal,
    ).toBe(true);
    expect(allClose([], [])).toMatchObject({ equal: true, size: 0, maxAbsError: 0 });
    expect(allClose(1, 2).first).toEqual([{ index: [], a: 1, b: 2 }]);
    expect(allClose(array([1], { dtype: 'uint8' }), array([2], { dtype: 'uint8' })).maxAbsError).toBe(1);
  });

  it('says that shapes differ', () => {
    expect(allClose([1, 2], [[1, 2]])).toMatchObject({
      equal: false,
      count: 2,
      maxAbsError: NaN,
      text: 'shapes (2,) and (1, 2) differ',
    });
  });

  it('refuses other options and what is no array', () => {
    expect(refusal(() => allClose([1], [1], { tolerance: 1 } as never)).message).toMatch(
      /unknown option 'tolerance'; the options are rtol, atol, equalNaN/,
    );
    expect(refusal(() => allClose([1], 'b' as never)).message).toMatch(/^allClose: b is 'b'/);
    expect(refusal(() => allClose([1], [1], { rtol: 'a' as never })).message).toMatch(/'a'/);
  });
});
