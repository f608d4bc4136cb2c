/** scipy.ndimage: its convolutions and correlations. */
export { convolve, correlate, type NdimageKeywords } from './ndimage-filters.ts';
export { convolve1d, correlate1d, type Ndimage1dKeywords } from './ndimage-lines.ts';
export type { NdimageMode } from './ndimage-parameters.ts';
