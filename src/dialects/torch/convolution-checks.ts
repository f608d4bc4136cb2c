/** What torch's convolutions demand of their input, weight and bias, in the order in which torch asks. */
import type { NDArray } from '../../array/ndarray.ts';
import { fault } from '../../errors.ts';
import type { AxisPadding } from './padding.ts';
import { showSize, tensorTypes, typeName } from './tensor.ts';

const refuse = (
  code: 'shape' | 'dtype' | 'value',
  functionName: string,
  argument: string,
  what: string,
  fields: Record<string, unknown>,
): never => {
  throw fault(code, functionName, `${what}`, { argument, ...fields });
};

/** The input has a channel axis and perhaps a batch axis, the weight two axes before the taps. */
export function checkRanks(functionName: string, rank: number, input: NDArray, weight: NDArray): void {
  if (input.ndim !== rank + 1 && input.ndim !== rank + 2)
    refuse(
      'shape',
      functionName,
      'input',
      `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to conv${rank}d, but got input of size: ${showSize(input.shape)}`,
      { shape: input.shape },
    );
  if (weight.ndim !== rank + 2)
    refuse(
      'shape',
      functionName,
      'weight',
      weight.ndim < 3
        ? `weight should have at least three dimensions; it has size ${showSize(weight.shape)}, and ${functionName} needs ${rank + 2}`
        : `Expected ${weight.ndim}-dimensional input for ${weight.ndim}-dimensional weight ${showSize(weight.shape)}, but got input of size ${showSize(input.shape)} instead; weight must have ${rank + 2} dimensions`,
      { shape: weight.shape, rank: rank + 2 },
    );
}

/** The weight's channels and groups fit the input's. */
export function checkWeight(functionName: string, x: NDArray, w: NDArray, groups: number): void {
  const size = showSize(w.shape);
  const fields = { groups, weight: w.shape, input: x.shape };
  const say = (argument: string, what: string): never =>
    refuse('shape', functionName, argument, what, fields);
  if (groups <= 0)
    refuse(
      'value',
      functionName,
      'groups',
      `non-positive groups is not supported; groups is ${groups}`,
      fields,
    );
  if (w.shape[0] < groups)
    say(
      'weight',
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${size} instead`,
    );
  if (w.shape[0] % groups !== 0)
    say(
      'weight',
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${size}] instead`,
    );
  if (x.shape[1] !== w.shape[1] * groups)
    say(
      'input',
      `Given groups=${groups}, weight of size ${size}, expected input${showSize(x.shape)} to have ${w.shape[1] * groups} channels, but got ${x.shape[1]} channels instead`,
    );
}

/** The bias is one number an output channel. */
export function checkBias(functionName: string, w: NDArray, bias: NDArray | null): void {
  if (bias && (bias.ndim !== 1 || bias.shape[0] !== w.shape[0]))
    refuse(
      'shape',
      functionName,
      'bias',
      `Given weight of size ${showSize(w.shape)}, expected bias to be 1-dimensional with ${w.shape[0]} elements, but got bias of size ${showSize(bias.shape)} instead`,
      { weight: w.shape, bias: bias.shape },
    );
}

/** The dilated kernel fits into the padded input, and neither is empty along a spatial axis. */
export function checkReach(
  functionName: string,
  x: NDArray,
  w: NDArray,
  padding: readonly AxisPadding[],
  dilation: readonly number[],
): void {
  const [extents, taps] = [x.shape.slice(2), w.shape.slice(2)];
  if (taps.includes(0))
    refuse(
      'shape',
      functionName,
      'weight',
      `kernel size should be greater than zero, but got weight of size ${showSize(w.shape)}`,
      { weight: w.shape },
    );
  const padded = extents.map((extent, axis) => extent + padding[axis].low + padding[axis].high);
  const reach = taps.map((count, axis) => dilation[axis] * (count - 1) + 1);
  if (reach.some((length, axis) => length > padded[axis]))
    refuse(
      'shape',
      functionName,
      'weight',
      `Calculated padded input size per channel: (${padded.join(' x ')}). Kernel size: (${reach.join(' x ')}). Kernel size can't be greater than actual input size`,
      { padded, kernel: reach },
    );
  if (extents.includes(0) && x.shape[0] !== 0 && x.shape[1] !== 0)
    refuse(
      'shape',
      functionName,
      'input',
      `Only zero batch or zero channel inputs are supported, but got input shape: ${showSize(x.shape)}`,
      { shape: x.shape },
    );
}

/** Types for which torch has no convolution with gaps between the taps. */
const undilated: readonly string[] = ['uint8', 'int8', 'int16', 'int32'];

/** All three have one element type, one that torch convolves. */
export function checkTypes(
  functionName: string,
  x: NDArray,
  w: NDArray,
  bias: NDArray | null,
  dilation: readonly number[],
): void {
  if (bias && bias.dtype !== x.dtype)
    refuse(
      'dtype',
      functionName,
      'bias',
      `Input type (${tensorTypes[x.dtype]?.c}) and bias type (${tensorTypes[bias.dtype]?.c}) should be the same; input is ${x.dtype}, bias ${bias.dtype}`,
      { input: x.dtype, bias: bias.dtype },
    );
  if (x.dtype === 'bool')
    refuse('dtype', functionName, 'input', `convolution not implemented for 'Bool'`, { input: x.dtype });
  if (w.dtype !== x.dtype)
    refuse(
      'dtype',
      functionName,
      'weight',
      `expected scalar type ${typeName(x.dtype)} but found ${typeName(w.dtype)}; input is ${x.dtype}, weight ${w.dtype}`,
      { input: x.dtype, weight: w.dtype },
    );
  const something = x.shape[0] !== 0 && x.shape[1] !== 0;
  if (something && dilation.some(step => step !== 1) && undilated.includes(x.dtype))
    refuse(
      'dtype',
      functionName,
      'dilation',
      `"slow_conv_dilated" not implemented for '${typeName(x.dtype)}'; with dilation ${showSize(dilation)} input must be floating, complex or int64`,
      { input: x.dtype, dilation },
    );
}
