/**
 * Runs a nest in plain TypeScript. This is the definition that other runners are held to, and what serves where they
 * cannot. It evaluates an expression a block of points at a time, node by node: a node's register is a typed array
 * of its own element type, so that the store rounds or wraps. Points are independent, and a reduction folds in
 * lexicographic order of its axes, so the size of a block never shows in a result.
 */
import { makeAccumulator } from './accumulate.ts';
import { type Binding, checkBindings } from './bindings.ts';
import {
  BLOCK,
  type BlockPosition,
  type BlockStep,
  eachBlock,
  eachPoint,
  loadStep,
  type Register,
  storeBlock,
} from './block.ts';
import { dtypes, isFloating } from './dtype.ts';
import {
  type BinaryOperation,
  type Expression,
  operandsOf,
  type Reduction,
  type Scalar,
} from './expression.ts';
import type { Nest } from './nest.ts';
import { binaryFunction, castFunction, unaryFunction } from './scalar.ts';

/** Runs `nest`, reading `inputs` and writing `outputs`; `parameters` are the values of its parameter nodes. */
export function interpret(
  nest: Nest,
  inputs: readonly Binding[],
  outputs: readonly Binding[],
  parameters: readonly Scalar[] = [],
): void {
  checkBindings(nest, inputs, outputs, parameters);
  const registers = new Map<Expression, Register>();
  const rank = nest.shape.length;
  const frame: BlockPosition = {
    counters: new Array(rank + nest.reduction.length).fill(0),
    axis: -1,
    length: 1,
  };
  const reductions = new Map<Reduction, BlockStep[]>();
  const steps: BlockStep[] = [];
  for (const output of nest.outputs) translate(output.value, steps);
  const accumulators = [...reductions].map(([node, body]) => makeAccumulator(node, body, registers));
  const sums = nest.outputs.map(({ accumulate, dtype }) =>
    accumulate ? binaryFunction('add', dtype) : undefined,
  );
  const finish = (): void => {
    for (const step of steps) step(frame);
    nest.outputs.forEach((output, index) => {
      storeBlock(output, outputs[index], registers.get(output.value)!, frame, sums[index]);
    });
  };

  // A reduction into few points runs its blocks along the reduction, every other nest along the last output axis.
  const along = nest.reduction.length - 1;
  const narrow = rank === 0 || nest.shape[rank - 1] < 16;
  if (along >= 0 && narrow && nest.reduction[along] > (nest.shape[rank - 1] ?? 1)) {
    eachPoint(nest.shape, 0, frame, () => {
      for (const accumulator of accumulators) accumulator.start(1);
      eachBlock(nest.reduction, rank, frame, () => {
        for (const accumulator of accumulators) accumulator.foldAlong(frame);
      });
      settle(1);
    });
  } else {
    eachBlock(nest.shape, 0, frame, () => {
      const { axis, length } = frame;
      for (const accumulator of accumulators) accumulator.start(length);
      if (accumulators.length)
        eachPoint(nest.reduction, rank, frame, () => {
          frame.axis = axis;
          frame.length = length;
          for (const accumulator of accumulators) accumulator.foldAcross(frame);
        });
      frame.axis = axis;
      settle(length);
    });
  }

  function settle(length: number): void {
    frame.length = length;
    for (const accumulator of accumulators) accumulator.end(length);
    finish();
  }

  /** Appends the steps that compute `node`, operands first. */
  function translate(node: Expression, into: BlockStep[], done = new Set<Expression>()): void {
    if (done.has(node)) return;
    done.add(node);
    if (!registers.has(node)) registers.set(node, new dtypes[node.dtype].array(BLOCK) as unknown as Register);
    if (node.op === 'reduce') {
      if (reductions.has(node)) return;
      const body: BlockStep[] = [];
      reductions.set(node, body);
      translate(node.a, body);
      return;
    }
    for (const operand of operandsOf(node)) translate(operand, into, done);
    into.push(makeStep(node));
  }

  function makeStep(node: Exclude<Expression, Reduction>): BlockStep {
    const out = registers.get(node)!;
    const of = (operand: Expression) => registers.get(operand)!;
    switch (node.op) {
      case 'load':
        return loadStep(nest.inputs[node.input], inputs[node.input], node.at, out);
      case 'constant':
      case 'parameter': {
        const value = node.op === 'constant' ? node.value : parameters[node.index];
        return ({ length }) => void out.fill(value, 0, length);
      }
      case 'coordinate':
        return ({ counters, axis, length }) => {
          const moves = axis === node.axis ? 1 : 0;
          const convert = castFunction('float64', node.dtype, 'c');
          for (let i = 0; i < length; i++) out[i] = convert(counters[node.axis] + moves * i);
        };
      case 'cast': {
        const [a, convert] = [of(node.a), castFunction(node.a.dtype, node.dtype, node.mode)];
        return ({ length }) => {
          for (let i = 0; i < length; i++) out[i] = convert(a[i]);
        };
      }
      case 'select': {
        const [condition, a, b] = [of(node.condition), of(node.a), of(node.b)];
        return ({ length }) => {
          for (let i = 0; i < length; i++) out[i] = condition[i] ? a[i] : b[i];
        };
      }
    }
    if ('b' in node) {
      const [a, b, apply] = [of(node.a), of(node.b), binaryFunction(node.op, node.a.dtype)];
      const direct = isFloating(node.a.dtype) && floatLoops[node.op];
      if (direct) return ({ length }) => direct(out as number[], a as number[], b as number[], length);
      return ({ length }) => {
        for (let i = 0; i < length; i++) out[i] = apply(a[i], b[i]);
      };
    }
    const [a, apply] = [of(node.a), unaryFunction(node.op, node.a.dtype)];
    return ({ length }) => {
      for (let i = 0; i < length; i++) out[i] = apply(a[i]);
    };
  }
}

type FloatLoop = (out: number[], a: number[], b: number[], length: number) => void;

/** What most points consist of, without a call for each: three to four times faster. */
const floatLoops: Partial<Record<BinaryOperation, FloatLoop>> = {
  add(out, a, b, length) {
    for (let i = 0; i < length; i++) out[i] = a[i] + b[i];
  },
  subtract(out, a, b, length) {
    for (let i = 0; i < length; i++) out[i] = a[i] - b[i];
  },
  multiply(out, a, b, length) {
    for (let i = 0; i < length; i++) out[i] = a[i] * b[i];
  },
};
