/** The `padding` of torch's convolutions: zeros before and after each axis. */
import { fault } from '../../errors.ts';
import { perSpatialAxis } from './integers.ts';
import { showSize } from './tensor.ts';

/** Zeros before and after one axis. */
export interface AxisPadding {
  readonly low: number;
  readonly high: number;
}

/**
 * Reads `padding`. 'same' needs d·(K − 1) zeros an axis, half of them in front, rounded down.
 *
 * @throws ConcordatError for a name that torch does not have, 'same' with a stride, negative padding
 */
export function readPadding(
  functionName: string,
  padding: unknown,
  stride: readonly number[],
  dilation: readonly number[],
  taps: readonly number[],
): AxisPadding[] {
  if (typeof padding === 'string') {
    if (padding !== 'same' && padding !== 'valid')
      throw fault(
        'option',
        functionName,
        `Invalid padding string: '${padding}'; it must be 'same', 'valid' or numbers`,
        { argument: 'padding', value: padding, allowed: ['same', 'valid'] },
      );
    if (padding === 'valid') return taps.map(() => ({ low: 0, high: 0 }));
    if (stride.some(step => step !== 1))
      throw fault(
        'option',
        functionName,
        `padding='same' is not supported for strided convolutions; stride is ${showSize(stride)}`,
        { argument: 'padding', value: padding, stride },
      );
    return taps.map((count, axis) => {
      const total = dilation[axis] * Math.max(0, count - 1);
      return { low: Math.floor(total / 2), high: Math.ceil(total / 2) };
    });
  }
  const pads = perSpatialAxis(taps.length).read(functionName, 'padding', padding);
  if (pads.some(pad => pad < 0))
    throw fault('value', functionName, `negative padding is not supported; padding is ${showSize(pads)}`, {
      argument: 'padding',
      value: pads,
    });
  return pads.map(pad => ({ low: pad, high: pad }));
}
