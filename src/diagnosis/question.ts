/** What a search for offsets looks for. */
import type { Anchor } from './anchor.ts';
import type { Field } from './field.ts';
import type { Tolerance } from './tolerance.ts';

/** What `findOffsets` looks for. */
export interface Question {
  source: Field;
  target: Field;
  /** Errors up to which elements count as the same; the next is taken only if nothing is found with one. */
  tolerances: readonly Tolerance[];
  /** Whether places outside the source continue at its other end. */
  periodic: boolean;
  /** Steps in the source per step in the target. */
  stride?: readonly number[];
  /** The offsets to try along each axis: lowest and count. */
  candidates: readonly { low: number; count: number }[];
  /** Where given, only offsets that put one element of the target on one of these places of the source are tried. */
  anchor?: Anchor;
}
