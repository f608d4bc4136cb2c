/** `convolve` and `correlate`: the library's own convolution functions. */

import type { NDArray } from '../array/ndarray.ts';
import { type Boundary, checkBoundary } from '../boundary/table.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { asOperands } from '../convert/operands.ts';
import { ConcordatError, checkChoice, checkInteger, checkOptions, show, showShape } from '../errors.ts';
import { promoteTypes } from '../kernels/dtype.ts';
import { checkOut } from '../views/out.ts';
import { type ScalarLike, scalarParts } from '../views/scalar.ts';
import type { View } from '../views/view.ts';
import {
  type AxisConvention,
  lowerMiddle,
  makeConvention,
  type OriginRule,
  type OutputWindow,
  perAxis,
  upperMiddle,
} from './convention.ts';
import { methodNames } from './method.ts';
import { convolveWith } from './operation.ts';
import { resolve } from './resolve.ts';

/** One value for every axis, or one an axis. */
export type PerAxis<T> = T | readonly T[];

/** Options of `convolve` and `correlate`. */
export interface ConvolveOptions {
  /** How the image continues past its edges: 'constant' unless said. */
  boundary?: PerAxis<Boundary>;
  /** What the 'constant' boundary fills with: 0 unless said. */
  value?: ScalarLike;
  /**
   * The tap that lies over the output pixel, counted in the kernel as given: 'lower' (K − 1) // 2, 'upper' K // 2, or
   * its index. The two names differ for even K only; 'lower' unless said, as in scipy.signal and torch's 'same'.
   */
  origin?: PerAxis<'lower' | 'upper' | number>;
  /** 'same' (unless said), 'full', 'valid', or `{start, length}`: that many outputs from place `start` on. */
  window?: PerAxis<'same' | 'full' | 'valid' | { start: number; length: number }>;
  /** Every how many-th output is kept: 1 unless said. */
  stride?: PerAxis<number>;
  /** How many elements lie between the places of neighbouring taps: 1 unless said. */
  dilation?: PerAxis<number>;
  /**
   * 'direct', 'fft', or 'auto', which takes two passes for a kernel that is a column times a row (to within rounding),
   * and never spreads a NaN or an infinity further than 'direct' does.
   */
  method?: (typeof methodNames)[number];
  /** An array of the result's shape and type that the result is written into and that is returned. */
  out?: View;
}

const optionNames = ['boundary', 'value', 'origin', 'window', 'stride', 'dilation', 'method', 'out'];

/**
 * The convolution of an image with a kernel of the same rank, in any number of dimensions; the kernel is flipped:
 *
 *     y[n] = Σ_j h[j] · ext(x)[stride·n + start − dilation·(j − origin)]
 *
 * @param image the image x
 * @param kernel the kernel h; a list of numbers beside a float32 image is float32
 * @param options boundary, value, origin, window, stride, dilation, method
 * @returns of the type that holds image and kernel; products are summed in that type
 * @throws ConcordatError when ranks differ, the kernel is empty, or an option is not one of those allowed
 * @example
 * import { convolve } from 'concordat';
 * convolve([1, 2, 3], [1, 0, -1], { boundary: 'periodic' }).toArray(); // => [-1, 2, -1]
 * convolve([1, 2, 3], [1, 1], { window: 'full' }).toArray(); // => [1, 3, 5, 3]
 * convolve(new Float32Array(3), [1, 0, -1]).dtype; // => 'float32'
 */
export function convolve(image: ArrayLike, kernel: ArrayLike, options: ConvolveOptions = {}): NDArray {
  return native('convolve', -1, image, kernel, options);
}

/**
 * The correlation of an image with a kernel of the same rank: as `convolve`, but the kernel is not flipped. A complex
 * kernel is not conjugated.
 *
 *     y[n] = Σ_j h[j] · ext(x)[stride·n + start + dilation·(j − origin)]
 *
 * @param image the image x
 * @param kernel the kernel h; a list of numbers beside a float32 image is float32
 * @param options as for `convolve`
 * @throws ConcordatError as `convolve` does
 * @example
 * import { correlate } from 'concordat';
 * correlate([1, 2, 3], [1, 0, -1], { boundary: 'periodic' }).toArray(); // => [1, -2, 1]
 */
export function correlate(image: ArrayLike, kernel: ArrayLike, options: ConvolveOptions = {}): NDArray {
  return native('correlate', 1, image, kernel, options);
}

function native(
  functionName: string,
  sign: 1 | -1,
  image: ArrayLike,
  kernel: ArrayLike,
  options: ConvolveOptions,
): NDArray {
  checkOptions(functionName, options, optionNames);
  const [x, h] = asOperands(functionName, [
    ['image', image],
    ['kernel', kernel],
  ]);
  if (x.shape.length !== h.shape.length)
    throw new ConcordatError(
      'shape',
      `${functionName}: the kernel has ${h.shape.length} axes (shape ${showShape(h.shape)}) and the image ${x.shape.length} (shape ${showShape(x.shape)}); they must have the same number`,
      { function: functionName, argument: 'kernel', kernel: h.shape, image: x.shape },
    );
  const empty = h.shape.indexOf(0);
  if (empty >= 0)
    throw new ConcordatError(
      'shape',
      `${functionName}: the kernel has shape ${showShape(h.shape)}; axis ${empty} must have at least one tap`,
      { function: functionName, argument: 'kernel', axis: empty, shape: h.shape },
    );
  const axes = x.shape.map((_, axis) => axisConvention(functionName, options, axis, x.shape.length));
  const fill = options.value ?? 0;
  scalarParts(fill, functionName, 'value');
  const convention = perAxis(makeConvention({ sign }, { fill }), axes);
  const method = checkChoice(functionName, 'method', options.method ?? 'auto', methodNames);
  const { out } = options;
  if (out) {
    const lengths = resolve(convention, x.shape, h.shape).map(axis => axis.length);
    checkOut(functionName, out, lengths, promoteTypes(x.dtype, h.dtype));
  }
  return convolveWith(functionName, x, h, convention, { method, out });
}

/** What a per-axis option says of one axis. */
function pick<T>(
  functionName: string,
  name: string,
  option: PerAxis<T> | undefined,
  fallback: T,
  axis: number,
  rank: number,
): T {
  if (option === undefined) return fallback;
  if (!Array.isArray(option)) return option as T;
  if (option.length === rank) return option[axis] as T;
  throw new ConcordatError(
    'option',
    `${functionName}: ${name} has ${option.length} entries; it must be one value, or one for each of the ${rank} axes`,
    { function: functionName, argument: name, given: option.length, rank },
  );
}

function axisConvention(
  functionName: string,
  options: ConvolveOptions,
  axis: number,
  rank: number,
): Partial<AxisConvention> {
  const of = <T>(name: string, option: PerAxis<T> | undefined, fallback: T): T =>
    pick(functionName, name, option, fallback, axis, rank);
  const origin = of('origin', options.origin, 'lower');
  const window = of<ConvolveOptions['window']>('window', options.window as never, 'same');
  return {
    boundary: checkBoundary(functionName, of('boundary', options.boundary, 'constant')),
    origin: checkOrigin(functionName, origin),
    window: checkWindow(functionName, window),
    stride: checkInteger(functionName, 'stride', of('stride', options.stride, 1), 1),
    dilation: checkInteger(functionName, 'dilation', of('dilation', options.dilation, 1), 1),
  };
}

function checkOrigin(functionName: string, origin: unknown): OriginRule {
  if (typeof origin === 'number') return checkInteger(functionName, 'origin', origin);
  return checkChoice(functionName, 'origin', origin, ['lower', 'upper']) === 'lower'
    ? lowerMiddle
    : upperMiddle;
}

function checkWindow(functionName: string, window: unknown): OutputWindow {
  if (window !== null && typeof window === 'object' && 'start' in window && 'length' in window)
    return {
      start: checkInteger(functionName, 'window.start', window.start),
      length: checkInteger(functionName, 'window.length', window.length, 0),
    };
  if (window !== null && typeof window === 'object')
    throw new ConcordatError(
      'option',
      `${functionName}: window is ${show(window)}; an explicit window is {start, length}`,
      {
        function: functionName,
        argument: 'window',
      },
    );
  return checkChoice(functionName, 'window', window, ['same', 'full', 'valid'] as const);
}
