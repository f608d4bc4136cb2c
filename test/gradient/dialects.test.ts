/** Gradients through the functions of the dialects, against central differences. */
import {
  matmul,
  convolve as npConvolve,
  fft as npFft,
  linalg as npLinalg,
  pad as npPad,
  roll as npRoll,
} from 'concordat/numpy';
import { copyMakeBorder, flip as cvFlip, filter2D } from 'concordat/opencv';
import { ndimage, signal } from 'concordat/scipy';
import { index, nn, linalg as torchLinalg, roll as torchRoll } from 'concordat/torch';
import { describe, expect, it } from 'vitest';
import {
  add,
  arange,
  array,
  checkGrad,
  multiply,
  type NDArray,
  realPart,
  reshape,
  sin,
  sum,
} from '../../src/index.ts';

const kernel = array([
  [1, -2, 0.5],
  [0.25, 3, 1],
]);
const line = array([1, -2, 0.5]);

const cases: Readonly<Record<string, readonly [shape: number[], f: (x: NDArray) => NDArray]>> = {
  'scipy.signal.convolve2d': [[4, 5], x => signal.convolve2d(x, kernel, 'same', 'symm')],
  'scipy.signal.correlate2d of the kernel': [[2, 3], x => signal.correlate2d(reshape(arange(20), [4, 5]), x)],
  'scipy.signal.convolve': [[4, 5], x => signal.convolve(x, kernel, 'valid')],
  'scipy.signal.fftconvolve': [[4, 5], x => signal.fftconvolve(x, kernel, 'same')],
  'scipy.ndimage.convolve': [[4, 5], x => ndimage.convolve(x, kernel, { mode: 'mirror' })],
  'scipy.ndimage.correlate1d': [[4, 5], x => ndimage.correlate1d(x, line, 0)],
  'scipy.ndimage.convolve of the weights': [[2, 3], x => ndimage.convolve(reshape(arange(20), [4, 5]), x)],
  'numpy.convolve': [[6], x => npConvolve(x, line, 'same')],
  'numpy.pad, reflected oddly': [[5], x => npPad(x, [[7, 9]], 'reflect', { reflect_type: 'odd' })],
  'numpy.pad, symmetric and odd': [[3, 4], x => npPad(x, 3, 'symmetric', { reflect_type: 'odd' })],
  'numpy.pad by the mean': [[3, 4], x => npPad(x, 2, 'mean')],
  'numpy.pad by a ramp': [[3, 4], x => npPad(x, 2, 'linear_ramp')],
  'numpy.pad by the edge': [[3, 4], x => npPad(x, 2, 'edge')],
  'numpy.roll': [[3, 4], x => npRoll(x, 1, 1)],
  'numpy.matmul': [[3, 4], x => matmul(x, reshape(arange(8), [4, 2]))],
  'numpy.linalg.pinv': [[3, 2], x => npLinalg.pinv(x)],
  'numpy.fft.fft': [[5], x => realPart(npFft.fft(x, 8))],
  'torch.nn.functional.conv2d without a batch': [
    [2, 4, 5],
    x => nn.functional.conv2d(x, reshape(add(arange(12), 1), [1, 2, 2, 3])),
  ],
  'torch.nn.functional.pad': [[1, 3, 4], x => nn.functional.pad(x, [1, 2], 'reflect')],
  'torch.roll': [[6], x => torchRoll(x, 2)],
  'torch.index': [[3, 4], x => index(x, 1, [0, 2])],
  'torch.linalg.pinv': [[3, 2], x => torchLinalg.pinv(x)],
  'cv2.filter2D': [[4, 5], x => filter2D(x, -1, kernel)],
  'cv2.filter2D of colours': [[3, 4, 3], x => filter2D(x, -1, kernel)],
  'cv2.copyMakeBorder': [[3, 4], x => copyMakeBorder(x, 1, 2, 2, 1, 4)],
  'cv2.flip': [[3, 4], x => cvFlip(x, 0)],
};

describe('the gradient through', () => {
  it.each(Object.entries(cases))('%s', (_, [shape, f]) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const x = reshape(sin(multiply(arange(size), 1.7)), shape);
    const weighed = (y: NDArray) =>
      sum(multiply(y, add(sin(multiply(reshape(arange(y.size), y.shape), 2.3)), 1.2)));
    expect(checkGrad(each => weighed(f(each)), x)).toMatchObject({ agrees: true });
  });
});
