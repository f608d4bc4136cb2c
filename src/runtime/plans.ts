/**
 * The one place where plans are kept: what is worked out before a computation runs, and is the same for the next of its kind. A
 * plan has no name. Its key is the structure of what it was made of, so that none can be taken for another.
 */
import type { Nest } from '../kernels/nest.ts';
import { structuralKey } from '../kernels/structural-key.ts';
import { tablesOf } from './copies.ts';
import { takeOrMake } from './take-or-make.ts';

/** Plans that one planner keeps unless it says otherwise. A program that needs more in turn makes them anew each time. */
const MOST_PLANS = 256;
/** Nests that are kept. */
const MOST_NESTS = 512;
/** Entries of a nest's tables up to which it is kept: the key has them all. */
const MOST_ENTRIES = 512;

/**
 * Remembers what `make` makes of a form. The form is plain data, and all that `make` may look at: what it closes over must
 * never change. Made once, where a module is evaluated.
 *
 * @param make the plan of a form
 * @param most how many plans are kept
 * @returns the plan of a form: a kept one, where a form of the same structure was planned before
 */
export function planner<Form, Plan>(
  make: (form: Form) => Plan,
  most: number = MOST_PLANS,
): (form: Form) => Plan {
  const plans = new Map<string, Plan>();
  return form => takeOrMake(plans, structuralKey(form), most, () => make(form));
}

/** The nest of the same structure that ran before, with all that was worked out for it; else this one. */
export function sameNest(nest: Nest): Nest {
  let entries = 0;
  for (const table of tablesOf(nest)) entries += table.length;
  return entries > MOST_ENTRIES ? nest : nestOf(nest);
}
const nestOf = planner((nest: Nest) => nest, MOST_NESTS);
