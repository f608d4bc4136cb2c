/** Views joined along an axis. */
import type { DType } from '../kernels/dtype.ts';
import { castInto } from './cast.ts';
import { newView, type View, view } from './view.ts';

/** The elements of some views, one behind the other along an axis, as `dtype`; their other extents are equal. */
export function joined(inputs: readonly View[], axis: number, dtype: DType): View {
  const total = inputs.reduce((sum, input) => sum + input.shape[axis], 0);
  const result = newView(dtype, inputs[0].shape.with(axis, total));
  let place = 0;
  for (const input of inputs) {
    castInto(input, view(result, input.shape, result.strides, result.offset + place * result.strides[axis]));
    place += input.shape[axis];
  }
  return result;
}
