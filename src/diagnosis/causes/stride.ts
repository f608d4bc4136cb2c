/** Only every so-many-th output is kept, from some place on and up to another. */

import { anchorOf } from '../anchor.ts';
import type { Cause } from '../cause.ts';
import { type Field, fieldOf } from '../field.ts';
import type { Stride } from '../finding.ts';
import { distinctLists, findOffsets } from '../offsets.ts';
import type { Target } from '../target.ts';
import { loosest } from '../tolerance.ts';
import { seenAs } from './precision.ts';

export const strided: Cause = {
  propose: ({ array, known }, target) => {
    const other = target.field.array;
    if (known || array.ndim !== other.ndim || array.size === 0 || other.size === 0) return [];
    if (strideChoices(array.shape, other.shape, Infinity).length === 0) return [];
    return seenAs(array, other.dtype).flatMap(seen => stridesOf(fieldOf(seen), target));
  },
};

/**
 * How a target arises from a source by a stride. There are many strides, and many offsets of each: only those are
 * tried that put a telling element of the target on its value. Where all values stand everywhere, the near ones are.
 * An offset smaller than the stride loses nothing at the beginning; where one fits, others are not told.
 */
function stridesOf(source: Field, target: Target): Stride[] {
  const { tolerances, field } = target;
  const { shape } = field.array;
  const anchor = anchorOf(source, field, loosest(tolerances));
  const facts = strideChoices(source.array.shape, shape, anchor ? Infinity : MARGIN).flatMap(stride => {
    const room = roomOf(source.array.shape, shape, stride);
    const offsets = findOffsets({
      source,
      target: field,
      tolerances,
      periodic: false,
      stride,
      candidates: room.map((rest, axis) => ({
        low: 0,
        count: 1 + (anchor ? rest : Math.min(rest, stride[axis] - 1)),
      })),
      ...(anchor && { anchor }),
    });
    return distinctLists(offsets).map(
      (offset): Stride => ({ kind: 'stride', stride, offset, shape: [...shape] }),
    );
  });
  const plain = facts.filter(({ stride, offset }) => offset.every((start, axis) => start < stride[axis]));
  return (plain.length > 0 ? plain : facts).slice(0, FOUND);
}

/** Strides that are told at most. */
const FOUND = 32;
/** What a kernel cuts off at most for a stride to be among the near choices. */
const MARGIN = 8;
/** Steps that are tried at most along an axis. */
const LARGEST = 16;

/** The elements that a stride leaves over along each axis, before its first and after its last. */
const roomOf = (shape: readonly number[], other: readonly number[], stride: readonly number[]) =>
  stride.map((step, axis) => shape[axis] - 1 - step * (other[axis] - 1));

/**
 * The strides, one an axis, that can leave as many elements as the other has, when up to `margin` are cropped besides.
 * Of a single element no step can be told: it is taken as the whole axis.
 */
export const strideChoices = (
  shape: readonly number[],
  other: readonly number[],
  margin = MARGIN,
): number[][] =>
  product(
    shape.map((extent, axis) => {
      if (other[axis] === 1) return [extent];
      return Array.from({ length: Math.min(extent, LARGEST) }, (_, k) => k + 1).filter(step => {
        const [room] = roomOf([extent], [other[axis]], [step]);
        return room >= 0 && room <= 2 * (step - 1) + margin;
      });
    }),
  ).filter(stride => stride.some((step, axis) => step > 1 && other[axis] > 1));

const product = (lists: number[][]): number[][] =>
  lists.reduce<number[][]>((rows, list) => rows.flatMap(row => list.map(item => [...row, item])), [[]]);
