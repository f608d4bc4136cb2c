/**
 * What the methods `at` and `set` of arrays do. This is the one file that `ndarray.ts` imports although it, and what it
 * builds on, imports `ndarray.ts`: a method of a class is used only when it is called. Nothing here, nor in what it
 * imports, may use `NDArray` while modules are evaluated; `layers.json` names the edge.
 */
import { ConcordatError, checkOptions, show } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import { assignAt } from './assign.ts';
import { readAt } from './at.ts';
import { type ArrayLike, asArray, isArrayObject } from './convert.ts';
import { termsOf } from './index-terms.ts';
import type { NDArray } from './ndarray.ts';
import type { OutOptions } from './out.ts';

/** `x.at(…)`, of terms and options, or of a template. */
export function atMethod<D extends DType>(x: NDArray<D>, given: readonly unknown[]): NDArray<D> {
  const last = given.at(-1);
  if (!isOptions(last)) return readAt(x, termsOf('at', given), 'at');
  checkOptions('at', last, ['out']);
  return readAt(x, termsOf('at', given.slice(0, -1)), 'at', last as OutOptions);
}

/** A plain object that says something is options, unless it is an array. */
const isOptions = (value: unknown): value is object =>
  value !== null &&
  typeof value === 'object' &&
  Object.getPrototypeOf(value) === Object.prototype &&
  Object.keys(value).length > 0 &&
  !isArrayObject(value);

/** `x.set([…], value)`, or `x.set` of a template, which gives the function that takes the value. */
export function setMethod<A extends NDArray>(x: A, given: readonly unknown[]): A | ((value: ArrayLike) => A) {
  const [index, value] = given;
  const assign = (terms: ReturnType<typeof termsOf>, values: readonly unknown[]): A => {
    if (values.length !== 1 || values[0] === undefined) throw valueMissing(values);
    return assignAt(x, terms, asArray(values[0] as ArrayLike, 'set', 'value'), 'set');
  };
  if (Array.isArray(index) && 'raw' in index) {
    const terms = termsOf('set', given);
    return (...values: readonly unknown[]) => assign(terms, values);
  }
  if (given.length !== 2 || value === undefined) throw valueMissing(given.slice(1));
  return assign(termsOf('set', Array.isArray(index) ? index : [index]), [value]);
}

const valueMissing = (values: readonly unknown[]): ConcordatError =>
  new ConcordatError(
    'value',
    values.length > 1
      ? `set: ${values.length} values were given; the index is one list, as in x.set([0, ':'], value)`
      : `set: the value is ${show(values[0])}; it must be a number or an array, as in x.set([0, ':'], value)`,
    { function: 'set', argument: 'value' },
  );
