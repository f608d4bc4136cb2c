/** Elements of views as JavaScript values and as typed memory. */

import { ConcordatError, showShape } from '../errors.ts';
import { rowMajorStrides, sizeOf } from '../extents.ts';
import {
  allocate,
  type Complex,
  componentCount,
  type DType,
  dtypes,
  isComplex,
  type TypedArray,
  type TypedArrayOf,
} from '../kernels/dtype.ts';
import { load } from '../kernels/expression.ts';
import { checkSize } from '../limits.ts';
import { run } from '../runtime/run.ts';
import { isContiguous, memoryOf, type View } from './view.ts';

/** Element `index` of `flat`, counted in elements. */
export function elementAt(
  flat: TypedArray,
  index: number,
  dtype: DType,
): boolean | number | bigint | Complex {
  if (isComplex(dtype)) return { re: Number(flat[2 * index]), im: Number(flat[2 * index + 1]) };
  return dtype === 'bool' ? flat[index] !== 0 : flat[index];
}

/** The only element of a view of size 1; throws for other sizes. */
export function onlyElement(x: View): boolean | number | bigint | Complex {
  if (sizeOf(x.shape) !== 1)
    throw new ConcordatError(
      'shape',
      `item: the array has shape ${showShape(x.shape)}; can only convert an array of size 1 to a scalar`,
      { function: 'item', shape: x.shape },
    );
  return elementAt(memoryOf(x), x.offset, x.dtype);
}

/** A copy of the elements in row-major order; complex ones as re, im pairs. */
export function elementsOf<D extends DType>(x: View<D>): TypedArrayOf<D> {
  if (!isContiguous(x)) return copyElements(x) as TypedArrayOf<D>;
  const parts = componentCount(x.dtype);
  return memoryOf(x).slice(x.offset * parts, (x.offset + sizeOf(x.shape)) * parts) as TypedArrayOf<D>;
}

/** Copies strided elements into row-major order. */
function copyElements(x: View): TypedArray {
  const { dtype, shape, strides, offset } = x;
  checkSize('toTypedArray', shape, dtypes[dtype].bytes, 'a copy');
  const parts = componentCount(dtype);
  const component = dtypes[dtype].component;
  const target = allocate(dtype, sizeOf(shape));
  const scale = (steps: readonly number[]) => steps.map(step => step * parts);
  const streams = Array.from({ length: parts }, (_, part) => part);
  run(
    {
      shape,
      reduction: [],
      inputs: streams.map(() => ({ dtype: component, strides: scale(strides), gathers: [], fill: 0 })),
      outputs: streams.map(part => ({
        dtype: component,
        strides: scale(rowMajorStrides(shape)),
        value: load(part, component),
      })),
    },
    streams.map(part => ({ data: memoryOf(x), base: offset * parts + part })),
    streams.map(part => ({ data: target, base: part })),
  );
  return target;
}
