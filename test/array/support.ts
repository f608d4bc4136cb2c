/** Arrays read the slow, plain way, and random views of them. */

import * as fc from 'fast-check';
import { NDArray } from '../../src/array/ndarray.ts';
import { ConcordatError } from '../../src/errors.ts';
import { rowMajorStrides, sizeOf } from '../../src/extents.ts';
import {
  allocate,
  type Complex,
  type DType,
  isBigInt,
  isComplex,
  type TypedArray,
} from '../../src/kernels/dtype.ts';
import { elementAt } from '../../src/views/elements.ts';
import { everyIndex } from '../kernels/evaluate.ts';

export type Element = boolean | number | bigint | Complex;

/** An array as a shape and a function of the index. */
export interface Model {
  readonly shape: readonly number[];
  readonly at: (index: readonly number[]) => Element;
}

/** The elements of a model, the last axis fastest. */
export const elementsOf = ({ shape, at }: Model): Element[] => everyIndex(shape).map(at);

/** Reads an array through its strides, element by element. */
export const modelOf = (x: NDArray): Model => ({
  shape: x.shape,
  at: index =>
    elementAt(
      x.data,
      index.reduce((sum, i, axis) => sum + i * x.strides[axis], x.offset),
      x.dtype,
    ),
});

/** Shape and elements of an array, by way of `toTypedArray`. */
export function contents(x: NDArray): { shape: readonly number[]; elements: Element[] } {
  const flat = x.toTypedArray() as TypedArray;
  return {
    shape: [...x.shape],
    elements: Array.from({ length: x.size }, (_, i) => elementAt(flat, i, x.dtype)),
  };
}

/** Shape and elements of a model. */
export const contentsOf = (model: Model) => ({ shape: [...model.shape], elements: elementsOf(model) });

/** The numbers from `first` on as an array of a type. */
export function counting(shape: readonly number[], dtype: DType = 'float64', first = 1): NDArray {
  const data = allocate(dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i++) {
    const value = dtype === 'bool' ? Number((i * 7 + first) % 3 === 0) : first + i;
    data[i] = (isBigInt(dtype) ? BigInt(value) : value) as never;
  }
  return new NDArray(dtype, { data }, [...shape]);
}

/** An array laid out in memory with axes in any order, some backwards, with gaps and an offset. */
export const arrays = (
  dtypes: readonly DType[],
  { rank = 3, least = 0, most = 4 }: { rank?: number; least?: number; most?: number } = {},
): fc.Arbitrary<NDArray> =>
  fc
    .tuple(
      fc.constantFrom(...dtypes),
      fc.array(fc.integer({ min: least, max: most }), { maxLength: rank }),
      fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
      fc.infiniteStream(fc.integer({ min: -20, max: 20 })),
    )
    .map(([dtype, shape, layout, values]) => {
      const next = () => layout.next().value as number;
      const order = shape.map((_, axis) => axis).sort(() => next() - 2.5);
      const strides = new Array<number>(shape.length).fill(0);
      let [step, offset] = [1 + (next() % 2), next() % 3];
      for (const axis of order) {
        const backwards = next() % 3 === 0;
        strides[axis] = backwards ? -step : step;
        if (backwards) offset += step * Math.max(0, shape[axis] - 1);
        step *= Math.max(1, shape[axis]) + (next() === 0 ? 1 : 0);
      }
      const data = allocate(dtype, offset + step + 1);
      for (let i = 0; i < data.length; i++) {
        const value = values.next().value as number;
        data[i] = (dtype === 'bool' ? Number(value > 0) : isBigInt(dtype) ? BigInt(value) : value) as never;
      }
      return new NDArray(dtype, { data }, shape, strides, offset);
    });

/** The error that a call throws; fails when it throws none, or one that is not ours, or of several lines. */
export function refusal(call: () => unknown): ConcordatError {
  try {
    call();
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    if (/\n/.test(error.message)) throw new Error(`several lines: ${error.message}`);
    if (error.code === 'internal') throw new Error(`an internal error reached the user: ${error.message}`);
    return error;
  }
  throw new Error('nothing was refused');
}

/** An array of a type from its words as the fixtures write them. */
export function fromWords(words: string, dtype: DType): NDArray {
  const list = words === '' ? [] : words.split(' ');
  const data = allocate(dtype, list.length);
  list.forEach((word, i) => {
    data[i] = (isBigInt(dtype) ? BigInt(word) : Number(word)) as never;
  });
  return new NDArray(dtype, { data }, [list.length], rowMajorStrides([list.length]));
}

/** The opposite: the elements of an array as words. */
export const toWords = (x: NDArray): string =>
  Array.from(x.toTypedArray() as Float64Array, value => (Object.is(value, -0) ? '-0' : String(value))).join(
    ' ',
  );

/** Whether memory is shared. */
export const sharesMemory = (a: NDArray, b: NDArray): boolean => a.data.buffer === b.data.buffer;

export const allTypes: readonly DType[] = [
  'bool',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float32',
  'float64',
  'complex64',
  'complex128',
];
export const complexTypes = allTypes.filter(isComplex);
