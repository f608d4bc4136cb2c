/**
 * The factors by which an array can be a part of another. A part need not have what the whole has, such as its largest
 * value; but its elements stand in the same ratios whatever the factor. So each offset is tried with the factor that
 * makes the target's largest element right, and other elements say whether it fits.
 */
import { modulo } from '../boundary/table.ts';
import { type Field, limitOf } from './field.ts';
import type { Tolerance } from './tolerance.ts';

/** Factors that are found at most. */
const FOUND = 8;
/** With fewer elements, a ratio or two fits somewhere by chance. */
const FEWEST = 4;

/** What `factorsOfPart` looks for. */
export interface FactorSearch {
  source: Field;
  target: Field;
  /** The error up to which elements count as the same, and a further one relative to the element. */
  tolerance: Tolerance;
  slack: number;
  /** Steps in the source per step in the target. */
  stride: readonly number[];
}

/** The factors f with target[n] = f · source[stride·n + o] for some offset; places outside are at the other end. */
export function factorsOfPart({ source, target, tolerance, slack, stride }: FactorSearch): number[] {
  const size = (place: readonly number[]) => Math.abs(target.at(place));
  const finite = target.samples.filter(place => Number.isFinite(target.at(place)));
  const [peak, ...others] = finite.sort((a, b) => size(b) - size(a));
  if (peak === undefined || target.array.size < FEWEST) return [];
  const most = target.at(peak);
  // A part in which nothing varies is in every array.
  if (most === 0 || others.every(place => target.at(place) === most)) return [];
  // What lies farthest from the peak in value tells the most, and is asked first.
  const tests = others
    .map(place => ({
      value: target.at(place),
      limit: limitOf(target, tolerance, place) + slack * Math.abs(target.at(place)),
      away: place.map((index, axis) => stride[axis] * (index - peak[axis])),
    }))
    .reverse();
  const { shape, strides, offset } = source.array;
  const fits = (factor: number, start: readonly number[]): boolean => {
    for (const { value, limit, away } of tests) {
      let place = offset;
      for (let axis = 0; axis < away.length; axis++)
        place += modulo(start[axis] + away[axis], shape[axis]) * strides[axis];
      if (!(Math.abs(factor * source.read(place) - value) <= limit)) return false;
    }
    return true;
  };
  const factors = new Set<number>();
  const start = shape.map(() => 0);
  for (let left = source.array.size; left > 0 && factors.size < FOUND; left--) {
    const factor = most / source.at(start);
    if (Number.isFinite(factor) && fits(factor, start)) factors.add(factor);
    for (let axis = shape.length - 1; axis >= 0 && ++start[axis] === shape[axis]; axis--) start[axis] = 0;
  }
  return [...factors];
}
