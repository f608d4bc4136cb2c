export type { ArrayLike } from '../convert/convert.ts';
export type { ForeignArray } from '../convert/foreign.ts';
export type { ArrayJSON, JSONElement, JSONNumber } from '../convert/json.ts';
export type { Nested } from '../convert/nested.ts';
export type { IndexHole, IndexTerm, NestedIndex } from '../indexed/index-terms.ts';
export type { NestedElements } from '../views/nested-elements.ts';
export type { OutOptions } from '../views/out.ts';
export type { ScalarLike } from '../views/scalar.ts';
export type { View } from '../views/view.ts';
export { allClose, type ClosenessOptions, type ClosenessReport, type Difference } from './all-close.ts';
export {
  abs,
  add,
  conjugate,
  divide,
  floorDivide,
  imaginaryPart,
  multiply,
  negate,
  power,
  realPart,
  remainder,
  sign,
  subtract,
} from './arithmetic.ts';
export { repeat, roll, tile } from './arrange.ts';
export { broadcastTo } from './broadcast.ts';
export {
  equal,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  maximum,
  minimum,
  notEqual,
  where,
} from './comparison.ts';
export { type ArrayOptions, array, astype } from './convert.ts';
export { arange, type CreateOptions, eye, full, ones, zeros } from './create.ts';
export { atan2, ceil, cos, exp, floor, hypot, log, round, sin, sqrt } from './elementary.ts';
export { explainIndex } from './explain-index.ts';
export { concatenate, stack } from './join.ts';
export { NDArray } from './ndarray.ts';
export { type PadWidth, pad } from './pad.ts';
export { all, any, max, mean, min, type ReduceOptions, sum } from './reduce.ts';
export { scatterAdd } from './scatter-add.ts';
export { expandDims, flip, type Range, reshape, slice, squeeze, transpose } from './views.ts';
