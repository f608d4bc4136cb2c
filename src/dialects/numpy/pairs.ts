/** Values before and after each axis, as numpy.pad reads them. Source: numpy 1.24, `_as_pairs`. */

import { NDArray } from '../../array/ndarray.ts';
import { isArrayObject } from '../../convert/convert.ts';
import { fault, show } from '../../errors.ts';

/** One value for all, `[before, after]` for every axis, or a pair (or one value) for each axis. */
export type Pairs<T> = T | readonly T[] | readonly (readonly T[])[];

/** How many elements to add before and after each axis. */
export type Widths = readonly (readonly [number, number])[];

/**
 * Spreads `value` over `rank` axes: one value stands for all places, two for before and after, a column of one value
 * an axis for both ends of it.
 *
 * @throws ConcordatError when it does not broadcast to (rank, 2)
 */
export function asPairs(name: string, argument: string, value: unknown, rank: number): [unknown, unknown][] {
  const given = value instanceof NDArray ? value.toArray() : value;
  if (!isList(given)) return fill(rank, given, given);
  const list = Array.from(given as ArrayLike<unknown>);
  const rows = list.every(isList) ? list.map(row => Array.from(row as ArrayLike<unknown>)) : [list];
  const wrong = rows.some(row => row.length !== rows[0].length || row.some(isList)) || rows.length === 0;
  if (!wrong) {
    const flat = rows.flat();
    if (flat.length === 1) return fill(rank, flat[0], flat[0]);
    if (flat.length === 2 && rows.length === 1) return fill(rank, flat[0], flat[1]);
    if (rows.length === rank && (rows[0].length === 1 || rows[0].length === 2))
      return rows.map(row => [row[0], row.at(-1)]);
  }
  throw fault(
    'shape',
    name,
    `${argument} is ${show(value)}; operands could not be broadcast together: it must be one value, [before, after], or one pair for each of the ${rank} axes`,
    { argument, value, rank },
  );
}

const isList = (value: unknown): boolean =>
  isArrayObject(value) && typeof (value as { length?: unknown }).length === 'number';

const fill = (rank: number, before: unknown, after: unknown): [unknown, unknown][] =>
  Array.from({ length: rank }, () => [before, after]);
