/** Another window of outputs: `full` where the reference has `same`, and so on. Told as a crop, or its opposite. */
import { resolve } from '../../convolution/resolve.ts';
import { withEachWindow } from '../apply.ts';
import type { Cause } from '../cause.ts';

export const otherWindow: Cause = {
  propose: ({ model, array }, { field }) => {
    if (!model || array.ndim !== field.array.ndim) return [];
    const before = resolve(model.convention, model.image.shape, model.kernel.shape);
    return withEachWindow(model).flatMap(({ convention, image, kernel }) => {
      const after = resolve(convention, image.shape, kernel.shape);
      const shape = after.map(axis => axis.length);
      const start = after.map((axis, k) => axis.offset - before[k].offset);
      const unchanged = shape.every((extent, k) => extent === array.shape[k] && start[k] === 0);
      if (unchanged || shape.some((extent, k) => extent !== field.array.shape[k])) return [];
      return [{ kind: 'crop', start, shape }];
    });
  },
};
