/**
 * Copies the elements of an excerpt. Neighbours go in one piece: rows of memory, and of a table the stretches whose
 * entries follow each other; 4 MiB of long rows take 0.6 ms, what the memory takes. Elements are moved as bits, by
 * their width, so that the loops see four kinds of memory and stay fast.
 */

import { OUTSIDE } from '../../extents.ts';
import type { TypedArray } from '../../kernels/dtype.ts';
import type { Dimension, NormalInput } from '../../kernels/passes/index.ts';
import { type Bits, bitsOf, copyRow, copyStrided } from './bits.ts';
import type { Excerpt, ExcerptAxis } from './excerpt.ts';

/** Part of a table whose entries follow each other: which arguments, and the place of the first; −1: outside. */
interface Stretch {
  readonly from: number;
  readonly place: number;
  readonly length: number;
}

/** An axis on its way: of a table, its entries for the portion. */
interface Walk extends ExcerptAxis {
  readonly entries: Int32Array | null;
  readonly stretches: readonly Stretch[] | null;
  /** Whether some entries are outside. */
  readonly gaps: boolean;
}

/**
 * Fills `target` with the elements of an excerpt.
 *
 * @param origin the place of the excerpt's first element in `source`, along plain strides
 * @param starts the argument of each dimension's table at the first point of the portion
 */
export function copyExcerpt(
  { axes, size }: Excerpt,
  { dimensions, fill }: NormalInput,
  source: TypedArray,
  origin: number,
  starts: readonly number[],
  target: TypedArray,
): void {
  const walks = axes.map((axis): Walk => {
    if (axis.dimension < 0) return { ...axis, entries: null, stretches: null, gaps: false };
    const table = dimensions[axis.dimension].table!;
    const entries = entriesOf(table, starts[axis.dimension] + axis.low, axis.count);
    return { ...axis, entries, stretches: stretchesOf(entries), gaps: entries.includes(OUTSIDE) };
  });
  // A row, and a table of whole rows above it, are stretches of rows.
  let unit = 1;
  if (walks[0]?.stride === 1 && walks[0].dimension < 0) unit = walks.shift()!.count;
  const from = bitsOf(source);
  const to = bitsOf(target);
  const blank = (at: number, length: number) =>
    void (target as Float64Array).fill(fill as number, at, at + length);

  const copy = (level: number, at: number, place: number): void => {
    if (level < 0) {
      copyRow(to, at, from, place, unit);
      return;
    }
    const { count, pitch, stride, entries, stretches, gaps } = walks[level];
    if (level > 0 || unit > 1) {
      const whole = level === 0 && stride === unit;
      if (whole && stretches) {
        for (const { from: first, place: entry, length } of stretches)
          if (entry === OUTSIDE) blank(at + first * pitch, length * pitch);
          else copyRow(to, at + first * pitch, from, place + entry * stride, length * unit);
        return;
      }
      for (let k = 0; k < count; k++) {
        const entry = entries ? entries[k] : k;
        if (entry === OUTSIDE) blank(at + k * pitch, pitch);
        else copy(level - 1, at + k * pitch, place + entry * stride);
      }
    } else if (!entries) copyStrided(to, at, 1, from, place, stride, count);
    else if (stretches && stride === 1) {
      for (const { from: first, place: entry, length } of stretches)
        if (entry === OUTSIDE) blank(at + first, length);
        else copyRow(to, at + first, from, place + entry, length);
    } else {
      copyPicked(to, at, from, place, stride, entries);
      if (gaps) for (let k = 0; k < count; k++) if (entries[k] === OUTSIDE) blank(at + k, 1);
    }
  };
  if (size > 0) copy(walks.length - 1, 0, origin);
}

/**
 * Two places that belong together: of an element in the middle of an excerpt, and of the same one in the input, counted
 * from the excerpt's first. Near the middle, tables count on.
 */
export function middleOf(
  { axes }: Excerpt,
  dimensions: readonly Dimension[],
  starts: readonly number[],
): { readonly at: number; readonly place: number } {
  let [at, place] = [0, 0];
  for (const { count, pitch, stride, dimension, low } of axes) {
    if (dimension < 0) continue;
    const middle = count >> 1;
    at += middle * pitch;
    place += (dimensions[dimension].table![starts[dimension] + low + middle] ?? 0) * stride;
  }
  return { at, place };
}

/** The entries of so many arguments; what no load asks for may lie beyond the table, and is outside. */
function entriesOf(table: Int32Array, first: number, count: number): Int32Array {
  if (first >= 0 && first + count <= table.length) return table.subarray(first, first + count);
  const entries = new Int32Array(count).fill(OUTSIDE);
  const low = Math.max(0, -first);
  const part = table.subarray(first + low, Math.min(table.length, first + count));
  entries.set(part, Math.min(low, count));
  return entries;
}

/** The stretches of entries; null where there are so many that single elements cost less. */
function stretchesOf(entries: Int32Array): Stretch[] | null {
  const stretches: Stretch[] = [];
  const most = Math.max(8, entries.length / 8);
  for (let from = 0; from < entries.length; ) {
    const place = entries[from];
    let length = 1;
    if (place === OUTSIDE)
      while (from + length < entries.length && entries[from + length] === OUTSIDE) length++;
    else while (from + length < entries.length && entries[from + length] === place + length) length++;
    stretches.push({ from, place, length });
    if (stretches.length > most) return null;
    from += length;
  }
  return stretches;
}

function copyPicked(
  to: Bits,
  at: number,
  from: Bits,
  place: number,
  stride: number,
  entries: Int32Array,
): void {
  // What is outside is written over afterwards.
  for (let k = 0; k < entries.length; k++) to[at + k] = from[place + entries[k] * stride];
}
