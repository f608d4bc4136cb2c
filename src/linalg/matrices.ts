/** Arguments that are matrices: the last two axes of an array, over any leading ones. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { fault, showShape } from '../errors.ts';
import { isComplex } from '../kernels/dtype.ts';
import { NestBuilder } from '../views/build.ts';
import { castTo } from '../views/cast.ts';
import { contiguousCopy } from '../views/copy.ts';
import { newView, type View, view } from '../views/view.ts';

/** The type in which linear algebra computes. */
export type FloatDType = 'float32' | 'float64';

/** Real numbers in the type in which linear algebra computes. */
export const asFloats = (x: View): View<FloatDType> =>
  castTo(x, x.dtype === 'float32' ? 'float32' : 'float64') as View<FloatDType>;

/** A numeric argument as floats: float32 stays, everything else becomes float64. Complex numbers are refused. */
export function floatArgument(name: string, argument: string, x: ArrayLike): View<FloatDType> {
  const given = asView(x, name, argument);
  if (isComplex(given.dtype))
    throw fault(
      'dtype',
      name,
      `${argument} is ${given.dtype}; matrices of complex numbers are not supported, only float32 and float64`,
      { argument, dtype: given.dtype },
    );
  return asFloats(given);
}

/** An argument as a batch of matrices. Throws in NumPy's words when it has fewer than two axes. */
export function matricesArgument(name: string, argument: string, x: ArrayLike): View<FloatDType> {
  const given = floatArgument(name, argument, x);
  if (given.shape.length < 2)
    throw fault(
      'shape',
      name,
      `${given.shape.length}-dimensional array given. Array must be at least two-dimensional; ${argument} has shape ${showShape(given.shape)}`,
      { argument, shape: given.shape },
    );
  return given;
}

/** An argument as a batch of square matrices. */
export function squaresArgument(name: string, argument: string, x: ArrayLike): View<FloatDType> {
  const given = matricesArgument(name, argument, x);
  const [rows, columns] = given.shape.slice(-2);
  if (rows !== columns)
    throw fault(
      'shape',
      name,
      `Last 2 dimensions of the array must be square; ${argument} has shape ${showShape(given.shape)}${hintOf(given.shape)}`,
      { argument, shape: given.shape },
    );
  return given;
}

/** Where the matrices seem to lie in the first two axes, the line that brings them to the last two. */
export function hintOf(shape: readonly number[]): string {
  if (shape.length !== 3 || !(shape[2] > shape[0] && shape[2] > shape[1])) return '';
  return '. If the matrices lie in the first two axes, transpose(x, [2, 0, 1]) brings them to the last two without a copy';
}

/**
 * Where the second argument of a call seems to be a stack of vectors, one for each matrix of the first: what makes columns
 * of them, and takes the axis away again.
 */
export function vectorsHint(call: 'matmul' | 'solve', a: readonly number[], b: readonly number[]): string {
  const [batch, vectors] = [a.slice(0, -2), b.slice(0, -1)];
  const meet = batch.every((extent, axis) => {
    const other = vectors[axis - batch.length + vectors.length] ?? 1;
    return extent === other || extent === 1 || other === 1;
  });
  if (b.length < 2 || a.length < 2 || b.at(-1) !== a.at(-1) || !meet) return '';
  const numpy = call === 'matmul' ? '(a @ b[..., None])[..., 0]' : 'np.linalg.solve(a, b[..., None])[..., 0]';
  return `. If b is a stack of vectors, write squeeze(${call}(a, expandDims(b, -1)), { axis: -1 }), in NumPy ${numpy}`;
}

/** Both as the wider of their types. */
export function inCommonType(a: View, b: View): [View<FloatDType>, View<FloatDType>] {
  const dtype: FloatDType = a.dtype === 'float32' && b.dtype === 'float32' ? 'float32' : 'float64';
  return [castTo(a, dtype), castTo(b, dtype)];
}

export const batchOf = (x: View): readonly number[] => x.shape.slice(0, -2);
export const rowsOf = (x: View): number => x.shape[x.shape.length - 2];
export const columnsOf = (x: View): number => x.shape[x.shape.length - 1];

/** A view with the last two axes exchanged. */
export function transposedMatrices<D extends View>(x: D): D {
  const order = x.shape.map((_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  return view(
    x,
    order.map(axis => x.shape[axis]),
    order.map(axis => x.strides[axis]),
  ) as D;
}

/**
 * New matrices. Where those of `like` lie with the batch last in memory, so do these: then neighbours of the batch
 * are neighbours in memory, on the way in as on the way out.
 */
export function newMatrices(
  like: View,
  batch: readonly number[],
  rows: number,
  columns: number,
): View<FloatDType> {
  const dtype = like.dtype as FloatDType;
  const last = like.shape.length - 3;
  const inner = Math.min(Math.abs(like.strides[last + 1]), Math.abs(like.strides[last + 2]));
  if (last < 0 || batch.length === 0 || Math.abs(like.strides[last]) >= inner)
    return newView(dtype, [...batch, rows, columns]);
  return batchFirst(newView(dtype, [rows, columns, ...batch]));
}

/** A view of [rows, columns, …batch] as […batch, rows, columns]. */
export function batchFirst<D extends View>(x: D): D {
  return view(
    x,
    [...x.shape.slice(2), ...x.shape.slice(0, 2)],
    [...x.strides.slice(2), ...x.strides.slice(0, 2)],
  ) as D;
}

/** A view of […batch, rows, columns] as [rows, columns, …batch]. */
export function batchLast<D extends View>(x: D): D {
  return view(
    x,
    [...x.shape.slice(-2), ...x.shape.slice(0, -2)],
    [...x.strides.slice(-2), ...x.strides.slice(0, -2)],
  ) as D;
}

/** Moves the first axis of [k, …batch] behind the batch. */
export function firstLast<D extends View>(x: D): D {
  return view(x, [...x.shape.slice(1), x.shape[0]], [...x.strides.slice(1), x.strides[0]]) as D;
}

/** A float64 copy in row-major order. */
export const inMemoryOfItsOwn = (x: View<FloatDType>): View<'float64'> =>
  contiguousCopy(castTo(x, 'float64'));

/** A number as an array that stretches over a batch of 1×1 matrices. */
export function constantMatrices(
  value: number,
  dtype: FloatDType,
  batch: readonly number[],
): View<FloatDType> {
  const cell = newView(dtype, [1]);
  (cell.storage.memory as Float64Array)[0] = value;
  return view(cell, [...batch, 1, 1], [...batch.map(() => 0), 0, 0]);
}

/** Writes an array into the first places of another. */
export function copyInto(from: View, target: View): void {
  const nest = new NestBuilder(from.shape);
  nest.storeInto(view(target, from.shape, target.strides), nest.load(from));
  nest.run();
}
