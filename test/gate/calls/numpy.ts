/** One call of each function of `concordat/numpy`. */

import * as entry from '../../../src/dialects/numpy/index.ts';
import { each, libraryOf, matrix, singles, spectrum, transforms } from './library.ts';

export const numpy = libraryOf(
  'numpy.',
  entry,
  {
    ...each(
      transforms.map(name => `fft.${name}`),
      singles,
    ),
    ...each(['fft.irfft', 'fft.irfftn'], spectrum),
    'fft.irfft2': [singles],
    'fft.fftfreq': [4],
    'fft.rfftfreq': [4],
    ...each(['linalg.det', 'linalg.inv', 'linalg.norm', 'linalg.pinv', 'linalg.svd'], matrix),
    'linalg.solve': [matrix, [1, 2, 3]],
    ...each(['convolve', 'correlate'], [1, 2, 3], [0, 1]),
    matmul: [matrix, [1, 2, 3]],
    pad: [singles, 1, 'linear_ramp'],
    roll: [matrix, 1, 0],
  },
  {},
);
