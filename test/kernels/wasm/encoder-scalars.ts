/** What WebAssembly's instructions on one number mean. Values are their bits, as unsigned integers. */

/** Unsigned integers that hold the bits of an i32, i64, f32, f64 or v128. */
export type Bits = bigint;
/** `null` is a trap. */
export type Model = (...operands: Bits[]) => Bits | null;

const cell = new DataView(new ArrayBuffer(8));

export function toFloat(bits: Bits, width: number): number {
  if (width === 32) cell.setUint32(0, Number(bits));
  else cell.setBigUint64(0, bits);
  return width === 32 ? cell.getFloat32(0) : cell.getFloat64(0);
}

export function fromFloat(value: number, width: number): Bits {
  if (width === 32) cell.setFloat32(0, value);
  else cell.setFloat64(0, value);
  return width === 32 ? BigInt(cell.getUint32(0)) : cell.getBigUint64(0);
}

const truth = (value: boolean): Bits => (value ? 1n : 0n);

function nearest(a: number): number {
  if (!Number.isFinite(a) || Number.isInteger(a)) return a;
  const low = Math.floor(a);
  const rounded = a - low < 0.5 || (a - low === 0.5 && low % 2 === 0) ? low : low + 1;
  return rounded === 0 && a < 0 ? -0 : rounded;
}

/** Instructions on integers of `width` bits. */
export function integerModels(width: number): Record<string, Model> {
  const signed = (a: Bits) => BigInt.asIntN(width, a);
  const wrap = (a: Bits) => BigInt.asUintN(width, a);
  const text = (a: Bits) => a.toString(2).padStart(width, '0');
  const amount = (a: Bits) => a % BigInt(width);
  return {
    eqz: a => truth(a === 0n),
    eq: (a, b) => truth(a === b),
    ne: (a, b) => truth(a !== b),
    lt_s: (a, b) => truth(signed(a) < signed(b)),
    lt_u: (a, b) => truth(a < b),
    gt_s: (a, b) => truth(signed(a) > signed(b)),
    gt_u: (a, b) => truth(a > b),
    le_s: (a, b) => truth(signed(a) <= signed(b)),
    le_u: (a, b) => truth(a <= b),
    ge_s: (a, b) => truth(signed(a) >= signed(b)),
    ge_u: (a, b) => truth(a >= b),
    clz: a => BigInt(text(a).match(/^0*/)![0].length),
    ctz: a => BigInt(text(a).match(/0*$/)![0].length),
    popcnt: a => BigInt(text(a).replaceAll('0', '').length),
    add: (a, b) => wrap(a + b),
    sub: (a, b) => wrap(a - b),
    mul: (a, b) => wrap(a * b),
    div_s: (a, b) =>
      b === 0n || signed(a) / signed(b) === 1n << BigInt(width - 1) ? null : wrap(signed(a) / signed(b)),
    div_u: (a, b) => (b === 0n ? null : a / b),
    rem_s: (a, b) => (b === 0n ? null : wrap(signed(a) % signed(b))),
    rem_u: (a, b) => (b === 0n ? null : a % b),
    and: (a, b) => a & b,
    or: (a, b) => a | b,
    xor: (a, b) => a ^ b,
    shl: (a, b) => wrap(a << amount(b)),
    shr_s: (a, b) => wrap(signed(a) >> amount(b)),
    shr_u: (a, b) => a >> amount(b),
    abs: a => wrap(signed(a) < 0n ? -signed(a) : signed(a)),
    neg: a => wrap(-a),
    min_s: (a, b) => (signed(a) < signed(b) ? a : b),
    min_u: (a, b) => (a < b ? a : b),
    max_s: (a, b) => (signed(a) > signed(b) ? a : b),
    max_u: (a, b) => (a > b ? a : b),
  };
}

/** Instructions on floats of `width` bits. */
export function floatModels(width: number): Record<string, Model> {
  const number = (a: Bits) => toFloat(a, width);
  const top = 1n << BigInt(width - 1);
  const unary =
    (f: (a: number) => number): Model =>
    a =>
      fromFloat(f(number(a)), width);
  // Sums, products, quotients and roots of float32 numbers round the same way straight or through float64.
  const binary =
    (f: (a: number, b: number) => number): Model =>
    (a, b) =>
      fromFloat(f(number(a), number(b)), width);
  const comparison =
    (f: (a: number, b: number) => boolean): Model =>
    (a, b) =>
      truth(f(number(a), number(b)));
  return {
    eq: comparison((a, b) => a === b),
    ne: comparison((a, b) => a !== b),
    lt: comparison((a, b) => a < b),
    gt: comparison((a, b) => a > b),
    le: comparison((a, b) => a <= b),
    ge: comparison((a, b) => a >= b),
    abs: a => a & ~top,
    neg: a => a ^ top,
    copysign: (a, b) => (a & ~top) | (b & top),
    ceil: unary(Math.ceil),
    floor: unary(Math.floor),
    trunc: unary(Math.trunc),
    nearest: unary(nearest),
    sqrt: unary(Math.sqrt),
    add: binary((a, b) => a + b),
    sub: binary((a, b) => a - b),
    mul: binary((a, b) => a * b),
    div: binary((a, b) => a / b),
    min: binary(Math.min),
    max: binary(Math.max),
    pmin: (a, b) => (number(b) < number(a) ? b : a),
    pmax: (a, b) => (number(a) < number(b) ? b : a),
  };
}

const widthOf = (type: string) => Number(type.slice(1));
const roundToFloat32 = (a: bigint): number => {
  // Through a float64 with the lost bits gathered in the last one, so that the second rounding is the only one.
  const size = a < 0n ? -a : a;
  const shift = BigInt(Math.max(0, size.toString(2).length - 50));
  const sticky = size & ((1n << shift) - 1n) ? 1n : 0n;
  return Math.fround(Number(((size >> shift) | sticky) << shift) * (a < 0n ? -1 : 1));
};

/** A conversion, such as `convert_i64_s` to f32; undefined for other names. */
export function conversionModel(to: string, name: string): Model | undefined {
  const parsed = /^(wrap|extend|convert|demote|promote|reinterpret|trunc_sat)_([if]\d\d)(_[su])?$/.exec(name);
  if (!parsed) return undefined;
  const [, kind, from, sign] = parsed;
  const [source, target] = [widthOf(from), widthOf(to)];
  const integer = (a: Bits) => (sign === '_s' ? BigInt.asIntN(source, a) : a);
  if (kind === 'reinterpret') return a => a;
  if (kind === 'wrap' || kind === 'extend') return a => BigInt.asUintN(target, integer(a));
  if (kind === 'convert')
    return a => fromFloat(target === 32 ? roundToFloat32(integer(a)) : Number(integer(a)), target);
  if (kind === 'demote' || kind === 'promote') return a => fromFloat(toFloat(a, source), target);
  const [low, high] =
    sign === '_s'
      ? [-(1n << BigInt(target - 1)), (1n << BigInt(target - 1)) - 1n]
      : [0n, (1n << BigInt(target)) - 1n];
  return a => {
    const value = toFloat(a, source);
    if (Number.isNaN(value)) return 0n;
    if (!Number.isFinite(value)) return BigInt.asUintN(target, value > 0 ? high : low);
    const whole = BigInt(Math.trunc(value));
    return BigInt.asUintN(target, whole < low ? low : whole > high ? high : whole);
  };
}

/** The instruction `type.name` on single numbers. */
export function scalarModel(type: string, name: string): Model | undefined {
  const models = type[0] === 'i' ? integerModels(widthOf(type)) : floatModels(widthOf(type));
  return models[name] ?? conversionModel(type, name);
}
