/**
 * torch's reading of an index: terms act one after the other on the tensor that is left. An integer selects and is gone;
 * a mask takes one dimension while the terms are read, and as many as it has when it is applied.
 */

import type { SteppedRange } from './range.ts';
import { type Caller, refusal } from './refuse.ts';
import type { IndexRules } from './rules.ts';
import { type AxisSlot, axesTaken, type PendingLookup, placeOn, rangeOfSlice } from './slot.ts';
import { placesOfMask, unravelled } from './table.ts';
import type { MaskTerm, ParsedTerm } from './term.ts';

/** A dimension of the tensor that is left: a slice of an axis, or one of extent 1 that a term has brought. */
interface Dimension {
  readonly axis: number | null;
  readonly range: SteppedRange;
}

/** An index tensor, and for a mask whether it fitted the dimensions before terms behind it acted on them. */
type Tensor = Extract<ParsedTerm, { kind: 'integers' | 'mask' }> & { readonly fitted?: boolean };

const single: SteppedRange = { first: 0, count: 1, step: 1 };

export function torchSlots(
  caller: Caller,
  source: readonly number[],
  terms: readonly ParsedTerm[],
  rules: IndexRules,
): AxisSlot[] {
  const used = terms.reduce((sum, term) => sum + axesTaken(term), 0);
  const only = terms.length === 1 ? terms[0] : null;
  if (only && source.length === 0) refuseScalar(caller, only, rules);
  if (used > source.length) rules.fail.tooMany(caller, source.length, used);
  const dimensions: Dimension[] = source.map((count, axis) => ({ axis, range: { ...single, count } }));
  const tensors: (Tensor | undefined)[] = [];
  const fixed: AxisSlot[] = [];
  let at = 0;
  for (const [number, term] of terms.entries())
    switch (term.kind) {
      case 'ellipsis':
        at += source.length - used;
        break;
      case 'newaxis':
        dimensions.splice(at++, 0, { axis: null, range: single });
        break;
      case 'slice': {
        const { axis, range } = dimensionAt(caller, dimensions, at);
        const inner = rangeOfSlice(caller, term, range.count, rules);
        dimensions[at++] = { axis, range: within(range, inner) };
        break;
      }
      case 'integer': {
        const { axis, range } = dimensionAt(caller, dimensions, at);
        const place = placeOn(caller, term.value, axis ?? at, range.count, rules, number);
        if (axis !== null)
          fixed.push({ kind: 'integer', axis, place: range.first + place * range.step, advanced: false });
        dimensions.splice(at, 1);
        break;
      }
      default:
        // True and False bring a dimension of their own, which they then index.
        if (term.kind === 'mask' && term.shape.length === 0)
          dimensions.splice(at, 0, { axis: null, range: single });
        tensors[at] = {
          ...term,
          fitted: term.shape.every((extent, k) => extent === dimensions[at + k]?.range.count),
        };
        at++;
    }
  return [...fixed, ...applied(caller, source, dimensions, tensors, rules)];
}

/** What torch says of the only term for a tensor without dimensions. */
function refuseScalar(caller: Caller, term: ParsedTerm, rules: IndexRules): void {
  const hint = 'it has no dimensions; item() gives its one element';
  if (term.kind === 'slice')
    throw refusal(caller, 'IndexError', 'slice() cannot be applied to a 0-dim tensor.', hint);
  if (term.kind !== 'integer') return;
  if (term.value !== 0) placeOn(caller, term.value, 0, 0, rules);
  throw refusal(
    caller,
    'IndexError',
    'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number',
    hint,
  );
}

const within = (outer: SteppedRange, inner: SteppedRange): SteppedRange => ({
  first: outer.first + inner.first * outer.step,
  count: inner.count,
  step: outer.step * inner.step,
});

/** The dimension that a term acts on; a second ellipsis may have moved past the last one. */
function dimensionAt(caller: Caller, dimensions: readonly Dimension[], at: number): Dimension {
  const count = dimensions.length;
  if (at < count) return dimensions[at];
  throw refusal(
    caller,
    'IndexError',
    `Dimension out of range (expected to be in range of [-${count}, ${count - 1}], but got ${at})`,
    'each ellipsis stands for all dimensions that are not named; write one',
  );
}

/** The slots of the dimensions that are left, with index tensors where they act. */
function applied(
  caller: Caller,
  source: readonly number[],
  dimensions: readonly Dimension[],
  tensors: readonly (Tensor | undefined)[],
  rules: IndexRules,
): AxisSlot[] {
  const rank = source.length;
  const slots: AxisSlot[] = [];
  const left = dimensions.map(({ range }) => range.count);
  const indexed = new Map<number, AxisSlot>();
  let next = 0;
  for (let at = 0; at < tensors.length; at++) {
    const term = tensors[at];
    if (term === undefined) next++;
    else if (term.kind === 'integers' || term.shape.length === 0) {
      indexed.set(next++, tensorSlot(term));
    } else {
      checkMask(caller, term, left, next, rank, rules);
      const places = placesOfMask(term.data);
      const tables = unravelled(places, term.shape);
      for (const table of tables) indexed.set(next++, arraySlot([places.length], { places: table }));
    }
  }
  if (next > dimensions.length)
    throw refusal(
      caller,
      'IndexError',
      `too many indices for tensor of dimension ${dimensions.length} (got ${next})`,
      'a second ellipsis, or what stands behind a mask, has pushed them past the last dimension',
    );
  dimensions.forEach((dimension, at) => {
    const slot = indexed.get(at);
    if (slot) slots.push(bound(slot, dimension, source));
    else if (dimension.axis === null) slots.push({ kind: 'newaxis' });
    else slots.push({ kind: 'slice', axis: dimension.axis, range: dimension.range });
  });
  return slots;
}

const arraySlot = (shape: readonly number[], entries: PendingLookup['entries']): AxisSlot => ({
  kind: 'array',
  shape,
  lookups: [{ axes: [], extents: [], shape, entries }],
});

const tensorSlot = (term: Tensor): AxisSlot =>
  term.kind === 'mask' ? { kind: 'flag', truth: term.data[0] !== 0 } : arraySlot(term.shape, term.data);

/** The slot over the dimension that it indexes. */
function bound(slot: AxisSlot, { axis, range }: Dimension, source: readonly number[]): AxisSlot {
  if (slot.kind !== 'array' || axis === null) return slot;
  return {
    ...slot,
    lookups: slot.lookups.map(each => ({ ...each, axes: [axis], extents: [source[axis]], range })),
  };
}

function checkMask(
  caller: Caller,
  { shape, fitted = false }: MaskTerm & { readonly fitted?: boolean },
  left: readonly number[],
  first: number,
  rank: number,
  rules: IndexRules,
): void {
  if (first + shape.length > left.length) rules.fail.tooMany(caller, rank, first + shape.length);
  const wrong = shape.findIndex((extent, k) => extent !== left[first + k]);
  if (wrong >= 0) rules.fail.mask(caller, shape, left, first + wrong, first, fitted);
}
