/** What the derivatives of functions of matrices share. */
import type { Tools } from '../gate/record.ts';
import { isComplex } from '../kernels/dtype.ts';
import type { View } from '../views/view.ts';

/** aᴴ: the last two axes exchanged, complex numbers conjugated. */
export function adjointOfMatrix(a: View, tools: Tools): View {
  const order = [...a.shape.keys()];
  order.push(...order.splice(-2).reverse());
  const exchanged = tools.transpose(a, order);
  return isComplex(a.dtype) ? tools.conjugate(exchanged) : exchanged;
}

/** The axes before the last two. */
export const batchAxes = (a: View): number[] => [...a.shape.keys()].slice(0, -2);

/** Numbers, one a matrix, as 1×1 matrices. */
export const asMatrices = (x: View, tools: Tools): View => tools.reshape(x, [...x.shape, 1, 1]);
