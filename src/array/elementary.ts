/** Elementary functions, element by element. */

import { binaryOperation, unaryOperation } from './elementwise.ts';

/**
 * √(a² + b²) without overflow.
 * @example
 * import { hypot } from 'concordat';
 * hypot([3], [4]).toArray(); // => [5]
 */
export const hypot = binaryOperation('hypot');
/**
 * The angle of the point (b, a), in radians from −π to π.
 * @example
 * import { atan2 } from 'concordat';
 * atan2([0], [1]).toArray(); // => [0]
 */
export const atan2 = binaryOperation('atan2');
/**
 * √x; NaN below zero.
 * @example
 * import { sqrt } from 'concordat';
 * sqrt([4, 9]).toArray(); // => [2, 3]
 */
export const sqrt = unaryOperation('sqrt');
/**
 * eˣ.
 * @example
 * import { exp } from 'concordat';
 * exp([0]).toArray(); // => [1]
 */
export const exp = unaryOperation('exp');
/**
 * The natural logarithm.
 * @example
 * import { log } from 'concordat';
 * log([1]).toArray(); // => [0]
 */
export const log = unaryOperation('log');
/**
 * sin x, x in radians.
 * @example
 * import { sin } from 'concordat';
 * sin([0]).toArray(); // => [0]
 */
export const sin = unaryOperation('sin');
/**
 * cos x, x in radians.
 * @example
 * import { cos } from 'concordat';
 * cos([0]).toArray(); // => [1]
 */
export const cos = unaryOperation('cos');
/**
 * ⌊x⌋.
 * @example
 * import { floor } from 'concordat';
 * floor([1.5, -1.5]).toArray(); // => [1, -2]
 */
export const floor = unaryOperation('floor');
/**
 * ⌈x⌉.
 * @example
 * import { ceil } from 'concordat';
 * ceil([1.5, -1.5]).toArray(); // => [2, -1]
 */
export const ceil = unaryOperation('ceil');
/**
 * To the nearest whole number, halves to even.
 * @example
 * import { round } from 'concordat';
 * round([0.5, 1.5, 2.6]).toArray(); // => [0, 2, 3]
 */
export const round = unaryOperation('round');
