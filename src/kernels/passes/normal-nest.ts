/**
 * The normal form of a nest, which the passes and the compiler plan with: how an input is reached is one list of *dimensions*
 *
 *     place = shift + Σ_dimension stride · T(start + Σ_axis coefficients[axis]·counter)      T: a table, or the identity
 *
 * so that plain strides and table look-ups are one idea.
 */
import type { RealDType } from '../dtype.ts';
import type { Expression, Scalar } from '../expression.ts';

export interface Dimension {
  readonly coefficients: readonly number[];
  readonly start: number;
  readonly table: Int32Array | null;
  /** Elements of the buffer. */
  readonly stride: number;
  /** Whether the table is known to have no places outside. */
  readonly inside?: boolean;
  /**
   * Where entries are sorted apart: the elements from one phase to the next. With s the step along the vector axis,
   * entry e stands at (e mod s)·phase + ⌊e ÷ s⌋.
   */
  readonly phase?: number;
}

export interface NormalInput {
  readonly dtype: RealDType;
  /** The input of the nest that is read. */
  readonly source: number;
  /** Elements added to the base of the source. */
  readonly shift: number;
  readonly dimensions: readonly Dimension[];
  readonly fill: Scalar;
}

/** One look-up of an output, over the output axes. */
export interface OutputLookup {
  readonly coefficients: readonly number[];
  readonly start: number;
  readonly table: Int32Array;
  /** Elements of the buffer. */
  readonly stride: number;
}

export interface NormalOutput {
  readonly dtype: RealDType;
  readonly strides: readonly number[];
  /** Elements added to the base of the target; none in nests that the compiler makes. */
  readonly shift?: number;
  readonly lookups?: readonly OutputLookup[];
  readonly accumulate?: boolean;
  readonly value: Expression;
}

/** Output axes come first, then reduction axes. */
export interface NormalNest {
  readonly shape: readonly number[];
  readonly reduction: readonly number[];
  readonly inputs: readonly NormalInput[];
  readonly outputs: readonly NormalOutput[];
}

/** Elements of the buffer from point to point along an axis, but for tables. */
export function strideAlong({ dimensions }: NormalInput, axis: number): number {
  let stride = 0;
  for (const { table, coefficients, stride: step } of dimensions)
    if (!table) stride += coefficients[axis] * step;
  return stride;
}
