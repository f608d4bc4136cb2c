/**
 * What each operation of an expression means on one number: the definition that every runner is held to. Results are
 * stored in an element of the node's type, and that store rounds (float32) or wraps (integers) them. Integer rules
 * are NumPy's: division by zero gives 0, `remainder` has the sign of the divisor, powers wrap.
 */
import { dtypes, type RealDType } from './dtype.ts';
import type { BinaryOperation, CastMode, ReductionKind, Scalar, UnaryOperation } from './expression.ts';

type Unary = (a: never) => Scalar | boolean;
type Binary = (a: never, b: never) => Scalar | boolean;

/** Rounds to the nearest whole number, halves to even; keeps the sign of zero. */
export function roundHalfEven(a: number): number {
  // From 2^52 on every float is whole, so adding 2^52 rounds, and halves go to even.
  const size = Math.abs(a);
  if (!(size < 2 ** 52) || size === 0) return a;
  const rounded = size + 2 ** 52 - 2 ** 52;
  return a < 0 ? -rounded : rounded;
}

/** Python's `a % b` for floats. Source: `npy_divmod`. */
function floatRemainder(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

/**
 * Python's `a // b` for floats, also beside infinity. Every step is rounded to the type of the operands by `rounded`, so
 * that it is not only the result which float32 cannot hold, above 2^24, that agrees. Source: `npy_floor_divide`.
 */
const floatFloorDivide =
  (rounded: (x: number) => number) =>
  (a: number, b: number): number => {
    if (b === 0) return a / b;
    const rest = a % b;
    const exact = rounded(rounded(a - rest) / b);
    const quotient = rest !== 0 && rest < 0 !== b < 0 ? rounded(exact - 1) : exact;
    if (quotient === 0) return 0 * (a / b);
    const floor = Math.floor(quotient);
    return rounded(quotient - floor) > 0.5 ? rounded(floor + 1) : floor;
  };

/** C's `pow`, where 1 to any power, and −1 to an infinite one, are 1. */
const floatPower = (a: number, b: number): number =>
  a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;

function integerPower<T extends Scalar>(base: T, exponent: T, one: T, multiply: (a: T, b: T) => T): T {
  let result = one;
  let square = base;
  for (let rest = BigInt(exponent); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

const floatUnary: Record<UnaryOperation, Unary> = {
  negate: (a: number) => -a,
  abs: Math.abs,
  sign: (a: number) => (a === 0 ? 0 : Math.sign(a)),
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  rint: roundHalfEven,
  isNaN: Number.isNaN,
  isFinite: Number.isFinite,
  not: (a: number) => a === 0,
};

const floatBinary: Record<BinaryOperation, Binary> = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
  floorDivide: floatFloorDivide(x => x),
  remainder: floatRemainder,
  power: floatPower,
  minimum: (a: number, b: number) => (a < b || Number.isNaN(a) ? a : b),
  maximum: (a: number, b: number) => (a > b || Number.isNaN(a) ? a : b),
  atan2: Math.atan2,
  hypot: (a: number, b: number) => Math.hypot(a, b),
  equal: (a: number, b: number) => a === b,
  notEqual: (a: number, b: number) => a !== b,
  less: (a: number, b: number) => a < b,
  lessEqual: (a: number, b: number) => a <= b,
  and: (a: number, b: number) => a & b,
  or: (a: number, b: number) => a | b,
  xor: (a: number, b: number) => a ^ b,
};

const float32Binary: typeof floatBinary = { ...floatBinary, floorDivide: floatFloorDivide(Math.fround) };

const integerBinary: typeof floatBinary = {
  ...floatBinary,
  multiply: Math.imul,
  floorDivide: (a: number, b: number) => (b === 0 ? 0 : Math.floor(a / b)),
  remainder: (a: number, b: number) => (b === 0 ? 0 : floatRemainder(a, b)),
  power: (a: number, b: number) => integerPower(a, b, 1, Math.imul),
};

const boolBinary: typeof floatBinary = {
  ...floatBinary,
  add: floatBinary.or,
  multiply: floatBinary.and,
  subtract: floatBinary.xor,
};

const bigUnary: typeof floatUnary = {
  ...floatUnary,
  negate: (a: bigint) => -a,
  abs: (a: bigint) => (a < 0n ? -a : a),
  sign: (a: bigint) => (a > 0n ? 1n : a < 0n ? -1n : 0n),
  floor: (a: bigint) => a,
  ceil: (a: bigint) => a,
  trunc: (a: bigint) => a,
  rint: (a: bigint) => a,
  isNaN: () => false,
  isFinite: () => true,
};

function bigRemainder(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n;
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

// JavaScript's +, −, <, … are the same text for bigint; only what Math does needs a second spelling.
const bigBinary: typeof floatBinary = {
  ...floatBinary,
  floorDivide: (a: bigint, b: bigint) => (b === 0n ? 0n : (a - bigRemainder(a, b)) / b),
  remainder: bigRemainder,
  power: (a: bigint, b: bigint) => integerPower(a, b, 1n, (x, y) => BigInt.asIntN(64, x * y)),
  minimum: (a: bigint, b: bigint) => (a < b ? a : b),
  maximum: (a: bigint, b: bigint) => (a > b ? a : b),
};

/** The function of a unary operation on operands of type `dtype`. */
export function unaryFunction(op: UnaryOperation, dtype: RealDType): (a: Scalar) => Scalar {
  return (dtype === 'int64' || dtype === 'uint64' ? bigUnary : floatUnary)[op] as never;
}

/** The function of a binary operation on operands of type `dtype`. */
export function binaryFunction(op: BinaryOperation, dtype: RealDType): (a: Scalar, b: Scalar) => Scalar {
  const { kind } = dtypes[dtype];
  if (kind === 'b') return boolBinary[op] as never;
  if (kind === 'f') return (dtype === 'float32' ? float32Binary : floatBinary)[op] as never;
  return (dtype === 'int64' || dtype === 'uint64' ? bigBinary : integerBinary)[op] as never;
}

/** The operation by which a reduction folds. */
export const foldOperation: Record<ReductionKind, BinaryOperation> = {
  sum: 'add',
  preciseSum: 'add',
  product: 'multiply',
  minimum: 'minimum',
  maximum: 'maximum',
};

const INT64_MINIMUM = -(1n << 63n);

// What cvttsd2si gives for NaN and for everything out of range is the lowest integer.
const toInt64 = (a: number) => (Math.abs(a) < 2 ** 63 ? BigInt(Math.trunc(a)) : INT64_MINIMUM);
// An unsigned conversion of 2^63 and more subtracts 2^63 first, converts, and adds it again: 2^64 and more give 0.
const toUint64 = (a: number) => (a < 2 ** 63 || Number.isNaN(a) ? toInt64(a) : a < 2 ** 64 ? BigInt(a) : 0n);
const toInt32 = (a: number) => (Math.trunc(a) >= -(2 ** 31) && a < 2 ** 31 ? Math.trunc(a) : -(2 ** 31));

function saturate(dtype: RealDType): (a: number) => number {
  const { kind, bytes } = dtypes[dtype];
  const bits = bytes * 8 - (kind === 'i' ? 1 : 0);
  const [low, high] = [kind === 'i' ? -(2 ** bits) : 0, 2 ** bits - 1];
  return a => (Number.isNaN(a) ? low : Math.min(high, Math.max(low, roundHalfEven(a))));
}

/** The same to or from 64-bit integers. */
function saturateBig(to: RealDType): (a: Scalar) => Scalar {
  const { kind, bytes } = dtypes[to];
  const bits = BigInt(bytes * 8 - (kind === 'i' ? 1 : 0));
  const [low, high] = [kind === 'i' ? -(1n << bits) : 0n, (1n << bits) - 1n];
  return a => {
    if (typeof a === 'number' && !Number.isFinite(a)) a = a > 0 ? high : low;
    const whole = typeof a === 'bigint' ? a : BigInt(roundHalfEven(a));
    const clipped = whole < low ? low : whole > high ? high : whole;
    return bytes === 8 ? clipped : Number(clipped);
  };
}

/** To float32 in one rounding: what float32 cannot tell apart is made one bit before float64 rounds it. */
function bigToFloat32(a: bigint): number {
  const low = a & 0x7fffn;
  if (low === 0n || (a > -(1n << 53n) && a < 1n << 53n)) return Number(a);
  return Number(a - low + 0x4000n);
}

/** The conversion from one element type to another, before the store into the new type. */
export function castFunction(from: RealDType, to: RealDType, mode: CastMode): (a: Scalar) => Scalar {
  const [source, target] = [dtypes[from], dtypes[to]];
  const [fromBig, toBig] = [from === 'int64' || from === 'uint64', to === 'int64' || to === 'uint64'];
  if (target.kind === 'b')
    return (fromBig ? (a: bigint) => Number(a !== 0n) : (a: number) => Number(a !== 0)) as never;
  if (mode === 'saturate' && target.kind !== 'f' && (fromBig || toBig)) return saturateBig(to);
  if (toBig) {
    if (fromBig) return a => a;
    if (source.kind !== 'f') return a => BigInt(a);
    return (to === 'int64' ? toInt64 : toUint64) as never;
  }
  if (fromBig && target.kind === 'f') return (to === 'float32' ? bigToFloat32 : Number) as never;
  if (fromBig) return ((a: bigint) => Number(BigInt.asIntN(32, a))) as never;
  if (target.kind === 'f') return a => a;
  if (mode === 'saturate') return saturate(to) as never;
  if (source.kind !== 'f') return a => a;
  // Narrow integers are the low bytes of a 32-bit conversion; uint32 those of a 64-bit one, as a store does by itself.
  return (to === 'uint32' ? (a: number) => (Math.abs(a) < 2 ** 63 ? a : 0) : toInt32) as never;
}
