/**
 * The other middle of a kernel with an even number of taps. With a periodic image that is a roll, and told as one; with
 * others what enters at the edge is known only to the convolution.
 */
import { axisConventions } from '../../convolution/convention.ts';
import { originTap } from '../../convolution/resolve.ts';
import type { Cause } from '../cause.ts';

export const otherOrigin: Cause = {
  propose: ({ model }, { field }) => {
    // A larger result is another window, in which no origin shows.
    if (!model || model.image.shape.some((extent, axis) => extent < field.array.shape[axis])) return [];
    const taps = model.kernel.shape;
    const axes = axisConventions(model.convention, model.image.ndim);
    const boundary = axes[0]?.boundary;
    const plain = axes.every(axis => axis.window === 'same' && axis.boundary === boundary);
    if (!plain || boundary === undefined || boundary === 'periodic') return [];
    const from = axes.map(({ origin }, axis) => originTap(origin, taps[axis]));
    // Along an odd axis the two middles are one.
    const to = taps.map((count, axis) => count - 1 - from[axis]);
    const middles = to.every((tap, axis) => Math.abs(tap - from[axis]) <= 1);
    if (!middles || to.every((tap, axis) => tap === from[axis])) return [];
    return [{ kind: 'origin', from, to, boundary }];
  },
};
