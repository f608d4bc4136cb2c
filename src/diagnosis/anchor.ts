/** The element of a target that says most about where it came from. */
import { type Field, limitOf } from './field.ts';
import { placesHolding } from './segments.ts';
import type { Tolerance } from './tolerance.ts';

/** An element of a target, and the places of a source that hold its value. */
export interface Anchor {
  readonly place: readonly number[];
  readonly found: readonly (readonly number[])[];
}

/** Places of a source that an anchor has at most: more would tell little. */
const ANCHORS = 4096;
/** Elements that are tried as an anchor. */
const TRIED = 4;

/** The telling element of a target whose value stands at the fewest places of a source; null when it is everywhere. */
export function anchorOf(source: Field, target: Field, tolerance: Tolerance): Anchor | null {
  const tried = new Map(target.samples.map(place => [target.at(place), place]));
  let best: Anchor | null = null;
  for (const [value, place] of [...tried].slice(0, TRIED)) {
    const limit = limitOf(target, tolerance, place);
    const found = placesHolding(source, value, limit, best ? best.found.length : ANCHORS);
    if (found) best = { place, found };
    if (best && best.found.length <= 1) break;
  }
  return best;
}
