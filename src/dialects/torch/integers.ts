/** Arguments that are whole numbers or tuples of them, as torch reads them. */
import { checkInteger, fault, show } from '../../errors.ts';
import type { Parameter } from '../parameter.ts';
import { showSize } from './tensor.ts';

/** One whole number, or one an axis. */
export type IntOrTuple = number | readonly number[];

/** A tuple of whole numbers. */
export const tuple: Parameter<readonly number[], number[]> = {
  words: 'a list of whole numbers',
  read: (functionName, argument, value) => {
    if (Array.isArray(value))
      return value.map((one, index) => checkInteger(functionName, `${argument}[${index}]`, one));
    throw fault('value', functionName, `argument '${argument}' must be tuple of ints, not ${show(value)}`, {
      argument,
      value,
    });
  },
};

/** One whole number or a tuple of them, as a tuple. */
export const oneOrMore: Parameter<IntOrTuple, number[]> = {
  words: 'a whole number, or a list of them',
  read: (functionName, argument, value) =>
    Array.isArray(value)
      ? tuple.read(functionName, argument, value)
      : [checkInteger(functionName, argument, value)],
};

/** One number for each of `rank` spatial axes; one alone stands for all of them. */
export const perSpatialAxis = (rank: number): Parameter<IntOrTuple, number[]> => ({
  words: `a whole number, or a list with one for each of the ${rank} spatial axes`,
  read: (functionName, argument, value) => {
    const given = oneOrMore.read(functionName, argument, value);
    if (given.length === 1) return new Array<number>(rank).fill(given[0]);
    if (given.length === rank) return given;
    throw fault(
      'option',
      functionName,
      `expected ${argument} to be a single integer value or a list of ${rank} values to match the convolution dimensions, but got ${argument}=${showSize(given)}`,
      { argument, given, rank },
    );
  },
});

/**
 * An axis counted from the front, as torch wraps it; a tensor without axes has one to wrap around.
 *
 * @throws ConcordatError when there is no such axis
 */
export function wrapDimension(functionName: string, dimension: number, rank: number): number {
  const count = Math.max(rank, 1);
  if (dimension >= -count && dimension < count) return dimension < 0 ? dimension + count : dimension;
  throw fault(
    'axis',
    functionName,
    `Dimension out of range (expected to be in range of [${-count}, ${count - 1}], but got ${dimension})`,
    { axis: dimension, dimensions: rank },
  );
}
