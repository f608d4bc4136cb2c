/** Random nests: shapes, strides of any sign, gathers with holes, expressions of every operation and type. */
import * as fc from 'fast-check';
import type { Binding } from '../../src/kernels/bindings.ts';
import { dtypeNames, dtypes, isComplex, type RealDType, type TypedArray } from '../../src/kernels/dtype.ts';
import * as e from '../../src/kernels/expression.ts';
import type { Access, Gather, Nest, Output } from '../../src/kernels/nest.ts';
import { isFloat } from './arithmetic.ts';

export const realTypes = dtypeNames.filter(name => !isComplex(name)) as RealDType[];

/** Draws a value from an arbitrary, as `fc.gen()` hands it to a property. */
export type Draw = fc.GeneratorValue;

const integer = (draw: Draw, min: number, max: number): number => draw(fc.integer, { min, max });
const pick = <T>(draw: Draw, list: readonly T[]): T => list[integer(draw, 0, list.length - 1)];

const floats = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  3,
  7.125,
  -12.25,
  100.7,
  -129,
  300,
  1e10,
  -3e9,
  1e19,
  NaN,
  Infinity,
  -Infinity,
];

/** One element of a type, edges of its range among them, as an array stores it. */
export function drawScalar(draw: Draw, dtype: RealDType): e.Scalar {
  if (dtype === 'bool') return integer(draw, 0, 1);
  if (isFloat(dtype)) return pick(draw, floats);
  const { array, bytes } = dtypes[dtype];
  const top = 2n ** BigInt(bytes * 8 - 1);
  const memory = new array(1) as BigInt64Array;
  const value = pick(draw, [
    0n,
    1n,
    -1n,
    2n,
    3n,
    -3n,
    7n,
    100n,
    top,
    top - 1n,
    -top,
    BigInt(integer(draw, -50, 50)),
  ]);
  memory[0] = (bytes === 8 ? value : Number(value)) as bigint;
  return memory[0];
}

interface Loops {
  readonly shape: readonly number[];
  readonly reduction: readonly number[];
}

const drawSmall = (draw: Draw): Loops => {
  const extents = (count: number) =>
    Array.from({ length: count }, () => pick(draw, [0, 1, 2, 2, 3, 3, 3, 4, 4]));
  const shape = extents(integer(draw, 0, 3));
  return { shape, reduction: extents(integer(draw, 0, 4 - shape.length)) };
};

const aroundBlock = [511, 512, 513, 1025];
/** Loops whose last axis has about the length at which the interpreter cuts blocks, on either code path. */
const drawLong = (draw: Draw): Loops =>
  pick<() => Loops>(draw, [
    () => ({ shape: [pick(draw, aroundBlock)], reduction: [] }),
    () => ({ shape: [2, pick(draw, aroundBlock)], reduction: [integer(draw, 0, 2)] }),
    () => ({ shape: [], reduction: [pick(draw, aroundBlock)] }),
    () => ({ shape: [integer(draw, 1, 2)], reduction: [2, pick(draw, aroundBlock)] }),
    () => ({ shape: [pick(draw, [15, 16, 17])], reduction: [pick(draw, [15, 16, 17, 40])] }),
  ])();

/** A nest, memory for it, and parameters. */
export interface Case {
  readonly nest: Nest;
  readonly inputs: readonly Binding[];
  readonly outputs: readonly Binding[];
  readonly parameters: readonly e.Scalar[];
}

const MOST_STEPS = 2;

/** Draws a whole case. */
export function drawCase(draw: Draw, long = false): Case {
  const loops = long ? drawLong(draw) : drawSmall(draw);
  const extents = [...loops.shape, ...loops.reduction];
  const accesses: Access[] = [];
  const inputs: Binding[] = [];
  const parameters: e.Scalar[] = [];
  const pools = [new Map<RealDType, e.Expression[]>(), new Map<RealDType, e.Expression[]>()];

  /** An input of which loads move by up to MOST_STEPS along every axis. */
  const drawInput = (dtype: RealDType, inside: boolean): number => {
    const weights = () =>
      extents.map((_, axis) => (inside || axis < loops.shape.length ? integer(draw, -2, 3) : 0));
    const span = (list: readonly number[]) => {
      const steps = list.map((weight, axis) => [
        -MOST_STEPS * weight,
        weight * (extents[axis] - 1 + MOST_STEPS),
      ]);
      return {
        low: steps.reduce((sum, ends) => sum + Math.min(0, ...ends), 0),
        high: steps.reduce((sum, ends) => sum + Math.max(0, ...ends), 0),
      };
    };
    const strides = weights();
    let { low, high } = span(strides);
    const gathers = Array.from({ length: integer(draw, 0, 2) }, (): Gather => {
      const coefficients = weights();
      const reach = span(coefficients);
      const length = reach.high - reach.low + 1 + integer(draw, 0, 2);
      const table = Int32Array.from({ length }, (_, i) =>
        i < 40 ? integer(draw, -1, 4) : ((i * 7) % 6) - 1,
      );
      const stride = integer(draw, -3, 3);
      if (stride < 0) low += stride * 5;
      else high += stride * 5;
      return { coefficients, start: -reach.low, table, stride };
    });
    accesses.push({ dtype, strides, gathers, fill: drawScalar(draw, dtype) });
    const data = new dtypes[dtype].array(high - low + 1 + integer(draw, 0, 2)) as TypedArray;
    for (let i = 0; i < data.length; i++)
      data[i] = (i < 24 ? drawScalar(draw, dtype) : data[(i * 5 + 1) % 24]) as never;
    inputs.push({ data, base: -low });
    return accesses.length - 1;
  };

  const drawLeaf = (dtype: RealDType, inside: boolean): e.Expression => {
    switch (integer(draw, 0, 6)) {
      case 0:
        return e.constant(drawScalar(draw, dtype), dtype);
      case 1:
        parameters.push(drawScalar(draw, dtype));
        return e.parameter(parameters.length - 1, dtype);
      case 2: {
        const axes = inside ? extents.length : loops.shape.length;
        if (axes > 0) return e.coordinate(integer(draw, 0, axes - 1), dtype);
      }
    }
    const known = accesses.findIndex(access => access.dtype === dtype);
    const reuse = known >= 0 && inside && integer(draw, 0, 2) === 0;
    const away = extents.map(() => integer(draw, -MOST_STEPS, MOST_STEPS));
    return e.load(reuse ? known : drawInput(dtype, inside), dtype, pick(draw, [undefined, away]));
  };

  const drawNode = (dtype: RealDType, depth: number, inside: boolean): e.Expression => {
    const pool = pools[inside ? 1 : 0];
    // What was drawn outside of a reduction may stand inside one as well, if it holds none itself.
    const outer = inside ? (pools[0].get(dtype) ?? []).filter(node => !holdsReduction(node)) : [];
    const shared = [...(pool.get(dtype) ?? []), ...outer];
    if (shared.length > 0 && integer(draw, 0, 3) === 0) return pick(draw, shared);
    const node = depth === 0 ? drawLeaf(dtype, inside) : drawInner(dtype, depth - 1, inside);
    pool.set(dtype, [...(pool.get(dtype) ?? []), node]);
    return node;
  };

  const drawInner = (dtype: RealDType, depth: number, inside: boolean): e.Expression => {
    const of = (type: RealDType) => drawNode(type, depth, inside);
    switch (integer(draw, 0, 7)) {
      case 0:
        return drawLeaf(dtype, inside);
      case 1:
        return e.cast(of(pick(draw, realTypes)), dtype, pick(draw, ['c', 'saturate'] as const));
      case 2:
        return e.select(of('bool'), of(dtype), of(dtype));
      case 3:
      case 4: {
        if (inside) break;
        const kinds = e.reductionKinds.filter(kind => kind !== 'preciseSum' || isFloat(dtype));
        return e.reduce(pick(draw, kinds), drawNode(dtype, depth, true));
      }
    }
    const operand = dtype === 'bool' && integer(draw, 0, 1) ? pick(draw, realTypes) : dtype;
    const fits = (make: () => e.Expression) => attempt(make)?.dtype === dtype;
    const [zero, truth] = [e.constant(0, operand), e.constant(1, operand)];
    const unary = e.unaryOperations.filter(op => fits(() => e.unary(op, zero)));
    const binary = e.binaryOperations.filter(op => fits(() => e.binary(op, zero, truth)));
    if (unary.length > 0 && integer(draw, 0, 2) === 0) return e.unary(pick(draw, unary), of(operand));
    return e.binary(pick(draw, binary), of(operand), of(operand));
  };

  const values = Array.from({ length: integer(draw, 1, 2) }, () =>
    drawNode(pick(draw, realTypes), integer(draw, 0, long ? 2 : 4), false),
  );
  const targets = values.map(value => drawOutput(draw, loops.shape, value));
  return {
    nest: { ...loops, inputs: accesses, outputs: targets.map(([output]) => output) },
    inputs,
    outputs: targets.map(([, binding]) => binding),
    parameters,
  };
}

const holdsReduction = (node: e.Expression): boolean =>
  node.op === 'reduce' || e.operandsOf(node).some(holdsReduction);

/** The result of a function that may refuse. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** An output with axes in any order in memory, some backwards, with gaps. */
function drawOutput(draw: Draw, shape: readonly number[], value: e.Expression): [Output, Binding] {
  const order = draw(
    fc.shuffledSubarray,
    shape.map((_, axis) => axis),
    { minLength: shape.length },
  );
  const strides = new Array<number>(shape.length).fill(0);
  let [step, base] = [integer(draw, 1, 2), integer(draw, 0, 3)];
  for (const axis of order) {
    const backwards = integer(draw, 0, 1) === 1;
    strides[axis] = backwards ? -step : step;
    if (backwards) base += step * Math.max(0, shape[axis] - 1);
    step *= Math.max(1, shape[axis]);
  }
  const data = new dtypes[value.dtype].array(base + step + 2) as TypedArray;
  return [
    { dtype: value.dtype, strides, value },
    { data, base },
  ];
}
