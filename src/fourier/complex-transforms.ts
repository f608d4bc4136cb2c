/**
 * Transforms of complex numbers, along one axis or several:
 *
 *     X[k] = Σ_j  x[j] · exp(−2πi·j·k ÷ n)          the inverse has +2πi and a factor 1/n
 *
 * float32 and complex64 give complex64, everything else complex128; sums are taken in float64 either way.
 */
import { type ArrayLike, asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { defineOperation } from '../array/operation.ts';
import { type ComplexDType, type DType, dtypes } from '../kernels/dtype.ts';
import {
  type AxesOptions,
  type AxisOptions,
  alongAxes,
  alongAxis,
  type Direction,
  type Request,
} from './options.ts';
import { runSteps } from './steps.ts';

/** The type of a spectrum: as precise as its input, float64 unless that is float32. */
export const spectrumType = (dtype: DType): ComplexDType =>
  dtypes[dtype].component === 'float32' ? 'complex64' : 'complex128';

const complexTransform = defineOperation<Request, NDArray<ComplexDType>>({
  name: 'complexTransform',
  run: ([x], request) => runSteps(x, request, spectrumType(x.dtype)) as NDArray<ComplexDType>,
});

const direction = (name: string): Direction => ({ name, kind: 'complex', inverse: name.startsWith('i') });

function oneAxis(name: string, x: ArrayLike, options: AxisOptions): NDArray<ComplexDType> {
  const source = asArray(x, name, 'x');
  return complexTransform([source], alongAxis(direction(name), source, options));
}

function manyAxes(
  name: string,
  x: ArrayLike,
  options: AxesOptions,
  preset?: readonly number[],
): NDArray<ComplexDType> {
  const source = asArray(x, name, 'x');
  return complexTransform([source], alongAxes(direction(name), source, options, preset));
}

/**
 * The discrete Fourier transform along one axis, for any length.
 *
 * @param x real or complex numbers
 * @param options `n`: the length, to which the axis is cut or padded with zeros; `axis` (−1); `norm` ('backward')
 * @throws ConcordatError when the axis is not there, or n < 1
 * @example
 * import { fft } from 'concordat';
 * fft([1, 0, 0, 0]).toArray(); // => [{ re: 1, im: 0 }, { re: 1, im: 0 }, { re: 1, im: 0 }, { re: 1, im: 0 }]
 * fft([1, 2], { norm: 'forward' }).toArray(); // => [{ re: 1.5, im: 0 }, { re: -0.5, im: 0 }]
 */
export const fft = (x: ArrayLike, options: AxisOptions = {}): NDArray<ComplexDType> =>
  oneAxis('fft', x, options);

/**
 * The inverse of `fft`.
 *
 * @param x real or complex numbers
 * @param options `n`, `axis`, `norm`, as for `fft`
 * @throws ConcordatError when the axis is not there, or n < 1
 * @example
 * import { fft, ifft } from 'concordat';
 * ifft(fft([1, 2])).toArray(); // => [{ re: 1, im: 0 }, { re: 2, im: 0 }]
 */
export const ifft = (x: ArrayLike, options: AxisOptions = {}): NDArray<ComplexDType> =>
  oneAxis('ifft', x, options);

/**
 * The discrete Fourier transform along several axes: all of them, or `axes`, or the last as many as `s` has lengths.
 *
 * @param x real or complex numbers
 * @param options `s`: a length for each axis, cut or padded to; `axes`; `norm` ('backward')
 * @throws ConcordatError when an axis is not there, a length is below 1, or `s` and `axes` differ in number
 * @example
 * import { fftn, realPart } from 'concordat';
 * realPart(fftn([[1, 2], [3, 4]], { axes: [0] })).toArray(); // => [[4, 6], [-2, -2]]
 */
export const fftn = (x: ArrayLike, options: AxesOptions = {}): NDArray<ComplexDType> =>
  manyAxes('fftn', x, options);

/**
 * The inverse of `fftn`.
 *
 * @param x real or complex numbers
 * @param options `s`, `axes`, `norm`, as for `fftn`
 * @throws ConcordatError as `fftn` does
 * @example
 * import { ifftn, realPart } from 'concordat';
 * realPart(ifftn([[4, 0], [0, 0]])).toArray(); // => [[1, 1], [1, 1]]
 */
export const ifftn = (x: ArrayLike, options: AxesOptions = {}): NDArray<ComplexDType> =>
  manyAxes('ifftn', x, options);

/**
 * `fftn` along the last two axes unless `axes` names others.
 *
 * @param x real or complex numbers, at least two axes
 * @param options `s`, `axes`, `norm`, as for `fftn`
 * @throws ConcordatError as `fftn` does
 * @example
 * import { fft2, realPart } from 'concordat';
 * realPart(fft2([[1, 2], [3, 4]])).toArray(); // => [[10, -2], [-4, 0]]
 */
export const fft2 = (x: ArrayLike, options: AxesOptions = {}): NDArray<ComplexDType> =>
  manyAxes('fft2', x, options, [-2, -1]);

/**
 * The inverse of `fft2`.
 *
 * @param x real or complex numbers, at least two axes
 * @param options `s`, `axes`, `norm`, as for `fftn`
 * @throws ConcordatError as `fftn` does
 * @example
 * import { ifft2, realPart } from 'concordat';
 * realPart(ifft2([[10, -2], [-4, 0]])).toArray(); // => [[1, 2], [3, 4]]
 */
export const ifft2 = (x: ArrayLike, options: AxesOptions = {}): NDArray<ComplexDType> =>
  manyAxes('ifft2', x, options, [-2, -1]);
