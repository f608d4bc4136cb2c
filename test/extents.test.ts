import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonShape, rowMajorStrides, sizeOf } from '../src/extents.ts';
import { tries } from './property.ts';

describe('sizeOf', () => {
  it('is the product of the extents', () => expect(sizeOf([2, 3, 4])).toBe(24));
  it('is 1 without axes', () => expect(sizeOf([])).toBe(1));
  it('is 0 where an axis is empty', () => expect(sizeOf([4, 0])).toBe(0));
});

describe('commonShape', () => {
  const meet = (...shapes: number[][]) => commonShape(shapes, (axis, extents) => ({ axis, extents }));
  it('stretches extents of 1', () => expect(meet([3, 1], [1, 4])).toEqual([3, 4]));
  it('aligns shapes at their last axes', () => expect(meet([2, 3], [3])).toEqual([2, 3]));
  it('is empty of nothing', () => expect(meet()).toEqual([]));
  it('stretches to no element', () => expect(meet([1], [0])).toEqual([0]));
  it('says where two others meet', () => expect(meet([2, 3], [4])).toEqual({ axis: 1, extents: [3, 4] }));
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
