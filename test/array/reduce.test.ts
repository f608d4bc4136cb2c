/** Reductions against lists folded the plain way. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  all,
  any,
  array,
  flip,
  max,
  mean,
  min,
  type NDArray,
  type ReduceOptions,
  sum,
  transpose,
  zeros,
} from '../../src/array/index.ts';
import { type Complex, type DType, dtypes } from '../../src/kernels/dtype.ts';
import { everyIndex } from '../kernels/evaluate.ts';
import { tries } from '../property.ts';
import { allTypes, arrays, contents, counting, type Element, modelOf, refusal } from './support.ts';

const integral: DType[] = allTypes.filter(dtype => 'biu'.includes(dtypes[dtype].kind));
const real = allTypes.filter(dtype => !dtype.startsWith('complex'));

/** What a reduction should give: `fold` of the elements that meet in each place of the result. */
function folded(x: NDArray, axes: readonly number[], keepdims: boolean, fold: (list: Element[]) => Element) {
  const kept = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const folds = x.shape.map((extent, axis) => (axes.includes(axis) ? extent : 1));
  const elements = everyIndex(kept).map(base =>
    fold(everyIndex(folds).map(step => modelOf(x).at(base.map((i, axis) => i + step[axis])))),
  );
  return { shape: keepdims ? kept : kept.filter((_, axis) => !axes.includes(axis)), elements };
}

const big = (list: Element[]) => list.map(x => BigInt(x as number));
const numbers = (list: Element[]) => list.map(Number);
const total = (list: number[]) => list.reduce((a, b) => a + b, 0);
const isTrue = (x: Element) => (typeof x === 'object' ? x.re !== 0 || x.im !== 0 : Boolean(x));

const folds: Record<
  string,
  [(x: NDArray, options: ReduceOptions) => NDArray, readonly DType[], (list: Element[]) => Element]
> = {
  'sum of integers': [
    sum,
    integral.filter(dtype => dtype[0] !== 'u'),
    list => big(list).reduce((a, b) => a + b, 0n),
  ],
  'sum of unsigned integers': [
    sum,
    integral.filter(dtype => dtype[0] === 'u'),
    list =>
      BigInt.asUintN(
        64,
        big(list).reduce((a, b) => a + b, 0n),
      ),
  ],
  'sum of floats': [sum, ['float32', 'float64'], list => total(numbers(list))],
  'sum of complex numbers': [
    sum,
    ['complex64', 'complex128'],
    list => ({ re: total(list.map(z => (z as Complex).re)), im: total(list.map(z => (z as Complex).im)) }),
  ],
  'mean of integers': [mean, integral, list => total(numbers(list)) / list.length],
  'mean of floats': [mean, ['float64'], list => total(numbers(list)) / list.length],
  'mean of float32': [mean, ['float32'], list => Math.fround(total(numbers(list)) / list.length)],
  all: [all, allTypes, list => list.every(isTrue)],
  any: [any, allTypes, list => list.some(isTrue)],
};
const orders: typeof folds = {
  min: [min, real, list => list.reduce((a, b) => (b < a ? b : a))],
  max: [max, real, list => list.reduce((a, b) => (b > a ? b : a))],
};

describe('in one literal', () => {
  it('sum adds everything up', () => expect(sum([1, 2, 3]).item()).toBe(6));
  it('sum along axis 0 gives one number a column', () =>
    expect(
      sum(
        [
          [1, 2],
          [3, 4],
        ],
        { axis: 0 },
      ).toArray(),
    ).toEqual([4, 6]));
  it('mean divides the sum by how many there are', () => expect(mean([1, 2, 6]).item()).toBe(3));
  it('min and max are the ends', () => {
    expect(min([3, 1, 2]).item()).toBe(1);
    expect(max([3, 1, 2]).item()).toBe(3);
  });
  it('all and any ask whether elements are not zero', () => {
    expect(all([1, 0]).item()).toBe(false);
    expect(any([1, 0]).item()).toBe(true);
  });
});

describe('along any axes', () => {
  const cases = [
    ...Object.entries(folds).map(row => [...row, 0] as const),
    ...Object.entries(orders).map(row => [...row, 1] as const),
  ];
  it.each(cases)('%s', (_, [reduction, types, fold], least) => {
    fc.assert(
      fc.property(arrays(types, { rank: 4, least }), fc.infiniteStream(fc.boolean()), (x, coin) => {
        const next = () => coin.next().value as boolean;
        const axes = x.shape.map((_, axis) => axis).filter(next);
        const named = axes.map(axis => (next() ? axis : axis - x.ndim));
        const keepdims = next();
        const axis = named.length === 1 && next() ? named[0] : named;
        expect(contents(reduction(x, { axis, keepdims }))).toEqual(folded(x, axes, keepdims, fold));
        const every = x.shape.map((_, axis) => axis);
        expect(contents(reduction(x, {}))).toEqual(folded(x, every, false, fold));
      }),
      tries(120),
    );
  });
});

describe('long axes', () => {
  it.each([511, 512, 513, 2000])('of %i elements are folded whole, on either side', length => {
    const x = counting([3, length], 'int32');
    const row = (length * (length + 1)) / 2;
    expect(sum(x, { axis: 1 }).toArray()).toEqual(
      [row, row + length ** 2, row + 2 * length ** 2].map(BigInt),
    );
    expect(sum(x).item()).toBe(BigInt((3 * length * (3 * length + 1)) / 2));
    expect(max(transpose(x), { axis: 0 }).toArray()).toEqual([length, 2 * length, 3 * length]);
    expect(min(flip(x), { axis: 0 }).toArray()).toEqual(Array.from({ length }, (_, i) => length - i));
  });
});

describe('types of results', () => {
  it('are wide for sums of integers', () => {
    for (const dtype of allTypes) {
      const { kind } = dtypes[dtype];
      const x = counting([2], dtype);
      expect(sum(x).dtype).toBe(kind === 'u' ? 'uint64' : kind === 'i' || kind === 'b' ? 'int64' : dtype);
      expect(mean(x).dtype).toBe(kind === 'f' || kind === 'c' ? dtype : 'float64');
      expect([all(x).dtype, any(x).dtype]).toEqual(['bool', 'bool']);
      if (kind !== 'c') expect([min(x).dtype, max(x).dtype]).toEqual([dtype, dtype]);
    }
  });
  it('wrap in 64 bits', () => {
    expect(sum(array([2n ** 63n - 1n, 1n])).item()).toBe(-(2n ** 63n));
    expect(sum(array([255, 255], { dtype: 'uint8' })).item()).toBe(510n);
  });
});

describe('sums of floats', () => {
  it('carry their rounding errors along', () => {
    expect(sum([1e16, 1, -1e16]).item()).toBe(1);
    expect(1e16 + 1 - 1e16).not.toBe(1);
    expect(sum([1, 1e100, 1, -1e100]).item()).toBe(2);
    expect(sum(Float32Array.of(1e8, 1, -1e8)).item()).toBe(1);
    expect(mean([1e16, 1, -1e16, 2]).item()).toBe(0.75);
    expect(sum(new Float64Array(10000).fill(0.1)).item()).toBe(1000);
    expect(sum(new Float32Array(100000).fill(0.1)).item()).toBe(Math.fround(Math.fround(0.1) * 100000));
    expect(
      sum([
        { re: 1e16, im: 1 },
        { re: 1, im: 1e16 },
        { re: -1e16, im: -1e16 },
      ]).item(),
    ).toEqual({ re: 1, im: 1 });
  });

  /** The exact sum of doubles, as a whole number of 2^−200. */
  const exactly = (values: readonly number[]): bigint =>
    values.reduce((sum, x) => {
      let [whole, scale] = [x, 0];
      while (!Number.isInteger(whole)) [whole, scale] = [whole * 2, scale + 1];
      return sum + (BigInt(whole) << BigInt(200 - scale));
    }, 0n);

  it('are within a rounding of the exact sum, however much cancels', () => {
    const value = fc
      .double({ min: -1e10, max: 1e10, noNaN: true })
      .filter(x => x === 0 || Math.abs(x) > 1e-10);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), values => {
        const mixed = [...values, ...values.map(x => -x / 3)];
        const ours = sum(mixed).item() as number;
        const off = exactly([ours]) - exactly(mixed);
        const largest = mixed.reduce((size, x) => size + Math.abs(x), 0);
        const room = Math.abs(ours) * 2 ** -52 + largest * mixed.length ** 2 * 2 ** -104;
        expect(Number(off < 0n ? -off : off) * 2 ** -200).toBeLessThanOrEqual(room);
      }),
      tries(200),
    );
  });

  it('let NaN and infinity through', () => {
    expect(sum([1, NaN]).item()).toBeNaN();
    expect(sum([1, Infinity]).item()).toBe(Infinity);
    expect(sum([Infinity, -Infinity]).item()).toBeNaN();
    expect(sum([1e308, 1e308, -1e308]).item()).toBe(Infinity);
    expect(mean([NaN, 1], { axis: 0 }).item()).toBeNaN();
  });
});

describe('order', () => {
  it('passes NaN on', () => {
    expect([
      min([1, NaN, 2]).item(),
      max([NaN, 1]).item(),
      max(
        [
          [1, NaN],
          [2, 3],
        ],
        { axis: 0 },
      ).toArray(),
    ]).toEqual([NaN, NaN, [2, NaN]]);
  });
  it('knows the ends of every type', () => {
    expect(max([-Infinity, -5]).item()).toBe(-5);
    expect(max([-Infinity]).item()).toBe(-Infinity);
    expect(min(array([255], { dtype: 'uint8' })).item()).toBe(255);
    expect(max(array([-(2n ** 63n)])).item()).toBe(-(2n ** 63n));
    expect([min([true, false]).item(), max([false, true]).item(), min([true]).item()]).toEqual([
      false,
      true,
      true,
    ]);
  });
  it('does not exist for complex numbers', () => {
    for (const reduction of [min, max])
      expect(refusal(() => reduction([{ re: 1, im: 2 }]))).toMatchObject({
        code: 'dtype',
        fields: { dtype: 'complex128' },
      });
  });
});

describe('of nothing', () => {
  it('sums to zero, has no mean, is all and not any', () => {
    expect([sum([]).item(), all([]).item(), any([]).item()]).toEqual([0, true, false]);
    expect(mean([]).item()).toBeNaN();
    expect(mean(zeros([0], { dtype: 'complex64' })).item()).toEqual({ re: NaN, im: NaN });
    expect(sum(zeros([0, 3]), { axis: 0 }).toArray()).toEqual([0, 0, 0]);
    expect(sum(zeros([0, 3]), { axis: 1 }).shape).toEqual([0]);
  });
  it('has no least and no largest element', () => {
    const error = refusal(() => min(zeros([2, 0]), { axis: 1 }));
    expect(error.message).toBe(
      'min: zero-size array of shape (2, 0) to reduction operation minimum which has no identity',
    );
    expect(error).toMatchObject({ code: 'shape', fields: { shape: [2, 0] } });
    expect(refusal(() => max([])).message).toMatch(/reduction operation maximum/);
    expect(max(zeros([0, 3]), { axis: 1 }).shape).toEqual([0]);
  });
});

describe('axes', () => {
  it('may be none', () => {
    expect(sum(counting([2], 'int8'), { axis: [] }).toArray()).toEqual([1n, 2n]);
    expect(sum(5).item()).toBe(5);
    expect(sum([1, 2], { axis: null, keepdims: true }).toArray()).toEqual([3]);
  });
  it('are refused when they are not there', () => {
    expect(refusal(() => sum([1], { axis: 1 })).message).toMatch(/^sum: axis 1 is out of bounds/);
    expect(refusal(() => sum([[1]], { axis: [1, -1] })).message).toMatch(/duplicate value in 'axis'/);
    expect(refusal(() => sum([1], { axis: '0' as never })).message).toMatch(/axis is '0'/);
    expect(refusal(() => sum([1], { dims: 0 } as never)).message).toMatch(
      /unknown option 'dims'; the options are axis, keepdims/,
    );
    expect(refusal(() => sum('a' as never)).message).toMatch(/^sum: x is 'a'/);
  });
});
