/** Whether a prediction is the other result. */
import { axisConventions, perAxis } from '../convolution/convention.ts';
import { convolveWith } from '../convolution/operation.ts';
import { agrees, fieldOf, sameWithin } from './field.ts';
import type { Model } from './model.ts';
import { knownPart, type State } from './state.ts';
import type { Target } from './target.ts';

/** Samples that are computed one by one: most wrong models fail at the first. */
const TRIED = 6;

/**
 * Whether a convolution gives the target at a few places, each computed by itself. Most models fail here, and their
 * result is never computed. A model whose outputs are not one per element of the image is let through.
 */
function fitsSamples({ image, kernel, convention }: Model, { field, tolerance }: Target): boolean {
  // A sum of huge terms may be small, and still have their rounding.
  if (tolerance.relative > 0) return true;
  const axes = axisConventions(convention, image.ndim);
  const onePerElement =
    field.array.ndim === image.ndim &&
    axes.every(({ window }, axis) => window === 'same' && field.array.shape[axis] === image.shape[axis]);
  if (!onePerElement) return true;
  return field.samples.slice(0, TRIED).every(place => {
    const point = axes.map((axis, k) => ({ ...axis, window: { start: place[k], length: 1 } }));
    const value = convolveWith('explain', image, kernel, perAxis(convention, point));
    return agrees(fieldOf(value).at(place.map(() => 0)), field.at(place), tolerance.absolute);
  });
}

/** Whether a prediction is the target, as closely as it can be known, where it is known. */
export function meets(state: State, target: Target): boolean {
  const tolerance = state.coarse ? target.coarse : target.tolerance;
  if (state.model && !state.coarse && !fitsSamples(state.model, target)) return false;
  const sizes = tolerance.relative > 0 ? state.sizes() : null;
  const [prediction, other] = [state.array, target.field.array].map(array => knownPart(state, array));
  const field = state.known ? fieldOf(other) : target.field;
  return (
    sameWithin(prediction, field, tolerance, sizes && knownPart(state, sizes)) &&
    (target.plausible?.(prediction, other) ?? true)
  );
}
