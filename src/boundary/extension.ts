/**
 * The places of an extension as stretches: runs of neighbours, which need no table however long they are, and tables of
 * bounded length for what changes its way often.
 */
import { OUTSIDE } from '../extents.ts';
import { type Boundary, extensions, indexTable, modulo } from './table.ts';

/** Consecutive places of an axis: the k-th stands at `first + step·k`, or where its entry of a table says. */
export type Stretch =
  | { readonly length: number; readonly first: number; readonly step: number }
  | { readonly length: number; readonly table: Int32Array };

/** Where the places of an axis stand on another one, a stretch at a time. */
export interface AxisMap {
  readonly length: number;
  /** The stretch that begins at a place. */
  readonly stretch: (from: number) => Stretch;
}

/** Up to so many places an axis is one table: a megabyte costs less than a second nest. */
export const LONG = 2 ** 18;
/** Runs of so many places are worth a nest of their own. */
const RUN = 2 ** 14;

/** The stretches of an axis, in order. */
export function* stretchesOf(map: AxisMap): Generator<Stretch & { readonly from: number }> {
  for (let from = 0; from < map.length; ) {
    const stretch = map.stretch(from);
    yield { ...stretch, from };
    from += stretch.length;
  }
}

/** A map that is a table. */
export const tableMap = (table: Int32Array): AxisMap => ({
  length: table.length,
  stretch: from => ({ length: table.length - from, table: from === 0 ? table : table.subarray(from) }),
});

/**
 * A map of any length from its runs.
 *
 * @param run the run that begins at a place: how long it is, where it begins, in which steps it goes on
 * @param place where a place stands
 */
export const mapOf = (
  length: number,
  run: (from: number) => { readonly length: number; readonly first: number; readonly step: number },
  table: (from: number, length: number) => Int32Array,
): AxisMap => ({
  length,
  stretch: from => {
    const left = length - from;
    if (length <= LONG) return { length: left, table: table(from, left) };
    const found = run(from);
    if (found.first === OUTSIDE) return { length: Math.min(found.length, left), first: OUTSIDE, step: 0 };
    if (found.length >= Math.min(left, RUN)) return { ...found, length: Math.min(found.length, left) };
    const count = Math.min(left, LONG);
    return { length: count, table: table(from, count) };
  },
});

/** Places `start` … `start + length − 1` on an axis of `n` elements. */
export const extensionMap = (boundary: Boundary, n: number, start: number, length: number): AxisMap =>
  mapOf(
    length,
    from => runAt(boundary, n, start + from),
    (from, count) => indexTable(boundary, n, start + from, count),
  );

/** The run of an extension that begins at place `i`. */
function runAt(boundary: Boundary, n: number, i: number) {
  if (n === 0) return { length: Infinity, first: OUTSIDE, step: 0 };
  if (i >= 0 && i < n) return { length: n - i, first: i, step: 1 };
  const { period, index } = extensions[boundary];
  const first = index(i, n);
  if (boundary === 'constant' || boundary === 'edge')
    return { length: i < 0 ? -i : Infinity, first, step: 0 };
  if (n === 1) return { length: Infinity, first, step: 0 };
  // Forwards to the last element, then backwards: of a mirror to the second, whose first opens the next period.
  const place = modulo(i, period(n));
  return place < n ? { length: n - place, first, step: 1 } : { length: period(n) - place, first, step: -1 };
}
