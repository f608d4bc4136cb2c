/**
 * Scalar expressions: what one point of a nest computes. A node is plain data; its operands come before it; a node
 * that is used twice is computed once (sharing is by identity). Every node has a real element type and rounds or
 * wraps to it, so a tree says exactly which arithmetic happens. Complex arithmetic is built from these in `value.ts`.
 */
import { ConcordatError } from '../errors.ts';
import { dtypes, isBigInt, isFloating, type RealDType } from './dtype.ts';

/** A number as a node holds it: bigint for the 64-bit integers. */
export type Scalar = number | bigint;

/** Unary operations. `rint` rounds halves to even. */
export const unaryOperations = [
  'negate',
  'abs',
  'sign',
  'sqrt',
  'exp',
  'log',
  'sin',
  'cos',
  'tan',
  'tanh',
  'floor',
  'ceil',
  'trunc',
  'rint',
  'isNaN',
  'isFinite',
  'not',
] as const;
/** Binary operations. `minimum` and `maximum` pass NaN on; `floorDivide` and `remainder` are Python's. */
export const binaryOperations = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'floorDivide',
  'remainder',
  'power',
  'minimum',
  'maximum',
  'atan2',
  'hypot',
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'and',
  'or',
  'xor',
] as const;
/** How a reduction folds its body. `preciseSum` is a sum that carries the rounding error of each addition along. */
export const reductionKinds = ['sum', 'preciseSum', 'product', 'minimum', 'maximum'] as const;
/** How a cast treats what does not fit: `c` truncates and wraps as C does on x86-64, `saturate` rounds and clips. */
export type CastMode = 'c' | 'saturate';

export type UnaryOperation = (typeof unaryOperations)[number];
export type BinaryOperation = (typeof binaryOperations)[number];
export type ReductionKind = (typeof reductionKinds)[number];

export type Expression =
  | {
      readonly op: 'load';
      readonly dtype: RealDType;
      readonly input: number;
      readonly at?: readonly number[];
    }
  | { readonly op: 'constant'; readonly dtype: RealDType; readonly value: Scalar }
  | { readonly op: 'parameter'; readonly dtype: RealDType; readonly index: number }
  | { readonly op: 'coordinate'; readonly dtype: RealDType; readonly axis: number }
  | { readonly op: 'cast'; readonly dtype: RealDType; readonly a: Expression; readonly mode: CastMode }
  | { readonly op: UnaryOperation; readonly dtype: RealDType; readonly a: Expression }
  | {
      readonly op: BinaryOperation;
      readonly dtype: RealDType;
      readonly a: Expression;
      readonly b: Expression;
    }
  | {
      readonly op: 'select';
      readonly dtype: RealDType;
      readonly condition: Expression;
      readonly a: Expression;
      readonly b: Expression;
    }
  | {
      readonly op: 'reduce';
      readonly dtype: RealDType;
      readonly kind: ReductionKind;
      readonly a: Expression;
    };

/** The node that folds the loops of a reduction. */
export type Reduction = Extract<Expression, { op: 'reduce' }>;

const floatOnly = new Set<string>([
  'sqrt',
  'exp',
  'log',
  'sin',
  'cos',
  'tan',
  'tanh',
  'divide',
  'atan2',
  'hypot',
]);
const truthValued = new Set<string>(['isNaN', 'isFinite', 'not', 'equal', 'notEqual', 'less', 'lessEqual']);
const logical = new Set<string>(['and', 'or', 'xor', 'not']);

const fault = (message: string) => new ConcordatError('internal', `expression: ${message}`);

/** The element of `input` at the point of the nest, or `at` that many steps away along each of its loop axes. */
export const load = (input: number, dtype: RealDType, at?: readonly number[]): Expression => ({
  op: 'load',
  dtype,
  input,
  at,
});

export function constant(value: Scalar, dtype: RealDType): Expression {
  if (dtype === 'bool') return { op: 'constant', dtype, value: value ? 1 : 0 };
  if (isBigInt(dtype)) return { op: 'constant', dtype, value: BigInt(value) };
  return { op: 'constant', dtype, value: Number(value) };
}

/** A number given when the nest runs. */
export const parameter = (index: number, dtype: RealDType): Expression => ({ op: 'parameter', dtype, index });

/** The loop counter of an axis of the nest. */
export const coordinate = (axis: number, dtype: RealDType): Expression => ({ op: 'coordinate', dtype, axis });

/** The same value in another element type; no node when it has that type already. */
export function cast(a: Expression, dtype: RealDType, mode: CastMode = 'c'): Expression {
  return a.dtype === dtype ? a : { op: 'cast', dtype, a, mode };
}

export function unary(op: UnaryOperation, a: Expression): Expression {
  if (floatOnly.has(op) && !isFloating(a.dtype)) throw fault(`${op} needs a floating type, not ${a.dtype}`);
  if (logical.has(op) && a.dtype !== 'bool') throw fault(`${op} needs bool, not ${a.dtype}`);
  if (op === 'negate' && a.dtype === 'bool') throw fault('negate has no meaning for bool');
  return { op, dtype: truthValued.has(op) ? 'bool' : a.dtype, a };
}

export function binary(op: BinaryOperation, a: Expression, b: Expression): Expression {
  if (a.dtype !== b.dtype) throw fault(`${op} of ${a.dtype} and ${b.dtype}: cast one of them first`);
  if (floatOnly.has(op) && !isFloating(a.dtype)) throw fault(`${op} needs a floating type, not ${a.dtype}`);
  if (logical.has(op) && a.dtype !== 'bool') throw fault(`${op} needs bool, not ${a.dtype}`);
  return { op, dtype: truthValued.has(op) ? 'bool' : a.dtype, a, b };
}

export function select(condition: Expression, a: Expression, b: Expression): Expression {
  if (condition.dtype !== 'bool') throw fault(`select needs a bool condition, not ${condition.dtype}`);
  if (a.dtype !== b.dtype) throw fault(`select of ${a.dtype} and ${b.dtype}: cast one of them first`);
  return { op: 'select', dtype: a.dtype, condition, a, b };
}

/** Folds `a` over the reduction axes of the nest, last axis fastest, in the element type of `a`. */
export function reduce(kind: ReductionKind, a: Expression): Expression {
  if (kind === 'preciseSum' && !isFloating(a.dtype))
    throw fault(`preciseSum needs a floating type, not ${a.dtype}`);
  return { op: 'reduce', dtype: a.dtype, kind, a };
}

/** The nodes that a node reads. */
export function operandsOf(node: Expression): readonly Expression[] {
  if ('condition' in node) return [node.condition, node.a, node.b];
  if ('b' in node) return [node.a, node.b];
  return 'a' in node ? [node.a] : [];
}

/** The value from which a reduction starts. */
export function foldIdentity(kind: ReductionKind, dtype: RealDType): Scalar {
  const big = isBigInt(dtype);
  if (kind === 'sum' || kind === 'preciseSum') return big ? 0n : 0;
  if (kind === 'product') return big ? 1n : 1;
  const { kind: family, bytes } = dtypes[dtype];
  if (family === 'f') return kind === 'minimum' ? Infinity : -Infinity;
  const bits = BigInt(family === 'b' ? 1 : bytes * 8);
  const signed = family === 'i';
  const top = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  const value = kind === 'minimum' ? top : signed ? -(1n << (bits - 1n)) : 0n;
  return big ? value : Number(value);
}
