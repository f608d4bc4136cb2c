/** Arithmetic on four points: what each operation of an expression emits. `scalar.ts` says what each means. */
import { dtypes, type RealDType } from '../../dtype.ts';
import type { BinaryOperation, UnaryOperation } from '../../expression.ts';
import { vectorMath } from '../math/index.ts';
import { castVector, wrapNarrow } from './casts.ts';
import { maskOf, selectLanes } from './masks.ts';
import { type Emitter, isUnsigned, laneKind, type Vector } from './vector.ts';

const isFloat = (value: Vector) => value.kind === 'f32x4' || value.kind === 'f64x2';

/** Whether an operation on operands of this type has a compiled form. */
export function canEmit(op: UnaryOperation | BinaryOperation, dtype: RealDType): boolean {
  const kind = laneKind(dtype);
  if (kind === 'f32x4' || kind === 'f64x2')
    return op in simpleFloat || op in comparisons || op in named || op in vectorMath[kind];
  if (dtype === 'bool')
    return (
      op in logical ||
      op in comparisons ||
      op === 'minimum' ||
      op === 'maximum' ||
      op === 'add' ||
      op === 'multiply' ||
      op === 'subtract' ||
      op === 'abs' ||
      op in unchanged ||
      op === 'isFinite' ||
      op === 'isNaN'
    );
  if (op === 'power') return false;
  if (op === 'floorDivide' || op === 'remainder') return kind === 'i32x4';
  return (
    op in integers ||
    op in comparisons ||
    op in unchanged ||
    ['minimum', 'maximum', 'negate', 'abs', 'sign', 'isNaN', 'isFinite'].includes(op)
  );
}

const simpleFloat: Record<string, string> = {
  negate: 'neg',
  abs: 'abs',
  sqrt: 'sqrt',
  floor: 'floor',
  ceil: 'ceil',
  trunc: 'trunc',
  rint: 'nearest',
  add: 'add',
  subtract: 'sub',
  multiply: 'mul',
  divide: 'div',
};
const integers: Record<string, string> = { add: 'add', subtract: 'sub', multiply: 'mul' };
const comparisons: Record<string, string> = { equal: 'eq', notEqual: 'ne', less: 'lt', lessEqual: 'le' };
const logical: Record<string, string> = {
  and: 'and',
  or: 'or',
  xor: 'xor',
  not: 'not',
  add: 'or',
  multiply: 'and',
  subtract: 'xor',
};
const named: Record<string, true> = { sign: true, isNaN: true, isFinite: true, minimum: true, maximum: true };
const unchanged: Record<string, true> = { floor: true, ceil: true, trunc: true, rint: true };

/** The comparison of lanes, as a mask. */
function compare(emitter: Emitter, op: string, dtype: RealDType, a: Vector, b: Vector): Vector {
  const { code } = emitter;
  const name = comparisons[op];
  const ordered = name === 'lt' || name === 'le';
  if (!isFloat(a) && ordered && isUnsigned(dtype) && a.kind === 'i64x2') {
    // There is no unsigned comparison of 64-bit lanes: with the top bit turned it is the signed one.
    const top = emitter.splat('i64x2', -(1n << 63n));
    return maskOf(emitter, 2, part => {
      code
        .get(a.parts[part])
        .get(top)
        .op('v128.xor')
        .get(b.parts[part])
        .get(top)
        .op('v128.xor')
        .op(`i64x2.${name}_s`);
    });
  }
  const suffix = isFloat(a) || !ordered ? '' : a.kind === 'i32x4' && isUnsigned(dtype) ? '_u' : '_s';
  // A mask is −1 where it is true, so false < true is the unsigned order.
  const order = dtype === 'bool' && ordered ? '_u' : suffix;
  return maskOf(emitter, a.parts.length, part => {
    code.get(a.parts[part]).get(b.parts[part]).op(`${a.kind}.${name}${order}`);
  });
}

/** a where a < b (or a > b) or a is NaN, else b. */
function extreme(
  emitter: Emitter,
  op: 'minimum' | 'maximum',
  dtype: RealDType,
  a: Vector,
  b: Vector,
): Vector {
  const { code } = emitter;
  if (dtype === 'bool')
    return emitter.make('i32x4', () => {
      code
        .get(a.parts[0])
        .get(b.parts[0])
        .op(op === 'minimum' ? 'v128.and' : 'v128.or');
    });
  if (isFloat(a)) {
    return emitter.make(a.kind, part => {
      code.get(a.parts[part]).get(b.parts[part]);
      code
        .get(a.parts[part])
        .get(b.parts[part])
        .op(`${a.kind}.${op === 'minimum' ? 'lt' : 'gt'}`);
      code.get(a.parts[part]).get(a.parts[part]).op(`${a.kind}.ne`).op('v128.or').op('v128.bitselect');
    });
  }
  if (a.kind === 'i32x4')
    return emitter.make('i32x4', () => {
      const name = `${op === 'minimum' ? 'min' : 'max'}_${isUnsigned(dtype) ? 'u' : 's'}`;
      code.get(a.parts[0]).get(b.parts[0]).op(`i32x4.${name}`);
    });
  const less =
    op === 'minimum' ? compare(emitter, 'less', dtype, a, b) : compare(emitter, 'less', dtype, b, a);
  return selectLanes(emitter, less, a, b);
}

/** Integer division through float64: a quotient of 32-bit integers is never rounded up to a whole number. */
function divideIntegers(emitter: Emitter, op: string, dtype: RealDType, a: Vector, b: Vector): Vector {
  const { code } = emitter;
  const [x, y] = [a, b].map(value => castVector(emitter, value, dtype, 'float64', 'c'));
  const zero = emitter.splat('f64x2', 0);
  const result = emitter.make('f64x2', part => {
    const quotient = () => code.get(x.parts[part]).get(y.parts[part]).op('f64x2.div').op('f64x2.floor');
    if (op === 'floorDivide') quotient();
    else {
      code.get(x.parts[part]);
      quotient();
      code.get(y.parts[part]).op('f64x2.mul').op('f64x2.sub');
    }
    code.get(y.parts[part]).get(zero).op('f64x2.ne').op('v128.and');
  });
  if (dtype === 'uint32') return castVector(emitter, result, 'float64', 'uint32', 'c');
  // −2^31 ÷ −1 is 2^31, which wraps: the conversion gives −2^31 for it.
  return wrapNarrow(emitter, castVector(emitter, result, 'float64', 'int32', 'c'), dtype);
}

export function emitBinary(
  emitter: Emitter,
  op: BinaryOperation,
  dtype: RealDType,
  a: Vector,
  b: Vector,
): Vector {
  const { code } = emitter;
  if (dtype === 'bool' && op in logical)
    return emitter.make('i32x4', () => void code.get(a.parts[0]).get(b.parts[0]).op(`v128.${logical[op]}`));
  if (op in comparisons) return compare(emitter, op, dtype, a, b);
  if (op === 'minimum' || op === 'maximum') return extreme(emitter, op, dtype, a, b);
  if (isFloat(a)) {
    const name = simpleFloat[op];
    if (name)
      return emitter.make(
        a.kind,
        part => void code.get(a.parts[part]).get(b.parts[part]).op(`${a.kind}.${name}`),
      );
    const special = vectorMath[a.kind as 'f32x4' | 'f64x2'][op]!;
    return emitter.make(a.kind, part => special(emitter, a.parts[part], b.parts[part]));
  }
  if (op === 'floorDivide' || op === 'remainder') return divideIntegers(emitter, op, dtype, a, b);
  const made = emitter.make(a.kind, part => {
    code.get(a.parts[part]).get(b.parts[part]).op(`${a.kind}.${integers[op]}`);
  });
  return a.kind === 'i32x4' ? wrapNarrow(emitter, made, dtype) : made;
}

function signOf(emitter: Emitter, dtype: RealDType, a: Vector): Vector {
  const zero = emitter.constantVector(dtype, laneKind(dtype) === 'i64x2' ? 0n : 0);
  const one = emitter.constantVector(dtype, laneKind(dtype) === 'i64x2' ? 1n : 1);
  const positive = compare(emitter, 'less', dtype, zero, a);
  const nonNegative = selectLanes(emitter, positive, one, zero);
  if (isUnsigned(dtype)) return nonNegative;
  const minusOne = emitter.constantVector(dtype, laneKind(dtype) === 'i64x2' ? -1n : -1);
  const signed = selectLanes(emitter, compare(emitter, 'less', dtype, a, zero), minusOne, nonNegative);
  if (!isFloat(a)) return signed;
  return selectLanes(emitter, compare(emitter, 'equal', dtype, a, a), signed, a);
}

export function emitUnary(emitter: Emitter, op: UnaryOperation, dtype: RealDType, a: Vector): Vector {
  const { code } = emitter;
  if (op === 'not') return emitter.make('i32x4', () => void code.get(a.parts[0]).op('v128.not'));
  if (op === 'isNaN') return compare(emitter, 'notEqual', dtype, a, a);
  if (op === 'isFinite') {
    if (!isFloat(a)) return compare(emitter, 'equal', dtype, a, a);
    return compare(
      emitter,
      'less',
      dtype,
      emitUnary(emitter, 'abs', dtype, a),
      emitter.constantVector(dtype, Infinity),
    );
  }
  if (op === 'sign') return signOf(emitter, dtype, a);
  if (isFloat(a)) {
    const name = simpleFloat[op];
    if (name) return emitter.make(a.kind, part => void code.get(a.parts[part]).op(`${a.kind}.${name}`));
    const special = vectorMath[a.kind as 'f32x4' | 'f64x2'][op]!;
    return emitter.make(a.kind, part => special(emitter, a.parts[part]));
  }
  if (op in unchanged || (op === 'abs' && (dtypes[dtype].kind === 'u' || dtype === 'bool'))) return a;
  const made = emitter.make(
    a.kind,
    part => void code.get(a.parts[part]).op(`${a.kind}.${op === 'abs' ? 'abs' : 'neg'}`),
  );
  return a.kind === 'i32x4' ? wrapNarrow(emitter, made, dtype) : made;
}
