/**
 * Transforms between real numbers and their spectrum. The spectrum of n reals is determined by its places
 * 0 … n/2 (n/2 + 1 of them, rounded down), because place n − k is the conjugate of place k; only those are kept,
 * along the last axis that is transformed.
 */
import { type ArrayLike, asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { defineOperation } from '../array/operation.ts';
import { fault } from '../errors.ts';
import { type ComplexDType, dtypes, isComplex } from '../kernels/dtype.ts';
import { spectrumType } from './complex-transforms.ts';
import {
  type AxesOptions,
  type AxisOptions,
  alongAxes,
  alongAxis,
  type Direction,
  type Request,
} from './options.ts';
import { runSteps } from './steps.ts';

type RealResult = 'float32' | 'float64';

const realTransform = defineOperation<Request, NDArray<ComplexDType>>({
  name: 'realTransform',
  run: ([x], request) => runSteps(x, request, spectrumType(x.dtype)) as NDArray<ComplexDType>,
});

const inverseRealTransform = defineOperation<Request, NDArray<RealResult>>({
  name: 'inverseRealTransform',
  run: ([x], request) => runSteps(x, request, dtypes[spectrumType(x.dtype)].component) as NDArray<RealResult>,
});

const forward = (name: string): Direction => ({ name, kind: 'spectrum', inverse: false });
const backward = (name: string): Direction => ({ name, kind: 'reals', inverse: true });

function asReal(x: ArrayLike, name: string): NDArray {
  const source = asArray(x, name, 'x');
  if (!isComplex(source.dtype)) return source;
  throw fault(
    'dtype',
    name,
    `expects a real input, but x is ${source.dtype}; use ${name.slice(1)}, or realPart(x)`,
    { argument: 'x', dtype: source.dtype },
  );
}

/**
 * The spectrum of real numbers along one axis: places 0 … n/2 of `fft`.
 *
 * @param x real numbers
 * @param options `n`: the length, to which the axis is cut or padded with zeros; `axis` (−1); `norm` ('backward')
 * @throws ConcordatError for complex numbers, when the axis is not there, or n < 1
 * @example
 * import { rfft } from 'concordat';
 * rfft([1, 2, 3, 4]).toArray(); // => [{ re: 10, im: 0 }, { re: -2, im: 2 }, { re: -2, im: 0 }]
 */
export function rfft(x: ArrayLike, options: AxisOptions = {}): NDArray<ComplexDType> {
  const source = asReal(x, 'rfft');
  return realTransform([source], alongAxis(forward('rfft'), source, options));
}

/**
 * The inverse of `rfft`. Give `n` when the real length was odd: without it the result has 2·(places − 1) elements.
 * The imaginary part of place 0, and of place n/2 of an even length, is ignored.
 *
 * @param x the places 0 … n/2 of a spectrum
 * @param options `n`: the length of the result; `axis` (−1); `norm` ('backward')
 * @throws ConcordatError when the axis is not there, or n < 1
 * @example
 * import { irfft, rfft } from 'concordat';
 * irfft(rfft([1, 2, 3, 4])).toArray(); // => [1, 2, 3, 4]
 * irfft([3, 0], { n: 3 }).toArray(); // => [1, 1, 1]
 */
export function irfft(x: ArrayLike, options: AxisOptions = {}): NDArray<RealResult> {
  const source = asArray(x, 'irfft', 'x');
  return inverseRealTransform([source], alongAxis(backward('irfft'), source, options));
}

/**
 * The spectrum of real numbers along several axes; the last of them keeps places 0 … n/2.
 *
 * @param x real numbers
 * @param options `s`: a length for each axis, cut or padded to; `axes` (all); `norm` ('backward')
 * @throws ConcordatError for complex numbers, no axis, an axis that is not there, a length below 1, or `s` and `axes`
 *   that differ in number
 * @example
 * import { realPart, rfftn } from 'concordat';
 * realPart(rfftn([[1, 2], [3, 4]])).toArray(); // => [[10, -2], [-4, 0]]
 */
export function rfftn(x: ArrayLike, options: AxesOptions = {}): NDArray<ComplexDType> {
  const source = asReal(x, 'rfftn');
  return realTransform([source], alongAxes(forward('rfftn'), source, options));
}

/**
 * The inverse of `rfftn`. The lengths `s` are those of the result; give them when its last axis is odd.
 *
 * @param x a spectrum whose last transformed axis keeps places 0 … n/2
 * @param options `s`, `axes`, `norm`, as for `rfftn`
 * @throws ConcordatError for no axis, an axis that is not there, a length below 1, or `s` and `axes` that differ in
 *   number
 * @example
 * import { irfftn, rfftn } from 'concordat';
 * irfftn(rfftn([[1, 2], [3, 4]])).toArray(); // => [[1, 2], [3, 4]]
 */
export function irfftn(x: ArrayLike, options: AxesOptions = {}): NDArray<RealResult> {
  const source = asArray(x, 'irfftn', 'x');
  return inverseRealTransform([source], alongAxes(backward('irfftn'), source, options));
}

/**
 * `rfftn` along the last two axes unless `axes` names others.
 *
 * @param x real numbers, at least two axes
 * @param options `s`, `axes`, `norm`, as for `rfftn`
 * @throws ConcordatError as `rfftn` does
 * @example
 * import { rfft2 } from 'concordat';
 * rfft2([[1, 2, 3, 4]]).toArray(); // => [[{ re: 10, im: 0 }, { re: -2, im: 2 }, { re: -2, im: 0 }]]
 */
export function rfft2(x: ArrayLike, options: AxesOptions = {}): NDArray<ComplexDType> {
  const source = asReal(x, 'rfft2');
  return realTransform([source], alongAxes(forward('rfft2'), source, options, [-2, -1]));
}

/**
 * The inverse of `rfft2`.
 *
 * @param x a spectrum whose last transformed axis keeps places 0 … n/2
 * @param options `s`, `axes`, `norm`, as for `irfftn`
 * @throws ConcordatError as `irfftn` does
 * @example
 * import { irfft2 } from 'concordat';
 * irfft2([[10, -2], [-4, 0]]).toArray(); // => [[1, 2], [3, 4]]
 */
export function irfft2(x: ArrayLike, options: AxesOptions = {}): NDArray<RealResult> {
  const source = asArray(x, 'irfft2', 'x');
  return inverseRealTransform([source], alongAxes(backward('irfft2'), source, options, [-2, -1]));
}
