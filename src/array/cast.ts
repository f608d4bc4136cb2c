/** The conversion from one element type to another. */
import type { DType } from '../kernels/dtype.ts';
import { castValue } from '../kernels/value.ts';
import { pointwise } from './build.ts';
import type { NDArray } from './ndarray.ts';
import { defineOperation } from './operation.ts';

const castOperation = defineOperation<{ dtype: DType }>({
  name: 'astype',
  run: ([x], { dtype }) =>
    pointwise([x], x.shape, value => castValue(value, dtype), { key: `astype ${dtype}` }),
});

/** The elements of `x` as `dtype`; `x` itself when it has that type. */
export const castTo = <D extends DType>(x: NDArray, dtype: D): NDArray<D> =>
  (x.dtype === (dtype as DType) ? x : castOperation([x], { dtype })) as NDArray<D>;
