/** `array` and `astype`. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { checkOptions } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import { castTo } from '../views/cast.ts';
import { checkDType } from '../views/check-dtype.ts';
import { isView } from '../views/view.ts';
import { arrayOf, defineOperation, type NDArray } from './ndarray.ts';

const arrayOperation = defineOperation<{ dtype?: DType }>({
  name: 'array',
  run: ([x], { dtype }) => (dtype === undefined ? x : castTo(x, dtype)),
  adjoint: (_, [g]) => [g],
});

const castOperation = defineOperation<{ dtype: DType }>({
  name: 'astype',
  run: ([x], { dtype }) => castTo(x, dtype),
  adjoint: (_, [g]) => [g],
});

/** Options of `array`. */
export interface ArrayOptions<D extends DType> {
  /** The element type of the result; without it, numbers become float64, bigints int64, booleans bool. */
  dtype?: D;
}

/**
 * Makes an array of nested arrays, a scalar, typed memory, another library's `{data, shape, strides?, offset?}`
 * (strides in elements) or ImageData (height, width, 4). Memory of the right type is shared, not copied.
 *
 * @param value what to make it of; numbers become float64, bigints int64, booleans bool, `{re, im}` complex128
 * @param options `dtype`: the element type to convert to
 * @throws ConcordatError when rows differ in length, or the memory is too short for the shape
 * @example
 * import { array } from 'concordat';
 * array([[1, 2], [3, 4]]).shape; // => [2, 2]
 * array({ data: new Float32Array(6), shape: [3, 2], strides: [1, 3] }).dtype; // => 'float32'
 */
export function array<D extends DType = DType>(value: ArrayLike, options: ArrayOptions<D> = {}): NDArray<D> {
  checkOptions('array', options, ['dtype']);
  const { dtype } = options;
  if (dtype !== undefined) checkDType('array', dtype);
  const made = isView(value) ? value : asView(value, 'array', 'value', dtype);
  return arrayOperation([made], { dtype }) as NDArray<D>;
}

/** `array`, for the arguments of other functions: errors name `functionName` and `argument`. */
export function asArray(value: ArrayLike, functionName: string, argument: string, dtype?: DType): NDArray {
  return arrayOf(asView(value, functionName, argument, dtype));
}

/**
 * Converts to another element type as NumPy's `astype` does: towards zero from floats, wrapping into narrow integers.
 * Returns the same array when it has that type already.
 *
 * @example
 * import { array, astype } from 'concordat';
 * astype(array([1.9, -1.9, 300]), 'uint8').toArray(); // => [1, 255, 44]
 */
export function astype<D extends DType>(x: ArrayLike, dtype: D): NDArray<D> {
  checkDType('astype', dtype);
  return castOperation([asView(x, 'astype', 'x')], { dtype }) as NDArray<D>;
}
