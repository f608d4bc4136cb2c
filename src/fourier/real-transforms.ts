/**
 * Transforms between real numbers and their spectrum. The spectrum of n reals is determined by its places
 * 0 … n/2 (n/2 + 1 of them, rounded down), because place n − k is the conjugate of place k; only those are kept,
 * along the last axis that is transformed.
 */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { asView } from '../convert/convert.ts';
import { fault } from '../errors.ts';
import { type ComplexDType, isComplex } from '../kernels/dtype.ts';
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

type RealResult = 'float32' | 'float64';

const forward = (name: string): Direction => ({ name, kind: 'spectrum', inverse: false });
const backward = (name: string): Direction => ({ name, kind: 'reals', inverse: true });

function asReal(x: ArrayLike, name: string): View {
  const source = asView(x, name, 'x');
  if (!isComplex(source.dtype)) return source;
  throw fault(
    'dtype',
    name,
    `expects a real input, but x is ${source.dtype}; use ${name.slice(1)}, or realPart(x)`,
    { argument: 'x', dtype: source.dtype },
  );
}

const asAny = (x: ArrayLike, name: string): View => asView(x, name, 'x');

/** The transform that a name says, from reals or to them; `request` reads its options. */
function define<Result extends ComplexDType | RealResult, Options>(
  name: string,
  request: (direction: Direction, x: View, options: Options) => TransformRequest,
): (x: ArrayLike, options?: Options) => NDArray<Result> {
  const inverse = name.startsWith('i');
  const operation = defineOperation<TransformRequest, View<Result>>({
    name,
    run: ([x], asked) => transformed(x, asked) as View<Result>,
    adjoint: transformAdjoint,
  });
  return (x, options = {} as Options) => {
    const source = (inverse ? asAny : asReal)(x, name);
    return operation(
      [source],
      request(inverse ? backward(name) : forward(name), source, options),
    ) as NDArray<Result>;
  };
}

const alongLastTwo = (direction: Direction, x: View, options: AxesOptions): TransformRequest =>
  alongAxes(direction, x, options, [-2, -1]);

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
export const rfft = define<ComplexDType, AxisOptions>('rfft', alongAxis);

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
export const irfft = define<RealResult, AxisOptions>('irfft', alongAxis);

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
export const rfftn = define<ComplexDType, AxesOptions>('rfftn', alongAxes);

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
export const irfftn = define<RealResult, AxesOptions>('irfftn', alongAxes);

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
export const rfft2 = define<ComplexDType, AxesOptions>('rfft2', alongLastTwo);

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
export const irfft2 = define<RealResult, AxesOptions>('irfft2', alongLastTwo);
