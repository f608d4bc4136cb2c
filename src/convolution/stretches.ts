/**
 * Long axes of a convolution, a stretch of outputs at a time: where all taps lie inside the image no table is needed, and
 * the ends need short ones.
 */
import { LONG } from '../boundary/extension.ts';
import { type ResolvedAxis, reachOf } from './resolve.ts';

/** Some outputs of an axis, as an axis of their own. */
export interface AxisStretch extends ResolvedAxis {
  /** The first of the outputs. */
  readonly from: number;
  /** Whether all that they read lies inside the image. */
  readonly inside: boolean;
}

/** How far an axis reaches, in places. */
const spanOf = (axis: ResolvedAxis): number => {
  const reach = reachOf(axis);
  return reach ? reach.high - reach.low + 1 : 0;
};

/** The outputs of an axis in stretches: one, unless its table would be long. */
export function stretchesOfAxis(axis: ResolvedAxis): AxisStretch[] {
  const { length, stride, step, offset, taps, extent, boundary } = axis;
  // Written out: to spread the axis would take a fifth of the time of a convolution of 64×64.
  const part = (from: number, end: number, inside: boolean): AxisStretch => ({
    boundary,
    extent,
    from,
    inside,
    length: end - from,
    offset: offset + stride * from,
    step,
    stride,
    taps,
  });
  const short = Math.min(spanOf(axis), length * taps) <= LONG;
  if (short && extent < 2 ** 31) return [part(0, length, false)];
  const across = step * (taps - 1);
  const within = (place: number) => Math.min(length, Math.max(0, place));
  // Outputs begin … end − 1 have every tap inside.
  const begin = within(Math.ceil((-offset - Math.min(0, across)) / stride));
  const end = within(Math.floor((extent - 1 - offset - Math.max(0, across)) / stride) + 1);
  const most = longestTable(axis);
  const outer = (from: number, to: number) =>
    Array.from({ length: Math.ceil((to - from) / most) }, (_, k) =>
      part(from + k * most, Math.min(to, from + (k + 1) * most), false),
    );
  if (end <= begin) return outer(0, length);
  return [...outer(0, begin), part(begin, end, true), ...outer(end, length)];
}

/** How many outputs may share one table: by the places they reach, or by output and tap, whichever is shorter. */
function longestTable({ stride, step, taps }: ResolvedAxis): number {
  const byReach = (LONG - Math.abs(step) * (taps - 1)) / stride;
  return Math.max(1, Math.floor(Math.max(byReach, LONG / taps)));
}
