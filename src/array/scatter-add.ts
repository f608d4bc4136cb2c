/** Accumulation at the places of an index. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { ConcordatError, show } from '../errors.ts';
import { type IndexTerm, termsOf } from '../indexed/index-terms.ts';
import { scatterAddOperation } from '../indexed/operations.ts';
import { draftIndex } from '../indexing/index.ts';
import { apply, NDArray } from './ndarray.ts';

/**
 * Adds values at the places of an index, in place: where `x.set` lets the last of repeated places win, here every value
 * counts, in order. `numpy.add.at`, with its rules: values broadcast to the shape of `x.at(...index)` and are cast to
 * the element type of `x`, in which they are added; integers wrap.
 *
 * @param x the array that is added to, of any shape
 * @param index the terms of an index as for `x.at`, in a list; or one term that is not a list
 * @param value what is added
 * @returns `x`
 * @throws ConcordatError when the index does not fit the array, or the values do not broadcast to what it names
 * @example
 * import { scatterAdd, zeros } from 'concordat';
 * scatterAdd(zeros(3), [[0, 0, 2]], [1, 2, 4]).toArray(); // => [3, 0, 4]
 */
export function scatterAdd<A extends NDArray>(
  x: A,
  index: readonly IndexTerm[] | Exclude<IndexTerm, readonly unknown[]>,
  value: ArrayLike,
): A {
  if (!(x instanceof NDArray))
    throw new ConcordatError(
      'value',
      `scatterAdd: x is ${show(x)}; it is changed in place, so it must be an NDArray (array() makes one)`,
      { function: 'scatterAdd', argument: 'x' },
    );
  const terms = termsOf('scatterAdd', Array.isArray(index) ? index : [index]);
  const draft = draftIndex('scatterAdd', x.shape, terms, 'numpy');
  apply(scatterAddOperation, [x, asView(value, 'scatterAdd', 'value')], { caller: 'scatterAdd', draft });
  return x;
}
