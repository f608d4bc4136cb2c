/** One call of each function of `concordat/scipy`. */

import * as entry from '../../../src/dialects/scipy/index.ts';
import { each, libraryOf, matrix, singles } from './library.ts';

export const scipy = libraryOf(
  'scipy.',
  entry,
  {
    ...each(['ndimage.convolve', 'ndimage.correlate'], singles, [[1, 2]], 'uint8'),
    ...each(['ndimage.convolve1d', 'ndimage.correlate1d'], singles, [1, 2]),
    ...each(['signal.convolve', 'signal.correlate'], matrix, [[1, 2]]),
    ...each(['signal.convolve2d', 'signal.correlate2d'], matrix, [[1, 2]], 'same', 'wrap'),
    ...each(['signal.fftconvolve', 'signal.oaconvolve'], singles, [[1, 2]], 'same'),
  },
  { 'signal.choose_conv_method': 'gives a name' },
);
