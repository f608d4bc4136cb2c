/**
 * What operations element by element share: a row says in which type an operation computes and what it computes, which
 * NumPy's broadcasting and promotion make a computation of views of.
 */
import { ConcordatError } from '../errors.ts';
import { type DType, dtypes, isComplex, promoteTypes } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import type { WholeRule } from './whole-numbers.ts';

/** The element type in which an operation computes, given those of its operands. */
type TypeRule = (operands: readonly DType[], name: string) => DType;

const refuse = (name: string, dtype: DType, why: string): never => {
  throw new ConcordatError('dtype', `${name}: ${why} (the operands are ${dtype})`, { function: name, dtype });
};

/** The type that holds all operands. */
export const commonType: TypeRule = operands => operands.reduce(promoteTypes);
export const commonRealType: TypeRule = (operands, name) => {
  const dtype = commonType(operands, name);
  if (!isComplex(dtype)) return dtype;
  return refuse(name, dtype, 'complex numbers have no order and no real result here');
};
export const numericType: TypeRule = (operands, name) => {
  const dtype = commonRealType(operands, name);
  return dtype === 'bool' ? 'int8' : dtype;
};
export const notBool: TypeRule = (operands, name) => {
  const dtype = commonType(operands, name);
  if (dtype !== 'bool') return dtype;
  return refuse(name, dtype, 'numpy boolean subtract is not supported; use xor, or cast first');
};
/**
 * Floats, each operand by itself: integers of up to 16 bits are whole in float32, also where int32 would be the type
 * that holds both. NumPy computes those of 8 bits in half precision; the nearest type here is float32.
 */
export const floatingType: TypeRule = (operands, name) => {
  commonRealType(operands, name);
  const floats = operands.map((dtype): DType => {
    if (dtypes[dtype].kind === 'f') return dtype;
    return dtypes[dtype].bytes <= 2 ? 'float32' : 'float64';
  });
  return commonType(floats, name);
};
/** True division of integers is float64 in NumPy, whatever their width. */
export const quotientType: TypeRule = (operands, name) => {
  const dtype = commonType(operands, name);
  return dtypes[dtype].kind === 'f' || isComplex(dtype) ? dtype : 'float64';
};
/** Logic: what is not zero is true. */
export const truthType: TypeRule = () => 'bool';

export interface ElementwiseRow {
  /** The type in which the operation computes. */
  types: TypeRule;
  /** The type of a whole number beside integers, where it is not the one that NumPy's `result_type` gives. */
  whole?: WholeRule;
  compute: (...values: v.Value[]) => v.Value;
}

/** What a row computes of operands of any types; errors name `name`. */
export function applyRow(
  name: string,
  { types, compute }: ElementwiseRow,
  values: readonly v.Value[],
): v.Value {
  const dtype = types(
    values.map(value => value.dtype),
    name,
  );
  return compute(...values.map(value => v.castValue(value, dtype)));
}

export const onReal =
  (op: e.UnaryOperation) =>
  (a: v.Value): v.Value =>
    v.realValue(e.unary(op, a.re));
export const onReals =
  (op: e.BinaryOperation) =>
  (a: v.Value, b: v.Value): v.Value =>
    v.realValue(e.binary(op, a.re, b.re));
