import { describe, expect, it } from 'vitest';
import { array, flip } from '../../src/array/index.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { apply, arrayOf, defineOperation } from '../../src/array/ndarray.ts';
import type { Operation } from '../../src/gate/record.ts';
import * as v from '../../src/kernels/value.ts';
import { loopCounter, NestBuilder } from '../../src/views/build.ts';
import { pointwise } from '../../src/views/computation.ts';
import { contiguousCopy } from '../../src/views/copy.ts';
import { view } from '../../src/views/view.ts';
import { counting } from '../array/support.ts';

describe('NestBuilder', () => {
  it('loads, combines, stores and runs', () => {
    const nest = new NestBuilder([2, 3]);
    const x = nest.load(counting([2, 3]));
    const row = nest.load(array([10, 20, 30]), { strides: [0, 1] });
    const [sum, product] = [nest.store(v.add(x, row)), nest.store(v.multiply(x, row), 'int16')];
    expect(arrayOf(sum).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    nest.run();
    expect(arrayOf(sum).toArray()).toEqual([
      [11, 22, 33],
      [14, 25, 36],
    ]);
    expect(product).toMatchObject({ dtype: 'int16' });
    expect(arrayOf(product).toArray()).toEqual([
      [10, 40, 90],
      [40, 100, 180],
    ]);
  });

  it('folds over reduction axes, complex numbers too', () => {
    const nest = new NestBuilder([2], [3]);
    const total = nest.store(v.sum(nest.load(counting([2, 3], 'complex64'))));
    nest.run();
    expect(arrayOf(total).toArray()).toEqual([
      { re: 9, im: 12 },
      { re: 27, im: 30 },
    ]);
  });

  it('reads outside as the fill, in the type of the array', () => {
    const reach = (fill: number | bigint) => ({
      strides: [0],
      gathers: [{ axis: 0, coefficients: [1], start: 0, table: Int32Array.of(-1, 1) }],
      fill: { re: fill, im: 0 },
    });
    const cases: [NDArray, number | bigint, unknown][] = [
      [array([1n, 2n]), 7.9, 7n],
      [array([1n, 2n]), NaN, -(2n ** 63n)],
      [array([1, 2], { dtype: 'uint8' }), -1, 255],
      [array([1, 2], { dtype: 'uint8' }), 5n, 5],
      [array([true, true]), 3, true],
      [array([1, 2], { dtype: 'float32' }), 0.1, Math.fround(0.1)],
    ];
    for (const [x, fill, expected] of cases) {
      const nest = new NestBuilder([2]);
      const result = nest.store(nest.load(x, reach(fill)));
      nest.run();
      expect(arrayOf(result).toArray()).toMatchObject([expected, x.toArray()[1 as never]]);
    }
  });

  it('writes through views', () => {
    const target = counting([4]);
    const nest = new NestBuilder([2]);
    nest.storeInto(view(target, [2], [-2], 3), nest.load(array([10, 20])));
    nest.run();
    expect(target.toArray()).toEqual([1, 20, 3, 10]);
  });
});

const narrowSum = pointwise<null>((_, a, b) => v.castValue(v.add(a, b), 'float32'));
const columns = pointwise<null>(() => loopCounter(1));

describe('short ways', () => {
  it('pointwise, copies and counters', () => {
    const x = flip(counting([3], 'int8'));
    expect(arrayOf(narrowSum(null, [x, x], [3])).toArray()).toEqual([6, 4, 2]);
    const copy = contiguousCopy(x);
    expect([arrayOf(copy).toArray(), copy.strides, copy.offset]).toEqual([[3, 2, 1], [1], 0]);
    expect(arrayOf(columns(null, [], [2, 2])).toArray()).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});

describe('operations', () => {
  it('pass one gate with their inputs and options', () => {
    const seen: unknown[] = [];
    const operation: Operation<{ by: number }> = {
      name: 'seen',
      run: ([x], options) => {
        seen.push(options);
        return x;
      },
    };
    const x = counting([1]);
    expect(apply(operation, [x], { by: 1 })).toBe(x);
    expect(defineOperation(operation)([x], { by: 2 })).toBe(x);
    expect(seen).toEqual([{ by: 1 }, { by: 2 }]);
  });
});
