/** Reductions of the interpreter: folding the points of a block across outputs, or along one. */
import { BLOCK, type BlockPosition, type BlockStep, type Register } from './block.ts';
import { type Expression, foldIdentity, type Reduction } from './expression.ts';
import { binaryFunction, foldOperation } from './scalar.ts';

/** The running result of a reduction over a block of outputs. */
export interface BlockAccumulator {
  start(length: number): void;
  /** Folds one reduction point into a block of outputs. */
  foldAcross(frame: BlockPosition): void;
  /** Folds a block of reduction points into one output. */
  foldAlong(frame: BlockPosition): void;
  end(length: number): void;
}

/** The accumulator of a reduction whose body is computed by `body`. */
export function makeAccumulator(
  node: Reduction,
  body: BlockStep[],
  registers: Map<Expression, Register>,
): BlockAccumulator {
  const [into, from] = [registers.get(node)!, registers.get(node.a)!];
  const evaluate = (frame: BlockPosition) => {
    for (const step of body) step(frame);
  };
  const start = foldIdentity(node.kind, node.dtype);
  if (node.kind === 'preciseSum') return preciseSum(into as number[], from as number[], evaluate);
  const fold = binaryFunction(foldOperation[node.kind], node.dtype);
  return {
    start: length => void into.fill(start, 0, length),
    foldAcross(frame) {
      evaluate(frame);
      for (let i = 0; i < frame.length; i++) into[i] = fold(into[i], from[i]);
    },
    foldAlong(frame) {
      evaluate(frame);
      for (let i = 0; i < frame.length; i++) into[0] = fold(into[0], from[i]);
    },
    end: () => {},
  };
}

/**
 * Neumaier's compensated sum in float64: the error of each addition is kept beside the sum. The result is off by
 * about one rounding, whatever the length. Source: A. Neumaier, ZAMM 54 (1974), 39–51.
 */
function preciseSum(
  into: number[],
  from: number[],
  evaluate: (frame: BlockPosition) => void,
): BlockAccumulator {
  const [sums, errors] = [new Float64Array(BLOCK), new Float64Array(BLOCK)];
  const fold = (place: number, value: number) => {
    const [old, sum] = [sums[place], sums[place] + value];
    errors[place] += Math.abs(old) >= Math.abs(value) ? old - sum + value : value - sum + old;
    sums[place] = sum;
  };
  return {
    start(length) {
      sums.fill(0, 0, length);
      errors.fill(0, 0, length);
    },
    foldAcross(frame) {
      evaluate(frame);
      for (let i = 0; i < frame.length; i++) fold(i, from[i]);
    },
    foldAlong(frame) {
      evaluate(frame);
      for (let i = 0; i < frame.length; i++) fold(0, from[i]);
    },
    end(length) {
      for (let i = 0; i < length; i++) into[i] = Number.isFinite(errors[i]) ? sums[i] + errors[i] : sums[i];
    },
  };
}
