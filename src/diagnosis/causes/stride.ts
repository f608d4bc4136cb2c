/** Only every so-many-th output is kept. */
import { fieldOf } from '../field.ts';
import type { Stride } from '../finding.ts';
import { distinct, findOffsets } from '../offsets.ts';
import type { Cause } from '../state.ts';
import { seenAs } from './precision.ts';

export const strided: Cause = {
  propose: ({ array, known }, target) => {
    const other = target.field.array;
    if (known || array.ndim !== other.ndim || array.size === 0 || other.size === 0) return [];
    const sources = seenAs(array, other.dtype).map(fieldOf);
    return strideChoices(array.shape, other.shape).flatMap(stride => {
      const candidates = stride.map((step, axis) => ({
        low: 0,
        count: Math.max(1, Math.min(step, array.shape[axis] - step * (other.shape[axis] - 1))),
      }));
      const offsets = sources.flatMap(source =>
        findOffsets({
          source,
          target: target.field,
          tolerances: target.tolerances,
          periodic: false,
          stride,
          candidates,
        }),
      );
      return distinct(offsets).map((offset): Stride => ({ kind: 'stride', stride, offset }));
    });
  },
};

/** The strides, one an axis, that leave as many elements as the other has. */
export const strideChoices = (shape: readonly number[], other: readonly number[]): number[][] =>
  product(
    shape.map((extent, axis) =>
      Array.from({ length: Math.min(extent, 16) }, (_, k) => k + 1).filter(
        step =>
          other[axis] === Math.ceil(extent / step) ||
          (step > 1 && other[axis] === Math.ceil((extent - step + 1) / step)),
      ),
    ),
  ).filter(stride => stride.some(step => step > 1));

const product = (lists: number[][]): number[][] =>
  lists.reduce<number[][]>((rows, list) => rows.flatMap(row => list.map(item => [...row, item])), [[]]);
