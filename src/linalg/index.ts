export { det } from './det.ts';
export { matmul } from './matmul.ts';
export type { FloatDType } from './matrices.ts';
export { type NormOptions, type NormOrder, norm } from './norm.ts';
export { type PinvOptions, pinv } from './pinv.ts';
export { rightInverse } from './right-inverse.ts';
export { inv, solve } from './solve.ts';
export { type Svd, type SvdOptions, singularValues, svd } from './svd.ts';
