/** What torch's convolutions demand of their input, weight and bias, in the order in which torch asks. */
import { fault } from '../../errors.ts';
import type { View } from '../../views/view.ts';
import type { AxisPadding } from './padding.ts';
import { showSize, tensorTypes, typeName } from './tensor.ts';

/** The input has a channel axis and perhaps a batch axis, the weight two axes before the taps. */
export function checkRanks(functionName: string, rank: number, input: View, weight: View): void {
  if (input.shape.length !== rank + 1 && input.shape.length !== rank + 2)
    throw fault(
      'shape',
      functionName,
      `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to conv${rank}d, but got input of size: ${showSize(input.shape)}`,
      { argument: 'input', shape: input.shape },
    );
  if (weight.shape.length !== rank + 2)
    throw fault(
      'shape',
      functionName,
      weight.shape.length < 3
        ? `weight should have at least three dimensions; it has size ${showSize(weight.shape)}, and ${functionName} needs ${rank + 2}`
        : `Expected ${weight.shape.length}-dimensional input for ${weight.shape.length}-dimensional weight ${showSize(weight.shape)}, but got input of size ${showSize(input.shape)} instead; weight must have ${rank + 2} dimensions`,
      { argument: 'weight', shape: weight.shape, rank: rank + 2 },
    );
}

/** The weight's channels and groups fit the input's. */
export function checkWeight(functionName: string, x: View, w: View, groups: number): void {
  const size = showSize(w.shape);
  const fields = { groups, weight: w.shape, input: x.shape };
  if (groups <= 0)
    throw fault('value', functionName, `non-positive groups is not supported; groups is ${groups}`, {
      argument: 'groups',
      ...fields,
    });
  if (w.shape[0] < groups)
    throw fault(
      'shape',
      functionName,
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${size} instead`,
      { argument: 'weight', ...fields },
    );
  if (w.shape[0] % groups !== 0)
    throw fault(
      'shape',
      functionName,
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${size}] instead`,
      { argument: 'weight', ...fields },
    );
  if (x.shape[1] !== w.shape[1] * groups)
    throw fault(
      'shape',
      functionName,
      `Given groups=${groups}, weight of size ${size}, expected input${showSize(x.shape)} to have ${w.shape[1] * groups} channels, but got ${x.shape[1]} channels instead`,
      { argument: 'input', ...fields },
    );
}

/** The bias is one number an output channel. */
export function checkBias(functionName: string, w: View, bias: View | null): void {
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== w.shape[0]))
    throw fault(
      'shape',
      functionName,
      `Given weight of size ${showSize(w.shape)}, expected bias to be 1-dimensional with ${w.shape[0]} elements, but got bias of size ${showSize(bias.shape)} instead`,
      { argument: 'bias', weight: w.shape, bias: bias.shape },
    );
}

/** The dilated kernel fits into the padded input, and neither is empty along a spatial axis. */
export function checkReach(
  functionName: string,
  x: View,
  w: View,
  padding: readonly AxisPadding[],
  dilation: readonly number[],
): void {
  const [extents, taps] = [x.shape.slice(2), w.shape.slice(2)];
  if (taps.includes(0))
    throw fault(
      'shape',
      functionName,
      `kernel size should be greater than zero, but got weight of size ${showSize(w.shape)}`,
      { argument: 'weight', weight: w.shape },
    );
  const padded = extents.map((extent, axis) => extent + padding[axis].low + padding[axis].high);
  const reach = taps.map((count, axis) => dilation[axis] * (count - 1) + 1);
  if (reach.some((length, axis) => length > padded[axis]))
    throw fault(
      'shape',
      functionName,
      `Calculated padded input size per channel: (${padded.join(' x ')}). Kernel size: (${reach.join(' x ')}). Kernel size can't be greater than actual input size`,
      { argument: 'weight', padded, kernel: reach },
    );
  if (extents.includes(0) && x.shape[0] !== 0 && x.shape[1] !== 0)
    throw fault(
      'shape',
      functionName,
      `Only zero batch or zero channel inputs are supported, but got input shape: ${showSize(x.shape)}`,
      { argument: 'input', shape: x.shape },
    );
}

/** Types for which torch has no convolution with gaps between the taps. */
const undilated: readonly string[] = ['uint8', 'int8', 'int16', 'int32'];

/** All three have one element type, one that torch convolves. */
export function checkTypes(
  functionName: string,
  x: View,
  w: View,
  bias: View | null,
  dilation: readonly number[],
): void {
  if (bias && bias.dtype !== x.dtype)
    throw fault(
      'dtype',
      functionName,
      `Input type (${tensorTypes[x.dtype]?.c}) and bias type (${tensorTypes[bias.dtype]?.c}) should be the same; input is ${x.dtype}, bias ${bias.dtype}`,
      { argument: 'bias', input: x.dtype, bias: bias.dtype },
    );
  if (x.dtype === 'bool')
    throw fault('dtype', functionName, `convolution not implemented for 'Bool'`, {
      argument: 'input',
      input: x.dtype,
    });
  if (w.dtype !== x.dtype)
    throw fault(
      'dtype',
      functionName,
      `expected scalar type ${typeName(x.dtype)} but found ${typeName(w.dtype)}; input is ${x.dtype}, weight ${w.dtype}`,
      { argument: 'weight', input: x.dtype, weight: w.dtype },
    );
  const something = x.shape[0] !== 0 && x.shape[1] !== 0;
  if (something && dilation.some(step => step !== 1) && undilated.includes(x.dtype))
    throw fault(
      'dtype',
      functionName,
      `"slow_conv_dilated" not implemented for '${typeName(x.dtype)}'; with dilation ${showSize(dilation)} input must be floating, complex or int64`,
      { argument: 'dilation', input: x.dtype, dilation },
    );
}
