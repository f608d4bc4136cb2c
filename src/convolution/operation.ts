/** The one operation behind every convolution of every dialect: a convention carried out on an image and a kernel. */
import { pointwise, view } from '../array/build.ts';
import { allClose } from '../array/close.ts';
import { array, astype } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { defineOperation } from '../array/operation.ts';
import type { ScalarLike } from '../array/scalar.ts';
import { squeeze } from '../array/views.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { type DType, dtypes } from '../kernels/dtype.ts';
import { checkSize } from '../limits.ts';
import { overlap } from '../runtime/storage.ts';
import type { Convention } from './convention.ts';
import { directConvolution, typesOf } from './direct.ts';
import type { Choice } from './method.ts';
import { type ResolvedAxis, reachOf, resolve } from './resolve.ts';
import { separableConvolution } from './separable.ts';
import { spectralConvolution } from './spectral.ts';

interface ConvolutionOptions {
  functionName: string;
  convention: Convention;
  groups: number;
  choice: Choice;
  out?: NDArray;
}

const direct: Choice = { method: 'direct', why: 'the sum over taps is right for every input' };

const convolution = defineOperation<ConvolutionOptions>({
  name: 'convolution',
  run: ([x, w, bias], { functionName, convention, groups, choice, out }) => {
    const axes = resolve(convention, x.shape.slice(2), w.shape.slice(2));
    checkSizes(functionName, x, w, axes, convention);
    for (const [axis, { extent, boundary }] of axes.entries())
      if (extent === 0 && boundary !== 'constant' && reachOf(axes[axis]))
        throw new ConcordatError(
          'shape',
          `${functionName}: can't extend empty axis ${axis} with boundary '${boundary}'; the image has shape ${showShape(x.shape.slice(2))}`,
          { function: functionName, axis, shape: x.shape.slice(2), boundary },
        );
    const { sum } = typesOf(convention, x.dtype, w.dtype);
    const source = axes.some(({ boundary }) => boundary === 'constant')
      ? holdingFill(x, convention.fill, sum)
      : x;
    const { method, factors } = choice;
    // Without axes there is nothing to transform: the product of two numbers is direct.
    if (method === 'fft' && axes.length > 0) {
      const result = spectralConvolution(functionName, source, w, axes, convention);
      return out ? pointwise([squeeze(result, { axis: [0, 1] })], out.shape, y => y, { out }) : result;
    }
    // Passes are given up after the result is written, when the image must still be there.
    const free = !out || !overlap(out.storage, x.storage);
    const passes = factors && free ? separableConvolution(source, factors, axes, convention, out) : null;
    return passes ?? directConvolution(source, w, axes, convention, { groups, bias, out });
  },
});

/** Checks what follows from shapes, windows, strides and dilations before anything is made of it. */
function checkSizes(
  functionName: string,
  x: NDArray,
  w: NDArray,
  axes: readonly ResolvedAxis[],
  convention: Convention,
): void {
  const channels = x.shape[0] * w.shape[0] === 1 ? [] : [x.shape[0], w.shape[0]];
  const { result } = typesOf(convention, x.dtype, w.dtype);
  checkSize(functionName, [...channels, ...axes.map(({ length }) => length)], dtypes[result].bytes);
  for (const [axis, resolved] of axes.entries()) {
    const { low, high } = reachOf(resolved) ?? { low: 0, high: 0 };
    if (Number.isSafeInteger(low) && Number.isSafeInteger(high)) continue;
    throw new ConcordatError(
      'value',
      `${functionName}: along axis ${axis} places ${low} to ${high} would be read; they must lie within 2^53 of the image`,
      { function: functionName, axis, low, high },
    );
  }
}

/** The image in a type that holds the fill value as the type of the sums does: half a grey level is no uint8. */
function holdingFill(x: NDArray, fill: ScalarLike, sum: DType): NDArray {
  if (fill === 0 || x.dtype === sum) return x;
  const wanted = astype(array(fill), sum);
  const kept = astype(astype(wanted, x.dtype), sum);
  return allClose(kept, wanted, { rtol: 0, atol: 0, equalNaN: true }).equal ? x : astype(x, sum);
}

/** Convolves an image with a kernel of the same rank, every axis spatial. */
export function convolveWith(
  functionName: string,
  image: NDArray,
  kernel: NDArray,
  convention: Convention,
  choice: Choice = direct,
  out?: NDArray,
): NDArray {
  const options = { functionName, convention, groups: 1, choice, out };
  const result = convolution([liftSpatial(image), liftSpatial(kernel)], options);
  return out ?? squeeze(result, { axis: [0, 1] });
}

/** With axes for batch and channel. */
export const liftSpatial = (x: NDArray): NDArray =>
  view(x, [1, 1, ...x.shape], [0, 0, ...x.strides], x.offset);

/**
 * Convolves a batch (batch, channels, …) with a bank of kernels (outputs, channels ÷ groups, …). The Fourier method
 * takes one channel and one output a group.
 */
export function convolveChannels(
  functionName: string,
  x: NDArray,
  w: NDArray,
  bias: NDArray | null,
  convention: Convention,
  groups: number,
  choice: Choice = direct,
): NDArray {
  return convolution(bias ? [x, w, bias] : [x, w], { functionName, convention, groups, choice });
}
