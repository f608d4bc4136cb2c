export type { ConvolutionMode } from '../sequences.ts';
export { type ConvolveKeywords, convolve, correlate } from './convolve.ts';
export * as fft from './fft.ts';
export * as linalg from './linalg.ts';
export { matmul } from './matmul.ts';
export { type PadKeywords, type PadMode, pad } from './pad.ts';
export type { Pairs } from './pairs.ts';
export { type RollKeywords, roll } from './roll.ts';
