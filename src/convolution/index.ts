export type { Method } from './choose.ts';
export { type ConvolveOptions, convolve, correlate, type PerAxis } from './convolve.ts';
