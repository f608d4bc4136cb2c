/** torch's convolutions: correlations over channels, with a zero boundary, in the element type of the input. */

import { zeros } from '../../array/create.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { expandDims, squeeze } from '../../array/views.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { makeConvention, perAxis } from '../../convolution/convention.ts';
import { convolveChannels } from '../../convolution/operation.ts';
import { resolve } from '../../convolution/resolve.ts';
import { fault } from '../../errors.ts';
import type { View } from '../../views/view.ts';
import { integer, later } from '../kinds.ts';
import { nullable, optional, type Parameter, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { checkBias, checkRanks, checkReach, checkTypes, checkWeight } from './convolution-checks.ts';
import { type IntOrTuple, perSpatialAxis } from './integers.ts';
import { readPadding } from './padding.ts';
import { showSize, tensor } from './tensor.ts';

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

/** A number above 0 for each spatial axis; `refusal` are torch's words for others. */
const positive = (rank: number, refusal: (given: string) => string): Parameter<IntOrTuple, number[]> => {
  const { words, read } = perSpatialAxis(rank);
  return {
    words: `${words}, above 0`,
    read: (name, argument, value) => {
      const given = read(name, argument, value);
      if (given.every(one => one > 0)) return given;
      throw fault('value', name, refusal(showSize(given)), { argument, value: given });
    },
  };
};

const ofRank = (rank: number) =>
  signature(`torch.nn.functional.conv${rank}d`, {
    input: tensor,
    weight: tensor,
    bias: optional(nullable(tensor), null),
    stride: optional(
      positive(rank, given => `non-positive stride is not supported; stride is ${given}`),
      1,
    ),
    padding: optional(later<ConvolutionPadding>("'same', 'valid', a whole number, or one for each axis"), 0),
    dilation: optional(
      positive(rank, given => `dilation should be greater than zero, but got ${given}`),
      1,
    ),
    groups: optional(integer(), 1),
  } satisfies Takes<ConvolutionKeywords>);

const [overLines, overPlanes, overVolumes] = [ofRank(1), ofRank(2), ofRank(3)];

/**
 * `torch.nn.functional.conv1d`: the correlation of (N, C, L) or (C, L) with weights (O, C ÷ groups, K); see `conv2d`.
 *
 * @throws ConcordatError where `conv2d` does
 * @example
 * import { nn } from 'concordat/torch';
 * nn.functional.conv1d([[1, 2, 3]], [[[1, 0, -1]]], { padding: 1 }).toArray(); // => [[-2, -2, 2]]
 */
export function conv1d(input: ArrayLike, weight: ArrayLike, ...rest: ConvolutionRest): NDArray {
  return overLines.call([input, weight, ...rest], call => convolved(overLines.name, 1, call));
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
  return overPlanes.call([input, weight, ...rest], call => convolved(overPlanes.name, 2, call));
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
  return overVolumes.call([input, weight, ...rest], call => convolved(overVolumes.name, 3, call));
}

type ConvolutionCall = Bound<ReturnType<typeof ofRank>['parameters']>;

function convolved(name: string, rank: number, call: ConvolutionCall): NDArray {
  const { input, weight: w, bias } = call;
  checkRanks(name, rank, input, w);
  const alone = input.shape.length === rank + 1;
  const x = alone ? expandDims(input, 0) : input;
  const { groups, stride, dilation } = call;
  const padding = readPadding(name, call.padding, stride, dilation, w.shape.slice(2));
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
  return alone ? squeeze(y, { axis: 0 }) : y;
}

/** torch gives no channels for none, where the sum over nothing would be 0. */
const withoutChannels = (x: View, axes: readonly { length: number }[]): NDArray =>
  zeros([x.shape[0], 0, ...axes.map(axis => axis.length)], { dtype: x.dtype });
