/** What each term asks of an axis, before it is known where that goes in the result. */
import { resolveRange, type SteppedRange } from './range.ts';
import type { Caller } from './refuse.ts';
import type { IndexRules } from './rules.ts';
import type { ParsedTerm, SliceTerm, WholeNumbers } from './term.ts';

/** What an index asks of one axis of the source, or of none, before it is known where it goes in the result. */
export type AxisSlot =
  | { readonly kind: 'slice'; readonly axis: number; readonly range: SteppedRange }
  | { readonly kind: 'newaxis' }
  /** An integer; `advanced` where it counts as an index array beside others. */
  | { readonly kind: 'integer'; readonly axis: number; readonly place: number; readonly advanced: boolean }
  /** An index array or a mask: one look-up, or several of one shape. */
  | { readonly kind: 'array'; readonly lookups: readonly PendingLookup[]; readonly shape: readonly number[] }
  /** True or False by itself. */
  | { readonly kind: 'flag'; readonly truth: boolean }
  /** An ellipsis that stands for no axis: it keeps its neighbours apart all the same. */
  | { readonly kind: 'gap' };

/** Entries that name places of the source, not yet looked at. */
export interface PendingLookup {
  /** Axes of the source that follow each other; none where there is nothing to look up. */
  readonly axes: readonly number[];
  readonly extents: readonly number[];
  /** The shape of the entries; it broadcasts to the block. */
  readonly shape: readonly number[];
  /** Entries that must be checked, or places that are right. */
  readonly entries: WholeNumbers | { readonly places: Int32Array };
  /** Where entries count along a slice of the axis. */
  readonly range?: SteppedRange;
  /** The place among the index arrays of the index. */
  readonly number?: number;
}

/** How many axes of the source a term stands for. */
export const axesTaken = (term: ParsedTerm): number => {
  if (term.kind === 'mask') return term.shape.length;
  return term.kind === 'newaxis' || term.kind === 'ellipsis' ? 0 : 1;
};

/** The places that a slice takes of an axis, by a library's rules. */
export function rangeOfSlice(
  caller: Caller,
  term: SliceTerm,
  extent: number,
  rules: IndexRules,
): SteppedRange {
  const step = term.step ?? 1;
  if (step === 0 || (step < 0 && !rules.negativeSteps)) rules.fail.step(caller, step);
  return resolveRange(term.start, term.stop, step, extent);
}

/** An integer as a place counted from the front; a name is taken to lie on the axis. */
export function placeOn(
  caller: Caller,
  value: number | { readonly name: string },
  axis: number,
  extent: number,
  rules: IndexRules,
  dimension = axis,
): number {
  const number = typeof value === 'number' ? value : 0;
  if (number < -extent || number >= extent)
    rules.fail.outOfBounds(caller, typeof value === 'number' ? value : (value.name as never), axis, extent, {
      dimension,
      byArray: false,
    });
  return number < 0 ? number + extent : number;
}
