/**
 * The ways in which people write a periodic convolution, each as they write it, in the dialects. `scipy` is the
 * reference; the others are compared with it.
 */
import { multiply } from '../array/arithmetic.ts';
import { roll, tile } from '../array/arrange.ts';
import { gatherAxes } from '../array/gather.ts';
import type { NDArray } from '../array/ndarray.ts';
import { pad } from '../array/pad.ts';
import { reshape, slice } from '../array/views.ts';
import { type Boundary, boundaryName, OUTSIDE } from '../boundary/table.ts';
import { makeConvention } from '../convolution/convention.ts';
import { fft } from '../dialects/numpy/index.ts';
import { ndimage, signal } from '../dialects/scipy/index.ts';
import { nn } from '../dialects/torch/index.ts';
import { ConcordatError } from '../errors.ts';
import { callOf } from './call.ts';
import type { Flavour } from './words.ts';

/** What a route convolved, and what came out. */
export interface RouteResult {
  /** The image as it was convolved: tiled, for the hand-made routes. */
  readonly image: NDArray;
  /** The kernel as it was used: in a frame of the image's shape, for a product of spectra. */
  readonly kernel: NDArray;
  readonly result: NDArray;
}

/** One way to write the convolution. */
export interface Route {
  readonly name: string;
  /** The call, as Python. */
  readonly call: (boundary: Boundary, kernel: readonly number[]) => string;
  /** In whose words a fix is given. */
  readonly flavour: Flavour;
  readonly run: (image: NDArray, kernel: NDArray, boundary: Boundary) => RouteResult;
  /** What this route does to an image and a kernel of given shapes beyond its convention, where that deserves a word. */
  readonly remark?: (image: readonly number[], kernel: readonly number[]) => string | undefined;
}

/** The convention of the reference: SciPy's convolve2d, of the image's size. */
export const referenceConvention = (boundary: Boundary) =>
  makeConvention({ sign: -1, boundary, window: 'same' });

const half = (extent: number) => Math.floor(extent / 2);

/** `result[H//2:-H//2, W//2:-W//2]`: Python reads −H//2 as −ceil(H/2). */
const cutMiddle = (result: NDArray, [height, width]: readonly number[]): NDArray =>
  slice(result, [half(height), -Math.ceil(height / 2)], [half(width), -Math.ceil(width / 2)]);

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
function padForTorch(image: NDArray, kernel: readonly number[], boundary: Boundary): NDArray {
  const reach = kernel.map((taps): [number, number] => [(taps - 1) >> 1, taps >> 1]);
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

function productOfSpectra(image: NDArray, kernel: NDArray): RouteResult {
  const result = fft.irfft2(multiply(fft.rfft2(image), fft.rfft2(kernel)), { s: [...image.shape] });
  return { image, kernel, result };
}

export const routes: readonly Route[] = [
  {
    name: 'scipy',
    call: (boundary, kernel) => callOf(referenceConvention(boundary), kernel).python,
    flavour: 'numpy',
    run: (image, kernel, boundary) => ({ image, kernel, result: reference(image, kernel, boundary) }),
  },
  {
    name: 'scipy-tiled',
    call: () => "signal.convolve2d(np.tile(image, (2, 2)), kernel, mode='same')[H//2:-H//2, W//2:-W//2]",
    flavour: 'numpy',
    run: (image, kernel) => {
      const tiled = tile(image, [2, 2]);
      const result = cutMiddle(signal.convolve2d(tiled, kernel, { mode: 'same' }), image.shape);
      return { image: tiled, kernel, result };
    },
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
    run: (image, kernel, boundary) => {
      const padded = padForTorch(image, kernel.shape, boundary);
      return {
        image: padded,
        kernel,
        result: fromBatch(nn.functional.conv2d(asBatch(padded), asBatch(kernel))),
      };
    },
  },
  {
    name: 'torch-tiled',
    call: () => 'F.conv2d(image.repeat(1, 1, 2, 2), kernel, padding=1)[..., H//2:-H//2, W//2:-W//2]',
    flavour: 'torch',
    run: (image, kernel) => {
      const tiled = tile(image, [2, 2]);
      const filtered = nn.functional.conv2d(asBatch(tiled), asBatch(kernel), { padding: 1 });
      return { image: tiled, kernel, result: cutMiddle(fromBatch(filtered), image.shape) };
    },
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
    run: (image, kernel) => {
      const centre = kernel.shape.map(taps => -((taps - 1) >> 1));
      return productOfSpectra(image, roll(kernelFrame(kernel, image.shape), centre, { axis: [0, 1] }));
    },
  },
  {
    name: 'fourier-corner',
    call: () => 'irfft2(rfft2(image) * rfft2(padded_kernel))',
    flavour: 'fourier',
    run: (image, kernel) => productOfSpectra(image, kernelFrame(kernel, image.shape)),
  },
];

const signed = (count: number) => (count > 0 ? `+${count}` : String(count));
