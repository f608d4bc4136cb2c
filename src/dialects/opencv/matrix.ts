/** What stands for an OpenCV matrix: element types (depths), channels, and the shapes that Python's arrays get. */

import { arrayOf, type NDArray } from '../../array/ndarray.ts';
import { expandDims, reshape } from '../../array/views.ts';
import { type ArrayLike, asView } from '../../convert/convert.ts';
import { fault, showShape } from '../../errors.ts';
import type { DType } from '../../kernels/dtype.ts';
import { castTo } from '../../views/cast.ts';
import type { View } from '../../views/view.ts';
import { fixed, type Parameter } from '../parameter.ts';

/** The element types in the order of OpenCV's depth numbers. */
export const depths = ['uint8', 'int8', 'uint16', 'int16', 'int32', 'float32', 'float64'] as const;
/** An element type that matrices have. */
export type Depth = (typeof depths)[number];

/** OpenCV has at most so many channels; a longer last axis is an axis. */
const MOST_CHANNELS = 512;

/** OpenCV's Python binding reads 64-bit integers as 32-bit ones, keeping the low bits. */
const narrowed: Partial<Record<DType, DType>> = { int64: 'int32', uint64: 'int32' };

/**
 * The matrix that an argument stands for, as (rows, columns, channels): a flat array is one column, and a third axis
 * holds channels.
 *
 * @throws ConcordatError for element types and numbers of axes that OpenCV does not take
 */
export function asMatrix(value: ArrayLike, functionName: string, argument: string): View<Depth> {
  const given = asView(value, functionName, argument);
  const dtype = narrowed[given.dtype] ?? given.dtype;
  if (!(depths as readonly string[]).includes(dtype))
    throw fault(
      'dtype',
      functionName,
      `${argument} data type ${dtype} is not supported; it must be one of ${depths.join(', ')}`,
      { argument, dtype, allowed: depths },
    );
  const { shape } = given;
  if (shape.length > 3 || (shape.length === 3 && (shape[2] < 1 || shape[2] > MOST_CHANNELS)))
    throw fault(
      'shape',
      functionName,
      `Assertion failed: dims <= 2; ${argument} has shape ${showShape(shape)}, it must be (rows, columns) or (rows, columns, 1..${MOST_CHANNELS} channels)`,
      { argument, shape },
    );
  let matrix = castTo(given, dtype);
  while (matrix.shape.length < 3) matrix = expandDims(matrix, matrix.shape.length);
  return matrix as View<Depth>;
}

/** A matrix as the caller sees it: without a channel axis where there is one channel. */
export const fromMatrix = (matrix: View): NDArray =>
  matrix.shape[2] === 1 ? reshape(matrix, matrix.shape.slice(0, 2)) : arrayOf(matrix);

/** A matrix as a parameter. */
export const matrix: Parameter<ArrayLike, View<Depth>> = {
  words: `an array of ${depths.join(', ')}`,
  read: (functionName, argument, value) => asMatrix(value as ArrayLike, functionName, argument),
};

/** The parameter `dst`: arrays are values here. */
export const destination = fixed(null, 'the result is returned, and no argument is written to');
