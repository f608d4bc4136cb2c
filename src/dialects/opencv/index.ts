export * from './constants.ts';
export { type CopyMakeBorderKeywords, copyMakeBorder, type ScalarValue } from './copy-make-border.ts';
export { type Filter2DKeywords, filter2D } from './filter2d.ts';
export { flip } from './flip.ts';
