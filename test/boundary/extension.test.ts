import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extensionMap, LONG, type Stretch, stretchesOf } from '../../src/boundary/extension.ts';
import { boundaryNames, extensions } from '../../src/boundary/table.ts';
import { OUTSIDE } from '../../src/extents.ts';
import { tries } from '../property.ts';

/** Where the k-th place of a stretch stands. */
const placeIn = (stretch: Stretch, k: number): number => {
  if ('table' in stretch) return stretch.table[k];
  return stretch.first === OUTSIDE ? OUTSIDE : stretch.first + stretch.step * k;
};

describe('an extension in stretches', () => {
  it('is one table where it is short', () => {
    const [only, ...others] = stretchesOf(extensionMap('mirror', 3, -2, 7));
    expect(only).toEqual({ from: 0, length: 7, table: Int32Array.of(2, 1, 0, 1, 2, 1, 0) });
    expect(others).toEqual([]);
  });

  it('is runs where it is long', () => {
    const runs = [...stretchesOf(extensionMap('periodic', 10 ** 9, -5e8, 2 ** 31))];
    expect(runs).toEqual([
      { from: 0, length: 5e8, first: 5e8, step: 1 },
      { from: 5e8, length: 1e9, first: 0, step: 1 },
      { from: 1.5e9, length: 2 ** 31 - 1.5e9, first: 0, step: 1 },
    ]);
    expect([...stretchesOf(extensionMap('constant', 10 ** 6, 10 ** 15, 2 ** 40))]).toEqual([
      { from: 0, length: 2 ** 40, first: OUTSIDE, step: 0 },
    ]);
  });

  it('says of every place what the table of extensions says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...boundaryNames),
        fc.constantFrom(0, 1, 2, 5, 9_999, 20_000, 150_000, 400_000),
        fc.constantFrom(-(2 ** 40), -900_000, -20_001, -3, 0, 7, 300_000),
        fc.constantFrom(LONG + 1, LONG + 40_000, 2 * LONG + 5),
        (boundary, n, start, length) => {
          let next = 0;
          for (const stretch of stretchesOf(extensionMap(boundary, n, start, length))) {
            expect(stretch.from).toBe(next);
            next += stretch.length;
            const step = Math.max(1, Math.floor(stretch.length / 500));
            for (let k = 0; k < stretch.length; k += k + step < stretch.length ? step : 1) {
              const wanted = n === 0 ? OUTSIDE : extensions[boundary].index(start + stretch.from + k, n);
              if (placeIn(stretch, k) !== wanted)
                expect.fail(`${boundary} ${n} ${start} ${length}: place ${stretch.from + k}`);
            }
          }
          expect(next).toBe(length);
        },
      ),
      tries(60),
    );
  });
});
