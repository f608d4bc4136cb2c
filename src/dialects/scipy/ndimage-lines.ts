/** scipy.ndimage.convolve1d and correlate1d: filters along one axis. Source: SciPy 1.10. */
import { conjugate } from '../../array/arithmetic.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { reshape } from '../../array/views.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { checkAxis, fault, showShape } from '../../errors.ts';
import type { DType } from '../../kernels/dtype.ts';
import type { ScalarLike } from '../../views/scalar.ts';
import { countOf } from '../../views/view.ts';
import { integer } from '../kinds.ts';
import { optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { arrays, type NdimageMode, readOrigin, readOutput, rules } from './ndimage-parameters.ts';
import { runFilter } from './ndimage-run.ts';

/** The arguments of `convolve1d` and `correlate1d` after the arrays, by name. */
export interface Ndimage1dKeywords {
  /** The axis along which the weights lie; the last unless said. */
  axis?: number;
  /** The element type of the result; null, as unless said, for the input's. */
  output?: DType | null;
  /** 'reflect' unless said: c b a | a b c | c b a. */
  mode?: NdimageMode;
  /** What 'constant' fills with; 0 unless said. */
  cval?: ScalarLike;
  /** By how much the tap over the output pixel lies past K // 2; 0 unless said. */
  origin?: number;
}

type Ndimage1dRest = Rest<
  [
    axis: number | undefined,
    output: DType | null | undefined,
    mode: NdimageMode | undefined,
    cval: ScalarLike | undefined,
    origin: number | undefined,
  ],
  Ndimage1dKeywords
>;

const parameters = {
  ...arrays,
  axis: optional(integer(), -1),
  ...rules<number>('a whole number'),
} satisfies Takes<Ndimage1dKeywords>;

const convolution = signature('scipy.ndimage.convolve1d', parameters);
const correlation = signature('scipy.ndimage.correlate1d', parameters);

/**
 * `scipy.ndimage.convolve1d`: the convolution of every line along one axis.
 *
 *     y[n] = Σ_k w[k] · ext(x)[n − (k − K // 2 − origin)]
 *
 * Types as in `convolve`; every weight is used, however small. SciPy adds the two elements under equal weights before it
 * multiplies, which rounds differently by an ulp or so, and an infinite weight may miss a 0. Source: SciPy 1.10.
 *
 * @param input an array of one axis or more
 * @param weights one axis of K ≥ 1 weights
 * @param rest `axis` (−1), `output`, `mode` ('reflect'), `cval` (0), `origin` (0)
 * @throws ConcordatError where SciPy raises: weights that are no such sequence, an axis that is not there, and where
 *   `convolve` does
 * @example
 * import { ndimage } from 'concordat/scipy';
 * ndimage.convolve1d([[1, 2, 3], [4, 5, 6]], [1, -1], 0).toArray(); // => [[3, 3, 3], [0, 0, 0]]
 */
export function convolve1d(input: ArrayLike, weights: ArrayLike, ...rest: Ndimage1dRest): NDArray {
  return convolution.call([input, weights, ...rest], call => filtered(convolution.name, -1, call));
}

/**
 * `scipy.ndimage.correlate1d`: the correlation of every line along one axis; complex weights are conjugated.
 *
 *     y[n] = Σ_k conj(w[k]) · ext(x)[n + k − K // 2 − origin]
 *
 * Else as `convolve1d`.
 *
 * @param input an array of one axis or more
 * @param weights one axis of K ≥ 1 weights
 * @param rest `axis` (−1), `output`, `mode` ('reflect'), `cval` (0), `origin` (0)
 * @throws ConcordatError where `convolve1d` does
 * @example
 * import { ndimage } from 'concordat/scipy';
 * ndimage.correlate1d([2, 8, 0, 4], [1, 3], { mode: 'nearest' }).toArray(); // => [8, 26, 8, 12]
 */
export function correlate1d(input: ArrayLike, weights: ArrayLike, ...rest: Ndimage1dRest): NDArray {
  return correlation.call([input, weights, ...rest], call => filtered(correlation.name, 1, call));
}

function filtered(name: string, sign: 1 | -1, call: Bound<typeof parameters>): NDArray {
  const { input: x, weights: w } = call;
  const output = readOutput(name, call.output, x.dtype, w.dtype);
  const taps = countOf(w);
  if (w.shape.length !== 1 || taps === 0)
    throw fault(
      'shape',
      name,
      `no filter weights given; weights has shape ${showShape(w.shape)} and must have one axis with at least one element`,
      { argument: 'weights', shape: w.shape },
    );
  const axis = checkAxis(name, call.axis, x.shape.length);
  const origin = readOrigin(name, call.origin, taps, axis);
  const boundary = call.mode;
  const across = <T>(here: T, elsewhere: T): T[] => x.shape.map((_, k) => (k === axis ? here : elsewhere));
  const weights = reshape(sign === 1 ? conjugate(w) : w, across(taps, 1));
  return runFilter(
    { name, sign, origins: across(origin, 0), boundary, ignoreBelow: -1 },
    x,
    weights,
    call.cval,
    output,
  );
}
