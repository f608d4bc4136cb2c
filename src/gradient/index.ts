export { type GradOptions, grad, valueAndGrad } from './grad.ts';
