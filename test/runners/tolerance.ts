/** By how much a compiled result may differ from the interpreted one: the one table. */
import type { NDArray } from 'concordat';
import type { DType } from './library.ts';

/**
 * `exact`: the same number, −0 apart from 0, NaN as NaN. `ulps`: at most so many floats away. `sum`: |difference| ≤
 * factor · unit · scale, where scale is the same operation over absolute values; a zero may have either sign.
 * `largest`: the same, where scale is the largest absolute value of the result.
 */
export type Tolerance =
  | { readonly kind: 'exact' }
  | { readonly kind: 'ulps'; readonly steps: number }
  | { readonly kind: 'sum'; readonly factor: number; readonly scale: () => NDArray }
  | { readonly kind: 'largest'; readonly factor: number };

export const exact: Tolerance = { kind: 'exact' };

/**
 * Elementary functions, in units in the last place: the compiled function within 2 in float32, one rounding of the
 * interpreter, which asks Math and rounds.
 */
const ulps: Readonly<Record<string, readonly [float32: number, float64: number]>> = {
  exp: [2, 4],
  log: [2, 4],
  sin: [2, 4],
  cos: [2, 4],
  power: [2, 4],
  hypot: [2, 2],
  atan2: [2, 4],
};

/** The tolerance of an elementary function. */
export function elementary(name: string, dtype: DType): Tolerance {
  const [float32, float64] = ulps[name] ?? [0, 0];
  return { kind: 'ulps', steps: dtype === 'float32' ? float32 : float64 };
}

/** The spacing of floats at 1. */
export const unitOf = (dtype: DType): number =>
  dtype === 'float32' || dtype === 'complex64' ? 2 ** -23 : 2 ** -52;

/**
 * Two sums of `terms` products, each in its own order: either is off by at most half a unit a term. Long reductions
 * are folded pairwise in blocks, which is off by far less than their length.
 */
export const sumOf = (terms: number, scale: () => NDArray): Tolerance => ({
  kind: 'sum',
  factor: Math.min(terms + 2, 24 + Math.log2(terms + 1)),
  scale,
});

/** Transforms: errors grow with the logarithm of the length. */
export const transformOf = (length: number): Tolerance => ({
  kind: 'largest',
  factor: 4 * (2 + Math.log2(length + 1)),
});
