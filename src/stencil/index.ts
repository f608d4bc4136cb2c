export type { StencilOptions } from './options.ts';
export { type StencilOuts, stencil } from './stencil.ts';
export type { StencilExpression, StencilInput, StencilOperand } from './types.ts';
