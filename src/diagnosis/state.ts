/**
 * What the search for an explanation passes along: a prediction of the other result, reached from the reference by
 * the facts found so far.
 */
import type { NDArray } from '../array/ndarray.ts';
import { slice } from '../array/views.ts';
import type { Fact } from './finding.ts';
import { evaluate, type Model, sizesOf } from './model.ts';

export interface State {
  /** What the other result would be. */
  readonly array: NDArray;
  readonly model: Model | null;
  readonly facts: readonly Fact[];
  /** Per axis the part of the array that is known, `[start, stop]`; null where all of it is. */
  readonly known: readonly (readonly [number, number])[] | null;
  /** For each element, the sum of the magnitudes of which it was computed; null where that is not known. */
  readonly sizes: () => NDArray | null;
  /** Whether a narrow type was passed through, so that only its digits can agree. */
  readonly coarse: boolean;
}

/** The reference as the start of a search. */
export const startAt = (array: NDArray, model: Model | null = null): State => ({
  array,
  model,
  facts: [],
  known: null,
  sizes: () => model && sizesOf(model),
  coarse: false,
});

/** The state of a convolution to which nothing was done since. It is computed when its elements are asked for. */
export function predicted(model: Model, facts: readonly Fact[]): State {
  let array: NDArray | undefined;
  return {
    get array() {
      array ??= evaluate(model);
      return array;
    },
    model,
    facts,
    known: null,
    sizes: () => sizesOf(model),
    coarse: false,
  };
}

/** The part of an array on which a prediction is known. */
export const knownPart = ({ known }: State, array: NDArray): NDArray =>
  known ? slice(array, ...known) : array;
