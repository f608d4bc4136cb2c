/** Arithmetic, element by element: real and complex. */

import type { ArrayLike } from '../convert/convert.ts';
import { asOperands } from '../convert/operands.ts';
import { ConcordatError, checkOptions } from '../errors.ts';
import { isInteger, promoteTypes } from '../kernels/dtype.ts';
import type { OutOptions } from '../views/out.ts';
import { anyNegative } from '../views/reduce.ts';
import { elementwiseRows } from '../views/rows.ts';
import { binaryOperation, define, unaryOperation } from './elementwise.ts';
import type { NDArray } from './ndarray.ts';

/**
 * a + b, element by element, broadcast. As every operation of this kind it takes `out`, an array of the result's shape
 * and type to write into, which may be one of its operands. Types are NumPy's; numbers and lists take the precision of a
 * floating array beside them.
 * @throws ConcordatError when the shapes do not broadcast, or `out` has another shape or type
 * @example
 * import { add, array } from 'concordat';
 * add([[1], [2]], [10, 20]).toArray(); // => [[11, 21], [12, 22]]
 * const x = array([1, 2]);
 * add(x, 1, { out: x });
 * x.toArray(); // => [2, 3]
 */
export const add = binaryOperation('add');
/**
 * a − b, element by element, broadcast.
 * @example
 * import { subtract } from 'concordat';
 * subtract([3, 4], 1).toArray(); // => [2, 3]
 */
export const subtract = binaryOperation('subtract');
/**
 * a · b, element by element, broadcast; integers wrap.
 * @example
 * import { array, multiply } from 'concordat';
 * multiply(array([100], { dtype: 'uint8' }), 3).toArray(); // => [44]
 */
export const multiply = binaryOperation('multiply');
/**
 * a ÷ b; integers give float64.
 * @example
 * import { divide } from 'concordat';
 * divide([1, 2], 4).toArray(); // => [0.25, 0.5]
 */
export const divide = binaryOperation('divide');
/**
 * ⌊a ÷ b⌋, Python's `//`; integer division by zero gives 0.
 * @example
 * import { floorDivide } from 'concordat';
 * floorDivide([7, -7], 2).toArray(); // => [3, -4]
 */
export const floorDivide = binaryOperation('floorDivide');
/**
 * a − b·⌊a ÷ b⌋, Python's `%`: it has the sign of b.
 * @example
 * import { remainder } from 'concordat';
 * remainder([7, -7], 3).toArray(); // => [1, 2]
 */
export const remainder = binaryOperation('remainder');
/**
 * a to the power b. Integers stay integers and wrap.
 * @throws ConcordatError for an integer raised to a negative integer, as NumPy refuses it
 * @example
 * import { power } from 'concordat';
 * power([2, 3], 2).toArray(); // => [4, 9]
 */
export function power(a: ArrayLike, b: ArrayLike, options: OutOptions = {}): NDArray {
  checkOptions('power', options, ['out']);
  const [base, exponent] = asOperands(
    'power',
    [
      ['a', a],
      ['b', b],
    ],
    elementwiseRows.power.whole,
  );
  const whole = isInteger(promoteTypes(base.dtype, exponent.dtype));
  if (whole && anyNegative(exponent))
    throw new ConcordatError(
      'value',
      'power: Integers to negative integer powers are not allowed; cast to a float',
      {
        function: 'power',
        argument: 'b',
      },
    );
  return powerOperation([base, exponent], options);
}
const powerOperation = define('power');

/**
 * −x.
 * @example
 * import { negate } from 'concordat';
 * negate([1, -2]).toArray(); // => [-1, 2]
 */
export const negate = unaryOperation('negate');
/**
 * |x|; of a complex number, its length.
 * @example
 * import { abs } from 'concordat';
 * abs([{ re: 3, im: 4 }]).toArray(); // => [5]
 */
export const abs = unaryOperation('abs');
/**
 * −1, 0 or 1; NaN stays NaN.
 * @example
 * import { sign } from 'concordat';
 * sign([-3, 0, 2]).toArray(); // => [-1, 0, 1]
 */
export const sign = unaryOperation('sign');
/**
 * The real part.
 * @example
 * import { realPart } from 'concordat';
 * realPart([{ re: 3, im: 4 }]).toArray(); // => [3]
 */
export const realPart = unaryOperation('realPart');
/**
 * The imaginary part; zero for real numbers.
 * @example
 * import { imaginaryPart } from 'concordat';
 * imaginaryPart([{ re: 3, im: 4 }]).toArray(); // => [4]
 */
export const imaginaryPart = unaryOperation('imaginaryPart');
/**
 * The complex conjugate.
 * @example
 * import { conjugate } from 'concordat';
 * conjugate([{ re: 3, im: 4 }]).toArray(); // => [{ re: 3, im: -4 }]
 */
export const conjugate = unaryOperation('conjugate');
