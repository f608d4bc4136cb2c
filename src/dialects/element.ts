/** One number as an element of an array, as Python stores it. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { fault, show } from '../errors.ts';
import { type DType, isInteger } from '../kernels/dtype.ts';
import { castTo } from '../views/cast.ts';
import { onlyElement } from '../views/elements.ts';
import type { ScalarLike } from '../views/scalar.ts';
import { countOf } from '../views/view.ts';

/**
 * A number in the element type `dtype`: a float becomes a whole number as Python's `int` makes it (towards 0), and
 * whole numbers wrap; the imaginary part is dropped for a real type.
 *
 * @throws ConcordatError when it is no single number, or NaN or an infinity for a whole number
 */
export function elementOf(name: string, argument: string, value: unknown, dtype: DType): ScalarLike {
  const given = asView(value as ArrayLike, name, argument);
  if (countOf(given) !== 1)
    throw fault(
      'shape',
      name,
      `${argument} is ${show(value)}; it must be a scalar or an array with one element`,
      { argument, value },
    );
  const number = onlyElement(given);
  if (!isInteger(dtype) || typeof number !== 'number') return onlyElement(castTo(given, dtype));
  if (!Number.isFinite(number))
    throw fault(
      'value',
      name,
      `cannot convert float ${Number.isNaN(number) ? 'NaN' : 'infinity'} to integer; ${argument} has ${number} and the elements are ${dtype}`,
      { argument, value, dtype },
    );
  const whole = asView(BigInt.asIntN(64, BigInt(Math.trunc(number))), name, argument);
  return onlyElement(castTo(whole, dtype));
}
