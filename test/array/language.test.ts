/** Arrays in the language: JSON, operators, loops and the console. */
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { array, flip, full, mean, NDArray, sum, transpose, zeros } from '../../src/array/index.ts';
import { allocate, componentCount, type DType, dtypes, type TypedArray } from '../../src/kernels/dtype.ts';
import { tries } from '../property.ts';
import { allTypes, arrays, contents, refusal } from './support.ts';

const throughJSON = (x: NDArray): NDArray => array(JSON.parse(JSON.stringify(x)));

describe('JSON', () => {
  it('has type, shape and elements', () => {
    expect(JSON.stringify(array([[1, 2.5]]))).toBe('{"dtype":"float64","shape":[1,2],"data":[1,2.5]}');
    expect(array([2n ** 63n]).toJSON()).toEqual({
      dtype: 'uint64',
      shape: [1],
      data: ['9223372036854775808'],
    });
    expect(array([{ re: 1, im: -0 }]).toJSON().data).toEqual([[1, '-0']]);
    expect(array([NaN, Infinity, -Infinity, -0]).toJSON().data).toEqual([
      'NaN',
      'Infinity',
      '-Infinity',
      '-0',
    ]);
    expect(array([true, false]).toJSON().data).toEqual([true, false]);
  });

  it('gives the same array again, of every type and layout, 0-d and empty ones too', () => {
    fc.assert(
      fc.property(arrays(allTypes, { rank: 4 }), x => {
        const again = throughJSON(x);
        expect(again.dtype).toBe(x.dtype);
        expect(contents(again)).toEqual(contents(x));
      }),
      tries(300),
    );
  });

  it('gives every bit again but which NaN it was', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.constantFrom(...allTypes.filter(dtype => dtype !== 'bool')), bytes, (dtype, given) => {
        const length = 16 / dtypes[dtype].bytes;
        const data = allocate(dtype, length) as TypedArray;
        new Uint8Array(data.buffer).set(given);
        const again = throughJSON(new NDArray(dtype, { data } as { data: never }, [length]));
        expect(again.dtype).toBe(dtype);
        expect(again.toTypedArray().length).toBe(length * componentCount(dtype));
        // Object.is tells −0 from 0, and takes any NaN for another.
        expect(again.toTypedArray()).toEqual(data);
      }),
      tries(300),
    );
  });

  it.each([
    [{ dtype: 'int64', data: ['1.5'] }, /^array: value has '1.5' where an int64 belongs/],
    [{ dtype: 'int64', data: ['9223372036854775808'] }, /where an int64 belongs/],
    [{ dtype: 'uint64', data: ['-1'] }, /^array: value has '-1' where an uint64 belongs/],
    [{ dtype: 'float64', data: ['nan'] }, /^array: value has 'nan' where a number of float64 belongs/],
    [{ dtype: 'float64', data: [[1, 2]] }, /^array: value /],
    [{ dtype: 'uint8', data: ['NaN'] }, /where a number of uint8 belongs/],
    [{ dtype: 'complex64', data: [[1, 2, 3]] }, /a complex number is a pair \[re, im\]/],
    [{ dtype: 'complex64', data: [[1, null]] }, /a complex number is a pair \[re, im\]/],
    [{ dtype: 'complex64', data: ['i'] }, /^array: value has 'i' where a number of float32 belongs/],
    [{ data: ['NaN'] }, /^array: value has 'NaN' at \[0\], where a number belongs/],
  ])('is refused where it says no number: %j', (given, message) => {
    expect(refusal(() => array({ shape: [1], ...given } as never)).message).toMatch(message);
  });
});

describe('an array of one element is a number where JavaScript wants one', () => {
  it('whatever its axes and its type', () => {
    const one = mean([1, 2.02]) as unknown as number;
    expect(one + 1).toBe(2.51);
    expect(2 * one).toBe(3.02);
    expect(one < 2).toBe(true);
    expect(Number(array([[7n]]))).toBe(7);
    expect(Number(array(true))).toBe(1);
    expect(Math.max(...([sum([1, 2]), sum([3])] as unknown as number[]))).toBe(3);
    expect(array([5]).valueOf()).toBe(5);
    for (const dtype of allTypes.filter(type => !dtypes[type].kind.includes('c')))
      expect(Number(full([1, 1], 1, { dtype }))).toBe(1);
  });

  it('and its text where it wants a text', () => {
    expect(`${array([1, 2])} ${mean([1, 2])}`).toBe('[1. 2.] 1.5');
    expect(String(array([{ re: 1, im: 2 }]))).toBe('[1.+2.j]');
    expect([array([1, 2])].join()).toBe('[1. 2.]');
  });

  it('others are refused with a sentence', () => {
    const given: readonly (readonly [NDArray, RegExp])[] = [
      [array([1, 2]), /^NDArray: an array of shape \(2,\) is not one number; .*write add\(x, 1\) for x \+ 1/],
      [zeros([0]), /^NDArray: an array of shape \(0,\) is not one number/],
      [
        array({ re: 1, im: 0 }),
        /^NDArray: an element of complex128 is not one number; item\(\) gives its parts/,
      ],
      [array(2n ** 53n + 1n), /^NDArray: 9007199254740993, an element of int64, is not one number; item\(\)/],
    ];
    for (const [x, message] of given)
      for (const use of [
        () => (x as never) + 1,
        () => (x as never) * 2,
        () => (x as never) < 1,
        () => Number(x),
        () => x.valueOf(),
      ])
        expect(refusal(use).message).toMatch(message);
  });
});

describe('a loop goes through the first axis', () => {
  it('by views, and by elements where it is the only one', () => {
    const x = array([[1, 2], [3, 4]]); // biome-ignore format: a matrix
    expect(Array.from(x, row => (row as NDArray).toArray())).toEqual(x.toArray());
    const [first] = x as Iterable<NDArray>;
    first.set(0, 9);
    expect(x.toArray()).toEqual([[9, 2], [3, 4]]); // biome-ignore format: a matrix
    expect([...flip(array([1n, 2n]))]).toEqual([2n, 1n]);
    expect([...zeros([0, 2])]).toEqual([]);
    expect(refusal(() => [...array(1)]).message).toMatch(/^NDArray: iteration over a 0-d array; item\(\)/);
  });

  it('gives what the nested arrays are', () => {
    fc.assert(
      fc.property(arrays(allTypes, { rank: 4 }), x => {
        fc.pre(x.ndim > 0);
        const rows = Array.from(x, row => (row instanceof NDArray ? row.toArray() : row));
        expect(rows).toEqual(x.toArray());
      }),
      tries(200),
    );
  });
});

describe('the console', () => {
  it('shows what is printed, with type and shape', () => {
    expect(
      inspect(
        array([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toBe(
      // biome-ignore format: a matrix
      'array([[1., 2.],\n       [3., 4.]], dtype=float64, shape=(2, 2))',
    );
    expect(inspect({ x: mean([1, 2]) })).toBe('{ x: array(1.5, dtype=float64, shape=()) }');
  });

  it('shows an array that is gone, instead of an error', () => {
    const x = zeros([300, 300], { dtype: 'float32' });
    x.dispose();
    expect(inspect(x)).toBe('array(disposed of, dtype=float32, shape=(300, 300))');
    const data = new Uint8Array(3);
    const y = array(data);
    structuredClone(data, { transfer: [data.buffer] });
    expect(inspect(y)).toBe('array(moved elsewhere, dtype=uint8, shape=(3,))');
  });

  it('copies nothing: a view of many elements costs what is shown of it', () => {
    const wide: DType = 'float64';
    const x = new NDArray(wide, { data: Float64Array.of(1, 2) }, [2 ** 16, 2 ** 16, 2], [0, 0, 1]);
    expect(String(transpose(x)).slice(0, 40)).toBe('[[[1. 1. 1. ... 1. 1. 1.]\n  [1. 1. 1. ...'.slice(0, 40));
  });
});

it('refuses steps and places between elements', () => {
  const storage = { data: new Float64Array(6) };
  const made = (...given: unknown[]) =>
    refusal(() => Reflect.construct(NDArray, ['float64', storage, ...given]));
  expect(made([2], [0.5]).message).toMatch(/^NDArray: strides are \[0.5\]; they must be whole numbers/);
  expect(made([2], [1], 0.5).message).toMatch(/^NDArray: offset is 0.5; it must be a whole number/);
  expect(made([1.5], [1]).message).toMatch(
    /^NDArray: shape is \[1.5\]; it must be a list of whole numbers of at least 0/,
  );
  for (const bad of [[NaN], ['1'], [undefined], new Array(1), [Infinity], [1n]]) {
    expect(made([2], bad).code).toBe('shape');
    expect(made(bad, [1]).code).toBe('shape');
  }
  for (const bad of [NaN, '1', null, Infinity, 2n]) expect(made([2], [1], bad).code).toBe('shape');
  expect(made([-1], [1]).code).toBe('shape');
  let deep: unknown[] = [];
  for (let level = 0; level < 100_000; level++) deep = [deep];
  for (const bad of [deep, [Symbol('s')], [{ valueOf: () => Symbol('s') }], null, 2, 'x', Int32Array.of(2)])
    expect(made(bad).message).toMatch(/^NDArray: shape is .*; it must be a list of whole numbers/);
});
