export * as ndimage from './ndimage.ts';
export * as signal from './signal.ts';
