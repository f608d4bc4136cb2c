/**
 * Looks for one array in another. A few telling elements of the target reject almost every candidate offset at once,
 * so that all offsets of a megapixel can be tried. What survives is compared as a whole, the nearest offset first; an
 * element that proves one wrong is put to all that are left.
 */
import { gatherAxes } from '../array/gather.ts';
import { slice } from '../array/views.ts';
import { indexTable } from '../boundary/table.ts';
import { scope } from '../runtime/scope.ts';
import type { Anchor } from './anchor.ts';
import { candidatesWith, type TellingElement } from './candidates.ts';
import { agrees, type Field, limitOf, placeAt } from './field.ts';
import type { Question } from './question.ts';
import { lastMismatch, type Tolerance } from './tolerance.ts';

/** Offsets that are found at most, the nearest to none first. */
const FOUND = 32;
/** Whole comparisons that are made at most to find them. */
const COMPARED = 64;

/**
 * All offsets o with target[n] = source[stride·n + o], the nearest first, at most `FOUND`. Places outside a source
 * that is not periodic are not compared.
 */
export function findOffsets(question: Question): number[][] {
  for (const tolerance of new Set(question.tolerances)) {
    const found = offsetsWithin(question, tolerance);
    if (found.length > 0) return found;
  }
  return [];
}

function offsetsWithin(question: Question, tolerance: Tolerance): number[][] {
  const { target, source, candidates } = question;
  const rank = candidates.length;
  const offset = new Array<number>(rank);
  /** The offset of a candidate, in one array that is used again and again. */
  const offsetOf = (candidate: number): number[] => {
    for (let axis = rank - 1; axis >= 0; axis--) {
      const { low, count } = candidates[axis];
      offset[axis] = low + (candidate % count);
      candidate = Math.floor(candidate / count);
    }
    return offset;
  };
  const fits = fitting(question);
  const samples = valuesAt(target, target.samples, tolerance);
  let left = question.anchor
    ? anchored(question, question.anchor).filter(candidate => fits(samples, offsetOf(candidate)))
    : candidatesWith(samples, question);
  // Every element of a rolled array stands somewhere in the other: those of the source tell as much.
  if (left.length > FOUND && isRoll(question)) {
    const backwards = fitting({ ...question, source: target, target: source });
    const values = valuesAt(source, source.samples, reversed(tolerance));
    left = left.filter(candidate =>
      backwards(
        values,
        offsetOf(candidate).map(step => -step),
      ),
    );
  }
  const distance = (candidate: number) => offsetOf(candidate).reduce((sum, step) => sum + Math.abs(step), 0);

  const found: number[][] = [];
  for (let compared = 0; compared < COMPARED && found.length < FOUND && left.length > 0; compared++) {
    const chosen = nearestOf(left, distance);
    const nearest = [...offsetOf(chosen)];
    const wrong = scope(() => mismatch(question, nearest, tolerance));
    if (wrong === null) found.push(nearest);
    const proof = wrong === null ? [] : valuesAt(target, [wrong], tolerance);
    left = left.filter(candidate => candidate !== chosen && fits(proof, offsetOf(candidate)));
  }
  return found;
}

/** The candidates that an anchor leaves. */
function anchored({ candidates, stride }: Question, { place, found }: Anchor): number[] {
  return found.flatMap(there => {
    const steps = candidates.map(({ low }, axis) => there[axis] - (stride?.[axis] ?? 1) * place[axis] - low);
    if (steps.some((step, axis) => step < 0 || step >= candidates[axis].count)) return [];
    return [steps.reduce((candidate, step, axis) => candidate * candidates[axis].count + step, 0)];
  });
}

const valuesAt = (
  field: Field,
  places: readonly (readonly number[])[],
  tolerance: Tolerance,
): TellingElement[] =>
  places.map(place => ({ place, value: field.at(place), limit: limitOf(field, tolerance, place) }));

/** A tolerance that holds at least wherever the given one does when the two elements change places. */
const reversed = ({ absolute, relative }: Tolerance): Tolerance =>
  relative < 1
    ? { absolute: absolute / (1 - relative), relative: relative / (1 - relative) }
    : { absolute: Infinity, relative: 0 };

/** Whether an offset puts the right elements at some places of the target. */
function fitting({ source, periodic, stride }: Question) {
  const { array } = source;
  const steps = array.shape.map((_, axis) => stride?.[axis] ?? 1);
  return (samples: readonly TellingElement[], offset: readonly number[]): boolean => {
    for (const { place, value, limit } of samples) {
      const found = placeAt(array, periodic, steps, place, offset, steps.length);
      if (found >= 0 && !agrees(source.read(found), value, limit)) return false;
    }
    return true;
  };
}

const isRoll = ({ source, target, periodic, stride }: Question) =>
  periodic &&
  (stride ?? []).every(step => step === 1) &&
  source.array.shape.every((extent, axis) => extent === target.array.shape[axis]);

/** The candidate of the least distance; of several the first. */
function nearestOf(candidates: readonly number[], distance: (candidate: number) => number): number {
  let [best, least] = [candidates[0], Infinity];
  for (const candidate of candidates) {
    const away = distance(candidate);
    if (away < least) [best, least] = [candidate, away];
  }
  return best;
}

/** A place of the target at which an offset is wrong; null when it is right everywhere. */
function mismatch(question: Question, offset: readonly number[], tolerance: Tolerance): number[] | null {
  const { source, target, periodic } = question;
  const extents = source.array.shape;
  const steps = extents.map((_, axis) => question.stride?.[axis] ?? 1);
  if (periodic) {
    const tables = extents.map((extent, axis) =>
      indexTable('periodic', extent, offset[axis], steps[axis] * (target.array.shape[axis] - 1) + 1),
    );
    const read = slice(
      gatherAxes(source.array, tables),
      ...steps.map((step): [null, null, number] => [null, null, step]),
    );
    return lastMismatch(read, target.array, tolerance);
  }
  // The part of the target that lies inside the source.
  const parts = extents.map((extent, axis): [number, number] => [
    Math.max(0, Math.ceil(-offset[axis] / steps[axis])),
    Math.min(target.array.shape[axis], Math.floor((extent - 1 - offset[axis]) / steps[axis]) + 1),
  ]);
  if (parts.some(([start, stop]) => stop <= start)) return null;
  const read = slice(
    source.array,
    ...parts.map(([start, stop], axis): [number, number, number] => [
      offset[axis] + steps[axis] * start,
      offset[axis] + steps[axis] * (stop - 1) + 1,
      steps[axis],
    ]),
  );
  const wrong = lastMismatch(read, slice(target.array, ...parts), tolerance);
  return wrong === null ? null : wrong.map((place, axis) => place + parts[axis][0]);
}

/** Lists of numbers, each once. */
export const distinctLists = (lists: readonly number[][]): number[][] => [
  ...new Map(lists.map(list => [list.join(), list])).values(),
];
