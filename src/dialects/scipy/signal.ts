/** scipy.signal: its convolutions. */
export { type ChooseKeywords, choose_conv_method } from './choose-method.ts';
export { convolve, correlate, type SignalConvolveKeywords } from './convolve.ts';
export { type Convolve2dKeywords, convolve2d, correlate2d, type SignalBoundary } from './convolve2d.ts';
export { type FftconvolveKeywords, fftconvolve, oaconvolve } from './fftconvolve.ts';
export type { SignalMethod, SignalMode } from './modes.ts';
