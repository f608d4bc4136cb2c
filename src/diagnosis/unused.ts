/**
 * Why image and kernel were of no use to explain a reference. That it is not their convolution is said only where that was
 * shown: where every common one was computed to the digits of the reference. Else it is said what was not looked into.
 */

import type { NDArray } from '../array/ndarray.ts';
import { slice } from '../array/views.ts';
import { makeConvention, type OutputWindow } from '../convolution/convention.ts';
import { resolve } from '../convolution/resolve.ts';
import { showShape } from '../errors.ts';
import { isInteger } from '../kernels/dtype.ts';
import { largestMagnitude } from '../views/magnitude.ts';
import { fieldOf, sameWithin } from './field.ts';
import { evaluate, type Model } from './model.ts';
import { epsilonOf, type Tolerance, toleranceFor } from './tolerance.ts';

/** The shape of a convolution. */
export const shapeOf = ({ image, kernel, convention }: Model): number[] =>
  resolve(convention, image.shape, kernel.shape).map(axis => axis.length);

/** Dilations that are asked for, to tell that the reference has one. */
const DILATIONS = [2, 3, 4];

/** Why no common convolution of an image and a kernel is the reference, as far as that is known. */
export function whyUnused(
  a: NDArray,
  { image, kernel }: Pick<Model, 'image' | 'kernel'>,
  tolerance: Tolerance,
): string {
  const because = (reason: string) => `image and kernel were not used: ${reason}`;
  if (image.size === 0) return because('the image is empty');
  const models = (['same', 'full', 'valid'] as OutputWindow[]).flatMap(window =>
    ([-1, 1] as const).map(sign => ({ image, kernel, convention: makeConvention({ sign, window }) })),
  );
  const shapes = [...new Set(models.map(model => showShape(shapeOf(model))))];
  if (!shapes.includes(showShape(a.shape)))
    return because(
      `the reference has shape ${showShape(a.shape)}, and a convolution of this image with this kernel ${shapes.join(', ')}; strides, dilations and other paddings are not looked into`,
    );
  const [{ convention }] = models;
  const exact = evaluate({ image, kernel, convention }).dtype;
  if (isInteger(a.dtype) && a.dtype !== exact)
    return because(
      `the reference is ${a.dtype} and their convolution ${exact}; how sums became such numbers is not looked into`,
    );

  const narrow = { ...tolerance, absolute: toleranceFor(largestMagnitude(a), epsilonOf('float32')) };
  const like = models.filter(model => showShape(shapeOf(model)) === showShape(a.shape));
  if (like.some(model => agreesInside(a, model, narrow)))
    return because(
      like.some(model => agreesInside(a, model, tolerance))
        ? 'inside, the reference is their convolution, but at its edges it follows none of the boundaries that were tried'
        : 'the reference is their convolution to the digits of float32 only; give it as float32, or computed in float64',
    );
  const dilated = DILATIONS.find(dilation =>
    ([-1, 1] as const).some(sign =>
      agreesInside(a, { image, kernel, convention: makeConvention({ sign, dilation }) }, narrow),
    ),
  );
  if (dilated !== undefined)
    return because(
      `the reference is their convolution with a dilation of ${dilated}, which is not looked into`,
    );
  return 'the reference is not the convolution of this image with this kernel under any common convention, so they were not used';
}

/** Whether the reference is a convolution where no boundary plays a part. */
function agreesInside(a: NDArray, { image, kernel, convention }: Model, tolerance: Tolerance): boolean {
  const whole = resolve(convention, image.shape, kernel.shape);
  const reach = whole.map(({ offset, step, length }, axis) => {
    const places = [offset, offset + step * (kernel.shape[axis] - 1)];
    const first = Math.max(0, -Math.min(...places));
    const last = Math.min(length, image.shape[axis] - Math.max(...places));
    return [first, last] as [number, number];
  });
  if (whole.some(({ length }, axis) => length !== a.shape[axis])) return false;
  // Where few elements are left they may agree by chance.
  if (reach.reduce((count, [first, last]) => count * Math.max(0, last - first), 1) < FEWEST) return false;
  const inside = slice(evaluate({ image, kernel, convention }), ...reach);
  return sameWithin(inside, fieldOf(slice(a, ...reach)), tolerance);
}

/** Elements that must be left inside. */
const FEWEST = 4;
