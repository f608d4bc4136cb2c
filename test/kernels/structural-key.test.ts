import { describe, expect, it } from 'vitest';
import { structuralKey } from '../../src/kernels/structural-key.ts';

describe('the key of plain data', () => {
  it('has every field, in the order of names', () => {
    expect(structuralKey({ b: [1, 'x'], a: null })).toBe('{a:null,b:[1,"x",],}');
  });
  it('does not depend on the order in which fields were added', () => {
    expect(structuralKey({ a: 1, b: 2 })).toBe(structuralKey({ b: 2, a: 1 }));
  });
  it('has no fields without a value', () => {
    expect(structuralKey({ a: 1, b: undefined })).toBe(structuralKey({ a: 1 }));
  });
  it.each([
    [0, -0],
    [1, 1n],
    [1, '1'],
    [true, 'true'],
    [null, 'null'],
    [NaN, null],
    [
      [1, [2]],
      [[1], 2],
    ],
    [[12], [1, 2]],
    [{ a: 1 }, { b: 1 }],
    [{ a: { b: 1 } }, { a: {}, b: 1 }],
    [[], {}],
  ])('tells %o from %o', (one, other) => {
    expect(structuralKey(one)).not.toBe(structuralKey(other));
  });
  it('tells one object that is used twice from two that are alike', () => {
    const one = { op: 'load' };
    expect(structuralKey([one, one])).not.toBe(structuralKey([one, { ...one }]));
  });
  it('is as long as the data where objects are used again and again', () => {
    let node: object = { op: 'load' };
    for (let depth = 0; depth < 1000; depth++) node = { op: 'add', a: node, b: node };
    expect(structuralKey(node).length).toBeLessThan(30_000);
  });
});

describe('the key of typed memory', () => {
  it('has its entries and its kind', () => {
    expect(structuralKey({ table: Int32Array.of(1, -1) })).toBe('{table:Int32Array(1,-1),}');
    expect(structuralKey(Int32Array.of(1))).not.toBe(structuralKey(Uint8Array.of(1)));
    expect(structuralKey(Float64Array.of(0))).not.toBe(structuralKey(Float64Array.of(-0)));
  });
  it('tells lists that a comma would not', () => {
    expect(structuralKey([1, [2]])).not.toBe(structuralKey([1, 2]));
    expect(structuralKey([1, '2'])).not.toBe(structuralKey([1, 2]));
    expect(structuralKey([0, 1])).not.toBe(structuralKey([-0, 1]));
  });
});
