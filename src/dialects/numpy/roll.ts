/** numpy.roll: elements shifted along axes, with those that leave entering at the other end. */
import { roll as rollAxes } from '../../array/arrange.ts';
import type { NDArray } from '../../array/ndarray.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { checkAxis, checkInteger, fault, show } from '../../errors.ts';
import { arrayLike } from '../kinds.ts';
import { nullable, optional, type Parameter, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';

/** The arguments of `roll` after the shift, by name. */
export interface RollKeywords {
  /** The axis or axes; without it the array is rolled as if it were flat. */
  axis?: number | readonly number[] | null;
}

type RollRest = Rest<[axis: number | readonly number[] | null | undefined], RollKeywords>;

/** One whole number, or several in one list. */
const wholeNumbers: Parameter<number | readonly number[], number[]> = {
  words: 'a whole number, or a list of them',
  read: (name, argument, value) => {
    const given: unknown[] = Array.isArray(value) ? value : [value];
    if (given.some(Array.isArray))
      throw fault(
        'value',
        name,
        `'shift' and 'axis' should be scalars or 1D sequences; ${argument} is ${show(value)}`,
        { argument, value },
      );
    return given.map(one => checkInteger(name, argument, one));
  },
};

const rolling = signature('numpy.roll', {
  a: arrayLike,
  shift: wholeNumbers,
  axis: optional(nullable(wholeNumbers), null),
} satisfies Takes<RollKeywords>);

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
  return rolling.call([a, shift, ...rest], rolled);
}

function rolled(call: Bound<typeof rolling.parameters>): NDArray {
  const { name } = rolling;
  const { a: source, shift: shifts } = call;
  if (call.axis === null) return rollAxes(source, shifts);
  const axes = call.axis.map(axis => checkAxis(name, axis, source.shape.length));
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
