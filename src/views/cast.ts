/** The conversion from one element type to another. */
import type { DType } from '../kernels/dtype.ts';
import { castValue } from '../kernels/value.ts';
import { pointwise } from './computation.ts';
import type { View } from './view.ts';

const converted = pointwise<DType>((dtype, value) => castValue(value, dtype));

/** The elements of `x` as `dtype`; `x` itself when it has that type. */
export const castTo = <D extends DType>(x: View, dtype: D): View<D> =>
  (x.dtype === (dtype as DType) ? x : converted(dtype, [x], x.shape)) as View<D>;

/** Writes the elements of `x` into `out`, which has the same shape, as its type has them. */
export function castInto(x: View, out: View): void {
  converted(out.dtype, [x], x.shape, { out });
}
