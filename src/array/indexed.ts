/** Reading and writing by an index, by the rules of a library: for the dialects. */

import { atOperation, setOperation } from '../indexed/operations.ts';
import { draftIndex, type IndexLibrary, type ParsedTerm } from '../indexing/index.ts';
import type { View } from '../views/view.ts';
import { apply, type NDArray } from './ndarray.ts';

/** What an index takes of an array. */
export const readAt = (
  x: View,
  terms: readonly ParsedTerm[],
  caller: string,
  library: IndexLibrary,
): NDArray => apply(atOperation, [x], { caller, draft: draftIndex(caller, x.shape, terms, library) });

/** Writes a value where an index says; returns the array that was written. */
export function assignAt<A extends NDArray>(
  x: A,
  terms: readonly ParsedTerm[],
  value: View,
  caller: string,
  library: IndexLibrary,
): A {
  apply(setOperation, [x, value], { caller, draft: draftIndex(caller, x.shape, terms, library) });
  return x;
}
