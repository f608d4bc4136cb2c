/** An array of one element as a JavaScript number, for the operators of the language. */
import { ConcordatError, showShape } from '../errors.ts';
import { isComplex } from '../kernels/dtype.ts';
import { onlyElement } from '../views/elements.ts';
import { countOf, type View } from '../views/view.ts';

/**
 * The number of an array of one element.
 *
 * @throws ConcordatError for any other array, a complex number, and a 64-bit integer that no number holds
 */
export function numberOf(x: View): number {
  const fail = (what: string, instead: string): never => {
    throw new ConcordatError('value', `NDArray: ${what} is not one number; ${instead}`, {
      function: 'NDArray',
      shape: x.shape,
      dtype: x.dtype,
    });
  };
  if (countOf(x) !== 1)
    return fail(
      `an array of shape ${showShape(x.shape)}`,
      "JavaScript's operators work on single numbers: write add(x, 1) for x + 1, and String(x) for the text",
    );
  if (isComplex(x.dtype)) return fail(`an element of ${x.dtype}`, 'item() gives its parts');
  const value = onlyElement(x) as number | bigint | boolean;
  if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value)))
    return fail(`${value}, an element of ${x.dtype},`, 'item() gives it as a bigint');
  return Number(value);
}
