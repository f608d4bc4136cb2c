/** scipy.signal.convolve and correlate: any number of axes, by sums or by spectra. Source: SciPy 1.10. */
import { conjugate, multiply } from '../../array/arithmetic.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { flip } from '../../array/views.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { lowerMiddle, makeConvention, perAxis } from '../../convolution/convention.ts';
import { convolveWith } from '../../convolution/operation.ts';
import { fault } from '../../errors.ts';
import { promoteTypes } from '../../kernels/dtype.ts';
import { countOf, type View } from '../../views/view.ts';
import { arrayLike } from '../kinds.ts';
import { optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { convolveSequences, refuseEmpty } from '../sequences.ts';
import { type Bound, signature } from '../signature.ts';
import { chooseMethod } from './choose-method.ts';
import { fourierConvolution } from './fftconvolve.ts';
import {
  checkLengths,
  checkRanks,
  type SignalMethod,
  type SignalMode,
  signalMethod,
  signalMode,
  swapNeeded,
  windowsOf,
} from './modes.ts';

/** The arguments of `convolve` and `correlate` after the arrays, by name. */
export interface SignalConvolveKeywords {
  /** 'full' unless said. */
  mode?: SignalMode;
  /** 'auto' unless said. */
  method?: SignalMethod;
}

type SignalConvolveRest = Rest<
  [mode: SignalMode | undefined, method: SignalMethod | undefined],
  SignalConvolveKeywords
>;

const parameters = {
  in1: arrayLike,
  in2: arrayLike,
  mode: optional(signalMode, 'full'),
  method: optional(signalMethod, 'auto'),
} satisfies Takes<SignalConvolveKeywords>;

const convolution = signature('scipy.signal.convolve', parameters);
const correlation = signature('scipy.signal.correlate', parameters);

/**
 * `scipy.signal.convolve`: the convolution of two arrays of as many axes, with zeros around.
 *
 *     full[n] = Σ_k in2[k] · in1[n − k],  0 ≤ n < N + K − 1 along every axis
 *
 * 'same' starts at full[(K − 1) // 2] and has the shape of `in1`; 'valid' is what both cover. The result has the type
 * that holds both. Method 'direct' sums in that type, where integers wrap; 'fft' takes spectra, rounds whole numbers, and
 * makes everything NaN where there is one. 'auto' takes the one that `choose_conv_method` names. Source: SciPy 1.10.
 *
 * @param in1 the first array
 * @param in2 the second, of as many axes
 * @param rest `mode` ('full'), `method` ('auto')
 * @throws ConcordatError where SciPy raises: ranks that differ, empty arrays (but not all), bool with two axes and more,
 *   an unknown mode or method, 'valid' where neither array holds the other
 * @example
 * import { signal } from 'concordat/scipy';
 * signal.convolve([1, 2, 3], [0, 1, 0.5], 'same').toArray(); // => [1, 2.5, 4]
 */
export function convolve(in1: ArrayLike, in2: ArrayLike, ...rest: SignalConvolveRest): NDArray {
  return convolution.call([in1, in2, ...rest], call => run(readCall(convolution.name, call)));
}

/**
 * `scipy.signal.correlate`: the correlation of two arrays of as many axes, with zeros around; `in2` is conjugated and
 * not flipped.
 *
 *     full[n] = Σ_k conj(in2[k]) · in1[n + k − (K − 1)],  0 ≤ n < N + K − 1 along every axis
 *
 * 'same' starts at full[(K − 1) // 2]: for an even K one place earlier than correlate2d. Else as `convolve`.
 * Source: SciPy 1.10.
 *
 * @param in1 the first array
 * @param in2 the second, of as many axes
 * @param rest `mode` ('full'), `method` ('auto')
 * @throws ConcordatError where `convolve` does
 * @example
 * import { signal } from 'concordat/scipy';
 * signal.correlate([1, 2, 3], [0, 1, 0.5], { mode: 'same' }).toArray(); // => [2, 3.5, 3]
 */
export function correlate(in1: ArrayLike, in2: ArrayLike, ...rest: SignalConvolveRest): NDArray {
  return correlation.call([in1, in2, ...rest], call => {
    const read = readCall(correlation.name, call);
    return run({ ...read, in2: flip(conjugate(read.in2)) });
  });
}

interface Call {
  readonly name: string;
  readonly in1: View;
  readonly in2: View;
  readonly mode: SignalMode;
  readonly method: SignalMethod;
}

function readCall(name: string, call: Bound<typeof parameters>): Call {
  const { in1, in2 } = call;
  checkRanks(name, in1, in2);
  return { name, in1, in2, mode: call.mode, method: call.method };
}

function run({ name, in1, in2, mode, method }: Call): NDArray {
  if (in1.shape.length === 0) return multiply(in1, in2);
  const swap = swapNeeded(name, mode, in1.shape, in2.shape);
  const [image, kernel] = swap ? [in2, in1] : [in1, in2];
  const chosen = method === 'auto' ? chooseMethod(name, { in1: image, in2: kernel, mode }) : method;
  if (chosen === 'direct') return direct(name, image, kernel, mode);
  if (countOf(image) === 0 || countOf(kernel) === 0)
    refuseEmpty(name, 'an empty array cannot be convolved here', image, kernel);
  const all = [...image.shape.keys()];
  return fourierConvolution(name, image, kernel, mode, all, promoteTypes(image.dtype, kernel.dtype));
}

/** The direct sum: along one axis NumPy's, else SciPy's own, which multiplies the zeros around too. */
function direct(name: string, in1: View, in2: View, mode: SignalMode): NDArray {
  const rank = in1.shape.length;
  if (rank === 1 && (mode !== 'same' || countOf(in1) >= countOf(in2)))
    return convolveSequences(name, in1, in2, mode);
  if (in1.dtype === 'bool' && in2.dtype === 'bool')
    throw fault('dtype', name, `Unsupported type bool for ${rank} axes; cast one array, to uint8 say`, {
      dtype: 'bool',
    });
  // The larger one is the image, so that an infinity in the smaller one meets the zeros around.
  const swap = mode === 'full' && countOf(in2) > countOf(in1);
  const [image, kernel] = swap ? [in2, in1] : [in1, in2];
  if (mode !== 'valid') {
    checkLengths(name, image.shape, kernel.shape);
    if (image.shape.some((extent, axis) => extent > 1 && kernel.shape[axis] === 0))
      refuseEmpty(name, 'an empty array cannot be convolved here', image, kernel);
  }
  const convention = makeConvention({ sign: -1, origin: lowerMiddle });
  return convolveWith(name, image, kernel, perAxis(convention, windowsOf(mode, image.shape, kernel.shape)));
}
