/** torch's convolutions: correlations over channels, with a zero boundary, in the element type of the input. */
import type { ArrayLike } from '../../array/convert.ts';
import { zeros } from '../../array/create.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { expandDims, squeeze } from '../../array/views.ts';
import { makeConvention, perAxis } from '../../convolution/convention.ts';
import { convolveChannels } from '../../convolution/operation.ts';
import { resolve } from '../../convolution/resolve.ts';
import { checkInteger, fault } from '../../errors.ts';
import { bindArguments, type Rest, required } from '../arguments.ts';
import { checkBias, checkRanks, checkReach, checkTypes, checkWeight } from './convolution-checks.ts';
import { type IntOrTuple, perSpatialAxis } from './integers.ts';
import { readPadding } from './padding.ts';
import { asTensor, showSize } from './tensor.ts';

/** What `padding` can be: numbers, or 'same' (an output an input element) or 'valid' (none). */
export type ConvolutionPadding = IntOrTuple | 'same' | 'valid';

/** The arguments of a convolution after `input` and `weight`, by name. */
export interface ConvolutionKeywords {
  /** One number an output channel, added to it; null for none. */
  bias?: ArrayLike | null;
  /** Every how many-th output is kept: 1 unless said. */
  stride?: IntOrTuple;
  /** How many zeros stand before and after each axis: 0 unless said. */
  padding?: ConvolutionPadding;
  /** How many elements lie between the places of neighbouring taps: 1 unless said. */
  dilation?: IntOrTuple;
  /** Into how many groups the channels fall that do not see one another: 1 unless said. */
  groups?: number;
}

type ConvolutionRest = Rest<
  [
    bias: ArrayLike | null | undefined,
    stride: IntOrTuple | undefined,
    padding: ConvolutionPadding | undefined,
    dilation: IntOrTuple | undefined,
    groups: number | undefined,
  ],
  ConvolutionKeywords
>;

/**
 * `torch.nn.functional.conv1d`: the correlation of (N, C, L) or (C, L) with weights (O, C ÷ groups, K); see `conv2d`.
 *
 * @throws ConcordatError where `conv2d` does
 * @example
 * import { nn } from 'concordat/torch';
 * nn.functional.conv1d([[1, 2, 3]], [[[1, 0, -1]]], { padding: 1 }).toArray(); // => [[-2, -2, 2]]
 */
export function conv1d(input: ArrayLike, weight: ArrayLike, ...rest: ConvolutionRest): NDArray {
  return convolution(1, [input, weight, ...rest]);
}

/**
 * `torch.nn.functional.conv2d`: the correlation of images with a bank of kernels, which are not flipped.
 *
 *     y[n, o, i, j] = bias[o] + Σ_c Σ_k Σ_l  weight[o, c, k, l] · x[n, group(o) + c, s·i + d·k − p, s·j + d·l − p]
 *
 * Outside of the input stand zeros. 'same' puts d·(K − 1) zeros around an axis, the odd one behind. Everything is
 * computed in the element type of the input; integers wrap. Source: torch 1.13, on the CPU.
 *
 * @param input (N, C, H, W) or (C, H, W); plain numbers become float32. Without channels (C = 0) the result has none
 * @param weight (O, C ÷ groups, kH, kW), of the input's element type
 * @param rest `bias`, `stride`, `padding`, `dilation`, `groups`: in this order, or by name in a last object
 * @returns (N, O, ⌊(H + 2p − d·(kH − 1) − 1) ÷ s⌋ + 1, …), without N if the input has none
 * @throws ConcordatError where torch raises: element types that differ, bool, channels that do not fit, tuples of a
 *   wrong length, a kernel larger than the padded input, 'same' with a stride
 * @example
 * import { nn } from 'concordat/torch';
 * nn.functional.conv2d([[[1, 2], [3, 4]]], [[[[1, 0], [0, 1]]]]).toArray(); // => [[[5]]]
 * nn.functional.conv2d([[[1, 2], [3, 4]]], [[[[1, 0], [0, 1]]]], { padding: 'same' }).toArray(); // => [[[5, 2], [3, 4]]]
 */
export function conv2d(input: ArrayLike, weight: ArrayLike, ...rest: ConvolutionRest): NDArray {
  return convolution(2, [input, weight, ...rest]);
}

/**
 * `torch.nn.functional.conv3d`: the correlation of (N, C, D, H, W) or (C, D, H, W) with weights
 * (O, C ÷ groups, kD, kH, kW); see `conv2d`.
 *
 * @throws ConcordatError where `conv2d` does
 * @example
 * import { nn } from 'concordat/torch';
 * nn.functional.conv3d([[[[1, 2, 3]]]], [[[[[1, 1]]]]], null, 2).toArray(); // => [[[[3]]]]
 */
export function conv3d(input: ArrayLike, weight: ArrayLike, ...rest: ConvolutionRest): NDArray {
  return convolution(3, [input, weight, ...rest]);
}

function convolution(rank: number, given: readonly unknown[]): NDArray {
  const name = `torch.nn.functional.conv${rank}d`;
  const bound = bindArguments(name, given, {
    input: required,
    weight: required,
    bias: null,
    stride: 1,
    padding: 0,
    dilation: 1,
    groups: 1,
  });
  const input = asTensor(bound.input as ArrayLike, name, 'input');
  const w = asTensor(bound.weight as ArrayLike, name, 'weight');
  const bias = bound.bias === null ? null : asTensor(bound.bias as ArrayLike, name, 'bias');
  checkRanks(name, rank, input, w);
  const x = input.ndim === rank + 1 ? expandDims(input, 0) : input;
  const groups = checkInteger(name, 'groups', bound.groups);
  const stride = positive(name, 'stride', bound.stride, rank);
  const dilation = positive(name, 'dilation', bound.dilation, rank);
  const padding = readPadding(name, bound.padding, stride, dilation, w.shape.slice(2));
  checkWeight(name, x, w, groups);
  checkBias(name, w, bias);
  checkReach(name, x, w, padding, dilation);
  checkTypes(name, x, w, bias, dilation);
  const convention = perAxis(
    makeConvention({}),
    padding.map((window, axis) => ({ window, stride: stride[axis], dilation: dilation[axis] })),
  );
  const y =
    x.shape[1] === 0
      ? withoutChannels(x, resolve(convention, x.shape.slice(2), w.shape.slice(2)))
      : convolveChannels(name, x, w, bias, convention, groups);
  return input.ndim === rank + 1 ? squeeze(y, { axis: 0 }) : y;
}

/** torch gives no channels for none, where the sum over nothing would be 0. */
const withoutChannels = (x: NDArray, axes: readonly { length: number }[]): NDArray =>
  zeros([x.shape[0], 0, ...axes.map(axis => axis.length)], { dtype: x.dtype });

const refusals: Record<string, (given: readonly number[]) => string> = {
  stride: given => `non-positive stride is not supported; stride is ${showSize(given)}`,
  dilation: given => `dilation should be greater than zero, but got ${showSize(given)}`,
};

function positive(name: string, argument: string, value: unknown, rank: number): number[] {
  const given = perSpatialAxis(name, argument, value, rank);
  if (given.every(one => one > 0)) return given;
  throw fault('value', name, `${refusals[argument](given)}`, { argument, value: given });
}
