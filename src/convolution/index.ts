export { type ConvolveOptions, convolve, correlate, type PerAxis } from './convolve.ts';
export type { Method } from './method.ts';
