/** From values to levels of a palette, and to fewer values where a picture has more than it can show. */

import type { NDArray } from '../array/ndarray.ts';
import { arrayOf } from '../array/ndarray.ts';
import * as e from '../kernels/expression.ts';
import { castValue, realValue, type Value } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { computation, everyAxis, pointwise } from '../views/computation.ts';
import { elementsOf, onlyElement } from '../views/elements.ts';
import { finiteMagnitude } from '../views/magnitude.ts';
import type { View } from '../views/view.ts';
import { NOT_FINITE, TOP_LEVEL } from './palette.ts';

const number = (value: number): e.Expression => e.constant(value, 'float64');
const real = (value: Value): e.Expression => castValue(value, 'float64').re;

/** An element, or `otherwise` where it is not finite. */
const finiteOr = (x: Value, otherwise: number): e.Expression =>
  e.select(e.unary('isFinite', real(x)), real(x), number(otherwise));

const finiteEnds = computation<null>((_, element) => [
  realValue(e.reduce('minimum', finiteOr(element, Infinity))),
  realValue(e.reduce('maximum', finiteOr(element, -Infinity))),
]);

/** The smallest and the largest finite element; Infinity and −Infinity when there is none. */
export function finiteRange(x: NDArray): [low: number, high: number] {
  const [low, high] = finiteEnds(null, [x], { axes: everyAxis(x) });
  return [onlyElement(low) as number, onlyElement(high) as number];
}

const sizes = pointwise<null>((_, element) => realValue(finiteMagnitude(element)));

/** The magnitudes of all elements, in no particular order; 0 for those that are not finite. */
export const magnitudes = (x: NDArray): Float64Array => elementsOf(sizes(null, [x], x.shape)) as Float64Array;

const levels = pointwise<{ low: number; high: number }>(({ low, high }, value) => {
  const half = e.binary('multiply', real(value), number(0.5));
  const part = e.binary('divide', e.binary('subtract', half, number(low / 2)), number(high / 2 - low / 2));
  const clipped = e.binary('minimum', e.binary('maximum', part, number(0)), number(1));
  const step = e.unary('rint', e.binary('multiply', clipped, number(TOP_LEVEL)));
  const finite = e.unary('isFinite', real(value));
  return realValue(e.cast(e.select(finite, step, number(NOT_FINITE)), 'uint8'));
});

/**
 * The level of every element on the scale from `low` to `high` (`low < high`), both ends clipped. Zero on a scale
 * symmetric about it has the middle level exactly. Halves are taken first, so that no difference overflows.
 */
export const levelsOf = (x: NDArray, low: number, high: number): NDArray<'uint8'> =>
  arrayOf(levels({ low, high }, [x], x.shape) as View<'uint8'>);

/**
 * How a block of elements becomes one: `mean`, or `peak`, the element of largest magnitude, which keeps a lone
 * difference in sight. NaN in a block shows in both.
 */
export type Summary = 'mean' | 'peak';

/** For each of `count` blocks along an axis the places that it covers; the last is repeated where a block is short. */
function blocks(extent: number, count: number): { size: number; table: Int32Array } {
  const bounds = Array.from({ length: count }, (_, i) => [
    Math.floor((i * extent) / count),
    Math.ceil(((i + 1) * extent) / count),
  ]);
  const size = Math.max(...bounds.map(([begin, end]) => end - begin));
  const places = bounds.flatMap(([begin, end]) =>
    Array.from({ length: size }, (_, step) => Math.min(begin + step, end - 1)),
  );
  return { size, table: Int32Array.from(places) };
}

/**
 * A two-dimensional array with at most `rows` by `columns` elements, each the summary of a block of `x`.
 *
 * @param extents of the array that is brought down: `x`, or `x` repeated along its axes
 */
export function shrink(
  x: NDArray,
  rows: number,
  columns: number,
  summary: Summary,
  extents: readonly number[] = x.shape,
): NDArray {
  const shape = [Math.min(rows, extents[0]), Math.min(columns, extents[1])];
  if (shape[0] === x.shape[0] && shape[1] === x.shape[1] && extents === x.shape) return x;
  const [down, across] = shape.map((count, axis) => {
    const { size, table } = blocks(extents[axis], count);
    return { size, table: table.map(place => place % x.shape[axis]) };
  });
  const nest = new NestBuilder(shape, [down.size, across.size]);
  const element = nest.load(x, {
    strides: [0, 0, 0, 0],
    gathers: [
      { axis: 0, coefficients: [down.size, 0, 1, 0], start: 0, table: down.table },
      { axis: 1, coefficients: [0, across.size, 0, 1], start: 0, table: across.table },
    ],
  });
  const value = real(element);
  const result = nest.store(
    realValue(summary === 'mean' ? mean(value, down.size * across.size) : peak(value)),
  );
  nest.run();
  return arrayOf(result);
}

const mean = (value: e.Expression, count: number): e.Expression =>
  e.binary('divide', e.reduce('sum', value), number(count));

function peak(value: e.Expression): e.Expression {
  const [low, high] = [e.reduce('minimum', value), e.reduce('maximum', value)];
  return e.select(e.binary('less', high, e.unary('negate', low)), low, high);
}
