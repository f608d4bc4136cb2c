/** Copies of views. */
import type { DType } from '../kernels/dtype.ts';
import { pointwise } from './computation.ts';
import type { View } from './view.ts';

const copied = pointwise<null>((_, element) => element);

/** A copy in row-major order. */
export const contiguousCopy = <D extends DType>(x: View<D>): View<D> => copied(null, [x], x.shape) as View<D>;

/** Copies the elements into `out`, which has the same shape and type, and may share their memory. */
export function copyTo(x: View, out: View): void {
  copied(null, [x], out.shape, { out });
}
