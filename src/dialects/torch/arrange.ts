/** torch's flip and roll. */
import { roll as rollAxes } from '../../array/arrange.ts';
import { arrayOf, type NDArray } from '../../array/ndarray.ts';
import { flip as flipAxes } from '../../array/views.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { fault } from '../../errors.ts';
import { countOf } from '../../views/view.ts';
import { nullable, optional } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { type IntOrTuple, oneOrMore, tuple, wrapDimension } from './integers.ts';
import { showSize, tensor } from './tensor.ts';

const flipping = signature('torch.flip', { input: tensor, dims: tuple });

/**
 * `torch.flip`: the order of elements reversed along axes.
 *
 * @param input the array
 * @param dims the axes, a tuple
 * @throws ConcordatError for an axis that is not there or stands there twice, or a plain number for `dims`
 * @example
 * import { flip } from 'concordat/torch';
 * flip([[1, 2], [3, 4]], [0]).toArray(); // => [[3, 4], [1, 2]]
 */
export function flip(
  input: ArrayLike,
  ...rest: [dims: readonly number[]] | [keywords: { dims: readonly number[] }]
): NDArray {
  return flipping.call([input, ...rest], flipped);
}

function flipped({ input: x, dims }: Bound<typeof flipping.parameters>): NDArray {
  const { name } = flipping;
  const rank = x.shape.length;
  const axes = dims.map(axis => wrapDimension(name, axis, rank));
  const twice = axes.find((axis, index) => axes.indexOf(axis) !== index);
  if (twice !== undefined)
    throw fault('axis', name, `dim ${twice} appears multiple times in the list of dims ${showSize(axes)}`, {
      argument: 'dims',
      axis: twice,
      dims: axes,
    });
  return flipAxes(x, { axis: axes.slice(0, rank) });
}

const rolling = signature('torch.roll', {
  input: tensor,
  shifts: oneOrMore,
  dims: optional(nullable(oneOrMore), []),
});

/**
 * `torch.roll`: elements shifted along axes; what leaves at one end enters at the other. Without `dims` the array is
 * shifted as if it were flat.
 *
 * @param input the array
 * @param rest `shifts`, one an axis of `dims`; `dims`: in this order, or by name in a last object
 * @throws ConcordatError for an axis that is not there, or as many shifts as there are not axes
 * @example
 * import { roll } from 'concordat/torch';
 * roll([[1, 2], [3, 4]], 1).toArray(); // => [[4, 1], [2, 3]]
 * roll([[1, 2], [3, 4]], 1, 0).toArray(); // => [[3, 4], [1, 2]]
 */
export function roll(
  input: ArrayLike,
  ...rest: Rest<
    [shifts: IntOrTuple | undefined, dims: IntOrTuple | null | undefined],
    { shifts?: IntOrTuple; dims?: IntOrTuple | null }
  >
): NDArray {
  return rolling.call([input, ...rest], rolled);
}

function rolled(call: Bound<typeof rolling.parameters>): NDArray {
  const { name } = rolling;
  const { input: x, shifts } = call;
  const dims = call.dims ?? [];
  const flat = dims.length === 0 && shifts.length === 1;
  if (shifts.length === 0)
    throw fault('value', name, '`shifts` required; there are none', { argument: 'shifts' });
  if (!flat && shifts.length !== dims.length)
    throw fault(
      'value',
      name,
      `shifts and dimensions must align. shifts: ${shifts.length}, dims:${dims.length}`,
      { argument: 'dims', shifts, dims },
    );
  if (countOf(x) === 0) return arrayOf(x);
  if (flat) return rollAxes(x, shifts[0]);
  const rank = x.shape.length;
  if (rank === 0)
    throw fault('axis', name, `Dimension specified as ${dims[0]} but tensor has no dimensions`, {
      argument: 'dims',
      dims,
    });
  return rollAxes(x, shifts, { axis: dims.map(axis => wrapDimension(name, axis, rank)) });
}
