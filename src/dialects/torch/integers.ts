/** Arguments that are whole numbers or tuples of them, as torch reads them. */
import { checkInteger, fault, show } from '../../errors.ts';
import { showSize } from './tensor.ts';

/** One whole number, or one an axis. */
export type IntOrTuple = number | readonly number[];

/**
 * Reads a tuple of whole numbers.
 *
 * @throws ConcordatError when it is something else
 */
export function integers(functionName: string, argument: string, value: unknown): number[] {
  if (!Array.isArray(value))
    throw fault('value', functionName, `argument '${argument}' must be tuple of ints, not ${show(value)}`, {
      argument,
      value,
    });
  return value.map((one, index) => checkInteger(functionName, `${argument}[${index}]`, one));
}

/** Reads one whole number or a tuple of them, as a tuple. */
export const oneOrMore = (functionName: string, argument: string, value: unknown): number[] =>
  Array.isArray(value)
    ? integers(functionName, argument, value)
    : [checkInteger(functionName, argument, value)];

/**
 * One number for each of `rank` spatial axes; a tuple of one stands for all of them.
 *
 * @throws ConcordatError when the tuple has another length
 */
export function perSpatialAxis(
  functionName: string,
  argument: string,
  value: unknown,
  rank: number,
): number[] {
  const given = oneOrMore(functionName, argument, value);
  if (given.length === 1) return new Array<number>(rank).fill(given[0]);
  if (given.length === rank) return given;
  throw fault(
    'option',
    functionName,
    `expected ${argument} to be a single integer value or a list of ${rank} values to match the convolution dimensions, but got ${argument}=${showSize(given)}`,
    { argument, given, rank },
  );
}

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
