/**
 * The offsets of a box that put the right elements at some places of a target. All offsets of an image of 24 megapixels
 * are tried, a few times in a search: one after another along the last axis, where the elements that they ask for
 * stand side by side. The first sample leaves few of a segment of candidates, and the others look at those alone.
 */
import { modulo } from '../boundary/table.ts';
import { agrees, placeAt } from './field.ts';
import type { Question } from './question.ts';
import { SEGMENT, segmentsOf } from './segments.ts';

/** An element of a target. */
export interface TellingElement {
  readonly place: readonly number[];
  readonly value: number;
  /** How far another element may be from this one. */
  readonly limit: number;
}

/** The part of a segment's candidates from which on each is looked up by itself. */
const FEW = 1 / 16;

/** The candidates of a question, numbered along the last axis first, that put every sample right. */
export function candidatesWith(
  samples: readonly TellingElement[],
  { source, periodic, stride, candidates }: Pick<Question, 'source' | 'periodic' | 'stride' | 'candidates'>,
): number[] {
  const { shape, strides } = source.array;
  const last = shape.length - 1;
  const steps = shape.map((_, axis) => stride?.[axis] ?? 1);
  const outer = candidates.slice(0, last).map(({ low }) => low);
  const rows = candidates.slice(0, last).reduce((product, { count }) => product * count, 1);
  const { low, count } = candidates[last];
  const segments = segmentsOf(source, count);
  /** The candidates of the present segment that are left. */
  const kept = new Int32Array(Math.min(SEGMENT, count));
  const found: number[] = [];

  /** Where the row begins in which a sample would stand; −1 outside. */
  const rowOf = (place: readonly number[]): number =>
    placeAt(source.array, periodic, steps, place, outer, last);

  /** Keeps of the first `left` candidates those that put a sample right; says how many. */
  const filter = (
    { place, value, limit }: TellingElement,
    first: number,
    size: number,
    left: number,
  ): number => {
    const row = rowOf(place);
    if (row < 0) return left;
    const from = steps[last] * place[last] + low + first;
    // A place outside of a source that is not periodic says nothing.
    const [begin, end] = periodic ? [0, size] : [Math.max(0, -from), Math.min(size, shape[last] - from)];
    if (end <= begin) return left;
    let next = 0;
    if (left <= FEW * size) {
      for (let k = 0; k < left; k++) {
        const candidate = kept[k];
        const there = modulo(from + candidate, shape[last]);
        if (
          candidate < begin ||
          candidate >= end ||
          agrees(source.read(row + there * strides[last]), value, limit)
        )
          kept[next++] = candidate;
      }
      return next;
    }
    const values = segments(row, from + begin, end - begin);
    for (let k = 0; k < left; k++) {
      const candidate = kept[k];
      if (candidate < begin || candidate >= end || agrees(values[candidate - begin], value, limit))
        kept[next++] = candidate;
    }
    return next;
  };

  /** Puts the candidates of a segment that the first sample leaves where they are kept; says how many. */
  const begin = (first: number, size: number): number => {
    const { place, value, limit } = samples[0];
    const row = rowOf(place);
    const from = steps[last] * place[last] + low + first;
    if (row >= 0 && (periodic || (from >= 0 && from + size <= shape[last])))
      return placesIn(segments(row, from, size), size, value, limit, kept);
    for (let k = 0; k < size; k++) kept[k] = k;
    return filter(samples[0], first, size, size);
  };

  for (let row = 0; row < rows; row++) {
    for (let first = 0; first < count; first += SEGMENT) {
      const size = Math.min(SEGMENT, count - first);
      let left = begin(first, size);
      for (let k = 1; k < samples.length && left > 0; k++) left = filter(samples[k], first, size, left);
      for (let k = 0; k < left; k++) found.push(row * count + first + kept[k]);
    }
    for (let axis = last - 1; axis >= 0; axis--) {
      if (++outer[axis] < candidates[axis].low + candidates[axis].count) break;
      outer[axis] = candidates[axis].low;
    }
  }
  return found;
}

/** The places of values that agree with one; says how many. What is finite needs one comparison. */
function placesIn(
  values: Float64Array,
  count: number,
  value: number,
  limit: number,
  into: Int32Array,
): number {
  let found = 0;
  if (Number.isFinite(value)) {
    for (let k = 0; k < count; k++) if (Math.abs(values[k] - value) <= limit) into[found++] = k;
  } else for (let k = 0; k < count; k++) if (agrees(values[k], value, limit)) into[found++] = k;
  return found;
}
