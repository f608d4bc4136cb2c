/** What a cause is; they stand in `causes/`. */
import type { Fact } from './finding.ts';
import type { State } from './state.ts';
import type { Target } from './target.ts';

/**
 * One way in which results differ: the facts of this kind that may lead from a prediction to the target, and perhaps
 * on to others. What a fact does is said once, in `apply.ts`.
 */
export interface Cause {
  readonly propose: (state: State, target: Target) => Fact[];
}
