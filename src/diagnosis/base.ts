/**
 * How the reference may have been computed. With the image and the kernel at hand, every common convention is tried,
 * and those that give the reference are where a search starts; without them it starts at the array itself.
 */
import { type ArrayLike, asArray, astype } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { slice } from '../array/views.ts';
import { type Boundary, boundaryNames } from '../boundary/table.ts';
import {
  type Convention,
  lowerMiddle,
  makeConvention,
  type Origin,
  upperMiddle,
  type Window,
} from '../convolution/convention.ts';
import { resolve } from '../convolution/resolve.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { isComplex, isInteger } from '../kernels/dtype.ts';
import { scope } from '../runtime/scope.ts';
import { fieldOf, sameWithin } from './field.ts';
import type { Progress } from './progress.ts';
import { magnitudesOf, roundingAt } from './rounding.ts';
import { evaluate, type State, sizesOf, startAt } from './state.ts';
import { epsilonOf } from './tolerance.ts';

/** The boundaries in the order in which they are tried: of those that an image cannot tell apart, the first is named. */
export const commonBoundaries: readonly Boundary[] = [
  'periodic',
  ...boundaryNames.filter(name => name !== 'periodic'),
];

/** The conventions that are tried: sign, origin, window and boundary, the commonest first. */
export function commonConventions(even: boolean): Convention[] {
  const origins: Origin[] = even ? [lowerMiddle, upperMiddle] : [lowerMiddle];
  const windows: Window[] = ['same', 'full', 'valid'];
  return windows.flatMap(window =>
    (window === 'valid' ? (['constant'] as Boundary[]) : commonBoundaries).flatMap(boundary =>
      ([-1, 1] as const).flatMap(sign =>
        (window === 'same' ? origins : [lowerMiddle]).map(origin =>
          makeConvention({ sign, origin, boundary, window }),
        ),
      ),
    ),
  );
}

/**
 * Image and kernel in the type in which the reference was computed, as far as its own type tells. A view, never the
 * array itself: results are kept for it, and its owner may change the elements later.
 */
function working(given: NDArray, { dtype }: NDArray): NDArray {
  const narrower = isInteger(dtype) || (isComplex(given.dtype) && !isComplex(dtype));
  return narrower || given.dtype === dtype ? slice(given) : astype(given, dtype);
}

export function baseStates(
  a: NDArray,
  options: { image?: ArrayLike; kernel?: ArrayLike },
  onProgress: Progress = () => {},
): State[] {
  const bare = startAt(a);
  if (options.image === undefined && options.kernel === undefined) return [bare];
  if (options.image === undefined || options.kernel === undefined) {
    const [given, missing] = options.image === undefined ? ['kernel', 'image'] : ['image', 'kernel'];
    throw new ConcordatError(
      'option',
      `explain: ${given} is given without ${missing}; give both or neither`,
      {
        function: 'explain',
        argument: missing,
      },
    );
  }
  const image = working(asArray(options.image, 'explain', 'image'), a);
  const kernel = working(asArray(options.kernel, 'explain', 'kernel'), a);
  if (image.ndim !== kernel.ndim || kernel.size === 0)
    throw new ConcordatError(
      'shape',
      `explain: the kernel has shape ${showShape(kernel.shape)} and the image ${showShape(image.shape)}; they must have the same number of axes and the kernel at least one tap`,
      { function: 'explain', kernel: kernel.shape, image: image.shape },
    );
  const even = kernel.shape.some(taps => taps % 2 === 0);
  const field = fieldOf(a);
  const tolerance = roundingAt(
    magnitudesOf([a], { image, kernel }),
    Math.max(epsilonOf(a.dtype), epsilonOf(image.dtype)),
  );
  const conventions = commonConventions(even);
  const fits = conventions.filter((convention, place) => {
    onProgress(place / conventions.length, 'the convention of the reference');
    const shape = resolve(convention, image.shape, kernel.shape).map(axis => axis.length);
    if (showShape(shape) !== showShape(a.shape) || image.size === 0) return false;
    const model = { image, kernel, convention };
    return scope(() =>
      sameWithin(evaluate(model), field, tolerance, tolerance.relative > 0 ? sizesOf(model) : null),
    );
  });
  // Conventions that this image cannot tell apart lead to the same explanations more often than not: a few suffice.
  const models = fits.slice(0, 4).map(convention => startAt(a, { image, kernel, convention }));
  return models.length ? models : [bare];
}
