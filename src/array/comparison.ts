/** Comparisons, logic and choice, element by element. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { asOperands } from '../convert/operands.ts';
import { checkOptions } from '../errors.ts';
import { chooseBetween } from '../views/compute-row.ts';
import type { OutOptions } from '../views/out.ts';
import { binaryOperation, unaryOperation } from './elementwise.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

/**
 * The smaller of a and b; NaN where either is NaN.
 * @example
 * import { minimum } from 'concordat';
 * minimum([1, 5], 3).toArray(); // => [1, 3]
 */
export const minimum = binaryOperation('minimum');
/**
 * The larger of a and b; NaN where either is NaN.
 * @example
 * import { maximum } from 'concordat';
 * maximum([1, 5], 3).toArray(); // => [3, 5]
 */
export const maximum = binaryOperation('maximum');
/**
 * a = b, bool.
 * @example
 * import { equal } from 'concordat';
 * equal([1, 2], 2).toArray(); // => [false, true]
 */
export const equal = binaryOperation('equal');
/**
 * a ≠ b, bool.
 * @example
 * import { notEqual } from 'concordat';
 * notEqual([1, 2], 2).toArray(); // => [true, false]
 */
export const notEqual = binaryOperation('notEqual');
/**
 * a < b, bool.
 * @example
 * import { less } from 'concordat';
 * less([1, 2], 2).toArray(); // => [true, false]
 */
export const less = binaryOperation('less');
/**
 * a ≤ b, bool.
 * @example
 * import { lessEqual } from 'concordat';
 * lessEqual([1, 3], 2).toArray(); // => [true, false]
 */
export const lessEqual = binaryOperation('lessEqual');
/**
 * a > b, bool.
 * @example
 * import { greater } from 'concordat';
 * greater([1, 3], 2).toArray(); // => [false, true]
 */
export const greater = binaryOperation('greater');
/**
 * a ≥ b, bool.
 * @example
 * import { greaterEqual } from 'concordat';
 * greaterEqual([1, 2], 2).toArray(); // => [false, true]
 */
export const greaterEqual = binaryOperation('greaterEqual');
/**
 * Whether both are non-zero.
 * @example
 * import { logicalAnd } from 'concordat';
 * logicalAnd([1, 0], [2, 3]).toArray(); // => [true, false]
 */
export const logicalAnd = binaryOperation('logicalAnd');
/**
 * Whether either is non-zero.
 * @example
 * import { logicalOr } from 'concordat';
 * logicalOr([1, 0], [0, 0]).toArray(); // => [true, false]
 */
export const logicalOr = binaryOperation('logicalOr');
/**
 * Whether the element is zero.
 * @example
 * import { logicalNot } from 'concordat';
 * logicalNot([1, 0]).toArray(); // => [false, true]
 */
export const logicalNot = unaryOperation('logicalNot');

/**
 * Whether an element is NaN.
 * @example
 * import { isNaN } from 'concordat';
 * isNaN([1, NaN]).toArray(); // => [false, true]
 */
export const isNaN = unaryOperation('isNaN');
/**
 * Whether an element is neither NaN nor infinite.
 * @example
 * import { isFinite } from 'concordat';
 * isFinite([1, Infinity]).toArray(); // => [true, false]
 */
export const isFinite = unaryOperation('isFinite');

const whereOperation = defineOperation<OutOptions>({
  name: 'where',
  run: (inputs, { out }) => chooseBetween(inputs, { out }),
  adjoint: ({ input }, [g], { where }) => [null, where(input(0), g, 0), where(input(0), 0, g)],
});

/**
 * Elements of `a` where `condition` holds, of `b` elsewhere, in the type that holds both. A number or a list takes the
 * precision of a floating array beside it.
 *
 * @example
 * import { where } from 'concordat';
 * where([true, false], [1, 2], 0).toArray(); // => [1, 0]
 */
export function where(condition: ArrayLike, a: ArrayLike, b: ArrayLike, options: OutOptions = {}): NDArray {
  checkOptions('where', options, ['out']);
  const chosen = asOperands('where', [
    ['a', a],
    ['b', b],
  ]);
  return whereOperation([asView(condition, 'where', 'condition'), ...chosen], options);
}
