/** What torch's pad demands of its widths, mode by mode. */
import type { Boundary } from '../../boundary/table.ts';
import { fault } from '../../errors.ts';
import { isComplex, isFloating } from '../../kernels/dtype.ts';
import type { View } from '../../views/view.ts';
import type { Width } from './pad-widths.ts';
import { showSize, typeName } from './tensor.ts';

const name = 'torch.nn.functional.pad';

/** 'constant' crops at most what is there; where it adds at all, no padded axis may end up empty. */
export function checkConstant(x: View, widths: readonly Width[], padded: number): void {
  const cropsOnly = widths.every(width => Math.max(...width) <= 0);
  for (const [axis, [before, after]] of widths.entries()) {
    const extent = x.shape[axis];
    const kept = extent + Math.min(before, 0) + Math.min(after, 0);
    const empties = !cropsOnly && axis >= x.shape.length - padded && extent + before + after <= 0;
    if (kept < 0 || empties)
      throw fault(
        'value',
        name,
        `The input size ${extent}, plus negative padding ${before} and ${after} resulted in a negative output size, which is invalid. Check dimension ${axis} of your input.`,
        { argument: 'pad', shape: x.shape, axis, extent, width: [before, after] },
      );
  }
}

/** The modes that look at the array take one, two or three spatial axes below a channel and perhaps a batch axis. */
function checkRank(x: View, padded: number): void {
  if (padded < 1 || padded > 3 || (x.shape.length !== padded + 1 && x.shape.length !== padded + 2))
    throw fault(
      'shape',
      name,
      `Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now; the input has size ${showSize(x.shape)} and pad names ${padded} axes, which takes ${padded + 1} or ${padded + 2}`,
      { argument: 'pad', shape: x.shape, axes: padded },
    );
}

/** 'reflect' reaches less far than the axis is long; it and 'replicate' want something to look at, and floats. */
export function checkMirrored(x: View, widths: readonly Width[], padded: number, boundary: Boundary): void {
  checkRank(x, padded);
  const batched = x.shape.length === padded + 2;
  // torch lets the first axis of (C, L) and (C, H, W) be empty for 'reflect', as if it were a batch.
  const skipped = batched || (boundary === 'mirror' && padded < 3) ? 1 : 0;
  if (x.shape.slice(skipped).includes(0))
    throw fault(
      'shape',
      name,
      `Expected ${padded + 1}D or ${padded + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${showSize(x.shape)}`,
      { argument: 'pad', shape: x.shape },
    );
  const spatial = widths.map((_, axis) => axis).slice(x.shape.length - padded);
  for (const axis of boundary === 'mirror' ? spatial : [])
    if (Math.max(...widths[axis]) >= x.shape[axis])
      throw fault(
        'value',
        name,
        `Padding size should be less than the corresponding input dimension, but got: padding (${widths[axis].join(', ')}) at dimension ${axis} of input ${showSize(x.shape)}`,
        { argument: 'pad', shape: x.shape, axis, extent: x.shape[axis], width: widths[axis] },
      );
  const lengths = spatial.map(axis => x.shape[axis] + widths[axis][0] + widths[axis][1]);
  if (lengths.every(length => length < 1) || lengths.some(length => length < 0))
    throw fault(
      'value',
      name,
      `input ${showSize(x.shape)} is too small. Calculated output size: ${lengths.join(' x ')}`,
      { argument: 'pad', shape: x.shape, lengths },
    );
  if (!isFloating(x.dtype) && !isComplex(x.dtype))
    throw fault(
      'dtype',
      name,
      `"${boundary === 'mirror' ? 'reflection' : 'replication'}_pad${padded}d" not implemented for '${typeName(x.dtype)}'; the input is ${x.dtype}, it must be floating or complex`,
      { argument: 'pad', shape: x.shape, dtype: x.dtype },
    );
}

/** 'circular' goes round at most once, and only over what the crops leave. */
export function checkCircular(x: View, widths: readonly Width[], padded: number): void {
  checkRank(x, padded);
  if (padded !== x.shape.length - 2)
    throw fault(
      'shape',
      name,
      `Invalid padding size, expected ${2 * (x.shape.length - 2)} but got ${2 * padded}; circular padding takes (N, C, ...) and pads every axis after C`,
      { argument: 'pad', shape: x.shape, axes: padded },
    );
  for (const [axis, [before, after]] of widths.entries()) {
    const extent = x.shape[axis];
    const facts = { axis, extent, width: [before, after] };
    if (before > extent || after > extent)
      throw fault(
        'value',
        name,
        `Padding value causes wrapping around more than once; padding (${before}, ${after}) at dimension ${axis} of input ${showSize(x.shape)}`,
        { argument: 'pad', shape: x.shape, ...facts },
      );
    const kept = extent + Math.min(before, 0) + Math.min(after, 0);
    if (extent + before + after < 0 || kept < 0)
      throw fault(
        'value',
        name,
        `Negative padding value is resulting in an empty dimension; padding (${before}, ${after}) at dimension ${axis} of input ${showSize(x.shape)}`,
        { argument: 'pad', shape: x.shape, ...facts },
      );
    if (Math.max(before, after) > kept)
      throw fault(
        'value',
        name,
        `padding (${before}, ${after}) at dimension ${axis} of input ${showSize(x.shape)} crops all but ${kept} elements and then repeats more than those`,
        { argument: 'pad', shape: x.shape, ...facts },
      );
  }
}
