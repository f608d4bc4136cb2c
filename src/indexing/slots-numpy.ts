/** NumPy's reading of an index: every term stands for axes of the source, from left to right. */

import { type Caller, refusal } from './refuse.ts';
import type { IndexRules } from './rules.ts';
import { type AxisSlot, axesTaken, type PendingLookup, placeOn, rangeOfSlice } from './slot.ts';
import { placesOfMask } from './table.ts';
import { everything, type MaskTerm, type ParsedTerm } from './term.ts';

/** The terms with the ellipsis written out, at the end where there is none. */
function writtenOut(caller: Caller, rank: number, terms: readonly ParsedTerm[], rules: IndexRules) {
  if (terms.filter(({ kind }) => kind === 'ellipsis').length > 1)
    throw refusal(
      caller,
      'IndexError',
      "an index can only have a single ellipsis ('...')",
      "with two of them it would be open which axes each stands for; write ':' for the axes of one",
    );
  const used = terms.reduce((sum, term) => sum + axesTaken(term), 0);
  if (used > rank) rules.fail.tooMany(caller, rank, used);
  const rest = Array.from({ length: rank - used }, (): ParsedTerm => everything);
  const at = terms.findIndex(({ kind }) => kind === 'ellipsis');
  if (at < 0) return [...terms, ...rest];
  return terms.flatMap(term => (term.kind !== 'ellipsis' ? [term] : rest.length > 0 ? rest : [term]));
}

export function numpySlots(
  caller: Caller,
  source: readonly number[],
  terms: readonly ParsedTerm[],
  rules: IndexRules,
): AxisSlot[] {
  const full = writtenOut(caller, source.length, terms, rules);
  const fancy = full.some(({ kind }) => kind === 'integers' || kind === 'mask');
  let axis = 0;
  // Masks are compared with the array before anything else is looked at.
  for (const term of full) {
    if (term.kind === 'mask') checkMask(caller, term, source, axis, rules);
    axis += axesTaken(term);
  }
  axis = 0;
  const read = (term: ParsedTerm, at: number): AxisSlot => {
    switch (term.kind) {
      case 'ellipsis':
        return { kind: 'gap' };
      case 'newaxis':
        return { kind: 'newaxis' };
      case 'slice':
        return { kind: 'slice', axis: at, range: rangeOfSlice(caller, term, source[at], rules) };
      case 'integer':
        return {
          kind: 'integer',
          axis: at,
          place: placeOn(caller, term.value, at, source[at], rules),
          advanced: fancy,
        };
      case 'integers':
        return { kind: 'array', shape: term.shape, lookups: [lookup([at], source, term.shape, term.data)] };
      case 'mask':
        return maskSlot(term, source, at);
    }
  };
  return full.map(term => {
    axis += axesTaken(term);
    return read(term, axis - axesTaken(term));
  });
}

const lookup = (
  axes: readonly number[],
  source: readonly number[],
  shape: readonly number[],
  entries: PendingLookup['entries'],
): PendingLookup => ({ axes, extents: axes.map(axis => source[axis]), shape, entries });

function maskSlot(term: MaskTerm, source: readonly number[], at: number): AxisSlot {
  if (term.shape.length === 0) return { kind: 'flag', truth: term.data[0] !== 0 };
  const places = placesOfMask(term.data);
  const axes = term.shape.map((_, k) => at + k);
  return {
    kind: 'array',
    shape: [places.length],
    lookups: [lookup(axes, source, [places.length], { places })],
  };
}

function checkMask(
  caller: Caller,
  { shape }: MaskTerm,
  source: readonly number[],
  first: number,
  rules: IndexRules,
): void {
  // NumPy lets an extent of 0 pass whatever the axis: such a mask names nothing.
  const wrong = shape.findIndex((extent, k) => extent > 0 && extent !== source[first + k]);
  if (wrong >= 0) rules.fail.mask(caller, shape, source, first + wrong, first);
}
