/**
 * The rows of the operations element by element: in which type each computes, and what. Functions of arrays and the
 * methods of stencil expressions are both made of them.
 */
import { promoteTypes } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import {
  commonRealType,
  commonType,
  type ElementwiseRow,
  floatingType,
  notBool,
  numericType,
  onReal,
  onReals,
  quotientType,
  truthType,
} from './elementwise.ts';
import { byDouble, byFloat, byLoop } from './whole-numbers.ts';

/** Every row, by the name of the operation. */
export const elementwiseRows = {
  add: { types: commonType, compute: v.add },
  subtract: { types: notBool, compute: v.subtract },
  multiply: { types: commonType, compute: v.multiply },
  divide: { types: quotientType, whole: byDouble, compute: v.divide },
  floorDivide: { types: numericType, whole: byLoop, compute: onReals('floorDivide') },
  remainder: { types: numericType, whole: byLoop, compute: onReals('remainder') },
  power: { types: numericType, whole: byLoop, compute: onReals('power') },
  negate: { types: notBool, compute: v.negate },
  abs: { types: commonType, compute: v.magnitude },
  sign: { types: numericType, compute: onReal('sign') },
  realPart: { types: commonType, compute: a => v.realValue(a.re) },
  imaginaryPart: { types: commonType, compute: a => v.realValue(a.im ?? e.constant(0, a.re.dtype)) },
  conjugate: { types: commonType, compute: v.conjugate },
  hypot: { types: floatingType, whole: byFloat, compute: onReals('hypot') },
  atan2: { types: floatingType, whole: byFloat, compute: onReals('atan2') },
  sqrt: { types: floatingType, compute: onReal('sqrt') },
  exp: { types: floatingType, compute: onReal('exp') },
  log: { types: floatingType, compute: onReal('log') },
  sin: { types: floatingType, compute: onReal('sin') },
  cos: { types: floatingType, compute: onReal('cos') },
  tan: { types: floatingType, compute: onReal('tan') },
  tanh: { types: floatingType, compute: onReal('tanh') },
  floor: { types: commonRealType, compute: onReal('floor') },
  ceil: { types: commonRealType, compute: onReal('ceil') },
  round: { types: commonRealType, compute: onReal('rint') },
  minimum: { types: commonRealType, compute: onReals('minimum') },
  maximum: { types: commonRealType, compute: onReals('maximum') },
  equal: { types: commonType, compute: v.equal },
  notEqual: { types: commonType, compute: (a, b) => onReal('not')(v.equal(a, b)) },
  less: { types: commonRealType, compute: onReals('less') },
  lessEqual: { types: commonRealType, compute: onReals('lessEqual') },
  greater: { types: commonRealType, compute: (a, b) => onReals('less')(b, a) },
  greaterEqual: { types: commonRealType, compute: (a, b) => onReals('lessEqual')(b, a) },
  logicalAnd: { types: truthType, compute: onReals('and') },
  logicalOr: { types: truthType, compute: onReals('or') },
  logicalNot: { types: truthType, compute: onReal('not') },
  isNaN: { types: commonType, compute: a => v.realValue(partly('or', 'isNaN', a)) },
  isFinite: { types: commonType, compute: a => v.realValue(partly('and', 'isFinite', a)) },
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
