/** The other result is a part of the reference, or, of a periodic one, more than one period. */

import type { Cause } from '../cause.ts';
import { fieldOf } from '../field.ts';
import { distinctLists, findOffsets } from '../offsets.ts';
import { seenAs } from './precision.ts';

export const cropped: Cause = {
  propose: ({ array, known }, { field, tolerances }) => {
    const other = field.array;
    if (known || array.ndim !== other.ndim || array.size === 0 || other.size === 0) return [];
    const room = array.shape.map((extent, axis) => extent - other.shape[axis]);
    if (room.every(rest => rest === 0)) return [];
    // A larger result can only be met by going round: it begins up to one excess before the reference.
    const candidates = room.map(rest => ({ low: Math.min(0, rest), count: Math.abs(rest) + 1 }));
    const starts = seenAs(array, other.dtype).flatMap(seen =>
      findOffsets({
        source: fieldOf(seen),
        target: field,
        tolerances,
        periodic: true,
        candidates,
      }),
    );
    return distinctLists(starts).map(start => ({ kind: 'crop', start, shape: [...other.shape] }));
  },
};
