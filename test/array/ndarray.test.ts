import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { array, broadcastTo, flip, NDArray, slice, transpose, zeros } from '../../src/array/index.ts';
import { fromElements, holds } from '../../src/views/view.ts';
import { everyIndex } from '../kernels/evaluate.ts';
import { tries } from '../property.ts';
import { allTypes, arrays, counting, modelOf, refusal } from './support.ts';

describe('elements come out', () => {
  it('as nested arrays and as typed memory, whatever the strides', () => {
    fc.assert(
      fc.property(arrays(allTypes, { rank: 4 }), x => {
        const expected = everyIndex(x.shape).map(modelOf(x).at);
        const nested = x.toArray();
        expect(x.ndim === 0 ? [nested] : (nested as unknown[]).flat(Math.max(0, x.ndim - 1))).toEqual(
          expected,
        );
        const flat = x.toTypedArray();
        expect(flat.length).toBe(x.size * (x.dtype.startsWith('complex') ? 2 : 1));
        expect(array({ data: flat, dtype: x.dtype, shape: x.shape }).toArray()).toEqual(nested);
        expect(flat.buffer).not.toBe(x.data.buffer);
      }),
      tries(300),
    );
  });

  it('as one item', () => {
    expect(array([[5]]).item()).toBe(5);
    expect(slice([1, 2, 3], [1, 2]).item()).toBe(2);
    expect(array(true).item()).toBe(true);
    expect(array([7n]).item()).toBe(7n);
    expect(flip([{ re: 1, im: 2 }]).item()).toEqual({ re: 1, im: 2 });
  });

  it('not as one item when there are more, or none', () => {
    expect(refusal(() => zeros([2, 3]).item())).toMatchObject({
      code: 'shape',
      message: 'item: the array has shape (2, 3); can only convert an array of size 1 to a scalar',
      fields: { function: 'item', shape: [2, 3] },
    });
    expect(refusal(() => zeros([0]).item()).message).toMatch(/shape \(0,\)/);
  });
});

describe('an array', () => {
  it('knows its size', () => {
    expect(zeros([2, 3])).toMatchObject({ ndim: 2, size: 6 });
    expect(array(1)).toMatchObject({ ndim: 0, size: 1, strides: [] });
    expect(zeros([2, 0])).toMatchObject({ size: 0 });
  });

  it('knows whether its elements stand in order', () => {
    const x = counting([2, 3]);
    expect([x, slice(x, [1, 2]), zeros([0, 3]), flip(zeros([1, 1]))].map(one => one.isContiguous)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(
      [transpose(x), flip(x), slice(x, null, [0, 2]), broadcastTo([1], [3])].map(one => one.isContiguous),
    ).toEqual([false, false, false, false]);
  });

  it('is the live memory that it views', () => {
    const x = counting([3]);
    x.data[1] = 9;
    expect(flip(x).toArray()).toEqual([3, 9, 1]);
  });
});

describe('fromElements', () => {
  it('wraps memory of the right length', () => {
    const data = new Float32Array(4);
    expect(fromElements('complex64', data, [2])).toMatchObject({ dtype: 'complex64', shape: [2] });
    expect(fromElements('float32', data, [2, 2]).storage.data).toBe(data);
  });
  it('refuses another length', () => {
    expect(refusal(() => fromElements('complex64', new Float32Array(4), [4]))).toMatchObject({
      code: 'shape',
      message: 'array: 4 numbers cannot fill shape (4,) of complex64, which takes 8',
    });
  });
  it('knows what holds what', () => {
    expect([holds('bool', new Uint8Array(1)), holds('complex64', new Float32Array(1))]).toEqual([true, true]);
    expect([holds('bool', new Int8Array(1)), holds('float64', new Float32Array(1))]).toEqual([false, false]);
    expect(new NDArray('int8', { data: new Int8Array(6) }, [2, 3]).strides).toEqual([3, 1]);
  });
});

it('refuses a view that leaves its memory', () => {
  const storage = { data: new Float64Array(6) };
  expect(new NDArray('float64', storage, [2, 3]).toArray()).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(() => new NDArray('float64', storage, [2, 4])).toThrow(
    /^NDArray: shape \(2, 4\) reaches elements 0\.\.7 of 6/,
  );
  expect(() => new NDArray('float64', storage, [2], [-1])).toThrow(/reaches elements -1\.\.0/);
  expect(() => new NDArray('float32', storage as never, [2])).toThrow(/does not hold float32/);
  expect(() => new (NDArray as never as new () => NDArray)()).toThrow(/dtype is undefined/);
});
