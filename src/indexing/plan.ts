/**
 * What an index does to an array of a shape: integers only, no data. A plan says where each axis of the result comes
 * from; `array/` reads and writes by it, and `explain` puts it into words.
 */
import { commonShape, sizeOf } from '../extents.ts';
import type { SteppedRange } from './range.ts';
import { type Caller, refusal } from './refuse.ts';
import { type IndexLibrary, type IndexRules, indexRules } from './rules.ts';
import type { AxisSlot, PendingLookup } from './slot.ts';
import { numpySlots } from './slots-numpy.ts';
import { torchSlots } from './slots-torch.ts';
import { placesOf } from './table.ts';
import type { ParsedTerm } from './term.ts';

/** Places of the source, in row-major order over its `axes`. */
export interface Lookup extends Omit<PendingLookup, 'entries' | 'range'> {
  readonly table: Int32Array;
  /** Whether no place stands there twice. */
  readonly once: boolean;
}

/** Where an axis of the result comes from. */
export type ResultAxis =
  | ({ readonly from: 'slice'; readonly axis: number } & SteppedRange)
  | { readonly from: 'newaxis' }
  /** Dimension `dimension` of the block, the shape to which all index arrays broadcast. */
  | { readonly from: 'block'; readonly dimension: number };

export interface Draft {
  readonly library: IndexLibrary;
  readonly source: readonly number[];
  readonly shape: readonly number[];
  readonly axes: readonly ResultAxis[];
  /** Axes of the source at which one place is taken. */
  readonly fixed: readonly { readonly axis: number; readonly place: number }[];
  readonly pending: readonly PendingLookup[];
  /** The axes that index arrays bring, and where the first of them stands in the result. */
  readonly block: { readonly at: number; readonly shape: readonly number[] } | null;
  /** Whether the block stands at the front because something lies between the index arrays. */
  readonly moved: boolean;
  /**
   * `place`: integers alone; `view`: other basic indexing; `mask`: one mask that covers the whole array; `flag`: True or
   * False alone; `advanced`: every other use of index arrays.
   */
  readonly kind: 'place' | 'view' | 'mask' | 'flag' | 'advanced';
  /** Whether the result is a view. */
  readonly view: boolean;
}

/** A draft whose entries were found to name places. */
export interface IndexPlan extends Omit<Draft, 'pending'> {
  readonly lookups: readonly Lookup[];
}

/** Terms beyond the axes of the source: new axes, True and False. NumPy takes 64 terms in all. */
const MOST_ADDED = 64;

/** Each library's reading of the terms. */
const readings: Readonly<Record<IndexLibrary, typeof numpySlots>> = { numpy: numpySlots, torch: torchSlots };

/**
 * Plans an index by a library's rules, as far as shapes say it. Entries of index arrays are looked at by `settle`:
 * NumPy refuses a value of the wrong shape first.
 */
export function draftIndex(
  caller: Caller,
  source: readonly number[],
  terms: readonly ParsedTerm[],
  library: IndexLibrary = 'numpy',
): Draft {
  const rules = indexRules[library];
  if (terms.length > source.length + MOST_ADDED)
    throw refusal(
      caller,
      'IndexError',
      'too many indices for array',
      `${terms.length} terms were given; an array of ${source.length} axes takes ${source.length + MOST_ADDED} at most`,
    );
  return assemble(caller, source, terms, readings[library](caller, source, terms, rules), rules);
}

/** Looks at every entry of the index arrays. */
export function settleEntries(caller: Caller, draft: Draft): IndexPlan {
  const rules = indexRules[draft.library];
  const { pending, ...rest } = draft;
  const empty = sizeOf(draft.shape) === 0;
  // Index arrays that broadcast to nothing are not looked at: no entry is used.
  const hollow = sizeOf(draft.block?.shape ?? []) === 0;
  const nowhere =
    rules.checksEmpty || hollow ? undefined : pending.find(({ extents }) => extents.includes(0));
  if (nowhere) rules.fail.outOfBounds(caller, 0, nowhere.axes[0], 0, { dimension: 0, byArray: true });
  const lookups = pending.flatMap((lookup): Lookup[] => {
    const { axes, extents, shape, entries, range, number: dimension = 0 } = lookup;
    if (axes.length > 0 && sizeOf(extents) > 2 ** 31)
      throw refusal(
        caller,
        'ValueError',
        'Maximum allowed dimension exceeded',
        `lists of places are 32-bit numbers, and axis ${axes[0]} has ${sizeOf(extents)} elements; take a slice of it first`,
        { axis: axes[0], extents },
      );
    if ('places' in entries) {
      if (axes.length === 0) return [];
      const table = range ? along(entries.places, range) : entries.places;
      return [{ axes, extents, shape, table, once: true }];
    }
    const extent = range?.count ?? extents[0] ?? 1;
    const found = placesOf(entries, extent);
    if (found instanceof Int32Array && axes.length === 0) return [];
    if (found instanceof Int32Array)
      return [{ axes, extents, shape, table: range ? along(found, range) : found, once: false }];
    const ignored = hollow || (!rules.checksEmpty && empty);
    if (!ignored)
      rules.fail.outOfBounds(caller, found.stray, axes[0] ?? dimension, extent, { dimension, byArray: true });
    return [{ axes, extents, shape, table: new Int32Array(entries.length), once: false }];
  });
  return { ...rest, lookups };
}

/** Plans an index completely. */
export const planIndex = (
  caller: Caller,
  source: readonly number[],
  terms: readonly ParsedTerm[],
  library: IndexLibrary = 'numpy',
): IndexPlan => settleEntries(caller, draftIndex(caller, source, terms, library));

/** Places along a slice as places of its axis. */
function along(places: Int32Array, { first, step, count }: SteppedRange): Int32Array {
  if (first === 0 && step === 1) return places;
  const table = new Int32Array(places.length);
  if (count > 0) for (let k = 0; k < places.length; k++) table[k] = first + step * places[k];
  return table;
}

function assemble(
  caller: Caller,
  source: readonly number[],
  terms: readonly ParsedTerm[],
  slots: readonly AxisSlot[],
  rules: IndexRules,
): Draft {
  const isArray = ({ kind }: AxisSlot) => kind === 'array' || kind === 'flag';
  const isAdvanced = (slot: AxisSlot) => isArray(slot) || (slot.kind === 'integer' && slot.advanced);
  const fancy = slots.some(isArray);
  const fixed = slots.flatMap(slot =>
    slot.kind === 'integer' ? [{ axis: slot.axis, place: slot.place }] : [],
  );
  let number = 0;
  const pending = slots.flatMap((slot): PendingLookup[] => {
    if (slot.kind === 'array') return slot.lookups.map(each => ({ ...each, number: number++ }));
    if (slot.kind === 'flag') number++;
    return [];
  });
  const rest = { library: rules.library, source, fixed, pending };
  const plain = (slot: AxisSlot): ResultAxis[] =>
    slot.kind === 'slice'
      ? [{ from: 'slice', axis: slot.axis, ...slot.range }]
      : slot.kind === 'newaxis'
        ? [{ from: 'newaxis' }]
        : [];
  const shapeOf = (axes: readonly ResultAxis[], block: readonly number[]) =>
    axes.map(axis =>
      axis.from === 'slice' ? axis.count : axis.from === 'newaxis' ? 1 : block[axis.dimension],
    );
  if (!fancy) {
    const axes = slots.flatMap(plain);
    const copies = rules.arraysCopy && terms.some(term => term.kind === 'integer' && term.isArray);
    const kind = terms.every(({ kind }) => kind === 'integer') && axes.length === 0 ? 'place' : 'view';
    return { ...rest, shape: shapeOf(axes, []), axes, block: null, moved: false, kind, view: !copies };
  }
  const shapes = slots.flatMap(slot =>
    slot.kind === 'flag'
      ? [[slot.truth ? 1 : 0]]
      : slot.kind === 'array'
        ? // A mask of several axes counts as so many index arrays.
          slot.lookups.flatMap(({ axes }) => Array.from({ length: axes.length || 1 }, () => slot.shape))
        : [],
  );
  const shape = commonShape(shapes, () => rules.fail.mismatch(caller, shapes));
  const first = slots.findIndex(isAdvanced);
  const last = slots.findLastIndex(isAdvanced);
  const moved = !slots.slice(first, last).every(isAdvanced);
  const before = moved ? [] : slots.slice(0, first).flatMap(plain);
  const after = moved ? slots.flatMap(plain) : slots.slice(last + 1).flatMap(plain);
  const axes = [
    ...before,
    ...shape.map((_, dimension): ResultAxis => ({ from: 'block', dimension })),
    ...after,
  ];
  const [only] = terms;
  const covered = terms.length === 1 && only.kind === 'mask' ? only.shape.length : -1;
  const kind = covered === source.length ? 'mask' : covered === 0 ? 'flag' : 'advanced';
  return {
    ...rest,
    shape: shapeOf(axes, shape),
    axes,
    block: { at: before.length, shape },
    moved,
    kind,
    view: false,
  };
}
