import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  array,
  broadcastTo,
  equal,
  flip,
  isNaN,
  max,
  mean,
  multiply,
  type NDArray,
  negate,
  power,
  slice,
  sqrt,
  subtract,
  sum,
  transpose,
  where,
  zeros,
} from '../../src/array/index.ts';
import { arrayOf } from '../../src/array/ndarray.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import * as e from '../../src/kernels/expression.ts';
import * as v from '../../src/kernels/value.ts';
import { NestBuilder } from '../../src/views/build.ts';
import { readsOnlyItself } from '../../src/views/streams.ts';
import { fromElements, view } from '../../src/views/view.ts';
import { tries } from '../property.ts';
import { contents, counting, refusal } from './support.ts';

describe('out', () => {
  it('is written and returned, by every kind of operation', () => {
    const [x, y] = [counting([2, 3]), counting([2, 3], 'float64', 5)];
    const cases: [(out?: NDArray) => NDArray, DType][] = [
      [out => add(x, y, { out }), 'float64'],
      [out => power(x, 2, { out }), 'float64'],
      [out => sqrt(x, { out }), 'float64'],
      [out => equal(x, 2, { out }), 'bool'],
      [out => isNaN(x, { out }), 'bool'],
      [out => where(equal(x, 2), x, y, { out }), 'float64'],
      [out => multiply(x, { re: 0, im: 1 }, { out }), 'complex128'],
    ];
    for (const [call, dtype] of cases) {
      const out = transpose(zeros([3, 2], { dtype }));
      expect(call(out)).toBe(out);
      expect(contents(out)).toEqual(contents(call()));
    }
  });

  it('is written and returned by reductions, with and without the folded axes', () => {
    const x = counting([2, 3, 4]);
    for (const fold of [sum, mean, max])
      for (const axis of [0, [0, 2], undefined])
        for (const keepdims of [false, true]) {
          const expected = fold(x, { axis, keepdims });
          const out = zeros(expected.shape);
          expect(fold(x, { axis, keepdims, out })).toBe(out);
          expect(contents(out)).toEqual(contents(expected));
        }
  });

  it('writes through a view and nowhere else', () => {
    const target = zeros([6]);
    add([1, 2, 3], 0, { out: slice(target, [null, null, -2]) });
    expect(target.toArray()).toEqual([0, 3, 0, 2, 0, 1]);
  });

  it('must fit', () => {
    const x = counting([2, 3]);
    expect(refusal(() => add(x, 1, { out: zeros([3, 2]) }))).toMatchObject({
      code: 'shape',
      message: 'add: out has shape (3, 2); the result has shape (2, 3)',
    });
    expect(refusal(() => add(x, 1, { out: zeros([2, 3], { dtype: 'float32' }) }))).toMatchObject({
      code: 'dtype',
      message: 'add: out is float32; the result is float64',
    });
    expect(refusal(() => sum(x, { axis: 0, keepdims: true, out: zeros([3]) }))).toMatchObject({
      code: 'shape',
      message: 'sum: out has shape (3,); the result has shape (1, 3)',
    });
    expect(refusal(() => sqrt(x, { out: [[1]] as never })).message).toMatch(
      /^sqrt: out is .* must be an NDArray/,
    );
    expect(refusal(() => sqrt(x, { out: broadcastTo([0], [2, 3]) })).message).toMatch(
      /^sqrt: out is float|broadcast view/,
    );
    expect(refusal(() => max(zeros([0]), { out: zeros([]) })).message).toMatch(/^max: zero-size/);
    expect(x.toArray()).toEqual(counting([2, 3]).toArray());
  });
});

/** A view of some 12 numbers: where it begins, how it steps, which way. */
const views = fc
  .record({ first: fc.integer({ min: 0, max: 4 }), step: fc.constantFrom(1, 2), back: fc.boolean() })
  .map(({ first, step, back }) => (memory: NDArray) => {
    const seen = slice(memory, [first, first + 4 * step, step]);
    return back ? flip(seen) : seen;
  });

describe('what may be written in place', () => {
  const x = counting([4]);
  const value = e.load(0, 'float64');
  const access = { dtype: 'float64' as const, strides: [1], gathers: [], fill: 0 };
  const source = { array: x, access, base: 0 };
  const sink = { array: x, strides: [1], base: 0, value };
  const gather = { coefficients: [1], start: 0, table: Int32Array.of(0), stride: 1 };
  const shifted = e.load(0, 'float64', [1]);
  it.each([
    ['the same element', sink, [source], 1, true],
    ['other memory', sink, [{ ...source, array: counting([4]) }], 1, true],
    ['one of two results', sink, [source], 2, false],
    ['another place', { ...sink, base: 1 }, [source], 1, false],
    ['another stride', { ...sink, strides: [2] }, [source], 1, false],
    ['a neighbour', { ...sink, value: e.unary('negate', shifted) }, [source], 1, false],
    ['places by a table', sink, [{ ...source, access: { ...access, gathers: [gather] } }], 1, false],
    ['a reduction', sink, [{ ...source, access: { ...access, strides: [1, 1] } }], 1, false],
    ['one good and one bad reader', sink, [source, { ...source, base: 1 }], 1, false],
  ])('%s', (_, written, read, results, expected) => {
    expect(readsOnlyItself(written, read, new Array(results).fill(written))).toBe(expected);
  });
});

describe('out over memory that is read', () => {
  it('never changes a result', () => {
    fc.assert(
      fc.property(
        views,
        views,
        views,
        fc.constantFrom<DType>('float64', 'int32', 'complex64'),
        (a, b, o, dtype) => {
          const memory = counting([13], dtype);
          const expected = contents(subtract(a(memory), multiply(b(memory), 2)));
          const doubled = multiply(b(memory), 2);
          const out = subtract(a(memory), doubled, { out: o(memory) });
          expect(contents(out)).toEqual(expected);
        },
      ),
      tries(300),
    );
  });

  it('never changes a result over one memory that was wrapped twice', () => {
    const memory = Float64Array.of(1, 2, 3, 4, 5);
    const out = array(memory.subarray(1));
    negate(array(memory.subarray(0, 4)), { out });
    expect([...memory]).toEqual([1, -1, -2, -3, -4]);
    negate(array(memory), { out: array(memory) });
    expect([...memory]).toEqual([-1, 1, 2, 3, 4]);
  });

  it('never changes a reduction or a square that is transposed', () => {
    const square = counting([40, 40]);
    const expected = contents(add(square, transpose(square)));
    expect(contents(add(square, transpose(square), { out: square }))).toEqual(expected);
    const long = counting([5000]);
    negate(long, { out: flip(long) });
    expect(long.toTypedArray()).toEqual(Float64Array.from({ length: 5000 }, (_, k) => k - 5000));
    const x = counting([3, 3]);
    sum(x, { axis: 0, out: slice(x, [0, 1], null).storage === x.storage ? view(x, [3], [1], 1) : x });
    expect(x.toTypedArray()).toEqual(Float64Array.of(1, 12, 15, 18, 5, 6, 7, 8, 9));
  });

  it('never changes what looks at neighbours, or several results', () => {
    const x = counting([6]);
    const inner = view(x, [4], [1], 1);
    const nest = new NestBuilder([4]);
    const here = nest.load(inner);
    const before = v.realValue({ ...(here.re as e.Expression & { op: 'load' }), at: [-1] });
    nest.store(v.add(before, here), 'float64', 'c', inner);
    nest.run();
    expect(x.toArray()).toEqual([1, 3, 5, 7, 9, 6]);

    const far = counting([5000]);
    const line = new NestBuilder([4999]);
    const one = line.load(view(far, [4999], [1], 1));
    const left = v.realValue({ ...(one.re as e.Expression & { op: 'load' }), at: [-1] });
    line.store(v.add(left, one), 'float64', 'c', view(far, [4999], [1], 1));
    line.run();
    expect(far.toTypedArray()).toEqual(Float64Array.from({ length: 5000 }, (_, k) => 2 * k + 1));

    const y = counting([600]);
    const two = new NestBuilder([600]);
    const loaded = two.load(y);
    two.store(v.negate(loaded), 'float64', 'c', y);
    const other = two.store(v.add(loaded, loaded));
    two.run();
    expect([y.toTypedArray()[599], arrayOf(other).toTypedArray()[599]]).toEqual([-600, 1200]);
  });

  it('is refused for two results in one place', () => {
    const x = counting([4]);
    const nest = new NestBuilder([4], [], 'pair');
    const loaded = nest.load(x);
    const out = zeros([4]);
    nest.store(loaded, 'float64', 'c', out);
    expect(() => nest.store(loaded, 'float64', 'c', flip(out))).toThrow(
      /^pair: two results would be written/,
    );
  });

  it('may be empty', () => {
    const out = zeros([2, 0]);
    expect(sum(zeros([2, 0, 5]), { axis: 2, out })).toBe(out);
  });

  it('needs no second array where every point reads itself only', () => {
    const x = arrayOf(fromElements('float64', new Float64Array(20_000).fill(2), [20_000]));
    const memory = x.data;
    expect(multiply(x, x, { out: x })).toBe(x);
    expect([x.data, memory[19_999]]).toEqual([memory, 4]);
  });
});
