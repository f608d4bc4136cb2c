/**
 * torch.fft: its names, its order of arguments, and its element types. float32 stays complex64; integers and bool
 * become torch's default type, float32, first. Source: torch 1.13.
 */

import type { NDArray } from '../../array/ndarray.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { fault } from '../../errors.ts';
import { frequencies } from '../../fourier/frequencies.ts';
import * as fourier from '../../fourier/index.ts';
import { dtypes } from '../../kernels/dtype.ts';
import { castTo } from '../../views/cast.ts';
import type { View } from '../../views/view.ts';
import { choice, integer, passedOn } from '../kinds.ts';
import { keywordOnly, nullable, optional, type Parameter, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { type IntOrTuple, oneOrMore } from './integers.ts';
import { asTensor, showSize, tensor } from './tensor.ts';

type N = number | null | undefined;
type Tuple = IntOrTuple | null | undefined;
type NormName = fourier.Norm | null | undefined;

/** The arguments of transforms along one axis after the tensor, by name. */
export interface AxisKeywords {
  /** The length: the input is cut, or zeros follow it, to fit. */
  n?: N;
  /** The axis, the last one unless said. */
  dim?: number;
  /** Where the factor 1/n goes: 'backward' unless said. */
  norm?: NormName;
}
/** The arguments of transforms along several axes after the tensor, by name. */
export interface AxesKeywords {
  /** A length for each axis. */
  s?: Tuple;
  /** The axes: unless said all (the last two for the two-dimensional ones), or as many of the last as `s` has. */
  dim?: Tuple;
  /** Where the factor 1/n goes: 'backward' unless said. */
  norm?: NormName;
}
/** What may follow the tensor in a transform along one axis. */
export type AxisRest = Rest<[n: N, dim: number | undefined, norm: NormName], AxisKeywords>;
/** What may follow the tensor in a transform along several axes. */
export type AxesRest = Rest<[s: Tuple, dim: Tuple, norm: NormName], AxesKeywords>;

/** A tensor of a floating or complex type; integers and bool become float32. */
const floatingTensor: Parameter<ArrayLike, View> = {
  words: 'a tensor',
  read: (name, argument, value) => {
    const x = asTensor(value as ArrayLike, name, argument);
    return 'fc'.includes(dtypes[x.dtype].kind) ? x : castTo(x, 'float32');
  },
};

const norm = optional(passedOn<NormName>("'backward', 'ortho' or 'forward'"), null);

function oneAxis(name: string, native: (x: View, options: fourier.AxisOptions) => NDArray) {
  const transform = signature(`torch.fft.${name}`, {
    input: floatingTensor,
    n: optional(passedOn<N>('a length of at least 1'), null),
    dim: optional(passedOn<number>('an axis'), -1),
    norm,
  } satisfies Takes<AxisKeywords>);
  return (input: ArrayLike, ...rest: AxisRest): NDArray =>
    transform.call([input, ...rest], ({ input: x, n, dim, norm }) => native(x, { n, axis: dim, norm }));
}

function manyAxes(
  name: string,
  native: (x: View, options: fourier.AxesOptions) => NDArray,
  preset: readonly number[] | null = null,
) {
  const full = `torch.fft.${name}`;
  const transform = signature(full, {
    input: floatingTensor,
    s: optional(nullable(oneOrMore), null),
    dim: optional(nullable(oneOrMore), preset),
    norm,
  } satisfies Takes<AxesKeywords>);
  const transformed = ({ input: x, s, dim: axes, norm }: Bound<typeof transform.parameters>): NDArray => {
    const rank = x.shape.length;
    if (rank === 0)
      throw fault('shape', full, 'the input has no axes; ndim must be >= 1', {
        argument: 'input',
        shape: x.shape,
      });
    if (s && !axes && s.length > rank)
      throw fault(
        'shape',
        full,
        `Got shape with ${s.length} values but input tensor only has ${rank} dimensions.`,
        { argument: 's', s, shape: x.shape },
      );
    const places = axes?.map(axis => (axis < 0 ? axis + rank : axis)) ?? [];
    if (new Set(places).size !== places.length)
      throw fault('axis', full, `FFT dims must be unique; dim is ${showSize(axes ?? [])}`, {
        argument: 'dim',
        dim: axes,
      });
    // A length of −1 leaves the axis as long as it is.
    return native(x, { s: s?.map(extent => (extent === -1 ? null : extent)), axes, norm });
  };
  return (input: ArrayLike, ...rest: AxesRest): NDArray => transform.call([input, ...rest], transformed);
}

/**
 * `torch.fft.fft`: the discrete Fourier transform along one axis, complex64 for float32.
 *
 * @param input real or complex numbers
 * @param rest `n`, `dim` (−1), `norm`: in this order, or by name in a last object
 * @throws ConcordatError when the axis is not there, or n < 1
 * @example
 * import { fft } from 'concordat/torch';
 * fft.fft(new Float32Array([1, 2])).dtype; // => 'complex64'
 * fft.fft([1, 2], { norm: 'forward' }).toArray(); // => [{ re: 1.5, im: 0 }, { re: -0.5, im: 0 }]
 */
export const fft = oneAxis('fft', fourier.fft);
/**
 * `torch.fft.ifft`: the inverse of `fft`; the same arguments.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.ifft([3, -1]).toArray(); // => [{ re: 1, im: 0 }, { re: 2, im: 0 }]
 */
export const ifft = oneAxis('ifft', fourier.ifft);
/**
 * `torch.fft.rfft`: places 0 … n/2 of the transform of real numbers; the same arguments as `fft`.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.rfft([1, 2]).toArray(); // => [{ re: 3, im: 0 }, { re: -1, im: 0 }]
 */
export const rfft = oneAxis('rfft', fourier.rfft);
/**
 * `torch.fft.irfft`: the inverse of `rfft`; `n` is the length of the result, 2·(places − 1) unless said.
 *
 * @param input the places 0 … n/2 of a spectrum
 * @param rest `n`, `dim` (−1), `norm`: in this order, or by name in a last object
 * @throws ConcordatError when the axis is not there, or n < 1
 * @example
 * import { fft } from 'concordat/torch';
 * fft.irfft([3, 0], 3).toArray(); // => [1, 1, 1]
 */
export const irfft = oneAxis('irfft', fourier.irfft);

/**
 * `torch.fft.fftn`: the transform along several axes, each at most once.
 *
 * @param input real or complex numbers
 * @param rest `s` (a length for each axis, −1 to leave it), `dim` (all), `norm`: in this order, or by name in a last
 *   object
 * @throws ConcordatError when an axis is not there or stands there twice, a length is 0, or `s` and `dim` differ in
 *   number
 * @example
 * import { fft } from 'concordat/torch';
 * fft.fftn([[1, 2], [3, 4]], [1, -1], [0, 1]).toArray(); // => [[{ re: 3, im: 0 }, { re: -1, im: 0 }]]
 */
export const fftn = manyAxes('fftn', fourier.fftn);
/**
 * `torch.fft.ifftn`: the inverse of `fftn`; the same arguments.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.ifftn([[3, -1]]).toArray(); // => [[{ re: 1, im: 0 }, { re: 2, im: 0 }]]
 */
export const ifftn = manyAxes('ifftn', fourier.ifftn);
/**
 * `torch.fft.rfftn`: `fftn` of real numbers; the last axis keeps places 0 … n/2.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.rfftn([[1, 2], [3, 4]]).shape; // => [2, 2]
 */
export const rfftn = manyAxes('rfftn', fourier.rfftn);
/**
 * `torch.fft.irfftn`: the inverse of `rfftn`; `s` are the lengths of the result.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.irfftn([[10, -2], [-4, 0]]).toArray(); // => [[1, 2], [3, 4]]
 */
export const irfftn = manyAxes('irfftn', fourier.irfftn);
/**
 * `torch.fft.fft2`: `fftn` along the last two axes unless `dim` names others.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.fft2([[1, 2], [3, 4]]).shape; // => [2, 2]
 */
export const fft2 = manyAxes('fft2', fourier.fft2, [-2, -1]);
/**
 * `torch.fft.ifft2`: the inverse of `fft2`.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.ifft2([[3, -1]]).toArray(); // => [[{ re: 1, im: 0 }, { re: 2, im: 0 }]]
 */
export const ifft2 = manyAxes('ifft2', fourier.ifft2, [-2, -1]);
/**
 * `torch.fft.rfft2`: `rfftn` along the last two axes unless `dim` names others.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.rfft2([[1, 2, 3, 4]]).shape; // => [1, 3]
 */
export const rfft2 = manyAxes('rfft2', fourier.rfft2, [-2, -1]);
/**
 * `torch.fft.irfft2`: the inverse of `rfft2`.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.irfft2([[10, -2], [-4, 0]]).toArray(); // => [[1, 2], [3, 4]]
 */
export const irfft2 = manyAxes('irfft2', fourier.irfft2, [-2, -1]);

/** What may follow the tensor in `fftshift` and `ifftshift`. */
export type ShiftRest = Rest<[dim: Tuple], { dim?: Tuple }>;

function shift(name: string, native: (x: View, options: fourier.ShiftOptions) => NDArray) {
  const shifting = signature(`torch.fft.${name}`, {
    input: tensor,
    dim: optional(passedOn<Tuple>('one axis, or a list of them'), null),
  });
  return (input: ArrayLike, ...rest: ShiftRest): NDArray =>
    shifting.call([input, ...rest], ({ input: x, dim: axes }) => native(x, { axes }));
}

/**
 * `torch.fft.fftshift`: place 0 moves to the middle of each axis, or of `dim`.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.fftshift([0, 1, 2, -2, -1]).toArray(); // => [-2, -1, 0, 1, 2]
 */
export const fftshift = shift('fftshift', fourier.fftshift);
/**
 * `torch.fft.ifftshift`: the inverse of `fftshift`.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.ifftshift([1, 2, 3]).toArray(); // => [2, 3, 1]
 */
export const ifftshift = shift('ifftshift', fourier.ifftshift);

/** The arguments of `fftfreq` and `rfftfreq` after the length, by name. */
export interface FrequencyKeywords {
  /** The distance of samples: 1 unless said. */
  d?: number;
  /** The element type: float32 unless said. */
  dtype?: 'float32' | 'float64';
}
/** What may follow the length in `fftfreq` and `rfftfreq`. */
export type FrequencyRest = Rest<[d: number | undefined], FrequencyKeywords>;

function frequencyFunction(name: string, places: (n: number) => { count: number; turn: number }) {
  const frequency = signature(`torch.fft.${name}`, {
    n: integer(0),
    d: optional(passedOn<number>('the distance of samples'), 1),
    dtype: keywordOnly(optional(choice(['float32', 'float64']), 'float32')),
  } satisfies Takes<FrequencyKeywords>);
  return (n: number, ...rest: FrequencyRest): NDArray =>
    frequency.call([n, ...rest], ({ dtype, n: length, d }) => {
      const { count, turn } = places(length);
      return frequencies(name, count, turn, 1 / (length * d), dtype);
    });
}

/**
 * `torch.fft.fftfreq`: the frequencies of the n places of `fft` for samples d apart, float32 unless `dtype` says
 * otherwise.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.fftfreq(4, 0.5).toArray(); // => [0, 0.5, -1, -0.5]
 */
export const fftfreq = frequencyFunction('fftfreq', n => ({ count: n, turn: Math.ceil(n / 2) }));
/**
 * `torch.fft.rfftfreq`: the frequencies of the places 0 … n/2 of `rfft`.
 *
 * @example
 * import { fft } from 'concordat/torch';
 * fft.rfftfreq(4).toArray(); // => [0, 0.25, 0.5]
 */
export const rfftfreq = frequencyFunction('rfftfreq', n => {
  const count = Math.floor(n / 2) + 1;
  return { count, turn: count };
});
