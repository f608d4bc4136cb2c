/** Conversions between element types, as `castFunction` of `scalar.ts` defines them. */
import type { RealDType } from '../../dtype.ts';
import { dtypes, isFloating } from '../../dtype.ts';
import type { CastMode } from '../../expression.ts';
import { lowHalves, maskOf, selectLanes } from './masks.ts';
import { type Emitter, isUnsigned, laneKind, type Vector } from './vector.ts';

const isWide = (dtype: RealDType) => laneKind(dtype) === 'i64x2';

/** Whether `castVector` has the conversion. */
export const canCast = (from: RealDType, to: RealDType, mode: CastMode): boolean =>
  mode === 'c' || isFloating(to) || to === 'bool' || !(isWide(from) || isWide(to));

/** Brings 32-bit lanes into the range of a narrow integer type by dropping high bits. */
export function wrapNarrow(emitter: Emitter, value: Vector, dtype: RealDType): Vector {
  const { kind, bytes } = dtypes[dtype];
  if (bytes >= 4 || kind === 'b') return value;
  const { code } = emitter;
  const bits = 32 - 8 * bytes;
  return emitter.make('i32x4', () => {
    code.get(value.parts[0]);
    if (kind === 'u') code.get(emitter.splat('i32x4', 2 ** (8 * bytes) - 1)).op('v128.and');
    else code.i32(bits).op('i32x4.shl').i32(bits).op('i32x4.shr_s');
  });
}

/** 32-bit lanes as float64. */
function toDouble(emitter: Emitter, value: Vector, unsigned: boolean): Vector {
  const { code } = emitter;
  return emitter.make('f64x2', part => {
    code.get(value.parts[0]);
    if (part === 1)
      code.get(value.parts[0]).op('i8x16.shuffle', 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
    code.op(`f64x2.convert_low_i32x4_${unsigned ? 'u' : 's'}`);
  });
}

/** float64 lanes, whole and in range, as 32-bit integers. */
function fromDouble(emitter: Emitter, value: Vector, unsigned: boolean): Vector {
  const { code } = emitter;
  const convert = `i32x4.trunc_sat_f64x2_${unsigned ? 'u' : 's'}_zero`;
  return emitter.make('i32x4', () => {
    code.get(value.parts[0]).op(convert).get(value.parts[1]).op(convert);
    code.op('i8x16.shuffle', 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
  });
}

export function widenFloat(emitter: Emitter, value: Vector): Vector {
  const { code } = emitter;
  return emitter.make('f64x2', part => {
    code.get(value.parts[0]);
    if (part === 1)
      code.get(value.parts[0]).op('i8x16.shuffle', 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
    code.op('f64x2.promote_low_f32x4');
  });
}

export function narrowFloat(emitter: Emitter, value: Vector): Vector {
  const { code } = emitter;
  return emitter.make('f32x4', () => {
    code.get(value.parts[0]).op('f32x4.demote_f64x2_zero').get(value.parts[1]).op('f32x4.demote_f64x2_zero');
    code.op('i8x16.shuffle', 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
  });
}

/** Applies `each` to the four lanes one by one: it finds the lane on the stack and leaves the new one. */
function byLane(
  emitter: Emitter,
  value: Vector,
  to: 'f32x4' | 'f64x2' | 'i32x4' | 'i64x2',
  each: (source: number) => void,
): Vector {
  const { code } = emitter;
  const width = value.parts.length === 2 ? 2 : 4;
  const target = to === 'f64x2' || to === 'i64x2' ? 2 : 4;
  const zero = emitter.splat('i32x4', 0);
  return emitter.make(to, part => {
    code.get(zero);
    for (let lane = 0; lane < target; lane++) {
      const point = part * target + lane;
      code.get(value.parts[Math.floor(point / width)]).op(`${value.kind}.extract_lane`, point % width);
      each(point);
      code.op(`${to}.replace_lane`, lane);
    }
  });
}

/** float64 → 64-bit integer, where out of range gives what x86-64 gives: see `toInt64` and `toUint64`. */
function toBig(emitter: Emitter, value: Vector, unsigned: boolean): Vector {
  const { code } = emitter;
  const local = code.local('f64');
  const signed = () =>
    code
      .get(local)
      .op('i64.trunc_sat_f64_s')
      .i64(-(1n << 63n))
      .get(local)
      .op('f64.abs')
      .f64(2 ** 63)
      .op('f64.lt')
      .choose();
  return byLane(emitter, value, 'i64x2', () => {
    code.set(local);
    if (!unsigned) return void signed();
    // 2^63 and more convert unsigned, 2^64 and more to 0.
    code.i64(0n).get(local).op('i64.trunc_sat_f64_u');
    code
      .get(local)
      .f64(2 ** 64)
      .op('f64.ge')
      .choose();
    signed();
    code
      .get(local)
      .f64(2 ** 63)
      .op('f64.ge')
      .choose();
  });
}

/** float64 → the low 32 bits of a 64-bit conversion, 0 where that is out of range. */
function toUnsigned32(emitter: Emitter, value: Vector): Vector {
  const { code } = emitter;
  const local = code.local('f64');
  return byLane(emitter, value, 'i32x4', () => {
    code.tee(local).op('i64.trunc_sat_f64_s').i64(0n);
    code
      .get(local)
      .op('f64.abs')
      .f64(2 ** 63)
      .op('f64.lt')
      .choose()
      .op('i32.wrap_i64');
  });
}

/** Floats → signed 32 bits, −2^31 where that is out of range. */
function toSigned32(emitter: Emitter, value: Vector): Vector {
  const { code } = emitter;
  const made = emitter.make('i32x4', () => {
    if (value.kind === 'f32x4') code.get(value.parts[0]).op('i32x4.trunc_sat_f32x4_s');
    else {
      code
        .get(value.parts[0])
        .op('i32x4.trunc_sat_f64x2_s_zero')
        .get(value.parts[1])
        .op('i32x4.trunc_sat_f64x2_s_zero');
      code.op('i8x16.shuffle', 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    }
  });
  // Saturation differs at the top only, and for NaN.
  const inRange = maskOf(emitter, value.parts.length, part => {
    code
      .get(value.parts[part])
      .get(emitter.splat(value.kind, 2 ** 31))
      .op(`${value.kind}.lt`);
  });
  return selectLanes(emitter, inRange, made, emitter.constantVector('int32', -(2 ** 31)));
}

function toBool(emitter: Emitter, value: Vector): Vector {
  const { code } = emitter;
  return maskOf(emitter, value.parts.length, part => {
    code.get(value.parts[part]).get(emitter.splat(value.kind, 0)).op(`${value.kind}.ne`);
  });
}

/** Rounds halves to even and clips; NaN gives the lowest. */
function saturate(emitter: Emitter, double: Vector, to: RealDType, whole: boolean): Vector {
  const { code } = emitter;
  const { kind, bytes } = dtypes[to];
  const bits = bytes * 8 - (kind === 'i' ? 1 : 0);
  const low = emitter.splat('f64x2', kind === 'i' ? -(2 ** bits) : 0);
  const high = emitter.splat('f64x2', 2 ** bits - 1);
  const clipped = emitter.make('f64x2', part => {
    // pmax(low, x) gives low unless low < x, so NaN gives low.
    code.get(low).get(double.parts[part]);
    if (!whole) code.op('f64x2.nearest');
    code.op('f64x2.pmax').get(high).op('f64x2.min');
  });
  return fromDouble(emitter, clipped, to === 'uint32');
}

function boolAsInteger(emitter: Emitter, value: Vector): Vector {
  return emitter.make('i32x4', () => void emitter.code.get(value.parts[0]).op('i32x4.neg'));
}

/** A value in another element type. */
export function castVector(
  emitter: Emitter,
  value: Vector,
  from: RealDType,
  to: RealDType,
  mode: CastMode,
): Vector {
  const { code } = emitter;
  if (from === to) return value;
  if (to === 'bool') return toBool(emitter, value);
  if (from === 'bool') return castVector(emitter, boolAsInteger(emitter, value), 'int32', to, mode);
  const [source, target] = [laneKind(from), laneKind(to)];
  const floats = (kind: string) => kind === 'f32x4' || kind === 'f64x2';
  if (floats(source) && floats(target))
    return target === 'f64x2' ? widenFloat(emitter, value) : narrowFloat(emitter, value);
  if (floats(target)) {
    if (source === 'i64x2')
      return byLane(emitter, value, target, () => {
        code.op(`${target === 'f32x4' ? 'f32' : 'f64'}.convert_i64_${isUnsigned(from) ? 'u' : 's'}`);
      });
    const unsigned = from === 'uint32';
    if (target === 'f64x2') return toDouble(emitter, value, unsigned);
    return emitter.make('f32x4', () => {
      code.get(value.parts[0]).op(`f32x4.convert_i32x4_${unsigned ? 'u' : 's'}`);
    });
  }
  if (mode === 'saturate') {
    const double = source === 'f32x4' ? widenFloat(emitter, value) : value;
    if (floats(source)) return saturate(emitter, double, to, false);
    return saturate(emitter, toDouble(emitter, value, from === 'uint32'), to, true);
  }
  if (floats(source)) {
    if (target === 'i64x2') {
      const double = source === 'f32x4' ? widenFloat(emitter, value) : value;
      return toBig(emitter, double, isUnsigned(to));
    }
    if (to === 'uint32')
      return toUnsigned32(emitter, source === 'f32x4' ? widenFloat(emitter, value) : value);
    return wrapNarrow(emitter, toSigned32(emitter, value), to);
  }
  if (source === 'i64x2' && target === 'i64x2') return value;
  if (source === 'i64x2') {
    const low = emitter.make('i32x4', () => {
      code.get(value.parts[0]).get(value.parts[1]);
      lowHalves(emitter);
    });
    return wrapNarrow(emitter, low, to);
  }
  if (target === 'i64x2')
    return emitter.make('i64x2', part => {
      const half = part === 0 ? 'low' : 'high';
      code.get(value.parts[0]).op(`i64x2.extend_${half}_i32x4_${isUnsigned(from) ? 'u' : 's'}`);
    });
  return wrapNarrow(emitter, value, to);
}
