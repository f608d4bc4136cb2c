/**
 * A convention is data: the handful of choices in which two correct convolutions differ. Per axis, with the kernel h
 * never reversed in memory,
 *
 *     y[n] = Σ_j  h[j] · ext(x)[ stride·n + start + sign·dilation·(j − origin) ]
 *
 * sign +1 is correlation, −1 convolution. A convention holds rules ("the lower middle tap", "same"); `resolve` turns
 * them into numbers for given shapes. The same record is executed, compared, inferred and translated.
 */

import type { Boundary } from '../boundary/table.ts';
import type { DType } from '../kernels/dtype.ts';
import type { CastMode } from '../kernels/expression.ts';
import type { ScalarLike } from '../views/scalar.ts';

/**
 * Which tap lies over the output pixel, counted in the kernel as given: `first` 0, `lower` (K − 1) // 2,
 * `upper` K // 2, `last` K − 1, each plus a number; or the number itself.
 */
export type OriginRule =
  | number
  | { readonly at: 'first' | 'lower' | 'upper' | 'last'; readonly plus: number };

/**
 * Which outputs are kept. `same`: one per input element; `full`: every output that an input element reaches;
 * `valid`: those that need no extension; `padded`: those of the array extended by `low` and `high` elements;
 * explicit: `length` outputs, the first with the origin over element `start`.
 */
export type OutputWindow =
  | 'same'
  | 'full'
  | 'valid'
  | { readonly low: number; readonly high: number }
  | { readonly start: number; readonly length: number };

/** The choices along one axis. */
export interface AxisConvention {
  readonly sign: 1 | -1;
  readonly origin: OriginRule;
  readonly boundary: Boundary;
  readonly window: OutputWindow;
  readonly stride: number;
  readonly dilation: number;
}

/** All choices of a convolution. */
export interface Convention {
  /** One record for every axis, or one each. */
  readonly axes: AxisConvention | readonly AxisConvention[];
  /** What the `constant` boundary fills with. */
  readonly fill: ScalarLike;
  /** Whether the kernel is conjugated. */
  readonly conjugate: boolean;
  /** The type in which products are summed; `promoted` is the type that holds image and kernel. */
  readonly accumulator: DType | 'promoted';
  /** The type of the result; `image` is the image's own. */
  readonly result: DType | 'promoted' | 'image';
  /** How a sum becomes an element of the result. */
  readonly cast: CastMode;
  /** Taps of at most this magnitude are left out, even over infinity; −1 keeps all. */
  readonly ignoreBelow: number;
  /** Whether places that only the `constant` boundary fills are left out of the sum, so that 0·∞ never stands there. */
  readonly skipOutside: boolean;
}

export const lowerMiddle: OriginRule = { at: 'lower', plus: 0 };
export const upperMiddle: OriginRule = { at: 'upper', plus: 0 };

const plainAxis: AxisConvention = {
  sign: 1,
  origin: lowerMiddle,
  boundary: 'constant',
  window: 'same',
  stride: 1,
  dilation: 1,
};

/** A convention that differs from plain correlation (zero boundary, same size, promoted types) in what is given. */
export function makeConvention(
  axis: Partial<AxisConvention>,
  rest: Partial<Omit<Convention, 'axes'>> = {},
): Convention {
  return {
    axes: { ...plainAxis, ...axis },
    fill: 0,
    conjugate: false,
    accumulator: 'promoted',
    result: 'promoted',
    cast: 'c',
    ignoreBelow: -1,
    skipOutside: false,
    ...rest,
  };
}

/** The same with choices that differ from axis to axis. */
export function perAxis(convention: Convention, axes: readonly Partial<AxisConvention>[]): Convention {
  const shared = Array.isArray(convention.axes) ? plainAxis : (convention.axes as AxisConvention);
  return { ...convention, axes: axes.map(axis => ({ ...shared, ...axis })) };
}

/** The choices along each of `rank` axes. */
export function axisConventions(convention: Convention, rank: number): readonly AxisConvention[] {
  const { axes } = convention;
  return Array.isArray(axes) ? axes : Array.from({ length: rank }, () => axes as AxisConvention);
}
