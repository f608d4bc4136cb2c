/** The operations that adjoints are written with: public functions, which a tape around sees in their turn. */
import {
  abs,
  add,
  conjugate,
  divide,
  multiply,
  negate,
  power,
  realPart,
  sign,
  subtract,
} from '../array/arithmetic.ts';
import { roll } from '../array/arrange.ts';
import { broadcastTo } from '../array/broadcast.ts';
import { equal, less, logicalNot, where } from '../array/comparison.ts';
import { array, astype } from '../array/convert.ts';
import { arange, zeros } from '../array/create.ts';
import { cos, floor, log, sin } from '../array/elementary.ts';
import { apply } from '../array/ndarray.ts';
import { pad } from '../array/pad.ts';
import { sum } from '../array/reduce.ts';
import { flip, reshape, slice, transpose } from '../array/views.ts';
import { sizeOf } from '../extents.ts';
import type { Tools } from '../gate/record.ts';
import { isComplex } from '../kernels/dtype.ts';
import { inv, matmul, solve, svd } from '../linalg/index.ts';

const i = (dtype: string) =>
  array(
    { re: 0, im: 1 },
    { dtype: dtype === 'complex64' || dtype === 'float32' ? 'complex64' : 'complex128' },
  );

export const tools: Tools = {
  add,
  subtract,
  multiply,
  divide,
  power,
  less,
  equal,
  negate,
  abs,
  sign,
  log,
  sin,
  cos,
  floor,
  conjugate: x => (isComplex(x.dtype) ? conjugate(x) : x),
  realPart,
  logicalNot,
  where,
  isComplex: ({ dtype }) => isComplex(dtype),
  timesI: x => multiply(x, i(x.dtype)),
  astype,
  zeros: (shape, dtype) => zeros(shape, { dtype }),
  count: shape => reshape(arange(1, sizeOf(shape) + 1), shape),
  sum: (x, axis, keepdims) => sum(x, { axis, keepdims }),
  broadcastTo,
  reshape,
  transpose,
  flip: (x, axis) => flip(x, { axis }),
  roll: (x, steps, axis) => (axis.length === 0 ? x : roll(x, steps, { axis })),
  part: (x, axis, start, stop) =>
    slice(x, ...x.shape.map((_, k) => (k === axis ? ([start, stop] as const) : null))),
  pad: (x, pairs, boundary) => pad(x, pairs, { boundary }),
  matmul,
  solve,
  inv,
  svd: x => {
    const { u, s, vh } = svd(x, { fullMatrices: false });
    return [u, s, vh];
  },
  apply,
  applyAll: (operation, inputs, options) =>
    apply(operation, inputs, options) as ReturnType<Tools['applyAll']>,
};
