/** Arrays made of what people have, and conversion between element types. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asArray } from '../../src/array/convert.ts';
import { type ArrayLike, add, array, astype, flip, NDArray, type Nested } from '../../src/array/index.ts';
import { isArrayObject } from '../../src/convert/convert.ts';
import { memoryType } from '../../src/convert/memory.ts';
import { type DType, dtypeNames, type RealDType } from '../../src/kernels/dtype.ts';
import { scalarParts } from '../../src/views/scalar.ts';
import { allTypes, arrays, contents, modelOf, refusal } from '../array/support.ts';
import { castExact, type Exact } from '../kernels/arithmetic.ts';
import { everyIndex } from '../kernels/evaluate.ts';
import { tries } from '../property.ts';

describe('in one literal', () => {
  it('array takes nested lists', () =>
    expect(
      array([
        [1, 2],
        [3, 4],
      ]),
    ).toMatchObject({ dtype: 'float64', shape: [2, 2] }));
  it('array takes typed memory with a shape', () =>
    expect(array({ data: Int32Array.of(1, 2, 3, 4), shape: [2, 2] }).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]));
  it('astype cuts what is behind the point', () =>
    expect(astype([1.7, -1.7], 'int32').toArray()).toEqual([1, -1]));
});

describe('nested arrays', () => {
  it.each<[ArrayLike, number[], DType]>([
    [5, [], 'float64'],
    [5n, [], 'int64'],
    [true, [], 'bool'],
    [{ re: 1, im: 2 }, [], 'complex128'],
    [[], [0], 'float64'],
    [[[], []], [2, 0], 'float64'],
    [[[[1]]], [1, 1, 1], 'float64'],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [2, 3],
      'float64',
    ],
    [[1n, true], [2], 'int64'],
    [[true, false], [2], 'bool'],
    [[1, 2n], [2], 'float64'],
    [[1, true], [2], 'float64'],
    [[1, { re: 0, im: 1 }], [2], 'complex128'],
    [[2n ** 63n], [1], 'uint64'],
    [[Float32Array.of(1, 2), [3, 4]], [2, 2], 'float64'],
    [[BigInt64Array.of(1n)], [1, 1], 'int64'],
  ])('number %#', (value, shape, dtype) => {
    const made = array(value);
    expect(made.shape).toEqual(shape);
    expect(made.dtype).toBe(dtype);
    expect(made.isContiguous).toBe(true);
  });

  it('come back as they were given', () => {
    for (const value of [
      5,
      [1, [2]].slice(0, 1),
      [
        [1, 2],
        [3, 4],
      ],
      [[[]]],
      [1n, -1n],
      [true],
      [{ re: 1, im: -2 }],
    ])
      expect(array(value as Nested).toArray()).toEqual(value);
  });

  const endless: unknown[] = [];
  endless.push(endless);
  let deep: unknown = 1;
  for (let i = 0; i < 40; i++) deep = [deep];
  it.each<[unknown, RegExp]>([
    [[[1, 2], [3]], /is ragged: \[1\] is 1 elements, but the first row at that depth has 2/],
    [[1, [2]], /has a?.*\[2\] at \[1\], where a number belongs/],
    [[[1], 2], /is ragged: \[1\] is 2, but the first row/],
    [[[], [1]], /is ragged: \[1\] is 1 elements/],
    [['a'], /has 'a' at \[0\]/],
    [[[1, null]], /has null at \[0, 1\]/],
    [new Array(2), /has undefined at \[0\]/],
    [[{ re: 1 }], /has \{re\} at \[0\]/],
    [[{ re: 'a', im: 2 }], /has \{re, im\} at \[0\]/],
    [[2n ** 64n], /fit neither int64 nor uint64/],
    [[-1n, 2n ** 63n], /fit neither int64 nor uint64/],
    [endless, /more than 32 axes/],
    [deep, /more than 32 axes/],
    ['abc', /value is 'abc'; it must be an array/],
    [null, /value is null/],
    [undefined, /value is undefined/],
    [{}, /value is \{\}/],
    [() => 1, /value is a function/],
    [new Map(), /value is a Map/],
    [new DataView(new ArrayBuffer(8)), /value is a DataView/],
    [Symbol('x'), /value is Symbol\(x\)/],
  ])('broken ones are refused: number %#', (value, message) => {
    const error = refusal(() => array(value as Nested));
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^array: value /);
    expect(error).toMatchObject({ code: 'value', fields: { function: 'array', argument: 'value' } });
  });

  it('say where they are broken, and whose argument they are', () => {
    expect(refusal(() => array([[1], [1, 2]])).fields).toMatchObject({ at: [1], expected: 1 });
    expect(refusal(() => add([1], ['a'] as never)).message).toMatch(/^add: b has 'a' at \[0\]/);
    expect(refusal(() => asArray({ data: [1], shape: [2] }, 'f', 'kernel')).message).toMatch(
      /^f: kernel reaches/,
    );
  });
});

describe('typed memory', () => {
  const memories = [
    new Float32Array(2),
    new Float64Array(2),
    new Uint8Array(2),
    new Int8Array(2),
    new Int16Array(2),
    new Int32Array(2),
    new Uint16Array(2),
    new Uint32Array(2),
    new BigInt64Array(2),
    new BigUint64Array(2),
  ];
  it.each(memories.map(memory => [memory.constructor.name, memory] as const))(
    '%s is shared',
    (name, memory) => {
      const made = array(memory);
      expect(made.data).toBe(memory);
      expect(made.dtype).toBe(
        name.replace('Array', '').replace('Big', '').replace('Uint64', 'uint64').toLowerCase(),
      );
      expect(memoryType(memory)).toBe(made.dtype);
      expect(array(memory, { dtype: made.dtype }).data).toBe(memory);
    },
  );

  it('that clips or does not copy is seen as plain bytes', () => {
    const clamped = Uint8ClampedArray.of(1, 2, 3).subarray(1);
    const buffer = Buffer.from([1, 2, 3]).subarray(1);
    for (const bytes of [clamped, buffer]) {
      const made = array(bytes);
      expect(made.dtype).toBe('uint8');
      expect(made.data.constructor).toBe(Uint8Array);
      expect(made.toArray()).toEqual([2, 3]);
      bytes[0] = 9;
      expect(made.toArray()).toEqual([9, 3]);
      const copy = made.toTypedArray();
      copy[0] = 0;
      expect(bytes[0]).toBe(9);
    }
  });

  it('of an unknown kind is no array', () => {
    expect(memoryType(new DataView(new ArrayBuffer(1)))).toBeUndefined();
    expect(memoryType([1])).toBeUndefined();
  });
});

describe('arrays of other libraries', () => {
  const data = Float32Array.from({ length: 12 }, (_, i) => i);

  it('row-major unless they say otherwise', () => {
    const made = array({ data, shape: [3, 4] });
    expect(made.data).toBe(data);
    expect(made.toArray()).toMatchObject({ 1: [4, 5, 6, 7] });
  });

  it('with `strides` or `stride`, an offset, and lists of any kind', () => {
    expect(array({ data, shape: [2, 2], strides: [1, 2], offset: 1 }).toArray()).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(array({ data, shape: [2, 2], stride: [-4, 1], offset: 4 }).toArray()).toEqual([
      [4, 5],
      [0, 1],
    ]);
    expect(array({ data, shape: [2, 3], strides: [0, 1] }).toArray()).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    const views = { data, shape: Int32Array.of(2, 2), strides: Int32Array.of(1, 2) };
    expect(array(views as never).toArray()).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(array({ data, shape: [0, 5], strides: [100, 100] }).shape).toEqual([0, 5]);
    expect(array({ data, shape: [], offset: 3 }).item()).toBe(3);
  });

  it('read as their strides say', () => {
    fc.assert(
      fc.property(arrays(allTypes), x => {
        const { data, dtype, shape, strides, offset } = x;
        const made = array({ data, dtype, shape, strides, offset });
        expect(made.dtype).toBe(dtype);
        expect(contents(made)).toEqual({ shape, elements: everyIndex(shape).map(modelOf(x).at) });
      }),
      tries(200),
    );
  });

  it('with a list as their data', () => {
    expect(array({ data: [1, 2, 3, 4], shape: [2, 2] }).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(array({ data: [1, 2], shape: [2], dtype: 'uint8' }).data).toEqual(Uint8Array.of(1, 2));
    expect(array({ data: [1n, 2n] as never, shape: [2] }).dtype).toBe('int64');
    expect(array({ data: [true] as never, shape: [1] }).dtype).toBe('bool');
    expect(refusal(() => array({ data: ['a'] as never, shape: [1] })).message).toMatch(/has 'a' at \[0\]/);
    expect(refusal(() => array({ data: [[1]] as never, shape: [1] })).message).toMatch(/flat list/);
  });

  it('with a type that their memory can hold', () => {
    expect(array({ data: Uint8Array.of(0, 1), shape: [2], dtype: 'bool' }).toArray()).toEqual([false, true]);
    expect(array({ data: Float32Array.of(1, 2, 3, 4), shape: [2], dtype: 'complex64' }).toArray()).toEqual([
      { re: 1, im: 2 },
      { re: 3, im: 4 },
    ]);
    expect(array({ data, shape: [2], dtype: 'generic' }).dtype).toBe('float32');
    expect(array({ data, shape: [2], dtype: 'constructor' }).dtype).toBe('float32');
    expect(refusal(() => array({ data, shape: [2], dtype: 'int8' })).message).toMatch(
      /says int8, but its data is a Float32Array/,
    );
  });

  it('as pictures: height, width, four channels', () => {
    const pixels = Uint8ClampedArray.from({ length: 24 }, (_, i) => i);
    const made = array({ data: pixels, width: 3, height: 2 });
    expect(made).toMatchObject({ shape: [2, 3, 4], dtype: 'uint8' });
    expect(made.data.buffer).toBe(pixels.buffer);
    expect(refusal(() => array({ data: pixels, width: 4, height: 2 })).message).toMatch(
      /reaches elements 0\.\.31 of data that has 24/,
    );
  });

  it.each<[string, object, RegExp]>([
    [
      'memory too short',
      { data, shape: [3, 5] },
      /reaches elements 0\.\.14 of data that has 12 \(shape \(3, 5\)\)/,
    ],
    ['an offset too far', { data, shape: [12], offset: 1 }, /reaches elements 1\.\.12/],
    ['strides before the start', { data, shape: [2], strides: [-1] }, /reaches elements -1\.\.0/],
    [
      'half a complex number',
      { data: new Float32Array(3), shape: [2], dtype: 'complex64' },
      /reaches elements 0\.\.1 of data that has 1 /,
    ],
    ['strides of another rank', { data, shape: [2, 2], strides: [1] }, /has 1 strides for 2 axes/],
    ['a broken stride', { data, shape: [2], strides: [0.5] }, /strides \[0.5\]; they must be whole numbers/],
    ['a stride that is NaN', { data, shape: [2], strides: [NaN] }, /strides \[NaN\]/],
    ['strides that are no list', { data, shape: [2], strides: 1 }, /strides 1/],
    ['a broken offset', { data, shape: [2], offset: 0.5 }, /offset 0.5/],
    ['an offset in front', { data, shape: [2], offset: -1 }, /offset -1/],
    ['an offset that is no number', { data, shape: [2], offset: '1' }, /offset '1'/],
    ['a shape that is no list', { data, shape: 5 }, /shape 5; it must be an array of whole numbers/],
    ['a shape with a hole', { data, shape: [2, undefined] }, /shape \[/],
    ['a negative extent', { data, shape: [-1] }, /shape \[-1\]/],
    ['a broken extent', { data, shape: [1.5] }, /shape \[1.5\]/],
    ['no memory', { shape: [2] }, /data that is undefined/],
    ['memory of no kind', { data: 'abc', shape: [3] }, /data that is 'abc'/],
    ['a picture without memory', { data: null, width: 1, height: 1 }, /data that is null/],
  ])('are refused for %s', (_, value, message) => {
    expect(refusal(() => array(value as never)).message).toMatch(message);
  });
});

describe('with an element type', () => {
  it('values are converted as astype does', () => {
    expect(array([1.9, -1.9, 300], { dtype: 'uint8' }).toArray()).toEqual([1, 255, 44]);
    expect(array([1, 2], { dtype: 'int64' }).toArray()).toEqual([1n, 2n]);
    expect(array([1.5, true, 2n], { dtype: 'int64' }).toArray()).toEqual([1n, 1n, 2n]);
    expect(array([NaN], { dtype: 'int64' }).toArray()).toEqual([-(2n ** 63n)]);
    expect(array([2n ** 63n], { dtype: 'uint64' }).toArray()).toEqual([2n ** 63n]);
    expect(array([{ re: 1, im: 2 }], { dtype: 'int64' }).toArray()).toEqual([1n]);
    expect(array([2 ** 60], { dtype: 'int64' }).toArray()).toEqual([2n ** 60n]);
    expect(array([true, false], { dtype: 'complex64' }).toArray()).toEqual([
      { re: 1, im: 0 },
      { re: 0, im: 0 },
    ]);
    expect(array([], { dtype: 'bool' }).dtype).toBe('bool');
  });

  it.each(['float16', 'toString', 'constructor', '', 5, null])('%j is refused', dtype => {
    const error = refusal(() => array([1], { dtype: dtype as DType }));
    expect(error).toMatchObject({ code: 'dtype', fields: { dtype, allowed: dtypeNames } });
    expect(error.message).toMatch(/^array: dtype is .*; it must be one of 'bool', 'int8'/);
  });
});

describe('astype', () => {
  const real = allTypes.filter(dtype => !dtype.startsWith('complex')) as RealDType[];
  it('converts every type to every other', () => {
    fc.assert(
      fc.property(arrays(real), fc.constantFrom(...real), (x, to) => {
        const from = x.dtype as RealDType;
        const natural = (value: unknown): Exact =>
          from === 'bool' || from.startsWith('f') ? (value as number) : BigInt(value as number);
        const expected = contents(x).elements.map(value => castExact(natural(value), from, to, 'c'));
        const made = contents(astype(x, to)).elements.map(value =>
          typeof value === 'number' && !to.startsWith('f') ? BigInt(value) : value,
        );
        expect(made).toEqual(expected);
      }),
      tries(300),
    );
  });
  it('takes what people have, and refuses what they have not', () => {
    expect(astype([1.5, -1.5] as never, 'int8').toArray()).toEqual([1, -1]);
    expect(refusal(() => astype('a' as never, 'int8')).message).toMatch(/^astype: x is 'a'/);
    expect(refusal(() => array([1], null as never)).message).toMatch(/^array: options are null/);
    expect(refusal(() => array([1], { type: 'int8' } as never)).message).toMatch(/unknown option 'type'/);
  });
  it('returns an array that has the type as it is', () => {
    const x = flip([1, 2]);
    expect(astype(x, 'float64')).toBe(x);
    expect(astype(array([{ re: 1.5, im: 2 }]), 'float32').toArray()).toEqual([1.5]);
  });
});

describe('small questions', () => {
  it('what counts as an array', () => {
    const yes = [
      [],
      [1],
      array(1),
      new Int8Array(1),
      { re: 1, im: 2 },
      { data: [], shape: [] },
      { data: [], width: 1, height: 1 },
    ];
    for (const value of yes) expect(isArrayObject(value)).toBe(true);
    for (const value of [1, 'a', null, undefined, {}, { data: [] }, { shape: [1] }])
      expect(isArrayObject(value)).toBe(false);
  });
  it('what counts as a scalar', () => {
    expect([5, 5n, true, { re: 1, im: 2 }].map(value => scalarParts(value, 'f', 'x'))).toEqual([
      { re: 5, im: 0 },
      { re: 5n, im: 0 },
      { re: 1, im: 0 },
      { re: 1, im: 2 },
    ]);
    for (const value of ['1', null, undefined, [1], {}, { re: 1 }])
      expect(refusal(() => scalarParts(value, 'f', 'x')).message).toMatch(
        /^f: x is .*; it must be a number, or \{re, im\}$/,
      );
  });
  it('an NDArray is itself', () => {
    const x = array([1]);
    expect(array(x)).toBe(x);
    expect(x).toBeInstanceOf(NDArray);
  });
});

describe('arrays among rows', () => {
  const row = (values: number[], dtype: 'float32' | 'int16' | 'float64') => array(values, { dtype });

  it('are opened, and keep their element type', () => {
    const made = array([row([1, 2], 'float32'), row([3, 4], 'float32')]);
    expect([made.dtype, made.toArray()]).toEqual([
      'float32',
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    expect(array([row([1, 2], 'float32'), row([3, 4], 'int16')]).dtype).toBe('float32');
    expect(array([[[row([1, 2], 'int16')]]]).shape).toEqual([1, 1, 1, 2]);
    expect(array([new Float32Array([1, 2]), new Float32Array([3, 4])]).dtype).toBe('float32');
  });

  it('count as float64 beside plain numbers', () => {
    expect(array([row([1, 2], 'float32'), [3, 4]]).dtype).toBe('float64');
  });

  it('must have the shape of the other rows', () => {
    expect(() => array([row([1, 2], 'float32'), row([3], 'float32')])).toThrow(/ragged/);
  });
});
