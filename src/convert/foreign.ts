/** Arrays of other libraries, seen where they are. */

import { show, showShape } from '../errors.ts';
import { rowMajorStrides } from '../extents.ts';
import { componentCount, type DType, isDType, type TypedArray } from '../kernels/dtype.ts';
import { linearInterval } from '../kernels/nest.ts';
import { isDetached, movedAway } from '../runtime/detached.ts';
import { storageOf } from '../runtime/storage.ts';
import { castTo } from '../views/cast.ts';
import { holds, memoryOf, type View } from '../views/view.ts';
import { type ArrayJSON, listedElements } from './json.ts';
import { memoryType, plain } from './memory.ts';
import { fromNested, isRow, type Nested, type RefuseValue } from './nested.ts';

/** An array as another library holds it; strides count elements, and row-major order is assumed without them. */
export interface ForeignArray {
  /** Typed memory, or a list of numbers; with `dtype`, a list as `JSON.stringify` of an array writes it. */
  readonly data: TypedArray | Uint8ClampedArray | readonly number[] | ArrayJSON['data'];
  /** The extents of the axes. */
  readonly shape: readonly number[];
  /** The element type, where the memory does not tell it: `bool`, complex numbers, lists. */
  readonly dtype?: string;
  /** Steps between neighbours along each axis, in elements; `strides` says the same. */
  readonly stride?: readonly number[];
  /** Steps between neighbours along each axis, in elements. */
  readonly strides?: readonly number[];
  /** The place of the first element, in elements; 0 unless given. */
  readonly offset?: number;
}

const isIntegers = (list: unknown, minimum = -Infinity): list is readonly number[] =>
  isRow(list) && Array.from(list).every(x => Number.isSafeInteger(x) && (x as number) >= minimum);

/** The memory of another library's array whose data is a plain list. */
function fromList(values: readonly unknown[], fail: RefuseValue, dtype?: DType): View {
  const elements = dtype === undefined ? values : listedElements(values, dtype, fail);
  const made = fromNested(elements as Nested, fail, dtype);
  if (made.shape.length !== 1) fail('has data in rows; it must be one flat list of numbers');
  return dtype === undefined ? made : castTo(made, dtype);
}

/** The array that an object of another library describes, over its own memory. */
export function fromForeign(value: ForeignArray, fail: RefuseValue): View {
  const { shape } = value;
  const known = memoryType(value.data);
  if (known === undefined && !Array.isArray(value.data))
    fail(`has data that is ${show(value.data)}; it must be a typed array or an array of numbers`);
  if (known !== undefined && isDetached(value.data as TypedArray)) fail(movedAway);
  if (!isIntegers(shape, 0)) fail(`has shape ${show(shape)}; it must be an array of whole numbers`);
  const named = isDType(value.dtype) ? value.dtype : undefined;
  const list = Array.isArray(value.data) ? fromList(value.data, fail, named) : undefined;
  const data = list ? memoryOf(list) : plain(value.data as TypedArray);
  const dtype = named ?? known ?? list!.dtype;
  if (!holds(dtype, data)) fail(`says ${dtype}, but its data is ${show(value.data)}`);
  const strides = value.strides ?? value.stride ?? rowMajorStrides(shape);
  if (!isIntegers(strides))
    fail(`has strides ${show(strides)}; they must be whole numbers, counted in elements`);
  if (strides.length !== shape.length)
    fail(`has ${strides.length} strides for ${shape.length} axes (shape ${showShape(shape)})`, {
      shape,
      strides,
    });
  const offset = value.offset ?? 0;
  if (!isIntegers([offset], 0)) fail(`has offset ${show(offset)}; it must be a whole number of at least 0`);
  const range = linearInterval(shape, strides, offset);
  const length = Math.floor(data.length / componentCount(dtype));
  if (range && (range.low < 0 || range.high >= length))
    fail(
      `reaches elements ${range.low}..${range.high} of data that has ${length} (shape ${showShape(shape)})`,
      {
        shape,
        strides,
        offset,
        length,
      },
    );
  return { dtype, shape: [...shape], strides: [...strides], offset, storage: storageOf(data, dtype) };
}
