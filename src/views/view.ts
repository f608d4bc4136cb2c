/**
 * A view: what an array is to all that computes. Element (i, j, …) stands at offset + i·strides[0] + j·strides[1] + …,
 * in elements; a stride may be zero (broadcast) or negative (flip). Everything below the class `NDArray` takes views and
 * gives views: plain records, never converted and never checked again.
 */

import { ConcordatError, showShape } from '../errors.ts';
import { rowMajorStrides, sizeOf } from '../extents.ts';
import { componentCount, type DType, dtypes, type TypedArray, type TypedArrayOf } from '../kernels/dtype.ts';
import { checkSize } from '../limits.ts';
import { newStorage, Storage, storageOf } from '../runtime/storage.ts';
import { runningOperation } from './running.ts';

/** Elements of one type in a storage, by shape and strides. Every NDArray is one. */
export interface View<D extends DType = DType> {
  /** The element type, as NumPy spells it. */
  readonly dtype: D;
  /** The extents of the axes, the outermost first. */
  readonly shape: readonly number[];
  /** Steps between neighbours along each axis, in elements. */
  readonly strides: readonly number[];
  /** Place of the first element, in elements. */
  readonly offset: number;
  /** The memory that views share. */
  readonly storage: Storage<D>;
}

/** Whether a value is a view; every NDArray is one. */
export const isView = (value: unknown): value is View =>
  typeof value === 'object' && value !== null && 'storage' in value && value.storage instanceof Storage;

/** The form of a view: all of it but its memory. Plans are made of forms, and serve every view of that form. */
export type ViewForm = Pick<View, 'dtype' | 'shape' | 'strides'>;

/** The form of a view. */
export const formOf = ({ dtype, shape, strides }: View): ViewForm => ({ dtype, shape, strides });

/** The number of elements of a view. */
export const countOf = ({ shape }: View): number => sizeOf(shape);

/** Whether the elements stand in row-major order without gaps. */
export function isContiguous({ shape, strides }: View): boolean {
  const expected = rowMajorStrides(shape);
  return shape.includes(0) || shape.every((extent, axis) => extent === 1 || strides[axis] === expected[axis]);
}

/** Another view of the same storage. */
export const view = <D extends DType>(
  { dtype, storage, offset }: View<D>,
  shape: readonly number[],
  strides: readonly number[],
  first = offset,
): View<D> => ({ dtype, shape, strides, offset: first, storage });

/** The memory of a view where it is, for use inside the library: never kept, and never handed out. */
export const memoryOf = <D extends DType>({ storage }: View<D>): TypedArrayOf<D> => storage.memory;

/**
 * New elements in row-major order. What they are is not known unless they shall be `zeroed`: a caller that does not ask
 * for zeros writes every element.
 *
 * @param options `name`: the function whose errors speak of a shape that is too large
 */
export function newView<D extends DType>(
  dtype: D,
  shape: readonly number[],
  { zeroed, name = runningOperation() ?? 'array' }: { zeroed?: boolean; name?: string } = {},
): View<D> {
  checkSize(name, shape, dtypes[dtype].bytes);
  const storage = newStorage(dtype, sizeOf(shape) * componentCount(dtype), { zeroed });
  return { dtype, shape: [...shape], strides: rowMajorStrides(shape), offset: 0, storage };
}

/** Elements of `shape` over memory that holds them in row-major order. */
export function fromElements<D extends DType>(
  dtype: D,
  data: TypedArrayOf<D>,
  shape: readonly number[],
): View<D> {
  const needed = sizeOf(shape) * componentCount(dtype);
  if (data.length !== needed)
    throw new ConcordatError(
      'shape',
      `array: ${data.length} numbers cannot fill shape ${showShape(shape)} of ${dtype}, which takes ${needed}`,
      { function: 'array', length: data.length, shape, dtype },
    );
  const storage = storageOf(data, dtype);
  return { dtype, shape: [...shape], strides: rowMajorStrides(shape), offset: 0, storage };
}

/** Whether a type holds its elements in the given JavaScript array. */
export const holds = (dtype: DType, data: TypedArray): boolean => data instanceof dtypes[dtype].array;
