/**
 * Runs a nest over ordinary memory and memory of the heap, portion by portion. A long fold is split first, as it is where all
 * memory lies in the heap, so that its results have the same bits.
 */

import { dtypes } from '../../kernels/dtype.ts';
import { type NormalNest, type Split, splitFold } from '../../kernels/passes/index.ts';
import { BorrowedBlocks } from '../borrowed.ts';
import type { Heap } from '../heap.ts';
import type { PlacedBinding } from '../places.ts';
import { type DividedNest, divideIntoPortions, type NestRun, PortionRun } from './portion-run.ts';
import { stagedOf } from './staged.ts';

/** The parts of a fold, and the nest that brings them together; null where a nest is none, or short. */
type Fold = { readonly parts: Split; readonly last: NormalNest } | null;

const folds = new WeakMap<NormalNest, Fold>();
/** Nests as they were divided, by what was staged. */
const known = new WeakMap<NormalNest, Map<string, DividedNest>>();

function foldOf(nest: NormalNest, sources: number): Fold {
  const found = folds.get(nest);
  if (found !== undefined) return found;
  const parts = splitFold(nest);
  const made = parts && { parts, last: parts.last(parts.dtypes.map((_, k) => sources + k)) };
  folds.set(nest, made);
  return made;
}

/**
 * Runs a nest; false when there is code that cannot be made. Throws what `isNoRoom` tests for where a single point needs more
 * than there is room for. Nothing was written then that may not be written again.
 */
export function runPortions(run: NestRun, nest: NormalNest): boolean {
  const { heap, sources, inPlace } = run;
  const fold = inPlace ? null : foldOf(nest, sources.length);
  if (!fold) return runDivided(run, nest);
  const { partials, dtypes: types, results, parts: count } = fold.parts;
  const blocks = new BorrowedBlocks(heap);
  try {
    const numbers = results * count;
    const places = types.map(dtype =>
      placeAt(heap, blocks.borrow(numbers * dtypes[dtype].bytes), dtype, numbers),
    );
    for (const { nest: partial, first } of partials) {
      const targets = places.map(place => ({
        ...place,
        address: place.address + first * place.data.BYTES_PER_ELEMENT,
      }));
      if (!runDivided({ ...run, targets }, partial)) return false;
    }
    return runPortions({ ...run, sources: [...sources, ...places] }, fold.last);
  } finally {
    blocks.release();
  }
}

const placeAt = (
  heap: Heap,
  address: number,
  dtype: Split['dtypes'][number],
  length: number,
): PlacedBinding => ({
  data: heap.view(dtype, address, length),
  base: 0,
  address,
});

function runDivided(run: NestRun, nest: NormalNest): boolean {
  const staged = stagedOf(nest, run.sources, run.targets);
  const key = `${run.inPlace} ${staged.inputs} ${staged.outputs} ${staged.same}`;
  const ways = known.get(nest) ?? new Map<string, DividedNest>();
  known.set(nest, ways);
  const divided = ways.get(key) ?? divideIntoPortions(run, nest, staged);
  ways.set(key, divided);
  const blocks = new BorrowedBlocks(run.heap);
  try {
    return new PortionRun(run, divided, blocks).all();
  } finally {
    blocks.release();
  }
}
