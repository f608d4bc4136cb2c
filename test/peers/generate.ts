/**
 * Cases for the peer tests, the same on every run. Values are exact in binary and small (whole numbers, or multiples
 * of 1/8 below 4), so that sums of products are exact in float32 for up to 10,000 terms, and results can be held to
 * equality. CONCORDAT_LONG=1 makes ten times as many cases, CONCORDAT_SEED other ones.
 */

import { NDArray } from '../../src/array/ndarray.ts';
import { rowMajorStrides, sizeOf } from '../../src/extents.ts';
import { allocate, type DType, dtypes, isBigInt } from '../../src/kernels/dtype.ts';
import { type Random, splitmix32 } from '../random.ts';

const setting = Number(process.env.CONCORDAT_SEED ?? 1);
if (!Number.isInteger(setting))
  throw new Error(`CONCORDAT_SEED is ${process.env.CONCORDAT_SEED}; it must be whole`);

/** The source of chance that everything here takes unless given another. */
export const random = splitmix32(setting);

/** How many cases to make where the short run makes `count`. */
export const caseCount = (count: number): number => (process.env.CONCORDAT_LONG === '1' ? count * 10 : count);

/** Makes `caseCount(count)` cases. */
export const generate = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: caseCount(count) }, (_, index) => make(index));

/** A shape of `dimensions` axes, each of low..high elements. */
export const randomShape = (dimensions: number, low: number, high: number, source = random): number[] =>
  Array.from({ length: dimensions }, () => source.integer(low, high));

/** A row-major array of values that are exact in every type. */
export function randomArray<D extends DType>(
  shape: readonly number[],
  dtype: D,
  source = random,
): NDArray<D> {
  const data = allocate(dtype, sizeOf(shape));
  fill(data, dtype, source);
  return new NDArray(dtype, { data }, [...shape]);
}

/**
 * As `randomArray`, but seen through a view: axes in another order in memory, some of them backwards, with gaps and
 * an offset.
 */
export function randomView<D extends DType>(shape: readonly number[], dtype: D, source = random): NDArray<D> {
  const order = shape.map((_, axis) => axis).sort(() => source.next() - 0.5);
  const steps = shape.map(() => source.integer(1, 2));
  const packed = rowMajorStrides(order.map(axis => shape[axis] * steps[axis]));
  const strides = new Array<number>(shape.length);
  let offset = source.integer(0, 3);
  for (const [place, axis] of order.entries()) {
    strides[axis] = packed[place] * steps[axis] * source.pick([1, -1]);
    if (strides[axis] < 0) offset -= strides[axis] * Math.max(shape[axis] - 1, 0);
  }
  const reach = shape.reduce(
    (total, extent, axis) => total + Math.max(strides[axis], 0) * Math.max(extent - 1, 0),
    0,
  );
  const data = allocate(dtype, offset + reach + 1);
  fill(data, dtype, source);
  return new NDArray(dtype, { data }, [...shape], strides, offset);
}

function fill(data: NDArray['data'], dtype: DType, source: Random): void {
  const { kind } = dtypes[dtype];
  const value = () => {
    if (kind === 'b') return source.integer(0, 1);
    if (kind === 'u') return source.integer(0, 15);
    return kind === 'i' ? source.integer(-8, 8) : source.integer(-32, 32) / 8;
  };
  for (let index = 0; index < data.length; index++)
    data[index] = (isBigInt(dtype) ? BigInt(value()) : value()) as never;
}
