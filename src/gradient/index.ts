export { type CheckGradOptions, type CheckGradReport, checkGrad } from './check-grad.ts';
export { type CustomStep, customGradient, stopGradient } from './custom.ts';
export { type Gradients, type GradOptions, grad, valueAndGrad } from './grad.ts';
export { hessianVectorProduct, jvp, type Vjp, vjp } from './products.ts';
export type { Differentiable } from './vjp.ts';
