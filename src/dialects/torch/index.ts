export { flip, roll } from './arrange.ts';
export * as fft from './fft.ts';
export { index, setIndex } from './indexing.ts';
export * as linalg from './linalg.ts';
export * as nn from './nn.ts';
