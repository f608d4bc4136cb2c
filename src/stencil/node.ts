/**
 * What a stencil computes, as data: nodes without element types and shapes, which are not known before arrays are
 * given. A node that is used twice is computed once.
 */
import type { DType } from '../kernels/dtype.ts';
import type { RowName } from '../views/rows.ts';
import type { ScalarLike } from '../views/scalar.ts';

/** An element of an input: `steps` away along its last axes, of one channel where that is said. */
export interface InputNode {
  readonly kind: 'input';
  readonly input: number;
  readonly steps: readonly number[];
  /** The place on axis −3. */
  readonly channel?: number;
  readonly operands: readonly [];
}

/** A node. `method` is what the caller wrote; errors name it. */
export type Node =
  | InputNode
  | { readonly kind: 'constant'; readonly value: ScalarLike; readonly operands: readonly [] }
  | {
      readonly kind: 'row';
      readonly row: RowName;
      readonly method: string;
      readonly operands: readonly Node[];
    }
  /** The second operand where the first is not zero, else the third. */
  | { readonly kind: 'choice'; readonly operands: readonly [Node, Node, Node] }
  | { readonly kind: 'cast'; readonly dtype: DType; readonly operands: readonly [Node] };

/** Every node behind `outputs` once. */
export function nodesOf(outputs: readonly Node[]): Set<Node> {
  const found = new Set(outputs);
  // A set is walked in order of insertion, what is added on the way included.
  for (const node of found) for (const operand of node.operands) found.add(operand);
  return found;
}

/** The step along the axis that is `back` axes before the last one. */
export const stepAt = ({ steps }: InputNode, back: number): number => steps[steps.length - 1 - back] ?? 0;
