/** What the callback of `stencil` is given and gives back. */
import type { DType } from '../kernels/dtype.ts';
import type { ScalarLike } from '../views/scalar.ts';

/** What an expression is combined with. A number takes the type of the expression beside it. */
export type StencilOperand = StencilExpression | ScalarLike;

/** The value of one point, still to be computed. Types promote as those of arrays do. */
export interface StencilExpression {
  add(b: StencilOperand): StencilExpression;
  sub(b: StencilOperand): StencilExpression;
  mul(b: StencilOperand): StencilExpression;
  /** True division: integers give float64. */
  div(b: StencilOperand): StencilExpression;
  pow(b: StencilOperand): StencilExpression;
  /** NaN where either is NaN. */
  min(b: StencilOperand): StencilExpression;
  /** NaN where either is NaN. */
  max(b: StencilOperand): StencilExpression;
  /** √(a² + b²) without overflow. */
  hypot(b: StencilOperand): StencilExpression;
  /** The angle of the point (b, this), in radians. */
  atan2(b: StencilOperand): StencilExpression;
  eq(b: StencilOperand): StencilExpression;
  ne(b: StencilOperand): StencilExpression;
  lt(b: StencilOperand): StencilExpression;
  le(b: StencilOperand): StencilExpression;
  gt(b: StencilOperand): StencilExpression;
  ge(b: StencilOperand): StencilExpression;
  /** Whether both are non-zero. */
  and(b: StencilOperand): StencilExpression;
  /** Whether either is non-zero. */
  or(b: StencilOperand): StencilExpression;
  /** Whether this is zero. */
  not(): StencilExpression;
  isNaN(): StencilExpression;
  neg(): StencilExpression;
  abs(): StencilExpression;
  square(): StencilExpression;
  sqrt(): StencilExpression;
  exp(): StencilExpression;
  log(): StencilExpression;
  sin(): StencilExpression;
  cos(): StencilExpression;
  tan(): StencilExpression;
  tanh(): StencilExpression;
  floor(): StencilExpression;
  ceil(): StencilExpression;
  /** −1, 0 or 1; NaN stays NaN. */
  sign(): StencilExpression;
  /** `a` where this is not zero, else `b`. Both are computed. */
  where(a: StencilOperand, b: StencilOperand): StencilExpression;
  /** Another element type, as `astype` gives it. */
  cast(dtype: DType): StencilExpression;
}

/** An array that a stencil is given, at the point that is computed. */
export interface StencilInput extends StencilExpression {
  /**
   * The neighbour so many steps away along the last axes, the last axis last. Steps add up:
   * `x.offset(0, 1).offset(0, 1)` is `x.offset(0, 2)`.
   */
  offset(...steps: number[]): StencilInput;
  /** Element `k` of axis −3, for all points alike: the axis counts as one of extent 1. */
  channel(k: number): StencilInput;
}
