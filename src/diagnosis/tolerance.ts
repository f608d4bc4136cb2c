/**
 * When two results count as the same. Rounding errors of a sum grow with its largest terms, not with the element they
 * land on, so the tolerance is relative to the largest ordinary value, and to the element where that is larger; 64 units
 * in the last place leave room for the order of a few hundred additions and for the passes of an FFT.
 */

import type { NDArray } from '../array/ndarray.ts';
import { type DType, dtypes } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { onlyElement } from '../views/elements.ts';
import { finiteMagnitude, largestMagnitude, widened } from '../views/magnitude.ts';
import { unravel } from '../views/unravel.ts';

const UNITS = 64;

/** How far apart elements may be that count as the same: |x − y| ≤ absolute + relative · |y|, of a finite y. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** A tolerance that allows what any of some allows. */
export const loosest = (tolerances: readonly Tolerance[]): Tolerance => ({
  absolute: Math.max(...tolerances.map(({ absolute }) => absolute)),
  relative: Math.max(...tolerances.map(({ relative }) => relative)),
});

export const zeroTolerance: Tolerance = { absolute: 0, relative: 0 };

/** How far an element may be from one of a given magnitude. */
export const limitAt = ({ absolute, relative }: Tolerance, magnitude: number): number =>
  relative > 0 && Number.isFinite(magnitude) ? absolute + relative * magnitude : absolute;

/** The distance from 1 to the next number of a type; 0 for integers, which are exact. */
export function epsilonOf(dtype: DType): number {
  const { component } = dtypes[dtype];
  if (component === 'float32') return 2 ** -23;
  return component === 'float64' ? 2 ** -52 : 0;
}

type Compute = (...values: v.Value[]) => e.Expression;

/**
 * One number from a value computed at every point of some arrays of one shape, in one pass; 0 for empty arrays.
 */
export function reducedNumber(kind: e.ReductionKind, arrays: readonly NDArray[], compute: Compute): number {
  if (arrays[0].size === 0) return 0;
  const nest = new NestBuilder([], arrays[0].shape);
  const values = arrays.map(array => nest.load(array, { strides: array.strides }));
  const result = nest.store(v.realValue(e.reduce(kind, compute(...values))), 'float64');
  nest.run();
  return onlyElement(result) as number;
}

const largest = (arrays: readonly NDArray[], compute: Compute) => reducedNumber('maximum', arrays, compute);

/** How many points of some arrays of one shape meet a condition. */
export const countWhere = (arrays: readonly NDArray[], condition: Compute): number =>
  reducedNumber('sum', arrays, (...values) => e.select(condition(...values), e.constant(1, 'float64'), zero));

/** The last index at which a condition on some arrays of one shape holds; null when nowhere. */
export function lastPlace(arrays: readonly NDArray[], condition: Compute): number[] | null {
  const { shape, size } = arrays[0];
  if (size === 0) return null;
  // Places are counted from 1, so that 0 is none.
  const counted = e.binary('add', placeIn(shape), e.constant(1, 'float64'));
  const last = largest(arrays, (...values) => e.select(condition(...values), counted, zero));
  return last === 0 ? null : unravel(last - 1, shape);
}

/** The first index, after a given one, at which a condition on some arrays of one shape holds; null when nowhere. */
export function firstPlace(
  arrays: readonly NDArray[],
  condition: Compute,
  after?: readonly number[],
): number[] | null {
  const { shape, size } = arrays[0];
  if (size === 0) return null;
  const passed = after ? after.reduce((sum, index, axis) => sum * shape[axis] + index, 0) : -1;
  const place = placeIn(shape);
  const first = reducedNumber('minimum', arrays, (...values) => {
    const later = e.binary('less', e.constant(passed, 'float64'), place);
    return e.select(e.binary('and', later, condition(...values)), place, e.constant(Infinity, 'float64'));
  });
  return first === Infinity ? null : unravel(first, shape);
}

/** The place of a point in row-major order. */
const placeIn = (shape: readonly number[]): e.Expression =>
  shape.reduce<e.Expression>(
    (sum, extent, axis) =>
      e.binary(
        'add',
        e.binary('multiply', sum, e.constant(extent, 'float64')),
        e.coordinate(axis, 'float64'),
      ),
    zero,
  );

const zero = e.constant(0, 'float64');

const isNaN = (value: v.Value) => {
  const parts = [value.re, value.im].filter(part => part !== undefined).map(part => e.unary('isNaN', part));
  return parts.reduce((some, part) => e.binary('or', some, part));
};

/** |x − y|; equal infinities and two NaNs differ by 0, and integers too large for a float64 by 1 at least. */
export function distance(x: v.Value, y: v.Value): e.Expression {
  const same = e.binary('or', v.equal(x, y).re, e.binary('and', isNaN(x), isNaN(y)));
  const apart = v.magnitude(v.subtract(widened(x), widened(y))).re;
  const whole = [x, y].every(({ dtype }) => epsilonOf(dtype) === 0);
  return e.select(same, zero, whole ? e.binary('maximum', apart, e.constant(1, 'float64')) : apart);
}

/** The largest |a − b| of two arrays of one shape; equal infinities and NaNs in the same place count as 0. */
export const largestError = (a: NDArray, b: NDArray): number => largest([a, b], distance);

/**
 * Whether two elements differ by more than a tolerance, relative to the second, or to the `size` of what it was computed
 * from where that is larger.
 */
export function isApart(x: v.Value, y: v.Value, { absolute, relative }: Tolerance, size?: v.Value) {
  const least = e.constant(absolute, 'float64');
  const magnitude = size
    ? e.binary('maximum', finiteMagnitude(y), finiteMagnitude(size))
    : finiteMagnitude(y);
  const limit =
    relative > 0
      ? e.binary('add', least, e.binary('multiply', e.constant(relative, 'float64'), magnitude))
      : least;
  return e.unary('not', e.binary('lessEqual', distance(x, y), limit));
}

/** The last index at which two arrays of one shape differ by more than a tolerance; null when nowhere. */
export const lastMismatch = (
  a: NDArray,
  b: NDArray,
  tolerance: Tolerance,
  sizes?: NDArray | null,
): number[] | null =>
  lastPlace(sizes ? [a, b, sizes] : [a, b], (x, y, size) => isApart(x, y, tolerance, size));

/** An index of the largest finite magnitude; null where all are 0. */
export function peakPlace(x: NDArray): number[] | null {
  const most = largestMagnitude(x);
  return most === 0
    ? null
    : lastPlace([x], value => e.binary('equal', v.magnitude(widened(value)).re, e.constant(most, 'float64')));
}

/** The error up to which results of this size and precision count as equal. */
export const toleranceFor = (magnitude: number, epsilon: number): number => UNITS * epsilon * magnitude;

/** The finer of the precisions of two types: what they would have to agree to. An integer agrees to the other's. */
export function sharedEpsilon(a: DType, b: DType): number {
  const [x, y] = [epsilonOf(a), epsilonOf(b)];
  return x === 0 || y === 0 ? Math.max(x, y) : Math.min(x, y);
}
