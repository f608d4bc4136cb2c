/** One call of each function of `concordat/scipy`. */

import * as entry from '../../../src/dialects/scipy/index.ts';
import { each, libraryOf, matrix, singles, spectrum } from './library.ts';

export const scipy = libraryOf(
  'scipy.',
  entry,
  {
    ...each(['ndimage.convolve', 'ndimage.correlate'], singles, [[1, 2]], 'uint8'),
    'ndimage.convolve1d': [spectrum, [1, 2]],
    'ndimage.correlate1d': [spectrum, spectrum],
    ...each(['signal.convolve', 'signal.correlate'], matrix, [[1, 2]]),
    ...each(['signal.convolve2d', 'signal.correlate2d'], matrix, [[1, 2]], 'same', 'wrap'),
    ...each(['signal.fftconvolve', 'signal.oaconvolve'], singles, [[1, 2]], 'same'),
  },
  { 'signal.choose_conv_method': 'gives a name' },
);
