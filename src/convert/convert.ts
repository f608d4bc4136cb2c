/**
 * Makes views of what people have: nested arrays, numbers, typed arrays, arrays of other libraries (anything with data
 * and shape) and ImageData. Typed memory is wrapped, never copied, unless a cast is asked for. The door of every public
 * function; behind it nothing is converted again.
 */
import { ConcordatError, show } from '../errors.ts';
import type { DType, TypedArray } from '../kernels/dtype.ts';
import { isDetached, movedAway } from '../runtime/detached.ts';
import { castTo } from '../views/cast.ts';
import { isComplexLiteral, isScalar, type ScalarLike } from '../views/scalar.ts';
import { fromElements, isView, type View } from '../views/view.ts';
import { type ForeignArray, fromForeign } from './foreign.ts';
import { memoryType, plain } from './memory.ts';
import { fromNested, type Nested } from './nested.ts';

/** Everything that stands for an array on a public function. */
export type ArrayLike =
  | View
  | ScalarLike
  | Nested
  | TypedArray
  | Uint8ClampedArray
  | ForeignArray
  | { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number };

/** Whether an object is an array of this or another library. */
export function isArrayObject(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value) || isView(value) || memoryType(value) !== undefined) return true;
  if (isComplexLiteral(value)) return true;
  return 'data' in value && ('shape' in value || ('width' in value && 'height' in value));
}

/** What stands for an array, as a view; of element type `dtype` if it is given. Errors name function and argument. */
export function asView(value: ArrayLike, functionName: string, argument: string, dtype?: DType): View {
  const made = isView(value) ? value : convert(value, functionName, argument, dtype);
  return dtype === undefined ? made : castTo(made, dtype);
}

function convert(
  value: Exclude<ArrayLike, View>,
  functionName: string,
  argument: string,
  dtype?: DType,
): View {
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
