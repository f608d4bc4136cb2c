import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowMajorStrides, sizeOf } from '../src/extents.ts';
import { tries } from './property.ts';

describe('sizeOf', () => {
  it('is the product of the extents', () => expect(sizeOf([2, 3, 4])).toBe(24));
  it('is 1 without axes', () => expect(sizeOf([])).toBe(1));
  it('is 0 where an axis is empty', () => expect(sizeOf([4, 0])).toBe(0));
});

describe('rowMajorStrides', () => {
  it('is 1 along the last axis', () => expect(rowMajorStrides([2, 3, 4])).toEqual([12, 4, 1]));
  it('is empty without axes', () => expect(rowMajorStrides([])).toEqual([]));
  it('stays exact where an empty axis hides huge ones', () =>
    expect(rowMajorStrides([2 ** 30, 2 ** 30, 0])).toEqual([0, 0, 1]));

  it('numbers the elements in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }), shape => {
        const strides = rowMajorStrides(shape);
        const last = shape.reduce((place, extent, axis) => place + (extent - 1) * strides[axis], 0);
        expect(last).toBe(sizeOf(shape) - 1);
        for (let axis = 1; axis < shape.length; axis++)
          expect(strides[axis - 1]).toBe(strides[axis] * shape[axis]);
      }),
      tries(100),
    );
  });
});
