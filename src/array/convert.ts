/**
 * Makes an NDArray of what people have: nested arrays, numbers, typed arrays, arrays of other libraries (anything
 * with data and shape) and ImageData. Typed memory is wrapped, never copied, unless a cast is asked for.
 */
import { ConcordatError, checkOptions, show } from '../errors.ts';
import { type DType, dtypeNames, isDType, type TypedArray } from '../kernels/dtype.ts';
import { isDetached, movedAway } from '../runtime/detached.ts';
import { castTo } from './cast.ts';
import { type ForeignArray, fromForeign } from './foreign.ts';
import { memoryType, plain } from './memory.ts';
import { fromElements, NDArray } from './ndarray.ts';
import { fromNested, type Nested } from './nested.ts';
import { isComplexLiteral, isScalar, type ScalarLike } from './scalar.ts';

/** Everything that stands for an array on a public function. */
export type ArrayLike =
  | NDArray
  | ScalarLike
  | Nested
  | TypedArray
  | Uint8ClampedArray
  | ForeignArray
  | { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number };

/** Whether an object is an array of this or another library. */
export function isArrayObject(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value) || value instanceof NDArray || memoryType(value) !== undefined) return true;
  if (isComplexLiteral(value)) return true;
  return 'data' in value && ('shape' in value || ('width' in value && 'height' in value));
}

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
  return asArray(value, 'array', 'value', options.dtype) as NDArray<D>;
}

/** `array`, for the arguments of other functions: errors name `functionName` and `argument`. */
export function asArray(value: ArrayLike, functionName: string, argument: string, dtype?: DType): NDArray {
  const made = value instanceof NDArray ? value : convert(value, functionName, argument, dtype);
  return dtype === undefined ? made : astype(made, dtype);
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
  if (!isDType(dtype))
    throw new ConcordatError(
      'dtype',
      `astype: dtype is ${show(dtype)}; it must be one of ${dtypeNames.map(show).join(', ')}`,
      { function: 'astype', dtype, allowed: dtypeNames },
    );
  return castTo(asArray(x, 'astype', 'x'), dtype);
}

function convert(
  value: Exclude<ArrayLike, NDArray>,
  functionName: string,
  argument: string,
  dtype?: DType,
): NDArray {
  const fail = (what: string, fields: Record<string, unknown> = {}): never => {
    throw new ConcordatError('value', `${functionName}: ${argument} ${what}`, {
      function: functionName,
      argument,
      ...fields,
    });
  };
  const memory = memoryType(value);
  if (memory !== undefined) {
    if (isDetached(value as TypedArray)) return fail(movedAway);
    const data = plain(value as TypedArray | Uint8ClampedArray);
    return fromElements(memory, data, [data.length]);
  }
  if (Array.isArray(value) || isScalar(value)) return fromNested(value as ScalarLike | Nested, fail, dtype);
  if (value !== null && typeof value === 'object') {
    if ('shape' in value) return fromForeign(value as ForeignArray, fail);
    if ('width' in value && 'data' in value)
      return fromForeign({ data: value.data, shape: [value.height, value.width, 4] }, fail);
  }
  return fail(
    `is ${show(value)}; it must be an array: nested numbers, a typed array, or {data, shape, strides?}`,
  );
}
