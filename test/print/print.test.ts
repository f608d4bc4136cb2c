import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sizeOf } from '../../src/extents.ts';
import { type DType, dtypes, isBigInt, type TypedArray } from '../../src/kernels/dtype.ts';
import { type FormatOptions, format } from '../../src/print/print.ts';

interface Case {
  dtype: DType;
  shape: number[];
  values?: string[];
  range?: [first: number, step: number];
  options: FormatOptions;
  text: string;
}

// What NumPy 1.24 wrote; fixtures/print.py makes the table.
const cases: Case[] = JSON.parse(readFileSync(new URL('./fixtures/print.json', import.meta.url), 'utf8'));

const memory = (dtype: DType, values: readonly (number | string)[]): TypedArray =>
  new dtypes[dtype].array(values.map(x => (isBigInt(dtype) ? BigInt(x) : Number(x))) as never[]);

function elements({ dtype, shape, values, range }: Case): TypedArray {
  const [first, step] = range ?? [0, 0];
  const size = sizeOf(shape);
  return memory(dtype, values ?? Array.from({ length: size }, (_, k) => first + step * k));
}

const titled = cases.map(
  (row, index) => [`${index}: ${row.dtype} (${row.shape}) ${row.text.slice(0, 30)}`, row] as const,
);

describe('the text that NumPy gives', () => {
  test.each(titled)('%s', (_, row) => {
    expect(format(elements(row), row.shape, row.dtype, row.options)).toBe(row.text);
  });

  test('the table covers every type', () => {
    expect(new Set(cases.map(row => row.dtype)).size).toBe(Object.keys(dtypes).length);
  });
});

describe('what holds for any array', () => {
  const floats = fc.array(fc.double(), { minLength: 1, maxLength: 40 });

  test('a lone float64 or float32 reads back as the same number', () => {
    const read = (text: string) => Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'));
    fc.assert(
      fc.property(fc.double(), x => Object.is(read(format(new Float64Array([x]), [], 'float64')), x)),
    );
    fc.assert(
      fc.property(fc.float(), x =>
        Object.is(Math.fround(read(format(new Float32Array([x]), [], 'float32'))), x),
      ),
    );
  });

  test('a float32 is never longer than the same number as float64', () => {
    fc.assert(
      fc.property(
        fc.float(),
        x =>
          format(new Float32Array([x]), [], 'float32').length <=
          format(new Float64Array([x]), [], 'float64').length,
      ),
    );
  });

  test('all elements are equally wide and within 8 decimals of the value', () => {
    fc.assert(
      fc.property(floats, values => {
        // A column puts every element on a line of its own.
        const lines = format(Float64Array.from(values), [values.length, 1], 'float64')
          .slice(1, -1)
          .split('\n');
        const texts = lines.map(line => line.trimStart().slice(1, -1));
        expect(texts).toHaveLength(values.length);
        expect(new Set(texts.map(text => text.length)).size).toBe(1);
        for (const [index, text] of texts.entries()) {
          const [x, shown] = [values[index], Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'))];
          if (Number.isFinite(x))
            expect(Math.abs(shown - x)).toBeLessThanOrEqual(6e-9 * Math.max(1, Math.abs(x)));
          else expect(shown).toBe(x);
        }
      }),
    );
  });

  test('lines hold 75 characters, counting the prefix', () => {
    fc.assert(
      fc.property(floats, fc.integer({ min: 0, max: 30 }), (values, length) => {
        const prefix = 'p'.repeat(length);
        const text = prefix + format(Float64Array.from(values), [values.length], 'float64', { prefix });
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(75);
      }),
    );
  });

  test('a summary looks only at what it shows', () => {
    const values = new Float64Array(2000).fill(1);
    values[1000] = 1e-30;
    expect(format(values, [2000], 'float64')).toBe('[1. 1. 1. ... 1. 1. 1.]');
  });
});
