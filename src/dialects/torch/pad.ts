/** torch's pad: an array continued, or cropped where a width is negative, last axis first. */

import type { NDArray } from '../../array/ndarray.ts';
import { extend } from '../../array/pad.ts';
import { slice } from '../../array/views.ts';
import type { Boundary } from '../../boundary/table.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import type { View } from '../../views/view.ts';
import { boundaryIn, later } from '../kinds.ts';
import { optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { tuple } from './integers.ts';
import { checkCircular, checkConstant, checkMirrored } from './pad-checks.ts';
import { fillOf } from './pad-value.ts';
import { readWidths, type Width } from './pad-widths.ts';
import { tensor } from './tensor.ts';

/** torch's names of the ways in which an array continues. */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular';

/** The arguments of `pad` after `input` and `pad`, by name. */
export interface PadKeywords {
  /** 'constant' unless said. */
  mode?: PadMode;
  /** What 'constant' fills with: 0 unless said. Other modes take none. */
  value?: number | null;
}

const padding = signature('torch.nn.functional.pad', {
  input: tensor,
  pad: tuple,
  mode: optional(
    boundaryIn<PadMode>('torch.nn.functional.pad', () => 'Unrecognised padding mode: '),
    'constant',
  ),
  value: optional(later<number | null>('a number'), null),
} satisfies Takes<PadKeywords>);

/**
 * `torch.nn.functional.pad`: continues an array past its edges.
 *
 * The widths stand in pairs, the last axis first: `[left, right, top, bottom, front, back]`. A negative width crops;
 * 'circular' crops first and continues what is left, 'reflect' and 'replicate' look at all of the axis. 'reflect'
 * (ours: mirror) and 'replicate' (edge) take floating and complex types, with or without a batch axis; 'circular'
 * (periodic) takes (N, C, L), (N, C, H, W) and (N, C, D, H, W). Source: torch 1.13, on the CPU.
 *
 * @param input the array; plain numbers become float32
 * @param pad the widths: up to as many pairs as there are axes for 'constant', else one for each spatial axis
 * @param rest `mode`, `value`: in this order, or by name in a last object
 * @throws ConcordatError where torch raises: widths that reach further than 'reflect' (less than the axis) and
 *   'circular' (at most the axis) allow, an odd number of widths, ranks and element types that a mode does not take
 * @example
 * import { nn } from 'concordat/torch';
 * nn.functional.pad([[1, 2, 3]], [2, 1], 'reflect').toArray(); // => [[3, 2, 1, 2, 3, 2]]
 * nn.functional.pad([[1, 2, 3]], [-1, 1], { value: 9 }).toArray(); // => [[2, 3, 9]]
 */
export function pad(
  input: ArrayLike,
  pad: readonly number[],
  ...rest: Rest<[mode: PadMode | undefined, value: number | null | undefined], PadKeywords>
): NDArray {
  return padding.call([input, pad, ...rest], padded);
}

function padded({ input: x, mode: boundary, pad: given, value }: Bound<typeof padding.parameters>): NDArray {
  const { name } = padding;
  const widths = readWidths(name, x, given);
  const fill = fillOf(name, x.dtype, boundary, value, widths);
  check(x, boundary, widths, given);
  if (boundary !== 'periodic') return extend(x, widths, boundary, { re: fill, im: 0 }, name);
  const kept = slice(
    x,
    ...widths.map(([before, after], axis): [number, number] => [
      Math.max(0, -before),
      x.shape[axis] + Math.min(0, after),
    ]),
  );
  const added = widths.map(([before, after]): Width => [Math.max(0, before), Math.max(0, after)]);
  return extend(kept, added, boundary, 0, name);
}

function check(x: View, boundary: Boundary, widths: readonly Width[], given: readonly number[]): void {
  const padded = given.length / 2;
  if (boundary === 'constant') checkConstant(x, widths, padded);
  else if (boundary === 'periodic') checkCircular(x, widths, padded);
  else checkMirrored(x, widths, padded, boundary);
}
