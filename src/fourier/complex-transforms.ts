/**
 * Transforms of complex numbers, along one axis or several:
 *
 *     X[k] = Σ_j  x[j] · exp(−2πi·j·k ÷ n)          the inverse has +2πi and a factor 1/n
 *
 * float32 and complex64 give complex64, everything else complex128; sums are taken in float64 either way.
 */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { asView } from '../convert/convert.ts';
import type { ComplexDType } from '../kernels/dtype.ts';
import type { View } from '../views/view.ts';
import { transformAdjoint } from './adjoint.ts';
import {
  type AxesOptions,
  type AxisOptions,
  alongAxes,
  alongAxis,
  type Direction,
  type TransformRequest,
} from './options.ts';
import { transformed } from './steps.ts';

const direction = (name: string): Direction => ({ name, kind: 'complex', inverse: name.startsWith('i') });

const define = (name: string) =>
  defineOperation<TransformRequest, View<ComplexDType>>({
    name,
    run: ([x], request) => transformed(x, request) as View<ComplexDType>,
    adjoint: transformAdjoint,
  });

/** The transform of that name along one axis. */
function oneAxis(name: string): (x: ArrayLike, options?: AxisOptions) => NDArray<ComplexDType> {
  const operation = define(name);
  return (x, options = {}) => {
    const source = asView(x, name, 'x');
    return operation([source], alongAxis(direction(name), source, options));
  };
}

/** The transform of that name along several axes: `preset` unless the options name others. */
function manyAxes(
  name: string,
  preset?: readonly number[],
): (x: ArrayLike, options?: AxesOptions) => NDArray<ComplexDType> {
  const operation = define(name);
  return (x, options = {}) => {
    const source = asView(x, name, 'x');
    return operation([source], alongAxes(direction(name), source, options, preset));
  };
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
export const fft = oneAxis('fft');

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
export const ifft = oneAxis('ifft');

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
export const fftn = manyAxes('fftn');

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
export const ifftn = manyAxes('ifftn');

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
export const fft2 = manyAxes('fft2', [-2, -1]);

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
export const ifft2 = manyAxes('ifft2', [-2, -1]);
