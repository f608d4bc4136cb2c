/** The conversion from one element type to another. */
import type { DType } from '../kernels/dtype.ts';
import { castValue } from '../kernels/value.ts';
import { pointwise } from './build.ts';
import type { View } from './view.ts';

/** The elements of `x` as `dtype`; `x` itself when it has that type. */
export const castTo = <D extends DType>(x: View, dtype: D): View<D> =>
  (x.dtype === (dtype as DType)
    ? x
    : pointwise([x], x.shape, value => castValue(value, dtype), { key: `astype ${dtype}` })) as View<D>;
