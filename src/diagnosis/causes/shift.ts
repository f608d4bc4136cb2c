/** The result rolled around, or moved with something else in the part that became free. */

import { broadcastTo } from '../../array/broadcast.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { slice } from '../../array/views.ts';
import { modulo } from '../../boundary/table.ts';
import type { Cause } from '../cause.ts';
import { fieldOf, isConstantAlong } from '../field.ts';
import type { Shift } from '../finding.ts';
import { distinctLists, findOffsets } from '../offsets.ts';
import type { State } from '../state.ts';
import type { Target } from '../target.ts';
import { lastMismatch } from '../tolerance.ts';
import { seenAs } from './precision.ts';
import { strideChoices } from './stride.ts';

/** The offset of least magnitude that is the same around a period; of two, the positive one. */
const nearest = (offset: number, period: number): number => {
  const place = modulo(offset, period);
  return place > period / 2 ? place - period : place;
};

/** Whether two arrays have elements that can be compared axis by axis. */
const comparable = ({ array, known }: State, { field }: Target) =>
  !known && array.ndim > 0 && array.ndim === field.array.ndim && array.size > 0 && field.array.size > 0;

export const rolledAround: Cause = {
  propose: (state, target) => {
    if (!comparable(state, target)) return [];
    const { array } = state;
    const other = target.field.array;
    // Along an axis on which nothing changes every offset fits: it is not searched, and reported as "any".
    const source = fieldOf(array);
    const any = array.shape.map((_, axis) =>
      [source, target.field].every(field => isConstantAlong(field, axis, target.tolerance)),
    );
    const strides = [array.shape.map(() => 1), ...strideChoices(array.shape, other.shape)];
    const steps = strides.flatMap(stride =>
      seenAs(array, other.dtype).flatMap(seen =>
        findOffsets({
          source: fieldOf(seen),
          target: target.field,
          tolerances: target.tolerances,
          periodic: true,
          stride,
          candidates: array.shape.map((extent, axis) => ({ low: 0, count: any[axis] ? 1 : extent })),
        }).map(offset =>
          offset.map((start, axis) => {
            // Of another shape, the other is also cropped (or grown): what a centred crop leaves is the shift.
            const room = array.shape[axis] - stride[axis] * other.shape[axis];
            const centred = stride.some(step => step > 1) ? 0 : Math.floor(room / 2);
            return nearest(centred - start, array.shape[axis]);
          }),
        ),
      ),
    );
    return distinctLists(steps)
      .filter(steps => steps.some(step => step !== 0))
      .map(steps => ({
        kind: 'shift',
        offset: steps.map((step, axis) => (any[axis] ? null : step)),
        periodic: true,
      }));
  },
};

/** A shift is believed without the vacated part only if most of the array is left to compare. */
const furthest = (extent: number) => Math.min(32, Math.floor(extent / 4));

export const shiftedOut: Cause = {
  propose: (state, target) => {
    const { array } = state;
    if (
      !comparable(state, target) ||
      array.shape.some((extent, axis) => extent !== target.field.array.shape[axis])
    )
      return [];
    const offsets = seenAs(array, target.field.array.dtype).flatMap(seen =>
      findOffsets({
        source: fieldOf(seen),
        target: target.field,
        tolerances: target.tolerances,
        periodic: false,
        candidates: array.shape.map(extent => ({ low: -furthest(extent), count: 2 * furthest(extent) + 1 })),
      }),
    );
    return distinctLists(offsets)
      .filter(offset => offset.some(step => step !== 0) && tells(array, offset, target))
      .map(
        (offset): Shift => ({
          kind: 'shift',
          offset: offset.map(step => (step === 0 ? 0 : -step)),
          periodic: false,
        }),
      );
  },
};

/**
 * Whether the part that is compared shows the shift: it is more than one constant, which would fit anywhere, and does not
 * agree as it stands, with something else at the edges.
 */
function tells(array: NDArray, offset: readonly number[], { field, tolerance }: Target): boolean {
  const part = (x: NDArray, from: readonly number[]) =>
    slice(
      x,
      ...from.map((start, axis): [number, number] => [
        Math.max(0, start),
        x.shape[axis] + Math.min(0, start),
      ]),
    );
  const source = part(array, offset);
  const first = slice(source, ...source.shape.map((): [number, number] => [0, 1]));
  if (lastMismatch(source, broadcastTo(first, source.shape), tolerance) === null) return false;
  const there = offset.map(step => -step);
  return lastMismatch(part(array, there), part(field.array, there), tolerance) !== null;
}
