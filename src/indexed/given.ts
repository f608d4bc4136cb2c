/** What the methods `at` and `set` of arrays are given: terms and options, or a template. */
import { type ArrayLike, asView, isArrayObject } from '../convert/convert.ts';
import { ConcordatError, checkOptions, show } from '../errors.ts';
import type { ParsedTerm } from '../indexing/index.ts';
import type { OutOptions } from '../views/out.ts';
import type { View } from '../views/view.ts';
import { termsOf } from './index-terms.ts';

/** A plain object that says something is options, unless it is an array. */
const isOptions = (value: unknown): value is object =>
  value !== null &&
  typeof value === 'object' &&
  Object.getPrototypeOf(value) === Object.prototype &&
  Object.keys(value).length > 0 &&
  !isArrayObject(value);

/** The terms of `x.at(…)`, and the array to write into. */
export function readTerms(given: readonly unknown[]): { terms: ParsedTerm[] } & OutOptions {
  const last = given.at(-1);
  if (!isOptions(last)) return { terms: termsOf('at', given) };
  checkOptions('at', last, ['out']);
  return { terms: termsOf('at', given.slice(0, -1)), out: (last as OutOptions).out };
}

/**
 * `x.set([…], value)`, or `x.set` of a template, which gives the function that takes the value.
 *
 * @param assign writes a value where the terms say
 */
export function writeTerms<Result>(
  given: readonly unknown[],
  assign: (terms: readonly ParsedTerm[], value: View) => Result,
): Result | ((value: ArrayLike) => Result) {
  const [index, value] = given;
  const assignOne = (terms: readonly ParsedTerm[], values: readonly unknown[]): Result => {
    if (values.length !== 1 || values[0] === undefined) throw valueMissing(values);
    return assign(terms, asView(values[0] as ArrayLike, 'set', 'value'));
  };
  if (Array.isArray(index) && 'raw' in index) {
    const terms = termsOf('set', given);
    return (...values: readonly unknown[]) => assignOne(terms, values);
  }
  if (given.length !== 2 || value === undefined) throw valueMissing(given.slice(1));
  return assignOne(termsOf('set', Array.isArray(index) ? index : [index]), [value]);
}

const valueMissing = (values: readonly unknown[]): ConcordatError =>
  new ConcordatError(
    'value',
    values.length > 1
      ? `set: ${values.length} values were given; the index is one list, as in x.set([0, ':'], value)`
      : `set: the value is ${show(values[0])}; it must be a number or an array, as in x.set([0, ':'], value)`,
    { function: 'set', argument: 'value' },
  );
