/** scipy.signal.fftconvolve and oaconvolve: convolution as a product of spectra. Source: SciPy 1.10. */

import { multiply } from '../../array/arithmetic.ts';
import { broadcastTo } from '../../array/broadcast.ts';
import { zeros } from '../../array/create.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { reshape, slice, transpose } from '../../array/views.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { lowerMiddle, makeConvention } from '../../convolution/convention.ts';
import { convolveChannels } from '../../convolution/operation.ts';
import { fault, showShape } from '../../errors.ts';
import { sizeOf } from '../../extents.ts';
import { type DType, promoteTypes } from '../../kernels/dtype.ts';
import { countOf, type View } from '../../views/view.ts';
import { arrayLike, later } from '../kinds.ts';
import { optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { checkRanks, type SignalMode, signalMode, swapNeeded } from './modes.ts';

/** The arguments of `fftconvolve` and `oaconvolve` after the arrays, by name. */
export interface FftconvolveKeywords {
  /** 'full' unless said. */
  mode?: SignalMode;
  /** The axes that are convolved; the others are multiplied element by element. All unless said. */
  axes?: number | readonly number[] | null;
}

type FftconvolveRest = Rest<
  [mode: SignalMode | undefined, axes: number | readonly number[] | null | undefined],
  FftconvolveKeywords
>;

const parameters = {
  in1: arrayLike,
  in2: arrayLike,
  mode: optional(signalMode, 'full'),
  axes: optional(later<number | readonly number[] | null>('an axis, a list of them, or null for all'), null),
} satisfies Takes<FftconvolveKeywords>;

const convolution = signature('scipy.signal.fftconvolve', parameters);
const convolutionByBlocks = signature('scipy.signal.oaconvolve', parameters);

/**
 * `scipy.signal.fftconvolve`: the convolution of two arrays along `axes` as a product of their spectra.
 *
 *     full[n] = Σ_k in2[k] · in1[n − k],  0 ≤ n < N + K − 1
 *
 * 'same' starts at full[(K − 1) // 2] and has the shape of `in1`; 'valid' is what both cover. Whole numbers and bool give
 * float64, which is not rounded; float32 and complex64 stay. One NaN or infinity makes every sum that shares an axis of
 * it NaN. Along axes of one element, and where all are, the arrays are only multiplied, in their own type.
 * Source: SciPy 1.10.
 *
 * @param in1 the first array
 * @param in2 the second, of as many axes
 * @param rest `mode` ('full'), `axes` (all)
 * @returns errors are relative to the largest element; an empty array gives one of shape (0,)
 * @throws ConcordatError where SciPy raises: ranks that differ, axes that are none or not there, shapes that do not
 *   broadcast along the other axes, an unknown mode, 'valid' where neither array holds the other
 * @example
 * import { signal } from 'concordat/scipy';
 * signal.fftconvolve([[1, 2]], [[3], [4]]).toArray(); // => [[3, 6], [4, 8]]
 */
export function fftconvolve(in1: ArrayLike, in2: ArrayLike, ...rest: FftconvolveRest): NDArray {
  return convolution.call([in1, in2, ...rest], call => convolved(convolution.name, call));
}

/**
 * `scipy.signal.oaconvolve`: the numbers of `fftconvolve`. SciPy cuts the longer array into blocks to save time, which
 * changes rounding only, and where a NaN spreads: there to its block, here to all.
 *
 * @param in1 the first array
 * @param in2 the second, of as many axes
 * @param rest `mode` ('full'), `axes` (all)
 * @throws ConcordatError where `fftconvolve` does
 * @example
 * import { signal } from 'concordat/scipy';
 * signal.oaconvolve([[1, 2]], [[3], [4]], 'same').toArray(); // => [[3, 6]]
 */
export function oaconvolve(in1: ArrayLike, in2: ArrayLike, ...rest: FftconvolveRest): NDArray {
  return convolutionByBlocks.call([in1, in2, ...rest], call => convolved(convolutionByBlocks.name, call));
}

function convolved(name: string, call: Bound<typeof parameters>): NDArray {
  const { in1, in2 } = call;
  checkRanks(name, in1, in2);
  const rank = in1.shape.length;
  if (rank === 0) return multiply(in1, in2);
  if (countOf(in1) === 0 || countOf(in2) === 0) return zeros([0]);
  const axes = readAxes(name, call.axes, rank);
  return fourierConvolution(name, in1, in2, call.mode, axes);
}

/** `fftconvolve` of arrays that are not empty, along `axes`. */
export function fourierConvolution(
  name: string,
  in1: View,
  in2: View,
  mode: SignalMode,
  axes: readonly number[] = [...in1.shape.keys()],
  result?: DType,
): NDArray {
  const long = axes.filter(axis => in1.shape[axis] !== 1 && in2.shape[axis] !== 1);
  const swap = swapNeeded(name, mode, in1.shape, in2.shape, long);
  const [x, h] = swap ? [in2, in1] : [in1, in2];
  const rest = [...x.shape.keys()].filter(axis => !long.includes(axis));
  const common = rest.map(axis => commonExtent(name, in1, in2, axis));
  const whole =
    long.length === 0 ? multiply(x, h) : convolveLong(name, x, h, long, rest, common, mode, result);
  if (mode !== 'same') return whole;
  // Along an axis where in1 has one element and in2 several, the middle one of the products is kept.
  const middle = (axis: number) => (whole.shape[axis] - x.shape[axis]) >> 1;
  return slice(whole, ...x.shape.map((extent, axis) => [middle(axis), middle(axis) + extent] as const));
}

/** The extent to which both arrays broadcast along an axis that is not convolved. */
function commonExtent(name: string, in1: View, in2: View, axis: number): number {
  const [a, b] = [in1.shape[axis], in2.shape[axis]];
  if (a === b || a === 1 || b === 1) return Math.max(a, b);
  throw fault(
    'shape',
    name,
    `incompatible shapes for in1 and in2: ${showShape(in1.shape)} and ${showShape(in2.shape)}; axis ${axis} is not convolved and must have one extent, or 1`,
    { axis, shapes: [in1.shape, in2.shape] },
  );
}

/** Convolves along the axes `long`; every place along the others is a group with its own kernel. */
function convolveLong(
  name: string,
  x: View,
  h: View,
  long: readonly number[],
  rest: readonly number[],
  common: readonly number[],
  mode: SignalMode,
  result?: DType,
): NDArray {
  const order = [...rest, ...long];
  const groups = sizeOf(common);
  const grouped = (array: View, lead: readonly number[]) => {
    const extents = long.map(axis => array.shape[axis]);
    return reshape(broadcastTo(transpose(array, order), [...common, ...extents]), [...lead, ...extents]);
  };
  const accumulator = promoteTypes(spectralType(x.dtype), spectralType(h.dtype));
  const convention = makeConvention(
    { sign: -1, origin: lowerMiddle, window: mode },
    { accumulator, result: result ?? accumulator },
  );
  const [images, kernels] = [grouped(x, [1, groups]), grouped(h, [groups, 1])];
  const y = convolveChannels(name, images, kernels, null, convention, groups, 'fft');
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return transpose(reshape(y, [...common, ...y.shape.slice(2)]), inverse);
}

/** scipy.fft keeps single precision and takes everything else to double. */
const spectralType = (dtype: DType): DType =>
  dtype === 'float32' || dtype.startsWith('complex') ? dtype : 'float64';

function readAxes(name: string, value: unknown, rank: number): number[] {
  const refused = (what: string) =>
    fault('axis', name, `${what}; in1 has ${rank} axes`, { argument: 'axes', value, rank });
  if (value === null) return Array.from({ length: rank }, (_, axis) => axis);
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const axes = given.map(axis => {
    if (!Number.isInteger(axis)) throw refused('axes must be a scalar or iterable of integers');
    return (axis as number) < 0 ? (axis as number) + rank : (axis as number);
  });
  if (axes.some(axis => axis < 0 || axis >= rank)) throw refused('axes exceeds dimensionality of input');
  if (new Set(axes).size !== axes.length) throw refused('all axes must be unique');
  if (axes.length === 0) throw refused('when provided, axes cannot be empty');
  return axes;
}
