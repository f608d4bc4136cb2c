/**
 * How the reference may have been computed. With the image and the kernel at hand, every common convention is tried,
 * and those that give the reference are where a search starts; without them it starts at the array itself.
 */

import { asArray, astype } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { slice } from '../array/views.ts';
import { type Boundary, boundaryNames } from '../boundary/table.ts';
import type { ArrayLike } from '../convert/convert.ts';
import {
  type Convention,
  lowerMiddle,
  makeConvention,
  type OriginRule,
  type OutputWindow,
  upperMiddle,
} from '../convolution/convention.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { isComplex, isInteger } from '../kernels/dtype.ts';
import { scope } from '../runtime/scope.ts';
import { toRank } from './axes.ts';
import { fieldOf, sameWithin } from './field.ts';
import { evaluate, sizesOf } from './model.ts';
import type { Progress } from './progress.ts';
import { magnitudesOf, roundingAt } from './rounding.ts';
import { type State, startAt } from './state.ts';
import { epsilonOf, loosest, type Tolerance } from './tolerance.ts';
import { shapeOf, whyUnused } from './unused.ts';

/** The boundaries in the order in which they are tried: of those that an image cannot tell apart, the first is named. */
export const commonBoundaries: readonly Boundary[] = [
  'periodic',
  ...boundaryNames.filter(name => name !== 'periodic'),
];

/** The conventions that are tried: sign, origin, window and boundary, the commonest first. */
export function commonConventions(even: boolean): Convention[] {
  const origins: OriginRule[] = even ? [lowerMiddle, upperMiddle] : [lowerMiddle];
  const windows: OutputWindow[] = ['same', 'full', 'valid'];
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

/** Image and kernel as they were given. */
export interface ImageAndKernel {
  readonly image: NDArray;
  readonly kernel: NDArray;
}

/** Image and kernel, where both are given and belong together. */
export function checkBoth(options: { image?: ArrayLike; kernel?: ArrayLike }): ImageAndKernel | null {
  if (options.image === undefined && options.kernel === undefined) return null;
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
  const [image, kernel] = [
    asArray(options.image, 'explain', 'image'),
    asArray(options.kernel, 'explain', 'kernel'),
  ];
  const common = Math.min(image.ndim, kernel.ndim);
  const [x, h] = [toRank(image, common), toRank(kernel, common)];
  if (x.ndim !== h.ndim || h.size === 0)
    throw new ConcordatError(
      'shape',
      `explain: the kernel has shape ${showShape(kernel.shape)} and the image ${showShape(image.shape)}; they must have the same number of axes and the kernel at least one tap`,
      { function: 'explain', kernel: kernel.shape, image: image.shape },
    );
  return { image: x, kernel: h };
}

/** Where a search starts, and why it does not start at image and kernel where those are given. */
export interface Base {
  readonly starts: State[];
  readonly unused: string | null;
}

export function baseOf(
  a: NDArray,
  setting: ImageAndKernel | null,
  given?: Tolerance,
  onProgress: Progress = () => {},
): Base {
  const bare = startAt(a);
  if (!setting) return { starts: [bare], unused: null };
  const [image, kernel] = [setting.image, setting.kernel].map(array => working(toRank(array, a.ndim), a));
  if (image.ndim !== a.ndim || kernel.ndim !== a.ndim)
    return {
      starts: [bare],
      unused: `image and kernel were not used: the reference has shape ${showShape(a.shape)}, the image ${showShape(setting.image.shape)} and the kernel ${showShape(setting.kernel.shape)}; batches and channels are not looked into`,
    };
  const even = kernel.shape.some(taps => taps % 2 === 0);
  const epsilon = Math.max(epsilonOf(a.dtype), epsilonOf(image.dtype));
  const rounding = roundingAt(magnitudesOf([a], { image, kernel }), epsilon);
  const tolerance = given ? loosest([given, rounding]) : rounding;
  const field = fieldOf(a);
  const conventions = commonConventions(even);
  const fits = conventions.filter((convention, place) => {
    onProgress(place / conventions.length, 'the convention of the reference');
    const model = { image, kernel, convention };
    if (showShape(shapeOf(model)) !== showShape(a.shape) || image.size === 0) return false;
    return scope(() =>
      sameWithin(evaluate(model), field, tolerance, tolerance.relative > 0 ? sizesOf(model) : null),
    );
  });
  // Conventions that this image cannot tell apart lead to the same explanations more often than not: a few suffice.
  const models = fits.slice(0, 4).map(convention => startAt(a, { image, kernel, convention }));
  return models.length
    ? { starts: models, unused: null }
    : { starts: [bare], unused: scope(() => whyUnused(a, { image, kernel }, tolerance)) };
}
