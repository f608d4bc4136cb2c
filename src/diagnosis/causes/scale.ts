/** Every value multiplied by one factor; its sign is tried both ways. */

import { isInteger } from '../../kernels/dtype.ts';
import { largestMagnitude } from '../../views/magnitude.ts';
import type { Cause } from '../cause.ts';
import { factorsOfPart } from '../factors.ts';
import { fieldOf } from '../field.ts';
import type { State } from '../state.ts';
import type { Target } from '../target.ts';
import { epsilonOf, loosest, sharedEpsilon, toleranceFor } from '../tolerance.ts';
import { strideChoices } from './stride.ts';

/** Round factors that are tried at most, of each kind. */
const ROUND = 3;

/** The whole numbers from `low` to `high` nearest to a value between them. */
function wholeNumbers(low: number, value: number, high: number): number[] {
  const nearest = Math.round(value);
  const near = Array.from({ length: 2 * ROUND + 1 }, (_, k) => nearest + k - ROUND);
  return near
    .filter(whole => whole > 0 && whole >= low && whole <= high)
    .sort((a, b) => Math.abs(a - value) - Math.abs(b - value))
    .slice(0, ROUND);
}

/** The factors that a measured one may be: whole numbers and one over those that are as near as can be told. */
function factorsNear(measured: number, slack: number, rounding: number): number[] {
  const [low, high] = [measured * (1 - slack), measured * (1 + slack)];
  const round = [
    ...wholeNumbers(low, measured, high),
    ...wholeNumbers(1 / high, 1 / measured, 1 / low).map(whole => 1 / whole),
  ];
  const exact = round.some(factor => Math.abs(factor - measured) <= rounding * measured);
  return [...new Set(exact ? round : [...round, measured])];
}

/** How far a factor measured at the largest values may be off: by a cast to whole numbers, or by narrow digits. */
const slackOf = ({ field: { array } }: Target, largest: number): number =>
  isInteger(array.dtype) ? Math.min(0.5, 1 / largest) : toleranceFor(1, epsilonOf('float32'));

export const scaled: Cause = {
  propose: (state, target) => {
    const { array, known } = state;
    const other = target.field.array;
    if (known) return [];
    const [own, largest] = [largestMagnitude(array), largestMagnitude(other)];
    const slack = slackOf(target, largest);
    const rounding = toleranceFor(1, sharedEpsilon(array.dtype, other.dtype) || 2 ** -52);
    const signs = [largest / own, -largest / own];
    const factors = [...signs, ...partFactors(state, target, slack)].flatMap(measured => {
      const magnitude = Math.abs(measured);
      // Neither zero nor beyond what numbers hold.
      if (!(magnitude > 0 && Number.isFinite(magnitude) && Number.isFinite(1 / magnitude))) return [];
      return factorsNear(magnitude, slack, rounding).map(factor => Math.sign(measured) * factor);
    });
    return (
      [...new Set(factors)]
        // What float32 cannot tell from 1 is told as precision.
        .filter(factor => Math.abs(factor - 1) > 4 * epsilonOf('float32'))
        .map(factor => ({ kind: 'scale', factor }))
    );
  },
};

/** Elements times strides that are looked through at most where the near strides give nothing. */
const WIDE = 2 ** 21;

/** The factors where the target is only a part of the array: its largest value may be cropped away. */
function partFactors({ array, facts }: State, target: Target, slack: number): number[] {
  const other = target.field.array;
  if (array.ndim !== other.ndim || other.size === 0 || other.size === array.size) return [];
  if (other.shape.some((extent, axis) => extent > array.shape[axis])) return [];
  const question = {
    source: fieldOf(array),
    target: target.field,
    // A cast to whole numbers moves each by up to one.
    tolerance: loosest([...target.tolerances, { absolute: isInteger(other.dtype) ? 1 : 0, relative: 0 }]),
    slack,
  };
  const found = (strides: number[][]) => [
    ...new Set(strides.flatMap(stride => factorsOfPart({ ...question, stride }))),
  ];
  const near = found([array.shape.map(() => 1), ...strideChoices(array.shape, other.shape)]);
  // A scale, a stride and a large crop: looked for where the scale is the first cause, for there are many strides.
  if (near.length > 0 || facts.length > 0) return near;
  const wide = strideChoices(array.shape, other.shape, Infinity);
  return wide.length * array.size <= WIDE ? found(wide) : [];
}
