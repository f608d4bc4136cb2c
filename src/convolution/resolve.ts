/**
 * Turns the rules of a convention into numbers for given shapes. In normal form an axis is
 *
 *     y[n] = Σ_j  h[j] · ext(x)[ stride·n + offset + step·j ],   0 ≤ n < length,   step = sign·dilation
 *
 * and two conventions agree on a shape exactly when these numbers and the places they reach are equal.
 */

import { LONG } from '../boundary/extension.ts';
import { type Boundary, extensions, indexTable, tooFar } from '../boundary/table.ts';
import { OUTSIDE } from '../extents.ts';
import { type AxisConvention, axisConventions, type Convention, type OriginRule } from './convention.ts';

/** One axis as numbers. */
export interface ResolvedAxis {
  /** Elements of the image along this axis. */
  readonly extent: number;
  /** Taps of the kernel along this axis. */
  readonly taps: number;
  readonly stride: number;
  readonly step: number;
  readonly offset: number;
  readonly length: number;
  readonly boundary: Boundary;
}

/** The tap that an origin rule names in a kernel of `taps` taps. */
export function originTap(origin: OriginRule, taps: number): number {
  if (typeof origin === 'number') return origin;
  const middle = { first: 0, lower: (taps - 1) >> 1, upper: taps >> 1, last: taps - 1 }[origin.at];
  return middle + origin.plus;
}

/** Resolves one axis of `extent` elements under `taps` ≥ 1 taps. A window without outputs has length 0. */
export function resolveAxis(axis: AxisConvention, extent: number, taps: number): ResolvedAxis {
  const { sign, stride, dilation, window, boundary } = axis;
  const step = sign * dilation;
  const reach = dilation * (taps - 1);
  // The offset at which the first tap in memory order of the image lies on element 0.
  const flush = sign === 1 ? 0 : reach;
  const numbers = (offset: number, count: number): ResolvedAxis => ({
    extent,
    taps,
    stride,
    step,
    offset,
    length: Math.max(0, Math.ceil(count / stride)),
    boundary,
  });
  if (window === 'full') return numbers(flush - reach, extent && extent + reach);
  if (window === 'valid') return numbers(flush, extent - reach);
  if (typeof window === 'object' && 'low' in window)
    return numbers(flush - window.low, extent + window.low + window.high - reach);
  const tap = originTap(axis.origin, taps);
  if (window === 'same') return numbers(-step * tap, extent);
  return { ...numbers(window.start - step * tap, 0), length: window.length };
}

/** Resolves every axis of a convention. */
export function resolve(
  convention: Convention,
  image: readonly number[],
  kernel: readonly number[],
): readonly ResolvedAxis[] {
  return axisConventions(convention, image.length).map((axis, k) => resolveAxis(axis, image[k], kernel[k]));
}

/** The lowest and the highest place that an axis reads, before the extension; null when it reads none. */
export function reachOf({
  stride,
  step,
  offset,
  length,
  taps,
}: ResolvedAxis): { low: number; high: number } | null {
  if (length === 0 || taps === 0) return null;
  const [first, last] = [offset, offset + stride * (length - 1)];
  const across = step * (taps - 1);
  return { low: Math.min(first, first + across), high: Math.max(last, last + across) };
}

/** Which element each output reads at each tap: entry `start + output·n + tap·j` of a table, −1 outside. */
export interface ExtensionTable {
  readonly table: Int32Array;
  readonly start: number;
  readonly output: number;
  readonly tap: number;
}

/**
 * The extension as a table: of all places between the lowest and the highest that are read; where those lie far apart, of
 * the places that are read, an entry for each output and tap.
 */
export function extensionTable(axis: ResolvedAxis): ExtensionTable {
  const { boundary, extent, stride, offset, step, length, taps } = axis;
  const reach = reachOf(axis);
  if (!reach) return { table: new Int32Array(0), start: 0, output: 0, tap: 0 };
  const span = reach.high - reach.low + 1;
  if (span <= Math.max(LONG, length * taps))
    return {
      table: indexTable(boundary, extent, reach.low, span),
      start: offset - reach.low,
      output: stride,
      tap: step,
    };
  const { index } = extensions[boundary];
  if (extent > 2 ** 31) throw tooFar(extent);
  const table = new Int32Array(length * taps).fill(OUTSIDE);
  if (extent > 0)
    for (let j = 0; j < taps; j++)
      for (let n = 0; n < length; n++) table[j * length + n] = index(stride * n + offset + step * j, extent);
  return { table, start: 0, output: 1, tap: length };
}
