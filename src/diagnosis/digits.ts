/**
 * Whether a difference is that of float32 arithmetic. A tolerance alone would take any small difference for it: noise, a
 * weight that is a little off, decimals that were rounded. So one of two results must have values of float32 with all of
 * its digits, and the error must be of their size.
 */

import type { NDArray } from '../array/ndarray.ts';
import { mean } from '../array/reduce.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { onlyElement } from '../views/elements.ts';
import { largestMagnitude, widened } from '../views/magnitude.ts';
import { reductionOf } from '../views/reduce.ts';
import { countWhere, distance, epsilonOf, largestError, lastPlace, reducedNumber } from './tolerance.ts';

const UNIT = epsilonOf('float32');

const number = (value: number) => e.constant(value, 'float64');
const size = (value: v.Value) => v.magnitude(widened(value)).re;
const times = (factor: number, a: e.Expression) => e.binary('multiply', number(factor), a);

/** Whether a value is not one of float32, by more than float64 arithmetic behind it explains. */
function isFine(x: v.Value): e.Expression {
  const held = widened(v.castValue(widened(x), x.im ? 'complex64' : 'float32'));
  return e.binary('less', times(2 ** -50, size(x)), distance(widened(x), held));
}

/** Whether two values differ by more than float64 arithmetic does. */
const isChanged = (x: v.Value, y: v.Value) =>
  e.binary('less', times(2 ** -40, e.binary('maximum', size(x), size(y))), distance(x, y));

/** Whether a value is no multiple of a step. */
function isBetween(x: v.Value, step: number): e.Expression {
  const parts = [widened(x).re, widened(x).im].filter(part => part !== undefined);
  const between = parts.map(part => {
    const steps = times(1 / step, part);
    return e.binary('notEqual', steps, e.unary('rint', steps));
  });
  return between.reduce((some, part) => e.binary('or', some, part));
}

const meanDistance = reductionOf<null>('mean', (_, element, middle) =>
  widened(v.magnitude(v.subtract(element, middle))),
);

/** The mean distance from the mean. */
export const meanDeviation = (x: NDArray): number => Number(onlyElement(meanDistance(null, [x, mean(x)])));

/**
 * The error that float32 arithmetic may leave in results whose terms reach a magnitude: small beside what varies in
 * the array, or a few units.
 */
export function float32Tolerance(array: NDArray, most: number): number {
  const [loose, tight] = [64 * UNIT * most, 4 * UNIT * most];
  const visible = 2 ** -10 * meanDeviation(array);
  return visible < loose ? Math.max(tight, visible) : loose;
}

/** Whether all values are those of float32, or of its complex pairs. */
export const isFloat32 = (x: NDArray): boolean => lastPlace([x], isFine) === null;

/**
 * Whether `coarse`, whose values are those of float32, may be `fine` computed in it. The error must be small: a few
 * units of the terms where those are known, else of each element, or of the largest beside which something varies. And
 * the values must have digits as small as the error: those that are whole, say, while the error is far below 1, were
 * exact before.
 *
 * @param terms the largest sum of magnitudes of terms, where known; 0 where not
 * @param outliers whether some values are far larger than others, so that each is measured by itself
 */
export function looksLikeFloat32(
  fine: NDArray,
  coarse: NDArray,
  { terms, outliers }: { terms: number; outliers: boolean },
): boolean {
  const error = largestError(fine, coarse);
  const ownUnits = (x: v.Value, y: v.Value) => e.binary('less', times(4 * UNIT, size(x)), distance(x, y));
  // Terms that are not known may be larger than the sum; where the type is not known either, they are not assumed to be.
  const units = epsilonOf(coarse.dtype) === UNIT ? 64 : 8;
  const limit = outliers
    ? 0
    : terms > 0
      ? 4 * UNIT * terms
      : Math.min(units * UNIT * largestMagnitude(coarse), 2 ** -10 * meanDeviation(coarse));
  if (!(error <= limit) && lastPlace([fine, coarse], ownUnits) !== null) return false;
  const changed = countWhere([fine, coarse], isChanged);
  if (changed === 0) return false;
  const sum = reducedNumber('sum', [fine, coarse], (x, y) =>
    e.select(isChanged(x, y), distance(x, y), number(0)),
  );
  return hasDigits(fine, coarse, sum / changed, changed) && !isDecimal(coarse, error);
}

/**
 * A step in mean errors. Rounded at random, they are a quarter of a unit: one value of 4 is a multiple of the step, or fewer.
 */
const STEPS = 16;

/** Whether most of the values that changed have digits as small as the mean error. */
function hasDigits(fine: NDArray, coarse: NDArray, meanError: number, changed: number): boolean {
  const step = 2 ** Math.ceil(Math.log2(STEPS * meanError));
  if (!(step > 0 && Number.isFinite(1 / step))) return false;
  const between = countWhere([fine, coarse], (x, y) => e.binary('and', isChanged(x, y), isBetween(y, step)));
  return between >= changed / 2;
}

/** Whether values are rounded to as many decimals as an error has: then this is the cause of it, not float32. */
function isDecimal(x: NDArray, error: number): boolean {
  const decimals = Math.floor(-Math.log10(2 * error) + 1e-6);
  const step = 10 ** -decimals;
  // Of values whose units are as large as the step nothing can be told.
  if (decimals < 0 || step < 16 * UNIT * largestMagnitude(x)) return false;
  const off = (value: v.Value) =>
    [widened(value).re, widened(value).im]
      .filter(part => part !== undefined)
      .map(part => {
        const whole = times(step, e.unary('rint', e.binary('divide', part, number(step))));
        const apart = e.unary('abs', e.binary('subtract', part, whole));
        return e.binary('less', times(UNIT, e.unary('abs', part)), apart);
      })
      .reduce((some, part) => e.binary('or', some, part));
  return lastPlace([x], off) === null;
}
