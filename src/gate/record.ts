/**
 * What an operation is, and what it says of its derivative. With y = operation(x₁, x₂, …) and a loss L of y, an adjoint makes
 * ∂L/∂xₖ of ∂L/∂y; of complex numbers ∂L/∂Re + i·∂L/∂Im, as torch does. It computes by operations that pass the gate in their
 * turn, so second derivatives come by themselves; it reaches them through `Tools`, by name, and never imports them.
 */
import type { Boundary } from '../boundary/table.ts';
import type { DType } from '../kernels/dtype.ts';
import type { RowTools } from '../views/row-adjoints.ts';
import type { View } from '../views/view.ts';

/** What operations give: one view, or several. */
export type Results = View | readonly View[];

/** An operation: views and options in, views out. Options are checked, and data: a listener may read and send them. */
export interface Operation<Options = unknown, Result extends Results = Results> {
  /** The name of the public function, which errors speak of. */
  readonly name: string;
  /**
   * Whether it is made of other operations, which pass the gate within it: a listener to calls hears of it alone, a
   * listener to steps of what it is made of.
   */
  readonly composite?: boolean;
  /** Whether it changes its first input, and gives that. */
  readonly overwrites?: boolean;
  readonly run: (inputs: readonly View[], options: Options) => Result;
  /** Its derivative; without one it is refused where a gradient would go through. */
  readonly adjoint?: Adjoint<Options>;
}

/** A call that is differentiated. */
export interface Step<Options> {
  readonly options: Options;
  /** Shapes and types of the inputs. */
  readonly shapes: readonly (readonly number[])[];
  readonly dtypes: readonly DType[];
  /** Which inputs need a gradient. */
  readonly needs: readonly boolean[];
  /** The elements of an input, and of a result; refused when they were overwritten since. */
  readonly input: (k: number) => View;
  readonly result: (k?: number) => View;
}

/**
 * The gradients of the inputs, in order, from those of the results; null is zero. It is asked only where there is one. A gradient may have the broadcast shape of
 * its input, and another type: whoever walks the tape brings both back.
 */
export type Adjoint<Options> = (
  step: Step<Options>,
  gradients: readonly View[],
  tools: Tools,
) => readonly (View | null)[];

/** Public operations by name. */
export interface Tools extends RowTools<View> {
  readonly abs: (x: View) => View;
  readonly realPart: (x: View) => View;
  readonly astype: (x: View, dtype: DType) => View;
  readonly zeros: (shape: readonly number[], dtype: DType) => View;
  /** 1, 2, 3, … in row-major order, float64. */
  readonly count: (shape: readonly number[]) => View;
  readonly sum: (x: View, axes: readonly number[], keepdims: boolean) => View;
  readonly broadcastTo: (x: View, shape: readonly number[]) => View;
  readonly reshape: (x: View, shape: readonly number[]) => View;
  readonly transpose: (x: View, axes: readonly number[]) => View;
  readonly flip: (x: View, axes: readonly number[]) => View;
  readonly roll: (x: View, steps: readonly number[], axes: readonly number[]) => View;
  /** The part of an axis from `start` up to `stop`. */
  readonly part: (x: View, axis: number, start: number, stop: number) => View;
  readonly pad: (x: View, pairs: readonly (readonly [number, number])[], boundary: Boundary) => View;
  readonly matmul: (a: View, b: View) => View;
  readonly solve: (a: View, b: View) => View;
  readonly inv: (x: View) => View;
  readonly svd: (x: View) => readonly [u: View, s: View, vh: View];
  /** An operation of several results by its record. */
  readonly applyAll: <Options>(
    operation: Operation<Options, readonly View[]>,
    inputs: readonly View[],
    options: Options,
  ) => readonly View[];
  /** An operation that only adjoints use, by its record. */
  readonly apply: <Options>(
    operation: Operation<Options, View>,
    inputs: readonly View[],
    options: Options,
  ) => View;
}
