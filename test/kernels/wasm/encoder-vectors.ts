/** What WebAssembly's instructions on vectors mean, lane by lane. */
import {
  type Bits,
  conversionModel,
  floatModels,
  fromFloat,
  integerModels,
  type Model,
  toFloat,
} from './encoder-scalars.ts';

/** The lanes of a vector, lowest first. */
export const split = (bits: Bits, width: number, all = 128): Bits[] =>
  Array.from({ length: all / width }, (_, k) => BigInt.asUintN(width, bits >> BigInt(k * width)));

export const join = (lanes: readonly Bits[], width: number): Bits =>
  lanes.reduceRight((bits, lane) => (bits << BigInt(width)) | lane, 0n);

/** `f32x4` → 'f', 32. */
export function shapeOf(shape: string): { letter: string; width: number } {
  const [letter, width] = [shape[0], Number(shape.slice(1).split('x')[0])];
  return { letter, width };
}

const ones = (width: number) => (1n << BigInt(width)) - 1n;
const comparison = /^(eq|ne|lt|gt|le|ge)(_[su])?$/;

const bitwise: Record<string, Model> = {
  not: a => a ^ ones(128),
  and: (a, b) => a & b,
  andnot: (a, b) => a & (b ^ ones(128)),
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  bitselect: (a, b, mask) => (a & mask) | (b & (mask ^ ones(128))),
  any_true: a => (a === 0n ? 0n : 1n),
};

/** Saturates a signed lane to half its width. */
const narrow = (half: number, signed: boolean) => (lane: Bits) => {
  const value = BigInt.asIntN(half * 2, lane);
  const [low, high] = signed ? [-(1n << BigInt(half - 1)), ones(half - 1)] : [0n, ones(half)];
  return BigInt.asUintN(half, value < low ? low : value > high ? high : value);
};

/** Instructions that change the width or the kind of the lanes. */
function reshaping(shape: string, name: string): Model | undefined {
  const { letter, width } = shapeOf(shape);
  const parsed =
    /^(extend_low|extend_high|narrow|convert_low|convert|trunc_sat|promote_low|demote)_([if]\d+)x\d+(_[su])?(_zero)?$/.exec(
      name,
    );
  if (!parsed) return undefined;
  const [, kind, from, sign = ''] = parsed;
  const source = Number(from.slice(1));
  const count = 128 / Math.max(width, source);
  if (kind === 'narrow')
    return (...operands) =>
      join(
        operands.flatMap(operand => split(operand, source).map(narrow(width, sign === '_s'))),
        width,
      );
  if (kind.startsWith('extend')) {
    const extend = (lane: Bits) => BigInt.asUintN(width, sign === '_s' ? BigInt.asIntN(source, lane) : lane);
    return a =>
      join(
        split(a, source)
          .slice(kind === 'extend_low' ? 0 : count)
          .slice(0, count)
          .map(extend),
        width,
      );
  }
  const scalar = conversionModel(`${letter}${width}`, `${kind.replace('_low', '')}_${from}${sign}`)!;
  return a =>
    join(
      split(a, source)
        .slice(0, count)
        .map(lane => scalar(lane)!),
      width,
    );
}

/** A finite number as a multiple of 2^-1074. */
function units(value: number): bigint {
  const exponent = value === 0 ? 0 : Math.max(0, Math.floor(Math.log2(Math.abs(value))) + 1022);
  // Two steps, as 2^1074 itself is out of range.
  const low = exponent > 60 ? exponent - 60 : 0;
  return BigInt(value * 2 ** (537 - Math.floor(low / 2)) * 2 ** (537 - Math.ceil(low / 2))) << BigInt(low);
}

/** a·b + c, rounded once. */
function fusedSum(a: number, b: number, c: number, width: number): number {
  if (![a, b].every(Number.isFinite)) return a * b + c;
  if (!Number.isFinite(c)) return c;
  const sum = units(a) * units(b) + (units(c) << 1074n);
  if (sum === 0n) return a === 0 || b === 0 ? a * b + c : 0;
  const size = sum < 0n ? -sum : sum;
  const exponent = size.toString(2).length - 2148;
  const last = width === 32 ? Math.max(exponent - 24, -149) : Math.max(exponent - 53, -1074);
  const shift = BigInt(last + 2148);
  const [whole, rest, half] = [size >> shift, size & ones(Number(shift)), 1n << (shift - 1n)];
  const rounded = rest > half || (rest === half && whole & 1n) ? whole + 1n : whole;
  return (sum < 0n ? -1 : 1) * Number(rounded) * 2 ** last;
}

/** `a·b + c`, or `c − a·b`: an engine may round once or twice. */
function multiplyAdd(width: number, negate: boolean, once: boolean): Model {
  const models = floatModels(width);
  return (x, b, c) => {
    const a = negate ? models.neg(x)! : x;
    if (!once) return models.add(models.mul(a, b)!, c);
    return fromFloat(fusedSum(toFloat(a, width), toFloat(b, width), toFloat(c, width), width), width);
  };
}

const byteModels: Record<string, (lanes: readonly number[]) => Model> = {
  shuffle: lanes => (a, b) => {
    const bytes = [...split(a, 8), ...split(b, 8)];
    return join(
      lanes.map(lane => bytes[lane]),
      8,
    );
  },
  swizzle: () => (a, b) => {
    const bytes = split(a, 8);
    return join(
      split(b, 8).map(index => (index < 16n ? bytes[Number(index)] : 0n)),
      8,
    );
  },
};

/** The instruction `shape.name` with these lanes as immediates: what it may give (one result, or two). */
export function vectorModels(shape: string, name: string, lanes: readonly number[]): Model[] | undefined {
  if (shape === 'v128') return name in bitwise ? [bitwise[name]] : undefined;
  if (name in byteModels) return [byteModels[name](lanes)];
  const { letter, width } = shapeOf(shape);
  if (name === 'relaxed_madd' || name === 'relaxed_nmadd')
    return [true, false].map(once => {
      const lane = multiplyAdd(width, name === 'relaxed_nmadd', once);
      return (a, b, c) =>
        join(
          split(a, width).map((x, k) => lane(x, split(b, width)[k], split(c, width)[k])!),
          width,
        );
    });
  const model = oneVectorModel(letter, width, name, lanes[0]) ?? reshaping(shape, name);
  return model && [model];
}

function oneVectorModel(letter: string, width: number, name: string, lane: number): Model | undefined {
  const scalars = letter === 'i' ? integerModels(width) : floatModels(width);
  if (name === 'splat') return a => join(Array(128 / width).fill(BigInt.asUintN(width, a)), width);
  if (name === 'extract_lane') return a => split(a, width)[lane];
  if (name === 'replace_lane') return (a, b) => join(split(a, width).with(lane, b), width);
  if (name === 'all_true') return a => (split(a, width).every(x => x !== 0n) ? 1n : 0n);
  if (name === 'bitmask')
    return a =>
      join(
        split(a, width).map(x => x >> BigInt(width - 1)),
        1,
      );
  const scalar = scalars[name];
  if (!scalar) return undefined;
  if (name.startsWith('sh'))
    return (a, amount) =>
      join(
        split(a, width).map(x => scalar(x, amount)!),
        width,
      );
  const result = comparison.test(name) ? (bits: Bits) => bits * ones(width) : (bits: Bits) => bits;
  return (a, b = 0n) => {
    const right = split(b, width);
    return join(
      split(a, width).map((x, k) => result(scalar(x, right[k])!)),
      width,
    );
  };
}
