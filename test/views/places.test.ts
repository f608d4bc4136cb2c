import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { array, flip, transpose } from '../../src/array/index.ts';
import { sizeOf } from '../../src/extents.ts';
import { firstPlaces } from '../../src/views/places.ts';
import { isZero } from '../../src/views/reduce.ts';
import { unravel } from '../../src/views/unravel.ts';
import { tries } from '../property.ts';

const firstZeros = firstPlaces(isZero);

describe('the first places of a condition', () => {
  it('come in row-major order', () => {
    const x = array([
      [1, 0],
      [0, 2],
    ]);
    expect(firstZeros(null, [x], 5)).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(firstZeros(null, [x], 1)).toEqual([[0, 1]]);
    expect(firstZeros(null, [transpose(x)], 1)).toEqual([[0, 1]]);
    expect(firstZeros(null, [array(new Float32Array(0))], 3)).toEqual([]);
    expect(firstZeros(null, [array(0)], 3)).toEqual([[]]);
  });

  const shape = fc.constantFrom<number[]>(
    [50_001],
    [3, 70_000],
    [70_000, 2],
    [1, 300, 1, 200],
    [257, 129],
    [2, 2, 40_000],
    [600, 300],
  );
  it('are those of a walk over all elements, whatever the shape and the strides', () => {
    fc.assert(
      fc.property(
        shape,
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        (extents, where, most, reversed) => {
          const size = sizeOf(extents);
          const data = new Uint8Array(size).fill(1);
          const places = [...new Set(where.map(part => Math.floor(part * size)))].sort((a, b) => a - b);
          for (const place of places) data[reversed ? size - 1 - place : place] = 0;
          const plain = array({ data, shape: extents });
          const found = firstZeros(null, [reversed ? flip(plain) : plain], most);
          expect(found).toEqual(places.slice(0, most).map(place => unravel(place, extents)));
        },
      ),
      tries(40),
    );
  });
});
