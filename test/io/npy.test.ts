import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrayOf, NDArray } from '../../src/array/ndarray.ts';
import { sizeOf } from '../../src/extents.ts';
import { decodeNpy, encodeNpy } from '../../src/io/index.ts';
import {
  componentCount,
  type DType,
  dtypeNames,
  dtypes,
  isBigInt,
  type TypedArray,
} from '../../src/kernels/dtype.ts';
import { fromElements } from '../../src/views/view.ts';
import { mulberry32 } from '../random.ts';
import { damage, errorOf, fixturePath, survives, unpack } from './fixtures.ts';

const files = unpack('npy.zip');
const expected: Record<string, { dtype: DType; shape: number[]; values: string[] }> = JSON.parse(
  readFileSync(fixturePath('npy.json'), 'utf8'),
);
const names = Object.keys(expected);
const file = (name: string): Uint8Array => files.get(`${name}.npy`)!;

const memory = (dtype: DType, values: readonly string[]): TypedArray =>
  new dtypes[dtype].array(values.map(x => (isBigInt(dtype) ? BigInt(x) : Number(x))) as never[]);

/** A file with this header text and this data. */
function withHeader(header: string, data: Uint8Array = new Uint8Array(0), version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length =
    version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, 78, 85, 77, 80, 89, version, 0, ...length, ...text, ...data]);
}
const message = (header: string, data: Uint8Array = new Uint8Array(0)) =>
  errorOf(() => decodeNpy(withHeader(header, data))).message;

describe('files that NumPy wrote', () => {
  test.each(names)('%s', name => {
    const { dtype, shape, values } = expected[name];
    const array = decodeNpy(file(name));
    expect(array.dtype).toBe(dtype);
    expect(array.shape).toEqual(shape);
    expect(array.toTypedArray()).toEqual(memory(dtype, values));
  });

  test('every type is among them', () => {
    expect(new Set(names.map(name => expected[name].dtype)).size).toBe(dtypeNames.length);
  });

  test.each(names.filter(name => !/^(big|version|fortran-big)/.test(name)))(
    '%s is written as NumPy does',
    name => {
      expect(encodeNpy(decodeNpy(file(name)))).toEqual(file(name));
    },
  );

  test('Fortran order is a view', () => {
    expect(decodeNpy(file('fortran-float32')).strides).toEqual([1, 2, 6]);
  });

  test.each([
    ['float16', "float16.*array.astype\\('float32'\\)"],
    ['longdouble', 'long double'],
    ['clongdouble', 'complex long double'],
    ['unicode', 'text'],
    ['bytes', 'text'],
    ['object', 'Python object'],
    ['structured', 'structured.*each field'],
    ['datetime', 'datetime'],
    ['void', 'void'],
  ])('%s is refused', (name, pattern) => {
    const error = errorOf(() => decodeNpy(file(`refused-${name}`)));
    expect(error.message).toMatch(new RegExp(`^decodeNpy: the data .*${pattern}`));
    expect(error.code).toBe('file');
  });
});

describe('any array', () => {
  const arrays = fc
    .record({
      dtype: fc.constantFrom(...dtypeNames),
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
      seed: fc.integer(),
    })
    .map(({ dtype, shape, seed }) => {
      const random = mulberry32(seed).below;
      const size = sizeOf(shape) * componentCount(dtype);
      const values = Array.from({ length: size }, () => random(dtype === 'bool' ? 2 : 100));
      return arrayOf(fromElements(dtype, memory(dtype, values.map(String)), shape));
    });

  test('comes back as it was', () => {
    fc.assert(
      fc.property(arrays, array => {
        const bytes = encodeNpy(array);
        expect((bytes.length - array.size * dtypes[array.dtype].bytes) % 64).toBe(0);
        const back = decodeNpy(bytes);
        expect([back.dtype, back.shape, back.strides]).toEqual([array.dtype, array.shape, array.strides]);
        expect(back.toTypedArray()).toEqual(array.toTypedArray());
      }),
    );
  });

  test('views come back with their elements', () => {
    const data = Float64Array.from({ length: 24 }, (_, k) => k);
    const views = [
      new NDArray('float64', { data }, [4, 6], [-6, 1], 18),
      new NDArray('float64', { data }, [3, 4], [2, 6], 0),
      new NDArray('float64', { data }, [2, 5], [0, 1], 3),
      new NDArray('float64', { data }, [6, 4], [1, 6], 0),
    ];
    for (const array of views) expect(decodeNpy(encodeNpy(array)).toArray()).toEqual(array.toArray());
  });
});

describe('bytes in any form', () => {
  const bytes = encodeNpy(new Float64Array([1, 2, 3]));
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  test.each([
    ['a Uint8Array', bytes],
    ['an ArrayBuffer', bytes.slice().buffer],
    ['a Buffer', Buffer.from(bytes)],
    ['a Buffer in the middle of memory', Buffer.from(shifted.buffer, 3)],
    ['a view that is not aligned', shifted.subarray(3)],
    ['a DataView', new DataView(shifted.buffer, 3)],
  ])('%s', (_, form) => {
    expect(decodeNpy(form).toArray()).toEqual([1, 2, 3]);
  });

  test('the result has memory of its own', () => {
    for (const form of [bytes.slice(), Buffer.from(bytes)]) {
      const array = decodeNpy(form);
      form.fill(0);
      expect(array.toArray()).toEqual([1, 2, 3]);
    }
  });

  test('anything else is refused', () => {
    for (const wrong of ['text', 5, null, undefined, [1, 2], {}])
      expect(errorOf(() => decodeNpy(wrong as never)).message).toMatch(/^decodeNpy: bytes is /);
  });
});

describe('the header', () => {
  const data = new Uint8Array(16);

  test.each([
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
    "{'shape':(2,),'descr':\"<f8\",'fortran_order':True}   \n",
    "  { 'descr' : '<f8' , 'fortran_order' : False , 'shape' : ( 2L , ) } ",
    "{'descr': '<u1', 'fortran_order': False, 'shape': (4, 4)}",
    "{'descr': '|i1', 'fortran_order': False, 'shape': (16,)}",
    "{'descr': 'c16', 'fortran_order': False, 'shape': ()}",
    "{'descr': '=f4', 'fortran_order': False, 'shape': (1, 1, 4,)}",
  ])('%s is read', header => {
    for (const version of [1, 2, 3]) decodeNpy(withHeader(header, data, version));
  });

  test.each([
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (2)}", 'comma'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': [2]}", 'tuple'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (-2,)}", 'extent'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (02,)}", 'comma'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (2,,)}", 'extent'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (2.0,)}", 'comma'],
    ["{'descr': '<f8', 'fortran_order': 0, 'shape': (2,)}", 'True or False'],
    ["{'descr': '<f8', 'fortran_order': Falsehood, 'shape': (2,)}", 'comma'],
    ["{'descr': 8, 'fortran_order': False, 'shape': (2,)}", 'type'],
    ["{'descr': '<f8', 'shape': (2,)}", 'all of'],
    ["{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", 'one each'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'more': 1}", 'one each'],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} + exit()", 'the end'],
    ["{'descr': '<f8' 'fortran_order': False, 'shape': (2,)}", 'comma'],
    ["{'__proto__': '<f8', 'fortran_order': False, 'shape': (2,)}", 'one each'],
    ["{'descr': '<f3', 'fortran_order': False, 'shape': (2,)}", 'unknown type'],
    ["{'descr': '<q', 'fortran_order': False, 'shape': (2,)}", 'unknown type'],
    ["{'descr': ('<f4', (2,)), 'fortran_order': False, 'shape': (2,)}", 'sub-arrays'],
    ['', '\\{'],
    ['import os', '\\{'],
  ])('%s is refused', (header, pattern) => {
    expect(message(header, data)).toMatch(new RegExp(pattern));
  });

  test('a shape that no memory holds costs no memory', () => {
    const huge = (shape: string) =>
      message(`{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}}`, data);
    expect(huge('(1000000000000,)')).toContain('is cut short: 16 bytes of elements');
    expect(huge('(99999999999999999,)')).toContain('which no memory holds');
    expect(huge(`(${'9007199254740991, '.repeat(30)})`)).toContain('is cut short');
    expect(huge(`(${'1, '.repeat(65)})`)).toContain('65 axes');
    expect(huge(`(${'9007199254740991, '.repeat(21)}0)`)).toContain('is empty, but of shape');
    const empty = withHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (1000, 0, 5)}");
    expect([decodeNpy(empty).size, decodeNpy(empty).shape]).toEqual([0, [1000, 0, 5]]);
  });

  test('lengths must be those of the data', () => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,)}";
    expect(message(header, data)).toBe(
      'decodeNpy: the data is cut short: 16 bytes of elements, but shape (3,) of float64 takes 24',
    );
    expect(message(header, new Uint8Array(25))).toContain('is too long: 25 bytes');
    const long = withHeader(header, data, 2);
    long[10] = 255;
    expect(errorOf(() => decodeNpy(long)).message).toContain('npy header of');
  });

  test('other versions are named', () => {
    expect(errorOf(() => decodeNpy(withHeader('{}', data, 4))).message).toContain('version 4.0');
  });
});

describe('damaged files', () => {
  test('cut short at any byte: an error', () => {
    for (const name of ['float32', 'big-int64', 'version-2', 'fortran-bool'])
      for (let length = 0; length < file(name).length; length++)
        expect(survives(decodeNpy, file(name).subarray(0, length)), `${name} ${length}`).toBe(false);
  });

  test('any byte changed: an array or an error', () => {
    const random = mulberry32(1).below;
    const all = [...files.values()];
    for (let times = 0; times < 4000; times++) survives(decodeNpy, damage(all[random(all.length)], random));
  });
});
