/** The check that an array of a shape and strides fits the storage that it views. */
import { ConcordatError, show, showShape } from '../errors.ts';
import {
  componentCount,
  type DType,
  dtypeNames,
  dtypes,
  isDType,
  type TypedArrayOf,
} from '../kernels/dtype.ts';
import { linearInterval } from '../kernels/nest.ts';
import { detachedError } from '../runtime/detached.ts';
import { disposedError, Storage, storageOf } from '../runtime/storage.ts';

/** Whether a list, holes included, has whole numbers of at least `least` only. */
function areWhole(list: readonly unknown[], least: number): boolean {
  for (let k = 0; k < list.length; k++)
    if (!Number.isSafeInteger(list[k]) || (list[k] as number) < least) return false;
  return true;
}

/** Whether a value is a shape. */
export const areExtents = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && areWhole(value, 0);

/**
 * The storage, or one over the memory that was given. A view that leaves its memory would read `undefined`; the check
 * is cheap enough to ask of every one.
 */
export function checkStorage<D extends DType>(
  dtype: D,
  storage: Storage<D> | { readonly data: TypedArrayOf<D> },
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): Storage<D> {
  const fail = (what: string): never => {
    throw new ConcordatError('shape', `NDArray: ${what}`, {
      function: 'NDArray',
      dtype,
      shape,
      strides,
      offset,
    });
  };
  if (!isDType(dtype)) fail(`dtype is ${show(dtype)}; it must be one of ${dtypeNames.join(', ')}`);
  const memory = dtypes[dtype].array;
  const given = storage instanceof Storage;
  if (!(given ? dtypes[storage.dtype].array === memory : storage?.data instanceof memory))
    fail(`the storage does not hold ${dtype}`);
  if (!areExtents(shape)) fail(`shape is ${show(shape)}; it must be a list of whole numbers of at least 0`);
  if (!Array.isArray(strides) || strides.length !== shape.length)
    fail(`shape ${show(shape)} and strides ${show(strides)} must be lists of one length`);
  if (!areWhole(strides, -Infinity))
    fail(`strides are ${show(strides)}; they must be whole numbers, in elements`);
  if (!Number.isSafeInteger(offset))
    fail(`offset is ${show(offset)}; it must be a whole number, in elements`);
  const range = linearInterval(shape, strides, offset);
  const kept = given ? storage : storageOf(storage.data, dtype);
  if (kept.disposed) throw disposedError('NDArray');
  if (kept.detached) throw detachedError('NDArray: the storage', { function: 'NDArray' });
  const length = Math.floor(kept.length / componentCount(dtype));
  if (range && !(range.low >= 0 && range.high < length))
    fail(`shape ${showShape(shape)} reaches elements ${range.low}..${range.high} of ${length}`);
  return kept;
}
