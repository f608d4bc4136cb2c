/** One call of each function of `concordat/torch`. */

import * as entry from '../../../src/dialects/torch/index.ts';
import { expandDims, zeros } from '../../../src/index.ts';
import { each, libraryOf, matrix, singles, spectrum, transforms } from './library.ts';

const line = expandDims(singles, 0);
const plane = expandDims(line, 0);

export const torch = libraryOf(
  'torch.',
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
    'linalg.pinv': [matrix],
    flip: [matrix, [0]],
    roll: [matrix, 1, 0],
    index: [matrix, 0, ':'],
    setIndex: [zeros([2, 2]), [0, '...'], 7],
    'nn.functional.conv1d': [singles, zeros([1, 3, 2], { dtype: 'float32' })],
    'nn.functional.conv2d': [line, zeros([1, 1, 2, 2], { dtype: 'float32' })],
    'nn.functional.conv3d': [plane, zeros([1, 1, 1, 2, 2], { dtype: 'float32' })],
    'nn.functional.pad': [line, [1, 1, 0, 1], 'reflect'],
  },
  {},
);
