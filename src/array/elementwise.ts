/**
 * What operations element by element share: a row says in which type an operation computes and what it computes, and
 * becomes a function with NumPy's broadcasting and promotion. A JavaScript number beside an array is weak: a whole
 * number that an integer array can hold keeps it what it is, any number keeps a float array what it is.
 */
import { ConcordatError, checkOptions } from '../errors.ts';
import { allocate, type DType, dtypes, isComplex, promoteTypes } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { castScalar } from './bind.ts';
import { broadcastShapes, stretch } from './broadcast.ts';
import { pointwise } from './build.ts';
import { type ArrayLike, asArray } from './convert.ts';
import { fromElements, type NDArray } from './ndarray.ts';
import { defineOperation } from './operation.ts';
import type { OutOptions } from './out.ts';
import { isScalar, type ScalarLike, scalarParts } from './scalar.ts';

type TypeRule = (dtype: DType, name: string) => DType;

const refuse = (name: string, dtype: DType, why: string): never => {
  throw new ConcordatError('dtype', `${name}: ${why} (the operands are ${dtype})`, { function: name, dtype });
};

/** The element types in which an operation computes, given the promoted type of its operands. */
export const same: TypeRule = dtype => dtype;
export const real: TypeRule = (dtype, name) =>
  isComplex(dtype) ? refuse(name, dtype, 'complex numbers have no order and no real result here') : dtype;
export const numeric: TypeRule = (dtype, name) => (real(dtype, name) === 'bool' ? 'int8' : dtype);
export const notBool: TypeRule = (dtype, name) =>
  dtype === 'bool'
    ? refuse(name, dtype, 'numpy boolean subtract is not supported; use xor, or cast first')
    : dtype;
/** NumPy computes small integers in half precision; the nearest type here is float32. */
export const floating: TypeRule = (dtype, name) => {
  real(dtype, name);
  if (dtypes[dtype].kind === 'f') return dtype;
  return dtypes[dtype].bytes <= 2 ? 'float32' : 'float64';
};
/** True division of integers is float64 in NumPy, whatever their width. */
export const dividing: TypeRule = dtype =>
  dtypes[dtype].kind === 'f' || isComplex(dtype) ? dtype : 'float64';
/** Logic: what is not zero is true. */
export const boolean: TypeRule = () => 'bool';

/** The type a weak scalar takes beside an array of type `other`. */
export function weakType(scalar: ScalarLike, other: DType): DType {
  if (typeof scalar === 'boolean') return 'bool';
  const { kind } = dtypes[other];
  if (kind === 'c') return other;
  if (typeof scalar === 'object') return other === 'float32' ? 'complex64' : 'complex128';
  if (kind === 'f') return other;
  if (typeof scalar === 'number' && !Number.isInteger(scalar)) return 'float64';
  if (kind === 'b') return narrowest(scalar, ['int64', 'uint64']);
  if (holds(other, scalar)) return other;
  const sign = kind === 'u' && scalar >= 0 ? 'uint' : 'int';
  return narrowest(scalar, [`${sign}8`, `${sign}16`, `${sign}32`, `${sign}64`]);
}

/** Whether an integer type has a whole number. */
function holds(dtype: DType, value: number | bigint): boolean {
  const { kind, bytes } = dtypes[dtype];
  const span = 2 ** (8 * bytes);
  return kind === 'i' ? value >= -span / 2 && value < span / 2 : value >= 0 && value < span;
}

/** The first of some integer types that has a whole number; float64, which holds any nearly, where none does. */
const narrowest = (value: number | bigint, types: readonly DType[]): DType =>
  types.find(dtype => holds(dtype, value)) ?? 'float64';

/** The operands of a binary operation as arrays, scalars typed by their partner. */
export function operandPair(name: string, a: ArrayLike, b: ArrayLike): [NDArray, NDArray] {
  if (isScalar(a) && !isScalar(b)) {
    const second = asArray(b, name, 'b');
    return [weakScalar(name, 'a', a, second.dtype), second];
  }
  const first = asArray(a, name, 'a');
  return [first, isScalar(b) && !isScalar(a) ? weakScalar(name, 'b', b, first.dtype) : asArray(b, name, 'b')];
}

/** A scalar as an array of the type that it takes beside one of type `other`. */
function weakScalar(name: string, argument: string, value: ScalarLike, other: DType): NDArray {
  const { re, im } = scalarParts(value, name, argument);
  const dtype = weakType(value, other);
  const parts = isComplex(dtype) ? [re, im] : [re];
  const { component } = dtypes[dtype];
  const memory = allocate(component, parts.length) as unknown as e.Scalar[];
  parts.forEach((part, k) => {
    memory[k] = castScalar(part, component);
  });
  return fromElements(dtype, memory as never, []);
}

export interface Row {
  /** The type in which the operation computes. */
  types: TypeRule;
  compute: (...values: v.Value[]) => v.Value;
}

/** What a row computes of operands of any types; errors name `name`. */
export function applyRow(name: string, { types, compute }: Row, values: readonly v.Value[]): v.Value {
  const dtype = types(values.map(value => value.dtype).reduce(promoteTypes), name);
  return compute(...values.map(value => v.castValue(value, dtype)));
}

/** Defines an operation of one or two arrays from its row. */
export function define(name: string, row: Row) {
  return defineOperation<OutOptions>({
    name,
    run: (inputs, { out }) => {
      const shape = broadcastShapes(name, ...inputs.map(input => input.shape));
      return pointwise(
        inputs.map(input => stretch(input, shape)),
        shape,
        (...values) => applyRow(name, row, values),
        { name, out, key: name },
      );
    },
  });
}

export const onReal =
  (op: e.UnaryOperation) =>
  (a: v.Value): v.Value =>
    v.realValue(e.unary(op, a.re));
export const onReals =
  (op: e.BinaryOperation) =>
  (a: v.Value, b: v.Value): v.Value =>
    v.realValue(e.binary(op, a.re, b.re));

/** The options that stand behind `count` arrays. An argument that an operation does not have must not pass unseen. */
export function optionsBehind(name: string, given: readonly unknown[], count: number): OutOptions {
  if (given.length < count || given.length > count + 1)
    throw new ConcordatError(
      'option',
      `${name}: ${given.length} arguments were given; it takes ${count} array${count > 1 ? 's' : ''} and options`,
      { function: name, given: given.length, expected: count },
    );
  const options = given[count] ?? {};
  checkOptions(name, options, ['out']);
  return options;
}

/** The function of two arrays that a row describes. */
export function binaryOperation(
  name: string,
  row: Row,
): (a: ArrayLike, b: ArrayLike, options?: OutOptions) => NDArray {
  const operation = define(name, row);
  return (...given) => {
    const options = optionsBehind(name, given, 2);
    return operation(operandPair(name, given[0], given[1]), options);
  };
}

/** The function of one array that a row describes. */
export function unaryOperation(name: string, row: Row): (x: ArrayLike, options?: OutOptions) => NDArray {
  const operation = define(name, row);
  return (...given) => {
    const options = optionsBehind(name, given, 1);
    return operation([asArray(given[0], name, 'x')], options);
  };
}
