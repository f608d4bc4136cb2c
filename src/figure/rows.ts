/** The rows of a comparison, checked. */

import { asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { ConcordatError, checkOptions, show, showShape } from '../errors.ts';

/** One route of a comparison. The first row is the reference. */
export interface ComparisonRow {
  /** The name of the route. */
  readonly name: string;
  /** What became of it, in a line or two: `agrees with the reference`. */
  readonly note?: string;
  /** The input, rows by columns. */
  readonly image: ArrayLike;
  /** The kernel, rows by columns. */
  readonly kernel: ArrayLike;
  /** What came out, rows by columns. */
  readonly result: ArrayLike;
  /** Result minus reference; without it the place says why it is empty. */
  readonly difference?: ArrayLike | null;
}

/** A route whose arrays are checked: two-dimensional, real, not empty. */
export interface CheckedRow {
  readonly name: string;
  readonly note: string;
  readonly image: NDArray;
  readonly kernel: NDArray;
  readonly result: NDArray;
  readonly difference: NDArray | null;
}

const fields = ['name', 'note', 'image', 'kernel', 'result', 'difference'];

/** Checks row `index` of the argument `rows` of `functionName`. */
export function checkRow(functionName: string, row: ComparisonRow, index: number): CheckedRow {
  checkOptions(functionName, checkRecord(functionName, `rows[${index}]`, row), fields);
  const matrix = (key: 'image' | 'kernel' | 'result' | 'difference') =>
    checkMatrix(
      functionName,
      asArray(row[key] as ArrayLike, functionName, `rows[${index}].${key}`),
      `rows[${index}].${key}`,
    );
  return {
    name: checkText(functionName, `rows[${index}].name`, row.name),
    note: checkText(functionName, `rows[${index}].note`, row.note ?? ''),
    image: matrix('image'),
    kernel: matrix('kernel'),
    result: matrix('result'),
    difference: row.difference == null ? null : matrix('difference'),
  };
}

function checkMatrix(functionName: string, x: NDArray, argument: string): NDArray {
  const wrong =
    x.ndim !== 2
      ? 'have two axes'
      : x.size === 0
        ? 'have no empty axis'
        : x.dtype.startsWith('complex')
          ? 'be real'
          : '';
  if (!wrong) return x;
  throw new ConcordatError(
    wrong === 'be real' ? 'dtype' : 'shape',
    `${functionName}: ${argument} has shape ${showShape(x.shape)} and type ${x.dtype}; it must ${wrong}`,
    { function: functionName, argument, shape: x.shape, dtype: x.dtype },
  );
}

/** Returns `value` if it is a string, else throws. */
export function checkText(functionName: string, argument: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new ConcordatError('value', `${functionName}: ${argument} is ${show(value)}; it must be a string`, {
    function: functionName,
    argument,
    value,
  });
}

/** Returns `value` if it is an object with named fields, else throws. */
export function checkRecord<T extends object>(functionName: string, argument: string, value: T): T {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw new ConcordatError('value', `${functionName}: ${argument} is ${show(value)}; it must be an object`, {
    function: functionName,
    argument,
    value,
  });
}
