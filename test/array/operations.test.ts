/** Operations element by element against NumPy's results; fixtures/operations.py makes the table. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ArrayLike, NDArray } from '../../src/array/index.ts';
import * as concordat from '../../src/array/index.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import { fromWords, toWords } from './support.ts';

interface Table {
  binary: { name: string; dtype: DType; a: string; b: string; result: DType; rows: string[] }[];
  unary: { name: string; dtype: DType; a: string; result: DType; values: string }[];
}
const table: Table = JSON.parse(readFileSync(new URL('./fixtures/operations.json', import.meta.url), 'utf8'));
const operations = concordat as unknown as Record<string, (...given: ArrayLike[]) => NDArray>;

describe('two operands', () => {
  it.each(table.binary)('$name of $dtype', ({ name, dtype, a, b, result, rows }) => {
    const [left, right] = [fromWords(a, dtype), fromWords(b, dtype)];
    const ours = operations[name](concordat.expandDims(left, 1), right);
    expect(ours.dtype).toBe(result);
    expect(ours.shape).toEqual([left.size, right.size]);
    // Words are read as the type that they are of, so that 0.1 in float32 is one number.
    rows.forEach((row, i) => {
      expect(toWords(concordat.slice(ours, [i, i + 1])), a.split(' ')[i]).toBe(
        toWords(fromWords(row, result)),
      );
    });
  });
});

describe('one operand', () => {
  it.each(table.unary)('$name of $dtype', ({ name, dtype, a, result, values }) => {
    const ours = operations[name](fromWords(a, dtype));
    expect(ours.dtype).toBe(result);
    expect(toWords(ours)).toBe(toWords(fromWords(values, result)));
  });
});

it('the table has every operation', () => {
  const names = new Set([...table.binary, ...table.unary].map(({ name }) => name));
  expect(names.size).toBe(28);
  for (const name of names) expect(operations[name]).toBeTypeOf('function');
});
