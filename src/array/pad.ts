/** Arrays continued past their edges. */

import { type Boundary, checkBoundary } from '../boundary/table.ts';
import { type ArrayLike, asView } from '../convert/convert.ts';
import { ConcordatError, checkInteger, checkOptions, show } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import { extended, extensionMaps } from '../views/extend.ts';
import type { ScalarLike } from '../views/scalar.ts';
import type { View } from '../views/view.ts';
import { foldBackOperation } from './gather.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

interface Padding {
  /** The function that errors name. */
  readonly name: string;
  readonly pairs: readonly (readonly [number, number])[];
  readonly boundary: Boundary;
  readonly value: ScalarLike;
}

const padOperation = defineOperation<Padding>({
  name: 'pad',
  run: ([x], { name, pairs, boundary, value }) => extended(x, pairs, boundary, value, name),
  adjoint: ({ options: { name, pairs, boundary }, shapes: [shape] }, [g], tools) => [
    tools.apply(foldBackOperation, [g], { maps: extensionMaps(shape, pairs, boundary, name), shape }),
  ],
});

/** How much to add before and after each axis: one number, `[before, after]` for all axes, or a pair an axis. */
export type PadWidth = number | readonly [number, number] | readonly (readonly [number, number])[];

/** The pairs of a pad width, one an axis. */
export function padPairs(functionName: string, width: PadWidth, rank: number): [number, number][] {
  const one = (value: unknown) => checkInteger(functionName, 'width', value, 0);
  if (!Array.isArray(width)) return Array.from({ length: rank }, () => [one(width), one(width)]);
  if (width.length === 2 && typeof width[0] === 'number')
    return Array.from({ length: rank }, () => [one(width[0]), one(width[1])]);
  const pairs = width as readonly (readonly [number, number])[];
  if (pairs.length === 1 && Array.isArray(pairs[0]))
    return Array.from({ length: rank }, () => [one(pairs[0][0]), one(pairs[0][1])]);
  if (pairs.length !== rank || pairs.some(pair => !Array.isArray(pair) || pair.length !== 2))
    throw new ConcordatError(
      'shape',
      `${functionName}: width is ${show(width)}; it must be a number, [before, after], or ${rank} such pairs, one an axis`,
      { function: functionName, width, rank },
    );
  return pairs.map(([before, after]) => [one(before), one(after)]);
}

/**
 * Continues an array past its edges.
 *
 * @param width how much to add before and after each axis
 * @param options `boundary`: the extension ('constant' unless said); `value`: what 'constant' fills with (0)
 * @throws ConcordatError when an empty axis is continued by its own elements
 * @example
 * import { pad } from 'concordat';
 * pad([1, 2, 3], 2, { boundary: 'mirror' }).toArray(); // => [3, 2, 1, 2, 3, 2, 1]
 */
export function pad<D extends DType>(
  x: NDArray<D>,
  width: PadWidth,
  options?: { boundary?: Boundary; value?: ScalarLike },
): NDArray<D>;
export function pad(
  x: ArrayLike,
  width: PadWidth,
  options?: { boundary?: Boundary; value?: ScalarLike },
): NDArray;
export function pad(
  x: ArrayLike,
  width: PadWidth,
  options: { boundary?: Boundary; value?: ScalarLike } = {},
): NDArray {
  checkOptions('pad', options, ['boundary', 'value']);
  const source = asView(x, 'pad', 'x');
  const boundary = checkBoundary('pad', options.boundary ?? 'constant');
  const pairs = padPairs('pad', width, source.shape.length);
  return extend(source, pairs, boundary, options.value ?? 0, 'pad');
}

/** `pad` after its arguments are checked, for the dialects; errors name `name`. */
export const extend = (
  x: View,
  pairs: readonly (readonly [number, number])[],
  boundary: Boundary,
  value: ScalarLike,
  name: string,
): NDArray => padOperation([x], { name, pairs, boundary, value });
