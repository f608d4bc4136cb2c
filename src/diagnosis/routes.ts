/**
 * The ways in which people write a periodic convolution, each as they write it, in the dialects. `scipy` is the
 * reference; the others are compared with it.
 */

import { multiply } from '../array/arithmetic.ts';
import { roll } from '../array/arrange.ts';
import { gatherAxes } from '../array/gather.ts';
import type { NDArray } from '../array/ndarray.ts';
import { pad } from '../array/pad.ts';
import { reshape } from '../array/views.ts';
import { type Boundary, boundaryName } from '../boundary/table.ts';
import { makeConvention } from '../convolution/convention.ts';
import { fft } from '../dialects/numpy/index.ts';
import { ndimage, signal } from '../dialects/scipy/index.ts';
import { nn } from '../dialects/torch/index.ts';
import { ConcordatError } from '../errors.ts';
import { OUTSIDE } from '../extents.ts';
import { scope } from '../runtime/scope.ts';
import { callOf } from './call.ts';
import type { Flavour } from './flavour.ts';
import { middleOfTiled } from './tiled.ts';

/** One way to write the convolution. */
export interface Route {
  readonly name: string;
  /** The call, as Python. */
  readonly call: (boundary: Boundary, kernel: readonly number[]) => string;
  /** In whose words a fix is given. */
  readonly flavour: Flavour;
  /** The result. `onPart` is told what part of it is done, where it takes several steps. */
  readonly run: (
    image: NDArray,
    kernel: NDArray,
    boundary: Boundary,
    onPart?: (part: number) => void,
  ) => NDArray;
  /** How often the image is repeated along each axis before it is convolved, in hand-made routes. */
  readonly tiles?: readonly number[];
  /** The image as it is convolved, where that is another: padded, for torch. */
  readonly image?: (image: NDArray, kernel: NDArray, boundary: Boundary) => NDArray;
  /** The kernel as it is used, where that is another: in a frame of the image's shape, for a product of spectra. */
  readonly kernel?: (image: NDArray, kernel: NDArray) => NDArray;
  /** What this route does to an image and a kernel of given shapes beyond its convention, where that deserves a word. */
  readonly remark?: (image: readonly number[], kernel: readonly number[]) => string | undefined;
}

/** Whether a route is a Fourier transform, whose errors belong to the largest value. */
export const isSpectral = ({ flavour }: Route): boolean => flavour === 'fourier';

/** The convention of the reference: SciPy's convolve2d, of the image's size. */
export const referenceConvention = (boundary: Boundary) =>
  makeConvention({ sign: -1, boundary, window: 'same' });

const twice = [2, 2];

function reference(image: NDArray, kernel: NDArray, boundary: Boundary): NDArray {
  const mode = boundaryName('scipy.signal', boundary);
  if (mode) return signal.convolve2d(image, kernel, { mode: 'same', boundary: mode as 'wrap' });
  // scipy.signal has no such boundary; scipy.ndimage has, with its origin at K // 2.
  const origin = kernel.shape.map(taps => ((taps - 1) >> 1) - (taps >> 1));
  return ndimage.convolve(image, kernel, { mode: boundaryName('scipy.ndimage', boundary) as 'wrap', origin });
}

const asBatch = (x: NDArray) => reshape(x, [1, 1, ...x.shape]);
const fromBatch = (x: NDArray) => reshape(x, x.shape.slice(2));

/** The image continued by the reach of the kernel, the longer half behind, as torch's padding='same' has it. torch pads by at most the image itself and knows no 'symmetric'. */
function padForTorch(image: NDArray, kernel: NDArray, boundary: Boundary): NDArray {
  const reach = kernel.shape.map((taps): [number, number] => [(taps - 1) >> 1, taps >> 1]);
  const mode = boundaryName('torch.nn.functional.pad', boundary);
  if (!mode || reach.some(([, high], axis) => high >= image.shape[axis]))
    return pad(image, reach, { boundary });
  return fromBatch(
    nn.functional.pad(asBatch(image), [...reach[1], ...reach[0]], { mode: mode as 'circular' }),
  );
}

/** The kernel in a frame of the image's shape, its first tap in the corner. */
function kernelFrame(kernel: NDArray, shape: readonly number[]): NDArray {
  if (kernel.shape.some((taps, axis) => taps > shape[axis]))
    throw new ConcordatError(
      'shape',
      `compare: the kernel (${kernel.shape.join(', ')}) is larger than the image (${shape.join(', ')}); a product of spectra needs a kernel that fits`,
      { function: 'compare', argument: 'kernel', kernel: kernel.shape, image: shape },
    );
  const tables = shape.map((extent, axis) =>
    Int32Array.from({ length: extent }, (_, place) => (place < kernel.shape[axis] ? place : OUTSIDE)),
  );
  return gatherAxes(kernel, tables);
}

/** The kernel in a frame with its middle in the corner. */
const centredFrame = (image: NDArray, kernel: NDArray): NDArray =>
  roll(
    kernelFrame(kernel, image.shape),
    kernel.shape.map(taps => -((taps - 1) >> 1)),
    { axis: [0, 1] },
  );

/** Each array is as large as the image: none is kept longer than it is needed. */
function productOfSpectra(
  image: NDArray,
  frame: () => NDArray,
  onPart: (part: number) => void = () => {},
): NDArray {
  return scope(() => {
    const ofKernel = scope(() => fft.rfft2(frame()));
    onPart(1 / 3);
    const ofImage = fft.rfft2(image);
    onPart(2 / 3);
    multiply(ofImage, ofKernel, { out: ofImage });
    ofKernel.dispose();
    return fft.irfft2(ofImage, { s: [...image.shape] });
  });
}

export const routes: readonly Route[] = [
  {
    name: 'scipy',
    call: (boundary, kernel) => callOf(referenceConvention(boundary), kernel).python,
    flavour: 'numpy',
    run: reference,
  },
  {
    name: 'scipy-tiled',
    call: () => "signal.convolve2d(np.tile(image, (2, 2)), kernel, mode='same')[H//2:-H//2, W//2:-W//2]",
    flavour: 'numpy',
    tiles: twice,
    run: (image, kernel, _, onPart) =>
      middleOfTiled(image, kernel, band => signal.convolve2d(band, kernel, { mode: 'same' }), onPart),
  },
  {
    name: 'torch',
    call: boundary => {
      const mode = boundaryName('torch.nn.functional.pad', boundary);
      const padded = mode
        ? `F.pad(image, reach, mode='${mode}')`
        : `torch.from_numpy(np.pad(image, reach, mode='${boundaryName('numpy.pad', boundary)}'))`;
      return `F.conv2d(${padded}, kernel)`;
    },
    flavour: 'torch',
    image: padForTorch,
    run: (image, kernel, boundary) =>
      scope(() =>
        fromBatch(nn.functional.conv2d(asBatch(padForTorch(image, kernel, boundary)), asBatch(kernel))),
      ),
  },
  {
    name: 'torch-tiled',
    call: () => 'F.conv2d(image.repeat(1, 1, 2, 2), kernel, padding=1)[..., H//2:-H//2, W//2:-W//2]',
    flavour: 'torch',
    tiles: twice,
    run: (image, kernel, _, onPart) =>
      middleOfTiled(
        image,
        kernel,
        band => fromBatch(nn.functional.conv2d(asBatch(band), asBatch(kernel), { padding: 1 })),
        onPart,
      ),
    remark: (image, kernel) => {
      if (kernel.every(taps => taps === 3)) return undefined;
      const padding = `padding=1 keeps the size under a 3x3 kernel only; a ${kernel.join('x')} kernel changes it by ${kernel
        .map(taps => signed(3 - taps))
        .join(' and ')}`;
      // H // 2 is 0 there: nothing is cut off before, and the zeros of the padding stay.
      return image.includes(1)
        ? `${padding}; of an axis of one element [H//2:-H//2] cuts off nothing in front, so that zeros of the padding stay`
        : padding;
    },
  },
  {
    name: 'fourier',
    call: () =>
      'irfft2(rfft2(image) * rfft2(np.roll(padded_kernel, (-((K-1)//2), -((L-1)//2)), axis=(0, 1))))',
    flavour: 'fourier',
    kernel: centredFrame,
    run: (image, kernel, _, onPart) => productOfSpectra(image, () => centredFrame(image, kernel), onPart),
  },
  {
    name: 'fourier-corner',
    call: () => 'irfft2(rfft2(image) * rfft2(padded_kernel))',
    flavour: 'fourier',
    kernel: (image, kernel) => kernelFrame(kernel, image.shape),
    run: (image, kernel, _, onPart) =>
      productOfSpectra(image, () => kernelFrame(kernel, image.shape), onPart),
  },
];

const signed = (count: number) => (count > 0 ? `+${count}` : String(count));
