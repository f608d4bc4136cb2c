/** numpy.roll: elements shifted along axes, with those that leave entering at the other end. */
import { roll as rollAxes } from '../../array/arrange.ts';
import { type ArrayLike, asArray } from '../../array/convert.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { checkAxis, checkInteger, fault, show } from '../../errors.ts';
import { bindArguments, type Rest, required } from '../arguments.ts';

/** The arguments of `roll` after the shift, by name. */
export interface RollKeywords {
  /** The axis or axes; without it the array is rolled as if it were flat. */
  axis?: number | readonly number[] | null;
}

type RollRest = Rest<[axis: number | readonly number[] | null | undefined], RollKeywords>;

/**
 * `numpy.roll`: the element at place i goes to place i + shift, counted around the axis. Shifts for one axis named
 * several times add up. Source: numpy 1.24.
 *
 * @param a an array of any shape
 * @param shift a whole number, or one an axis
 * @param rest `axis`: one axis, several, or null for the flat array
 * @throws ConcordatError where numpy raises: a shift that is no whole number, an axis that is not there, shifts and
 *   axes that do not broadcast
 * @example
 * import * as np from 'concordat/numpy';
 * np.roll([1, 2, 3, 4], 1).toArray(); // => [4, 1, 2, 3]
 * np.roll([[1, 2], [3, 4]], 1, [0, 1]).toArray(); // => [[4, 3], [2, 1]]
 */
export function roll(a: ArrayLike, shift: number | readonly number[], ...rest: RollRest): NDArray {
  const name = 'numpy.roll';
  const bound = bindArguments(name, [a, shift, ...rest], { a: required, shift: required, axis: null });
  const source = asArray(bound.a as ArrayLike, name, 'a');
  const shifts = wholeNumbers(name, 'shift', bound.shift);
  if (bound.axis === null) return rollAxes(source, shifts);
  const axes = wholeNumbers(name, 'axis', bound.axis).map(axis => checkAxis(name, axis, source.ndim));
  const count = shifts.length === 1 ? axes.length : shifts.length;
  const fits = (given: readonly number[]) => given.length === count || given.length === 1;
  if (!fits(shifts) || !fits(axes))
    throw fault(
      'value',
      name,
      `shape mismatch: 'shift' and 'axis' cannot be broadcast to a single shape; they have ${shifts.length} and ${axes.length} entries`,
      { shift: shifts, axis: axes },
    );
  const spread = (given: readonly number[]) =>
    given.length === count ? given : Array.from({ length: count }, () => given[0]);
  return rollAxes(source, spread(shifts), { axis: spread(axes) });
}

function wholeNumbers(name: string, argument: string, value: unknown): number[] {
  const given = Array.isArray(value) ? value : [value];
  if (given.some(Array.isArray))
    throw fault(
      'value',
      name,
      `'shift' and 'axis' should be scalars or 1D sequences; ${argument} is ${show(value)}`,
      { argument, value },
    );
  return given.map(one => checkInteger(name, argument, one));
}
