/** OpenCV's filter2D. */

import { astype } from '../../array/convert.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { expandDims, reshape, squeeze, transpose } from '../../array/views.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { makeConvention, perAxis } from '../../convolution/convention.ts';
import { convolveChannels } from '../../convolution/operation.ts';
import { checkInteger, fault, show, showShape } from '../../errors.ts';
import { filled } from '../../views/fill.ts';
import { countOf, type View } from '../../views/view.ts';
import { integer, later } from '../kinds.ts';
import { nullable, optional, type Parameter, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { borderFrom } from './border.ts';
import { BORDER_DEFAULT } from './constants.ts';
import { planFilter } from './filter-types.ts';
import { destination, fromMatrix, matrix } from './matrix.ts';

/** The arguments of `filter2D` after `kernel`, by name. */
export interface Filter2DKeywords {
  /** Must be null: results are returned. */
  dst?: null;
  /** The tap over the output pixel as [column, row]; −1 is the middle, K // 2. [-1, -1] unless said. */
  anchor?: readonly number[] | null;
  /** A number added to every sum, before it is rounded: 0 unless said. */
  delta?: number | null;
  /** A `BORDER_` constant: BORDER_DEFAULT, which is BORDER_REFLECT_101, unless said. */
  borderType?: number | null;
}

const double: Parameter<number, number> = {
  words: 'a number',
  read: (name, argument, value) => {
    if (typeof value === 'number') return value;
    throw fault(
      'value',
      name,
      `Argument '${argument}' can not be treated as a double; it is ${show(value)}`,
      { argument, value },
    );
  },
};

const filtering = signature('cv2.filter2D', {
  src: matrix,
  ddepth: integer(),
  kernel: matrix,
  dst: destination,
  anchor: optional(nullable(later<readonly number[]>('[column, row] of a tap')), null),
  delta: optional(nullable(double), null),
  borderType: optional(nullable(integer()), null),
} satisfies Takes<Filter2DKeywords>);

/**
 * `cv2.filter2D`: the correlation of an image with a kernel, channel by channel; the kernel is not flipped.
 *
 *     y[i, j] = saturate( delta + Σ_k Σ_l  kernel[k, l] · x[i + k − anchor[1], j + l − anchor[0]] )
 *
 * Sums are float32, or float64 where `src` or the result is float64; integers are rounded, halves to even, and
 * clipped. Taps that are 0 are left out, even over infinity. BORDER_CONSTANT fills with 0. Source: OpenCV 4.6.
 *
 * OpenCV takes large kernels (50 taps, or 130 where uint8 or float32 stay what they are or become int16) by way of a
 * Fourier transform: its results are then off by rounding, and one NaN spreads. Here the sum is always direct. For
 * such kernels OpenCV also takes BORDER_WRAP and all depths, and so does this function.
 *
 * @param src (rows, columns) or (rows, columns, channels), not empty; a flat array is one column
 * @param ddepth a `CV_` constant for the element type of the result; −1 is that of `src`
 * @param kernel (rows, columns) of numbers
 * @param rest `dst`, which must be null, `anchor`, `delta`, `borderType`: in this order, or by name in a last object
 * @throws ConcordatError where OpenCV raises: empty arrays, element types that it does not combine (uint8 to uint8,
 *   uint16, int16, float32, float64; uint16 and int16 to themselves, float32, float64; float32 and float64 to
 *   themselves), an anchor outside of the kernel, BORDER_WRAP
 * @example
 * import * as cv2 from 'concordat/opencv';
 * cv2.filter2D([[1, 2, 4]], -1, [[-1, 0, 1]]).toArray(); // => [[0, 3, 0]]
 * cv2.filter2D(new Uint8Array([1, 2, 4]), -1, [0.5]).toArray(); // => [[0], [1], [2]]
 */
export function filter2D(
  src: ArrayLike,
  ddepth: number,
  kernel: ArrayLike,
  ...rest: Rest<
    [
      dst: null | undefined,
      anchor: readonly number[] | null | undefined,
      delta: number | null | undefined,
      borderType: number | null | undefined,
    ],
    Filter2DKeywords
  >
): NDArray {
  return filtering.call([src, ddepth, kernel, ...rest], filtered);
}

function filtered(call: Bound<typeof filtering.parameters>): NDArray {
  const { name } = filtering;
  const { src: image, kernel: taps } = call;
  checkNotEmpty('src', image);
  checkNotEmpty('kernel', taps);
  if (taps.shape[2] !== 1)
    throw fault(
      'shape',
      'cv2.filter2D',
      `Assertion failed: cn == 1; the kernel has shape ${showShape(taps.shape)}, it must be (rows, columns)`,
      { argument: 'kernel', shape: taps.shape },
    );
  const [rows, columns] = taps.shape;
  const anchor = readAnchor(call.anchor ?? [-1, -1], rows, columns);
  const delta = call.delta ?? 0;
  const plan = planFilter(image.dtype, call.ddepth, taps.dtype, rows * columns);
  const borderType = call.borderType ?? BORDER_DEFAULT;
  const vocabulary = plan.spectral ? 'cv2.copyMakeBorder' : 'cv2.filter2D';
  const { accumulator, result } = plan;
  const convention = perAxis(
    makeConvention(
      { boundary: borderFrom(vocabulary, name, borderType) },
      { accumulator, result, cast: 'saturate', ignoreBelow: 0 },
    ),
    anchor.map(origin => ({ origin })),
  );
  const planes = expandDims(transpose(image, [2, 0, 1]), 1);
  const bank = reshape(astype(taps, plan.kernel), [1, 1, rows, columns]);
  const bias = delta === 0 ? null : filled(name, [1], delta, accumulator);
  const sums = convolveChannels(name, planes, bank, bias, convention, 1);
  return fromMatrix(transpose(squeeze(sums, { axis: 1 }), [1, 2, 0]));
}

function checkNotEmpty(argument: string, matrix: View): void {
  if (countOf(matrix) === 0)
    throw fault(
      'shape',
      'cv2.filter2D',
      `Assertion failed: !_${argument}.empty(); ${argument} has shape ${showShape(matrix.shape)}`,
      { argument, shape: matrix.shape },
    );
}

/** The tap over the output pixel as [row, column]. */
function readAnchor(anchor: unknown, rows: number, columns: number): [number, number] {
  if (!Array.isArray(anchor) || anchor.length !== 2)
    throw fault(
      'value',
      'cv2.filter2D',
      `Can't parse 'anchor'. Expected sequence length 2, got ${show(anchor)}`,
      { argument: 'anchor', value: anchor },
    );
  const [x, y] = anchor.map((place, axis) => {
    const given = checkInteger('cv2.filter2D', `anchor[${axis}]`, place);
    return given === -1 ? [columns, rows][axis] >> 1 : given;
  });
  if (x < 0 || x >= columns || y < 0 || y >= rows)
    throw fault(
      'value',
      'cv2.filter2D',
      `Assertion failed: anchor.inside(Rect(0, 0, ksize.width, ksize.height)); anchor is [${anchor.join(', ')}], the kernel has ${columns} columns and ${rows} rows`,
      { argument: 'anchor', value: anchor, kernel: [rows, columns] },
    );
  return [y, x];
}
