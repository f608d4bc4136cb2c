/** Runs a nest the obvious way: plain loops, one recursive evaluation a point. What the interpreter is held to. */

import type { Binding } from '../../src/kernels/bindings.ts';
import { dtypes, type RealDType } from '../../src/kernels/dtype.ts';
import type { Expression, ReductionKind, Scalar } from '../../src/kernels/expression.ts';
import type { Nest } from '../../src/kernels/nest.ts';
import { binaryExact, castExact, type Exact, isFloat, settle, unaryExact } from './arithmetic.ts';

/** Every index of a shape, the last axis fastest. */
export function everyIndex(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, extent) => found.flatMap(index => Array.from({ length: extent }, (_, i) => [...index, i])),
    [[]],
  );
}

/** An element as it is stored, in its natural form. */
const exact = (stored: Scalar, dtype: RealDType): Exact =>
  dtype === 'bool' ? Boolean(stored) : isFloat(dtype) ? (stored as number) : BigInt(stored);

/** A value in the form in which an array of its type stores it. */
export const stored = (value: Exact, dtype: RealDType): Scalar =>
  dtype === 'int64' || dtype === 'uint64' ? (value as bigint) : Number(value);

interface Surroundings {
  readonly nest: Nest;
  readonly inputs: readonly Binding[];
  readonly parameters: readonly Scalar[];
}

/** The value of `node` where the loops stand at `counters`. */
export function valueAt(node: Expression, counters: readonly number[], around: Surroundings): Exact {
  const of = (operand: Expression) => valueAt(operand, counters, around);
  switch (node.op) {
    case 'load':
      return loadAt(node, counters, around);
    case 'constant':
      return settle(exact(node.value, node.dtype), node.dtype);
    case 'parameter':
      return settle(exact(around.parameters[node.index], node.dtype), node.dtype);
    case 'coordinate':
      return castExact(counters[node.axis], 'float64', node.dtype, 'c');
    case 'cast':
      return castExact(of(node.a), node.a.dtype, node.dtype, node.mode);
    case 'select':
      return of(node.condition) ? of(node.a) : of(node.b);
    case 'reduce':
      return fold(
        node.kind,
        node.dtype,
        reductionPoints(counters, around).map(at => valueAt(node.a, at, around)),
      );
  }
  if ('b' in node) return settle(binaryExact(node.op, of(node.a), of(node.b), node.a.dtype), node.dtype);
  return settle(unaryExact(node.op, of(node.a), node.a.dtype), node.dtype);
}

function loadAt(
  node: Extract<Expression, { op: 'load' }>,
  counters: readonly number[],
  { nest, inputs }: Surroundings,
): Exact {
  const { strides, gathers, fill } = nest.inputs[node.input];
  const { data, base } = inputs[node.input];
  const place = strides.map((_, k) => (counters[k] ?? 0) + (node.at?.[k] ?? 0));
  const dot = (weights: readonly number[]) => weights.reduce((sum, weight, k) => sum + weight * place[k], 0);
  const entries = gathers.map(({ table, start, coefficients }) => table[start + dot(coefficients)]);
  if (entries.includes(-1)) return settle(exact(fill, node.dtype), node.dtype);
  const address = gathers.reduce((sum, { stride }, k) => sum + stride * entries[k], base + dot(strides));
  if (data[address] === undefined) throw new Error(`read at ${address} of ${data.length}`);
  return exact(data[address], node.dtype);
}

const reductionPoints = (counters: readonly number[], { nest }: Surroundings) =>
  everyIndex(nest.reduction).map(index => [...counters.slice(0, nest.shape.length), ...index]);

/** Folds values from left to right in their own type. */
export function fold(kind: ReductionKind, dtype: RealDType, values: readonly Exact[]): Exact {
  if (kind === 'preciseSum') return settle(compensated(values as number[]), dtype);
  const operation = { sum: 'add', product: 'multiply', minimum: 'minimum', maximum: 'maximum' } as const;
  return values.reduce<Exact>(
    (total, value) => settle(binaryExact(operation[kind], total, value, dtype), dtype),
    first(kind, dtype),
  );
}

/** What a fold of nothing gives: 0, 1, or the bound of the type that every element passes. */
function first(kind: ReductionKind, dtype: RealDType): Exact {
  if (kind === 'sum' || kind === 'product')
    return settle(isFloat(dtype) ? Number(kind !== 'sum') : BigInt(kind !== 'sum'), dtype);
  const highest = kind === 'minimum';
  if (isFloat(dtype)) return highest ? Infinity : -Infinity;
  if (dtype === 'bool') return highest;
  const top = 2n ** BigInt(8 * dtypes[dtype].bytes - (dtype.startsWith('u') ? 0 : 1)) - 1n;
  return highest ? top : dtype.startsWith('u') ? 0n : -top - 1n;
}

/** A sum of float64 that carries the rounding error of each addition along (Knuth's two-sum, no comparison). */
function compensated(values: readonly number[]): number {
  let [sum, error] = [0, 0];
  for (const value of values) {
    const next = sum + value;
    const part = next - sum;
    error += sum - (next - part) + (value - part);
    sum = next;
  }
  return Number.isFinite(error) ? sum + error : sum;
}

/** Runs `nest`, writing what it computes into `outputs`. */
export function evaluateNest(
  nest: Nest,
  inputs: readonly Binding[],
  outputs: readonly Binding[],
  parameters: readonly Scalar[] = [],
): void {
  const around = { nest, inputs, parameters };
  for (const index of everyIndex(nest.shape))
    nest.outputs.forEach(({ strides, dtype, value }, k) => {
      const address = strides.reduce((sum, stride, axis) => sum + stride * index[axis], outputs[k].base);
      outputs[k].data[address] = stored(valueAt(value, index, around), dtype) as never;
    });
}
