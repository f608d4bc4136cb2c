/** Single elements as JavaScript values. */
import { ConcordatError, show } from '../errors.ts';
import type { Complex } from '../kernels/dtype.ts';

/** A JavaScript value that can stand for one element. */
export type ScalarLike = number | bigint | boolean | Complex;

/** Whether a value is a complex number written `{re, im}`. */
export const isComplexLiteral = (value: unknown): value is Complex =>
  value !== null &&
  typeof value === 'object' &&
  're' in value &&
  'im' in value &&
  typeof value.re === 'number' &&
  typeof value.im === 'number';

/** Whether a value stands for one element. */
export const isScalar = (value: unknown): value is ScalarLike =>
  ['number', 'bigint', 'boolean'].includes(typeof value) || isComplexLiteral(value);

/** A scalar as its parts, for fill values; throws when it is not one. */
export function scalarParts(
  value: unknown,
  functionName: string,
  argument: string,
): { re: number | bigint; im: number } {
  if (isComplexLiteral(value)) return value;
  if (typeof value === 'boolean') return { re: Number(value), im: 0 };
  if (typeof value === 'number' || typeof value === 'bigint') return { re: value, im: 0 };
  const message = `${functionName}: ${argument} is ${show(value)}; it must be a number, or {re, im}`;
  throw new ConcordatError('value', message, { function: functionName, argument, value });
}
