/** Another extension past the edges. */
import { axisConventions } from '../../convolution/convention.ts';
import { commonBoundaries } from '../base.ts';
import type { Cause } from '../cause.ts';

export const otherBoundary: Cause = {
  propose: ({ model }) => {
    if (!model || model.image.size === 0) return [];
    const [first, ...rest] = axisConventions(model.convention, model.image.ndim).map(
      ({ boundary }) => boundary,
    );
    if (first === undefined || rest.some(boundary => boundary !== first)) return [];
    return commonBoundaries.filter(to => to !== first).map(to => ({ kind: 'boundary', from: first, to }));
  },
};
