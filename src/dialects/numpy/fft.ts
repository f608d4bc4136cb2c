/**
 * numpy.fft: its names, its order of arguments, and its element types. NumPy 1.24 computes everything in double
 * precision: complex128 or float64 out, whatever goes in.
 */

import { astype } from '../../array/convert.ts';
import { arrayOf, type NDArray } from '../../array/ndarray.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import * as fourier from '../../fourier/index.ts';
import { isComplex } from '../../kernels/dtype.ts';
import type { View } from '../../views/view.ts';
import { arrayLike, passedOn } from '../kinds.ts';
import { optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { signature } from '../signature.ts';

type N = number | null | undefined;
type List<T> = readonly T[] | null | undefined;
type NormName = fourier.Norm | null | undefined;

/** The arguments of transforms along one axis after the array, by name. */
export interface AxisKeywords {
  /** The length: the input is cut, or zeros follow it, to fit. */
  n?: N;
  /** The axis, the last one unless said. */
  axis?: number;
  /** Where the factor 1/n goes: 'backward' unless said. */
  norm?: NormName;
}
/** The arguments of transforms along several axes after the array, by name. */
export interface AxesKeywords {
  /** A length for each axis. */
  s?: List<number | null>;
  /** The axes: unless said all (the last two for the two-dimensional ones), or as many of the last as `s` has. */
  axes?: List<number>;
  /** Where the factor 1/n goes: 'backward' unless said. */
  norm?: NormName;
}
/** What may follow the array in a transform along one axis. */
export type AxisRest = Rest<[n: N, axis: number | undefined, norm: NormName], AxisKeywords>;
/** What may follow the array in a transform along several axes. */
export type AxesRest = Rest<[s: List<number | null>, axes: List<number>, norm: NormName], AxesKeywords>;

/** The array in double precision. */
const double = (x: View): NDArray => astype(x, isComplex(x.dtype) ? 'complex128' : 'float64');
/** The array as float64. NumPy drops imaginary parts here, with a warning. */
const doubleReal = (x: View): NDArray => astype(x, 'float64');

const norm = optional(passedOn<NormName>("'backward', 'ortho' or 'forward'"), null);

type Native<Options> = (x: ArrayLike, options: Options) => NDArray;

function oneAxis(name: string, native: Native<AxisKeywords>, input = double) {
  const transform = signature(`numpy.fft.${name}`, {
    a: arrayLike,
    n: optional(passedOn<N>('a length of at least 1'), null),
    axis: optional(passedOn<number>('an axis'), -1),
    norm,
  } satisfies Takes<AxisKeywords>);
  return (a: ArrayLike, ...rest: AxisRest): NDArray =>
    transform.call([a, ...rest], ({ a: source, n, axis, norm }) => native(input(source), { n, axis, norm }));
}

function manyAxes(
  name: string,
  native: Native<AxesKeywords>,
  preset: readonly number[] | null = null,
  input = double,
) {
  const transform = signature(`numpy.fft.${name}`, {
    a: arrayLike,
    s: optional(passedOn<List<number | null>>('a list of lengths, one for each axis'), null),
    axes: optional(passedOn<List<number>>('a list of axes'), preset),
    norm,
  } satisfies Takes<AxesKeywords>);
  return (a: ArrayLike, ...rest: AxesRest): NDArray =>
    transform.call([a, ...rest], ({ a: source, s, axes, norm }) => {
      const result = native(input(source), { s, axes, norm });
      // Without an axis to transform along, NumPy gives back what it got, in its own type.
      return (axes ?? s ?? source.shape).length === 0 ? arrayOf(source) : result;
    });
}

/**
 * `numpy.fft.fft`: the discrete Fourier transform along one axis, always complex128. Source: numpy 1.24.
 *
 * @param a real or complex numbers
 * @param rest `n`, `axis` (−1), `norm`: in this order, or by name in a last object
 * @throws ConcordatError when the axis is not there, or n < 1
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.fft([1, 2], null, 0).toArray(); // => [{ re: 3, im: 0 }, { re: -1, im: 0 }]
 * fft.fft([1, 2], { norm: 'forward' }).toArray(); // => [{ re: 1.5, im: 0 }, { re: -0.5, im: 0 }]
 */
export const fft = oneAxis('fft', fourier.fft);
/**
 * `numpy.fft.ifft`: the inverse of `fft`; the same arguments.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.ifft([3, -1]).toArray(); // => [{ re: 1, im: 0 }, { re: 2, im: 0 }]
 */
export const ifft = oneAxis('ifft', fourier.ifft);
/**
 * `numpy.fft.rfft`: places 0 … n/2 of the transform of real numbers; the same arguments as `fft`.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.rfft([1, 2]).toArray(); // => [{ re: 3, im: 0 }, { re: -1, im: 0 }]
 */
export const rfft = oneAxis('rfft', fourier.rfft, doubleReal);
/**
 * `numpy.fft.irfft`: the inverse of `rfft`, always float64; `n` is the length of the result, 2·(places − 1) unless
 * said. Source: numpy 1.24.
 *
 * @param a the places 0 … n/2 of a spectrum
 * @param rest `n`, `axis` (−1), `norm`: in this order, or by name in a last object
 * @throws ConcordatError when the axis is not there, or n < 1
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.irfft([3, 0], 3).toArray(); // => [1, 1, 1]
 */
export const irfft = oneAxis('irfft', fourier.irfft);

/**
 * `numpy.fft.fftn`: the transform along several axes. Source: numpy 1.24.
 *
 * @param a real or complex numbers
 * @param rest `s` (a length for each axis), `axes` (all), `norm`: in this order, or by name in a last object
 * @throws ConcordatError when an axis is not there, a length is below 1, or `s` and `axes` differ in number
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.fftn([[1, 2], [3, 4]], [1, 2], [0, 1]).toArray(); // => [[{ re: 3, im: 0 }, { re: -1, im: 0 }]]
 */
export const fftn = manyAxes('fftn', fourier.fftn);
/**
 * `numpy.fft.ifftn`: the inverse of `fftn`; the same arguments.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.ifftn([[3, -1]]).toArray(); // => [[{ re: 1, im: 0 }, { re: 2, im: 0 }]]
 */
export const ifftn = manyAxes('ifftn', fourier.ifftn);
/**
 * `numpy.fft.rfftn`: `fftn` of real numbers; the last axis keeps places 0 … n/2.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.rfftn([[1, 2], [3, 4]]).shape; // => [2, 2]
 */
export const rfftn = manyAxes('rfftn', fourier.rfftn, null, doubleReal);
/**
 * `numpy.fft.irfftn`: the inverse of `rfftn`; `s` are the lengths of the result.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.irfftn([[10, -2], [-4, 0]]).toArray(); // => [[1, 2], [3, 4]]
 */
export const irfftn = manyAxes('irfftn', fourier.irfftn);
/**
 * `numpy.fft.fft2`: `fftn` along the last two axes unless `axes` names others.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.fft2([[1, 2], [3, 4]]).shape; // => [2, 2]
 */
export const fft2 = manyAxes('fft2', fourier.fft2, [-2, -1]);
/**
 * `numpy.fft.ifft2`: the inverse of `fft2`.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.ifft2([[3, -1]]).toArray(); // => [[{ re: 1, im: 0 }, { re: 2, im: 0 }]]
 */
export const ifft2 = manyAxes('ifft2', fourier.ifft2, [-2, -1]);
/**
 * `numpy.fft.rfft2`: `rfftn` along the last two axes unless `axes` names others.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.rfft2([[1, 2, 3, 4]]).shape; // => [1, 3]
 */
export const rfft2 = manyAxes('rfft2', fourier.rfft2, [-2, -1], doubleReal);
/**
 * `numpy.fft.irfft2`: the inverse of `rfft2`.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.irfft2([[10, -2], [-4, 0]]).toArray(); // => [[1, 2], [3, 4]]
 */
export const irfft2 = manyAxes('irfft2', fourier.irfft2, [-2, -1]);

type Axes = number | readonly number[] | null | undefined;
/** What may follow the array in `fftshift` and `ifftshift`. */
export type ShiftRest = Rest<[axes: Axes], { axes?: Axes }>;

function shift(name: string, native: Native<{ axes?: Axes }>) {
  const shifting = signature(`numpy.fft.${name}`, {
    x: arrayLike,
    axes: optional(passedOn<Axes>('one axis, or a list of them'), null),
  });
  return (x: ArrayLike, ...rest: ShiftRest): NDArray =>
    shifting.call([x, ...rest], ({ x: source, axes }) => native(source, { axes }));
}

/**
 * `numpy.fft.fftshift`: place 0 moves to the middle of each axis, or of `axes`.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.fftshift([0, 1, 2, -2, -1]).toArray(); // => [-2, -1, 0, 1, 2]
 */
export const fftshift = shift('fftshift', fourier.fftshift);
/**
 * `numpy.fft.ifftshift`: the inverse of `fftshift`.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.ifftshift([1, 2, 3]).toArray(); // => [2, 3, 1]
 */
export const ifftshift = shift('ifftshift', fourier.ifftshift);

/** What may follow the length in `fftfreq` and `rfftfreq`. */
export type FrequencyRest = Rest<[d: number | undefined], { d?: number }>;

function frequencies(name: string, native: (n: number, d: number) => NDArray) {
  const places = signature(`numpy.fft.${name}`, {
    n: passedOn<number>('a whole number of at least 1'),
    d: optional(passedOn<number>('a finite number other than 0'), 1),
  });
  return (n: number, ...rest: FrequencyRest): NDArray =>
    places.call([n, ...rest], call => native(call.n, call.d));
}

/**
 * `numpy.fft.fftfreq`: the frequencies of the n places of `fft` for samples d apart.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.fftfreq(4, 0.5).toArray(); // => [0, 0.5, -1, -0.5]
 */
export const fftfreq = frequencies('fftfreq', fourier.fftfreq);
/**
 * `numpy.fft.rfftfreq`: the frequencies of the places 0 … n/2 of `rfft`.
 *
 * @example
 * import { fft } from 'concordat/numpy';
 * fft.rfftfreq(4).toArray(); // => [0, 0.25, 0.5]
 */
export const rfftfreq = frequencies('rfftfreq', fourier.rfftfreq);
