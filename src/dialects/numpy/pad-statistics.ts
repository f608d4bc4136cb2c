/** The modes of numpy.pad that compute what stands outside: statistics of the edges, and ramps. Source: numpy 1.24. */
import { add, divide, multiply, subtract } from '../../array/arithmetic.ts';
import { broadcastTo } from '../../array/broadcast.ts';
import { astype } from '../../array/convert.ts';
import { arange } from '../../array/create.ts';
import { floor, round } from '../../array/elementary.ts';
import { concatenate } from '../../array/join.ts';
import { max, mean, min } from '../../array/reduce.ts';
import { flip, reshape, slice } from '../../array/views.ts';
import { type ArrayLike, asView } from '../../convert/convert.ts';
import { fault } from '../../errors.ts';
import { type DType, isComplex, isInteger } from '../../kernels/dtype.ts';
import { castTo } from '../../views/cast.ts';
import { filled } from '../../views/fill.ts';
import { anyZero } from '../../views/reduce.ts';
import type { View } from '../../views/view.ts';

/** The statistics by the name of their mode. */
export const statistics = { maximum: max, mean, minimum: min } as const;

/** The part of `x` from `start` to `stop` along `axis`. */
const part = (x: View, axis: number, start: number, stop: number): View =>
  slice(x, ...x.shape.map((_, k) => (k === axis ? ([start, stop] as const) : null)));

/** `x` between what stands before and after it along `axis`. */
const surround = (before: View, x: View, after: View, axis: number): View =>
  concatenate([before, x, after], { axis });

/**
 * Continues an axis by a statistic of its first and of its last elements: of `lengths` of them, of all without.
 * A mean of whole numbers is rounded, halves to even.
 *
 * @throws ConcordatError for the largest or smallest of no elements
 */
export function extendByStatistic(
  name: string,
  x: View,
  axis: number,
  widths: readonly [number, number],
  mode: keyof typeof statistics,
  lengths: readonly [number | null, number | null],
): View {
  const extent = x.shape[axis];
  const [low, high] = lengths.map(length => Math.min(length ?? extent, extent));
  if (mode !== 'mean' && (low === 0 || high === 0))
    throw fault('value', name, `stat_length of 0 yields no value for padding; axis ${axis} needs 1 or more`, {
      argument: 'stat_length',
      axis,
    });
  const statistic = (piece: View, width: number) => {
    const value = statistics[mode](piece, { axis, keepdims: true });
    return broadcastTo(astype(isInteger(x.dtype) ? round(value) : value, x.dtype), x.shape.with(axis, width));
  };
  return surround(
    statistic(part(x, axis, 0, low), widths[0]),
    x,
    statistic(part(x, axis, extent - high, extent), widths[1]),
    axis,
  );
}

/** The type in which numpy computes a ramp: float32 only where the edge is an array of it. */
function rampType(x: View): DType {
  if (x.shape.length > 1 && (x.dtype === 'float32' || x.dtype === 'complex64')) return x.dtype;
  return isComplex(x.dtype) ? 'complex128' : 'float64';
}

/** Continues an axis by straight ramps from its edges to `ends`; whole numbers are rounded down. */
export function extendByRamp(
  name: string,
  x: View,
  axis: number,
  widths: readonly [number, number],
  ends: readonly [ArrayLike, ArrayLike],
): View {
  const extent = x.shape[axis];
  const work = rampType(x);
  const ramp = (width: number, end: ArrayLike, place: number) => {
    const start = castTo(asView(end, name, 'end_values'), work);
    const length = filled(name, [], width, work);
    const rise = subtract(astype(part(x, axis, place, place + 1), work), start);
    const counts = reshape(
      astype(arange(width), work),
      x.shape.map((_, k) => (k === axis ? width : 1)),
    );
    // numpy.linspace multiplies by the step, but divides last wherever some step is 0: the roundings differ.
    const step = divide(rise, length);
    const risen = anyZero(step) ? multiply(divide(counts, length), rise) : multiply(counts, step);
    const value = add(risen, start);
    return astype(isInteger(x.dtype) ? floor(value) : value, x.dtype);
  };
  const none = part(x, axis, 0, 0);
  return surround(
    widths[0] ? ramp(widths[0], ends[0], 0) : none,
    x,
    widths[1] ? flip(ramp(widths[1], ends[1], extent - 1), { axis }) : none,
    axis,
  );
}
