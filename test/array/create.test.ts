import { describe, expect, it } from 'vitest';
import { arange, eye, full, ones, zeros } from '../../src/array/index.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import { allTypes, contents, refusal } from './support.ts';

describe('in one literal', () => {
  it('zeros, ones and full fill a shape', () => {
    expect(zeros([2]).toArray()).toEqual([0, 0]);
    expect(ones([2]).toArray()).toEqual([1, 1]);
    expect(full([2], 7).toArray()).toEqual([7, 7]);
  });
  it('arange counts up to its end, without it', () => expect(arange(3).toArray()).toEqual([0, 1, 2]));
  it('eye has ones on the diagonal', () =>
    expect(eye(2).toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]));
});

describe('zeros, ones and full', () => {
  it.each(allTypes)('of %s', dtype => {
    for (const [make, number] of [
      [zeros, 0],
      [ones, 1],
    ] as const) {
      const made = make([2, 3], { dtype });
      expect(made).toMatchObject({ dtype, shape: [2, 3] });
      const element = dtype.startsWith('complex')
        ? { re: number, im: 0 }
        : dtype === 'bool'
          ? number === 1
          : dtype.endsWith('int64')
            ? BigInt(number)
            : number;
      expect(contents(made).elements).toEqual(new Array(6).fill(element));
    }
  });

  it('take a number as a shape of one axis, and empty shapes', () => {
    expect(zeros(3).shape).toEqual([3]);
    expect(zeros([]).item()).toBe(0);
    expect(zeros([0, 5]).toArray()).toEqual([]);
    expect(zeros(2).dtype).toBe('float64');
  });

  it('fill with any scalar', () => {
    expect(full(2, NaN).toArray()).toEqual([NaN, NaN]);
    expect(full([1], true).toArray()).toEqual([1]);
    expect(full([1], 2n ** 63n, { dtype: 'uint64' }).toArray()).toEqual([2n ** 63n]);
    expect(full([1], -3n, { dtype: 'int8' }).toArray()).toEqual([-3]);
    expect(full([1], 300, { dtype: 'uint8' }).toArray()).toEqual([44]);
    expect(full([1], { re: 1, im: 2 }, { dtype: 'complex64' }).toArray()).toEqual([{ re: 1, im: 2 }]);
    expect(full([1], { re: 1, im: 2 }).toArray()).toEqual([1]);
    expect(full([2], 5, { dtype: 'bool' }).toTypedArray()).toEqual(Uint8Array.of(1, 1));
  });

  it('do not keep the shape that they were given', () => {
    const shape = [2, 2];
    const made = zeros(shape);
    shape[0] = 9;
    expect(made.shape).toEqual([2, 2]);
  });

  it.each([-1, 0.5, NaN, 'a', null, undefined, [1, -1], [1, '2'], [2 ** 20, 2 ** 20], 2 ** 40])(
    'refuse the shape %j',
    shape => {
      for (const make of [zeros, ones])
        expect(refusal(() => make(shape as number)).message).toMatch(
          /extent of shape is|the result of shape .* would take/,
        );
    },
  );

  it('refuse other types, options and values', () => {
    for (const dtype of ['float16', 'toString', 3]) {
      const error = refusal(() => zeros(1, { dtype: dtype as DType }));
      expect(error).toMatchObject({ code: 'dtype', fields: { function: 'zeros', dtype } });
      expect(error.message).toMatch(/^zeros: dtype is .*; it must be one of 'bool'/);
    }
    expect(refusal(() => zeros(1, { type: 'int8' } as never)).message).toMatch(
      /unknown option 'type'; the options are dtype/,
    );
    expect(refusal(() => zeros(1, 'int8' as never)).message).toMatch(
      /options are 'int8'; they must be an object/,
    );
    for (const value of [null, undefined, 'a', [1]])
      expect(refusal(() => full(1, value as never)).message).toMatch(/^full: value is /);
  });
});

describe('arange', () => {
  it.each<[number[], number[]]>([
    [[3], [0, 1, 2]],
    [[0], []],
    [[-2], []],
    [
      [2, 5],
      [2, 3, 4],
    ],
    [[5, 2], []],
    [
      [5, 2, -1],
      [5, 4, 3],
    ],
    [
      [0, 1, 0.25],
      [0, 0.25, 0.5, 0.75],
    ],
    [
      [0, 1.1, 0.5],
      [0, 0.5, 1],
    ],
    [
      [1, 10, 4],
      [1, 5, 9],
    ],
  ])('%j', (bounds, values) => {
    expect(arange(...bounds).toArray()).toEqual(values);
  });

  it('has a type', () => {
    expect(arange(3, { dtype: 'int64' }).toArray()).toEqual([0n, 1n, 2n]);
    expect(arange(2, 4, { dtype: 'uint8' })).toMatchObject({ dtype: 'uint8', shape: [2] });
    expect(arange(2, { dtype: 'complex64' }).toArray()).toEqual([
      { re: 0, im: 0 },
      { re: 1, im: 0 },
    ]);
  });

  it.each([[[0, 1, 0]], [[0, Infinity]], [[NaN]], [[0, 1, NaN]], [[]], [[2 ** 40]]])('refuses %j', bounds => {
    expect(refusal(() => arange(...(bounds as number[]))).message).toMatch(
      /cannot count from|one to three numbers|the result of shape .* would take/,
    );
  });
});

describe('eye', () => {
  it('has ones on the diagonal', () => {
    expect(eye(3).toArray()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(eye(2, { dtype: 'bool' }).toArray()).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(eye(0).shape).toEqual([0, 0]);
    expect(refusal(() => eye(-1)).message).toMatch(/eye: an extent of shape is -1/);
  });
});
