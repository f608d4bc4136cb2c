export * from './array/index.ts';
export * from './boundary/index.ts';
export * from './convolution/index.ts';
export * from './diagnosis/index.ts';
export { ConcordatError, type ErrorCode } from './errors.ts';
export * from './fourier/index.ts';
export type { IndexAxis, IndexExplanation, IndexReading } from './indexing/index.ts';
export * from './linalg/index.ts';
export * from './runtime/index.ts';
