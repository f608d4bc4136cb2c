/** What the results of routes are held against. */
import type { NDArray } from '../array/ndarray.ts';
import type { Model } from './model.ts';
import { type State, startAt } from './state.ts';

/** An image and kernel, how they are convolved, and the reference's result. */
export interface Setting extends Model {
  reference: NDArray;
}

/** Where the search for an explanation begins. */
export const searchStart = ({ reference, ...model }: Setting): State => startAt(reference, model);
