/**
 * What one operation means, written a second time for the tests: bool is boolean, every integer a bigint that is
 * wrapped to its width, every float a number that is rounded. Nothing here is shared with the library.
 */
import type { RealDType } from '../../src/kernels/dtype.ts';
import type { BinaryOperation, CastMode, UnaryOperation } from '../../src/kernels/expression.ts';

/** A value of any type in its natural JavaScript form. */
export type Exact = boolean | bigint | number;

export const isFloat = (dtype: RealDType): boolean => dtype.startsWith('float');
const bitsOf = (dtype: RealDType): number => Number(/\d+/.exec(dtype)![0]);

/** Fits a result into its type. */
export function settle(value: Exact, dtype: RealDType): Exact {
  if (dtype === 'bool') return Boolean(value);
  if (isFloat(dtype)) return dtype === 'float32' ? Math.fround(value as number) : Number(value);
  return (dtype.startsWith('u') ? BigInt.asUintN : BigInt.asIntN)(bitsOf(dtype), BigInt(value));
}

const nearestEven = (a: number): number => {
  if (!Number.isFinite(a)) return a;
  const [low, high] = [Math.floor(a), Math.ceil(a)];
  const [below, above] = [a - low, high - a];
  const even = low % 2 === 0 ? low : high;
  const nearest = below < above ? low : below > above ? high : even;
  return a < 0 || Object.is(a, -0) ? -Math.abs(nearest) : nearest;
};

const floatUnary: Partial<Record<UnaryOperation, (a: number) => number | boolean>> = {
  negate: a => -a,
  abs: a => (a < 0 ? -a : a === 0 ? 0 : a),
  sign: a => (a > 0 ? 1 : a < 0 ? -1 : a === 0 ? 0 : NaN),
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
  rint: nearestEven,
  isNaN: a => !(a <= Infinity),
  isFinite: a => Math.abs(a) <= Number.MAX_VALUE,
};

const integerUnary: typeof floatUnary | Record<string, (a: bigint) => Exact> = {
  negate: (a: bigint) => -a,
  abs: (a: bigint) => (a < 0n ? -a : a),
  sign: (a: bigint) => (a === 0n ? 0n : a < 0n ? -1n : 1n),
  isNaN: () => false,
  isFinite: () => true,
};

/** The unary operation on a value of type `dtype`. */
export function unaryExact(op: UnaryOperation, a: Exact, dtype: RealDType): Exact {
  if (typeof a === 'boolean')
    return op === 'not' ? !a : op === 'isNaN' ? false : op === 'isFinite' ? true : a;
  if (isFloat(dtype)) return floatUnary[op]!(a as number);
  const rule = (integerUnary as Record<string, (a: bigint) => Exact>)[op];
  return rule ? rule(a as bigint) : a;
}

/** The lesser of two; of equals, the second. */
function lesser<T extends bigint | number>(a: T, b: T): T {
  if (a < b) return a;
  return b;
}

const floorQuotient = (a: bigint, b: bigint): bigint => {
  if (b === 0n) return 0n;
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};

const wrappedPower = (a: bigint, b: bigint): bigint =>
  b <= 0n
    ? 1n
    : BigInt.asUintN(64, wrappedPower(BigInt.asUintN(64, a * a), b / 2n) * (b % 2n === 1n ? a : 1n));

const integerBinary: Partial<Record<BinaryOperation, (a: bigint, b: bigint) => Exact>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  floorDivide: floorQuotient,
  remainder: (a, b) => (b === 0n ? 0n : a - b * floorQuotient(a, b)),
  power: wrappedPower,
  minimum: (a, b) => lesser(a, b),
  maximum: (a, b) => (lesser(a, b) === a ? b : a),
};

/** Quotient and remainder as Python's divmod makes them of floats, every step rounded to their type. */
function divmod(a: number, b: number, rounded = (x: number) => x): [number, number] {
  if (b === 0) return [a / b, NaN];
  let rest = a % b;
  let quotient = rounded(rounded(a - rest) / b);
  if (rest === 0) rest = b > 0 ? 0 : -0;
  else if (Math.sign(rest) !== Math.sign(b)) {
    rest = rounded(rest + b);
    quotient = rounded(quotient - 1);
  }
  if (quotient !== 0) {
    const floor = Math.floor(quotient);
    return [quotient - floor > 0.5 ? rounded(floor + 1) : floor, rest];
  }
  return [Math.sign(a) * Math.sign(b) < 0 || Object.is(a / b, -0) ? -0 : 0, rest];
}

const floatBinary: Partial<Record<BinaryOperation, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  floorDivide: (a, b) => divmod(a, b)[0],
  remainder: (a, b) => divmod(a, b)[1],
  power: (a, b) => (a === 1 || (a === -1 && (b === Infinity || b === -Infinity)) ? 1 : a ** b),
  minimum: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : lesser(a, b)),
  maximum: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : -lesser(-a, -b)),
  atan2: Math.atan2,
  hypot: Math.hypot,
};

const boolBinary: Partial<Record<BinaryOperation, (a: boolean, b: boolean) => boolean>> = {
  add: (a, b) => a || b,
  subtract: (a, b) => a !== b,
  multiply: (a, b) => a && b,
  floorDivide: (a, b) => a && b,
  remainder: () => false,
  power: (a, b) => a || !b,
  minimum: (a, b) => a && b,
  maximum: (a, b) => a || b,
  and: (a, b) => a && b,
  or: (a, b) => a || b,
  xor: (a, b) => a !== b,
};

/** The binary operation on two values of type `dtype`. */
export function binaryExact(op: BinaryOperation, a: Exact, b: Exact, dtype: RealDType): Exact {
  if (op === 'equal') return a === b;
  if (op === 'notEqual') return a !== b;
  if (op === 'less') return a < b;
  if (op === 'lessEqual') return a <= b;
  if (dtype === 'bool') return boolBinary[op]!(a as boolean, b as boolean);
  if (op === 'floorDivide' && dtype === 'float32') return divmod(a as number, b as number, Math.fround)[0];
  if (isFloat(dtype)) return floatBinary[op]!(a as number, b as number);
  return integerBinary[op]!(a as bigint, b as bigint);
}

/** The float32 nearest to a whole number, halves to even: the nearest of the candidates around a first guess. */
function nearestFloat32(value: bigint): number {
  const guess = new Float32Array([Number(value)]);
  const bits = new Int32Array(guess.buffer);
  const candidates = [-1, 0, 1].map(step => {
    const near = new Int32Array([bits[0] + step]);
    return { number: new Float32Array(near.buffer)[0], even: near[0] % 2 === 0 };
  });
  const distance = (x: number) => {
    const difference = BigInt(x) - value;
    return difference < 0n ? -difference : difference;
  };
  return candidates
    .filter(({ number }) => Number.isInteger(number))
    .reduce((best, next) => {
      const [a, b] = [distance(best.number), distance(next.number)];
      return b < a || (a === b && next.even) ? next : best;
    }).number;
}

/** The conversion between types: C's on x86-64, or rounded and clipped. */
export function castExact(value: Exact, from: RealDType, to: RealDType, mode: CastMode): Exact {
  if (to === 'bool') return isFloat(from) ? value !== 0 : Boolean(value);
  if (isFloat(to)) {
    if (typeof value === 'bigint' && to === 'float32') return value === 0n ? 0 : nearestFloat32(value);
    return settle(Number(value), to);
  }
  const bits = bitsOf(to);
  const unsigned = to.startsWith('u');
  if (mode === 'saturate') {
    const [low, high] = unsigned
      ? [0n, (1n << BigInt(bits)) - 1n]
      : [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n];
    if (Number.isNaN(value) || value === -Infinity) return low;
    if (value === Infinity) return high;
    const whole = typeof value === 'number' ? BigInt(nearestEven(value)) : BigInt(value);
    return whole < low ? low : whole > high ? high : whole;
  }
  if (typeof value !== 'number') return settle(BigInt(value), to);
  // The width in which the processor converts, and what it gives for a number that does not fit there.
  const width = bits === 64 || to === 'uint32' ? 64 : 32;
  if (to === 'uint64' && value >= 2 ** 63) return value < 2 ** 64 ? BigInt(value) : 0n;
  const whole = Math.trunc(value);
  const fits = whole >= -(2 ** (width - 1)) && whole < 2 ** (width - 1);
  return settle(fits ? BigInt(whole) : -(1n << BigInt(width - 1)), to);
}
