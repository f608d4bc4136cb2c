/**
 * Whether a difference looks like that of float32 arithmetic. A tolerance alone would take any small difference for it:
 * a changed element, or noise on top of a large constant.
 */
import type { NDArray } from '../array/ndarray.ts';
import { mean, reduceOf } from '../array/reduce.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import {
  countWhere,
  distance,
  epsilonOf,
  largestError,
  largestMagnitude,
  lastPlace,
  widen,
} from './tolerance.ts';

const UNIT = epsilonOf('float32');

const size = (value: v.Value) => v.magnitude(widen(value)).re;
const times = (factor: number, a: e.Expression) => e.binary('multiply', e.constant(factor, 'float64'), a);
const both = (a: e.Expression, b: e.Expression) => e.binary('and', a, b);

/** Whether a value has more digits than float32 holds. */
function isFine(x: v.Value): e.Expression {
  const held = widen(v.castValue(widen(x), x.im ? 'complex64' : 'float32'));
  return e.binary('less', times(2 ** -40, size(x)), distance(widen(x), held));
}

/** Whether two values agree to more digits than those of float32 would by chance. */
const isUntouched = (x: v.Value, y: v.Value) =>
  e.binary('lessEqual', distance(x, y), times(2 ** -30, size(x)));

/** The mean distance from the mean. */
export const deviation = (x: NDArray): number =>
  Number(
    reduceOf('mean', 'deviation', [x, mean(x)], (element, middle) =>
      widen(v.magnitude(v.subtract(element, middle))),
    ).item(),
  );

/**
 * The error that float32 arithmetic may leave in results whose terms reach a magnitude: small beside what varies in
 * the array, or a few units.
 */
export function float32Tolerance(array: NDArray, most: number): number {
  const [loose, tight] = [64 * UNIT * most, 4 * UNIT * most];
  const visible = 2 ** -10 * deviation(array);
  return visible < loose ? Math.max(tight, visible) : loose;
}

/**
 * Whether `b` may be `a` computed in float32 (or the other way round): every element is off by a few units of its own,
 * or the error is small beside what varies in the array; and no more elements kept digits that float32 has not than
 * lost them.
 *
 * @param terms the largest sum of magnitudes of terms, where known
 */
export function looksLikeFloat32(a: NDArray, b: NDArray, terms: number): boolean {
  const error = largestError(a, b);
  const ownUnits = (x: v.Value, y: v.Value) => e.binary('less', times(4 * UNIT, size(x)), distance(x, y));
  const small =
    error <= 4 * UNIT * terms ||
    error <= Math.min(64 * UNIT * largestMagnitude(b), 2 ** -10 * deviation(b)) ||
    lastPlace([a, b], ownUnits) === null;
  if (!small) return false;
  const kept = countWhere([a, b], (x, y) => both(isFine(x), isUntouched(x, y)));
  const lost = countWhere([a, b], (x, y) => both(isFine(x), e.unary('not', isUntouched(x, y))));
  return kept <= lost;
}
