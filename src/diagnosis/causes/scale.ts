/** Every value multiplied by one factor; its sign is tried both ways. */
import { isInteger } from '../../kernels/dtype.ts';
import type { Cause, Target } from '../state.ts';
import { epsilonOf, largestMagnitude, sharedEpsilon, toleranceFor } from '../tolerance.ts';

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

/** Factors that people use. They are tried where the largest value may have been cropped away, as a first cause. */
const usual = [1, 4, 8, 9, 255].flatMap(whole => [whole, 1 / whole]);

/** How far a factor measured at the largest values may be off: by a cast to whole numbers, or by narrow digits. */
const slackOf = ({ field: { array } }: Target, largest: number): number =>
  isInteger(array.dtype) ? Math.min(0.5, 1 / largest) : toleranceFor(1, epsilonOf('float32'));

export const scaled: Cause = {
  propose: ({ array, known, facts }, target) => {
    if (known) return [];
    const [own, other] = [largestMagnitude(array), largestMagnitude(target.field.array)];
    const measured = other / own;
    // Neither zero nor beyond what numbers hold.
    if (!(measured > 0 && Number.isFinite(measured) && Number.isFinite(1 / measured))) return [];
    const rounding = toleranceFor(1, sharedEpsilon(array.dtype, target.field.array.dtype) || 2 ** -52);
    const guessed = facts.length === 0 && target.field.array.size < array.size ? usual : [];
    const factors = new Set([...factorsNear(measured, slackOf(target, other), rounding), ...guessed]);
    return (
      [...factors]
        .flatMap(factor => [factor, -factor])
        // What float32 cannot tell from 1 is told as precision.
        .filter(factor => Math.abs(factor - 1) > 4 * epsilonOf('float32'))
        .map(factor => ({ kind: 'scale', factor }))
    );
  },
};
