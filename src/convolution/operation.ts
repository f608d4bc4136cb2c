/** The one operation behind every convolution of every dialect: a convention carried out on an image and a kernel. */

import { apply, type NDArray } from '../array/ndarray.ts';
import { ConcordatError, showShape } from '../errors.ts';
import type { Operation, Step, Tools } from '../gate/record.ts';
import { type DType, dtypes } from '../kernels/dtype.ts';
import { checkSize } from '../limits.ts';
import { overlap } from '../runtime/storage.ts';
import { castTo } from '../views/cast.ts';
import { computeRow } from '../views/compute-row.ts';
import { copyTo } from '../views/copy.ts';
import { onlyElement } from '../views/elements.ts';
import { filled } from '../views/fill.ts';
import { squeezed } from '../views/layout.ts';
import type { ScalarLike } from '../views/scalar.ts';
import { type View, view } from '../views/view.ts';
import { convolutionAdjoint } from './adjoint.ts';
import type { Convention } from './convention.ts';
import { directConvolution, typesOf } from './direct.ts';
import { type MethodName, methodFor } from './method.ts';
import { type ResolvedAxis, reachOf, resolve } from './resolve.ts';
import { separableConvolution } from './separable.ts';
import { spectralConvolution } from './spectral.ts';

/** What a convolution is, beside its arrays. */
export interface ConvolutionOptions {
  /** The function that errors name. */
  readonly functionName: string;
  readonly convention: Convention;
  /** Groups of channels: 1 unless said. */
  readonly groups?: number;
  /** 'direct' unless said. */
  readonly method?: MethodName;
  /** An array of the spatial shape for the result. */
  readonly out?: View;
}

/**
 * A batch (batch, channels, …) convolved with a bank of kernels (outputs, channels ÷ groups, …). The Fourier method takes
 * one channel and one output a group.
 */
export function convolved(
  [x, w, bias]: readonly View[],
  { functionName, convention, groups = 1, method: wanted = 'direct', out }: ConvolutionOptions,
): View {
  const axes = resolve(convention, x.shape.slice(2), w.shape.slice(2));
  checkSizes(functionName, x, w, axes, convention);
  for (const [axis, { extent, boundary }] of axes.entries())
    if (extent === 0 && boundary !== 'constant' && reachOf(axes[axis]))
      throw new ConcordatError(
        'shape',
        `${functionName}: can't extend empty axis ${axis} with boundary '${boundary}'; the image has shape ${showShape(x.shape.slice(2))}`,
        { function: functionName, axis, shape: x.shape.slice(2), boundary },
      );
  const { method, factors } = methodFor(wanted, x, w, convention);
  const { sum } = typesOf(convention, x.dtype, w.dtype);
  const source = axes.some(({ boundary }) => boundary === 'constant')
    ? holdingFill(x, convention.fill, sum)
    : x;
  // Without axes there is nothing to transform: the product of two numbers is direct.
  if (method === 'fft' && axes.length > 0) {
    const result = spectralConvolution(functionName, source, w, axes, convention);
    if (!out) return result;
    copyTo(squeezed(result, [0, 1]), out);
    return out;
  }
  // Passes are given up after the result is written, when the image must still be there.
  const free = !out || !overlap(out.storage, x.storage);
  const passes = factors && free ? separableConvolution(source, factors, axes, convention, out) : null;
  return passes ?? directConvolution(source, w, axes, convention, { groups, bias, out });
}

/** Checks what follows from shapes, windows, strides and dilations before anything is made of it. */
function checkSizes(
  functionName: string,
  x: View,
  w: View,
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
function holdingFill(x: View, fill: ScalarLike, sum: DType): View {
  if (fill === 0 || x.dtype === sum) return x;
  const wanted = filled('convolution', [], fill, sum);
  const kept = castTo(castTo(wanted, x.dtype), sum);
  const isKept = computeRow('equal', [kept, wanted]);
  const isNaN = computeRow('isNaN', [wanted]);
  return onlyElement(isKept) || onlyElement(isNaN) ? x : castTo(x, sum);
}

/** With axes for batch and channel. */
export const liftSpatial = (x: View): View => view(x, [1, 1, ...x.shape], [0, 0, ...x.strides], x.offset);

/** An image convolved with a kernel of the same rank, every axis spatial. */
export function convolvedWith(image: View, kernel: View, options: ConvolutionOptions): View {
  const result = convolved([liftSpatial(image), liftSpatial(kernel)], options);
  return options.out ?? squeezed(result, [0, 1]);
}

/** The gradients of a batch, a bank of kernels, and a bias. */
function adjointOf(step: Step<ConvolutionOptions>, g: View, tools: Tools): readonly (View | null)[] {
  const { convention, groups = 1 } = step.options;
  const [shape, kernel] = step.shapes;
  const axes = resolve(convention, shape.slice(2), kernel.slice(2));
  const { sum } = typesOf(convention, step.dtypes[0], step.dtypes[1]);
  const conjugated = (x: View) => (convention.conjugate ? tools.conjugate(x) : x);
  const ofPair = convolutionAdjoint(
    {
      x: () => step.input(0),
      w: () => conjugated(step.input(1)),
      g: tools.astype(g, sum),
      axes,
      groups,
      needs: step.needs,
    },
    tools,
  );
  const [image, weights] = ofPair;
  if (step.shapes.length === 2) return [image, weights && conjugated(weights)];
  const others = g.shape.map((_, axis) => axis).filter(axis => axis !== 1);
  return [image, weights && conjugated(weights), tools.sum(g, others, false)];
}

const convolution: Operation<ConvolutionOptions, View> = {
  name: 'convolution',
  run: ([image, kernel], options) => convolvedWith(image, kernel, options),
  adjoint: (step, [g], tools) => {
    const { reshape } = tools;
    const lifted: Step<ConvolutionOptions> = {
      ...step,
      shapes: step.shapes.map(shape => [1, 1, ...shape]),
      input: k => reshape(step.input(k), [1, 1, ...step.shapes[k]]),
    };
    const gradients = adjointOf(lifted, reshape(g, [1, 1, ...g.shape]), tools);
    return gradients.map((each, k) => each && reshape(each, step.shapes[k]));
  },
};

/** Convolves an image with a kernel of the same rank, every axis spatial. */
export const convolveWith = (
  functionName: string,
  image: View,
  kernel: View,
  convention: Convention,
  { method, out }: { method?: MethodName; out?: View } = {},
): NDArray => apply(convolution, [image, kernel], { functionName, convention, method, out });

const channelsConvolution: Operation<ConvolutionOptions, View> = {
  name: 'convolution of channels',
  run: convolved,
  adjoint: (step, [g], tools) => adjointOf(step, g, tools),
};

/** Convolves a batch with a bank of kernels, and adds a bias, one number an output, if there is one. */
export const convolveChannels = (
  functionName: string,
  x: View,
  w: View,
  bias: View | null,
  convention: Convention,
  groups: number,
  method?: MethodName,
): NDArray =>
  apply(channelsConvolution, bias ? [x, w, bias] : [x, w], { functionName, convention, groups, method });
