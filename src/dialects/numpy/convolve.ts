/** numpy.convolve and numpy.correlate: one axis, the longer array first, nothing outside of it. Source: numpy 1.24. */

import type { NDArray } from '../../array/ndarray.ts';
import { expandDims } from '../../array/views.ts';
import { type ArrayLike, asView } from '../../convert/convert.ts';
import { makeConvention, type OutputWindow, upperMiddle } from '../../convolution/convention.ts';
import { convolveWith } from '../../convolution/operation.ts';
import { fault, showShape } from '../../errors.ts';
import { countOf, type View } from '../../views/view.ts';
import { choice } from '../kinds.ts';
import { optional, type Parameter, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type ConvolutionMode, convolveSequences, refuseEmpty } from '../sequences.ts';
import { signature } from '../signature.ts';

/** The arguments of `convolve` and `correlate` after the arrays, by name. */
export interface ConvolveKeywords {
  /** 'full': wherever the two overlap; 'same': as many as the longer has; 'valid': where they overlap completely. */
  mode?: ConvolutionMode;
}

type ConvolveRest = Rest<[mode: ConvolutionMode | undefined], ConvolveKeywords>;

/** An array of one axis; a number stands for one element where `scalars` says so. */
const sequence = (scalars: boolean): Parameter<ArrayLike, View> => ({
  words: scalars ? 'an array of one axis, or a number' : 'an array of one axis',
  read: (name, argument, value) => {
    const array = asView(value as ArrayLike, name, argument);
    const rank = array.shape.length;
    if (rank === 1) return array;
    if (rank === 0 && scalars) return expandDims(array, 0);
    throw fault(
      'shape',
      name,
      `object ${rank ? 'too deep' : 'of too small depth'} for desired array; ${argument} has shape ${showShape(array.shape)} and must have one axis`,
      { argument, shape: array.shape },
    );
  },
});

const mode = choice(
  ['valid', 'same', 'full'],
  shown => `mode must be one of 'valid', 'same', or 'full' (got ${shown})`,
);

const convolution = signature('numpy.convolve', {
  a: sequence(true),
  v: sequence(true),
  mode: optional(mode, 'full'),
} satisfies Takes<ConvolveKeywords>);

const correlation = signature('numpy.correlate', {
  a: sequence(false),
  v: sequence(false),
  mode: optional(mode, 'valid'),
} satisfies Takes<ConvolveKeywords>);

/**
 * `numpy.convolve`: the convolution of two sequences. It commutes.
 *
 *     full[n] = Σ_m a[m] · v[n − m],  0 ≤ n < N + K − 1
 *
 * 'same' starts at full[(min(N, K) − 1) // 2] and has max(N, K) elements; 'valid' starts at full[min(N, K) − 1] and
 * has max(N, K) − min(N, K) + 1. Products are summed in the type that holds both, where integers wrap; bool takes
 * or of and. Only products of elements are summed: an infinity at an edge makes no NaN. Source: numpy 1.24.
 *
 * @param a one axis of N elements, or a number
 * @param v one axis of K elements, or a number
 * @param rest `mode`: 'full' unless said; numpy's deprecated abbreviations and numbers are refused
 * @throws ConcordatError where numpy raises: an empty array, more than one axis, an unknown mode
 * @example
 * import * as np from 'concordat/numpy';
 * np.convolve([1, 2, 3], [0, 1, 0.5]).toArray(); // => [0, 1, 2.5, 4, 1.5]
 * np.convolve([1, 2, 3], [0, 1, 0.5], 'same').toArray(); // => [1, 2.5, 4]
 */
export function convolve(a: ArrayLike, v: ArrayLike, ...rest: ConvolveRest): NDArray {
  return convolution.call([a, v, ...rest], call =>
    convolveSequences(convolution.name, call.a, call.v, call.mode),
  );
}

/**
 * `numpy.correlate`: the correlation of two sequences; `v` is conjugated and not flipped. It does not commute.
 *
 *     full[n] = Σ_m a[m] · conj(v[m − n + K − 1]),  0 ≤ n < N + K − 1
 *
 * 'same' starts at full[(K − 1) // 2] for N ≥ K and at full[N // 2] otherwise, and has max(N, K) elements; 'valid'
 * starts at full[min(N, K) − 1]. Types and infinities as in `convolve`. Source: numpy 1.24.
 *
 * @param a one axis of N elements
 * @param v one axis of K elements
 * @param rest `mode`: 'valid' unless said
 * @throws ConcordatError where numpy raises: an empty array, another number of axes than one, an unknown mode
 * @example
 * import * as np from 'concordat/numpy';
 * np.correlate([1, 2, 3], [0, 1, 0.5]).toArray(); // => [3.5]
 * np.correlate([1, 2, 3], [0, 1, 0.5], 'full').toArray(); // => [0.5, 2, 3.5, 3, 0]
 */
export function correlate(a: ArrayLike, v: ArrayLike, ...rest: ConvolveRest): NDArray {
  return correlation.call([a, v, ...rest], call =>
    correlateSequences(correlation.name, call.a, call.v, call.mode),
  );
}

function correlateSequences(name: string, first: View, second: View, mode: ConvolutionMode): NDArray {
  const [extent, taps] = [countOf(first), countOf(second)];
  if (extent === 0) refuseEmpty(name, 'first array argument cannot be empty', first, second);
  if (taps === 0) refuseEmpty(name, 'second array argument cannot be empty', first, second);
  const window = correlationWindow(mode, extent, taps);
  const axis = { sign: 1, origin: window === 'same' ? upperMiddle : 0, window } as const;
  return convolveWith(name, first, second, makeConvention(axis, { skipOutside: true, conjugate: true }));
}

/** With fewer elements than taps numpy swaps the two, and the window lies as the swapped one would. */
function correlationWindow(mode: ConvolutionMode, extent: number, taps: number): OutputWindow {
  if (extent >= taps || mode === 'full') return mode;
  return mode === 'same'
    ? { start: (extent >> 1) - (taps - 1), length: taps }
    : { start: extent - taps, length: taps - extent + 1 };
}
