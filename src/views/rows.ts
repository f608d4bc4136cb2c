/**
 * The rows of the operations element by element: in which type each computes, and what. Functions of arrays and the
 * methods of stencil expressions are both made of them.
 */
import { promoteTypes } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import {
  boolean,
  dividing,
  type ElementwiseRow,
  floating,
  notBool,
  numeric,
  onReal,
  onReals,
  real,
  same,
} from './elementwise.ts';
import { byDouble, byFloat, byLoop } from './whole-numbers.ts';

/** Every row, by the name of the operation. */
export const elementwiseRows = {
  add: { types: same, compute: v.add },
  subtract: { types: notBool, compute: v.subtract },
  multiply: { types: same, compute: v.multiply },
  divide: { types: dividing, whole: byDouble, compute: v.divide },
  floorDivide: { types: numeric, whole: byLoop, compute: onReals('floorDivide') },
  remainder: { types: numeric, whole: byLoop, compute: onReals('remainder') },
  power: { types: numeric, whole: byLoop, compute: onReals('power') },
  negate: { types: notBool, compute: v.negate },
  abs: { types: same, compute: v.magnitude },
  sign: { types: numeric, compute: onReal('sign') },
  realPart: { types: same, compute: a => v.realValue(a.re) },
  imaginaryPart: { types: same, compute: a => v.realValue(a.im ?? e.constant(0, a.re.dtype)) },
  conjugate: { types: same, compute: v.conjugate },
  hypot: { types: floating, whole: byFloat, compute: onReals('hypot') },
  atan2: { types: floating, whole: byFloat, compute: onReals('atan2') },
  sqrt: { types: floating, compute: onReal('sqrt') },
  exp: { types: floating, compute: onReal('exp') },
  log: { types: floating, compute: onReal('log') },
  sin: { types: floating, compute: onReal('sin') },
  cos: { types: floating, compute: onReal('cos') },
  tan: { types: floating, compute: onReal('tan') },
  tanh: { types: floating, compute: onReal('tanh') },
  floor: { types: real, compute: onReal('floor') },
  ceil: { types: real, compute: onReal('ceil') },
  round: { types: real, compute: onReal('rint') },
  minimum: { types: real, compute: onReals('minimum') },
  maximum: { types: real, compute: onReals('maximum') },
  equal: { types: same, compute: v.equal },
  notEqual: { types: same, compute: (a, b) => onReal('not')(v.equal(a, b)) },
  less: { types: real, compute: onReals('less') },
  lessEqual: { types: real, compute: onReals('lessEqual') },
  greater: { types: real, compute: (a, b) => onReals('less')(b, a) },
  greaterEqual: { types: real, compute: (a, b) => onReals('lessEqual')(b, a) },
  logicalAnd: { types: boolean, compute: onReals('and') },
  logicalOr: { types: boolean, compute: onReals('or') },
  logicalNot: { types: boolean, compute: onReal('not') },
  isNaN: { types: same, compute: a => v.realValue(partly('or', 'isNaN', a)) },
  isFinite: { types: same, compute: a => v.realValue(partly('and', 'isFinite', a)) },
} satisfies Readonly<Record<string, ElementwiseRow>>;

/** The name of a row. */
export type RowName = keyof typeof elementwiseRows;

function partly(join: 'and' | 'or', test: e.UnaryOperation, a: v.Value): e.Expression {
  return a.im ? e.binary(join, e.unary(test, a.re), e.unary(test, a.im)) : e.unary(test, a.re);
}

/** `first` where the condition is not zero, else `second`, in the type that holds both. */
export function selectValue(condition: v.Value, first: v.Value, second: v.Value): v.Value {
  const dtype = promoteTypes(first.dtype, second.dtype);
  const test = v.castValue(condition, 'bool').re;
  const [a, b] = [v.castValue(first, dtype), v.castValue(second, dtype)];
  return { dtype, re: e.select(test, a.re, b.re), im: a.im && b.im && e.select(test, a.im, b.im) };
}
