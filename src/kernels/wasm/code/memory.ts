/** Four elements from memory into a vector, and back: neighbours, one for all lanes, or each from its own address. */
import { dtypes, type RealDType } from '../../dtype.ts';
import { emitBinary } from './operations.ts';
import { type Emitter, laneKind, type Vector } from './vector.ts';

/** Leaves an address on the stack. */
export type Address = () => void;

/** Puts the 32-bit lanes on the stack into a value; a bool becomes a mask. */
function finish(emitter: Emitter, dtype: RealDType): Vector {
  const { code } = emitter;
  if (dtype === 'bool') code.get(emitter.splat('i32x4', 0)).op('i32x4.ne');
  return { kind: 'i32x4', parts: [emitter.keep()] };
}

const narrowLoad = (dtype: RealDType) => {
  const { kind, bytes } = dtypes[dtype];
  return bytes === 4 ? 'i32.load' : `i32.load${8 * bytes}_${kind === 'i' ? 's' : 'u'}`;
};

/** Four neighbours. */
export function loadNeighbours(emitter: Emitter, dtype: RealDType, address: Address, offset: number): Vector {
  const { code } = emitter;
  const kind = laneKind(dtype);
  const { bytes, kind: family } = dtypes[dtype];
  if (bytes >= 4)
    return emitter.make(kind, part => {
      address();
      code.op('v128.load', offset + 16 * part);
    });
  const sign = family === 'i' ? 's' : 'u';
  address();
  if (bytes === 2) code.op(`v128.load16x4_${sign}`, offset);
  else
    code
      .op('v128.load32_zero', offset)
      .op(`i16x8.extend_low_i8x16_${sign}`)
      .op(`i32x4.extend_low_i16x8_${sign}`);
  return finish(emitter, dtype);
}

/** Four neighbouring float32 as float64: an instruction for two of them, where widening a vector takes one more. */
export const loadWidened = (emitter: Emitter, address: Address, offset: number): Vector =>
  emitter.make('f64x2', part => {
    address();
    emitter.code.op('v128.load64_zero', offset + 8 * part).op('f64x2.promote_low_f32x4');
  });

/** One element in every lane. */
export function loadSplat(emitter: Emitter, dtype: RealDType, address: Address, offset: number): Vector {
  const { code } = emitter;
  const kind = laneKind(dtype);
  address();
  if (kind === 'i32x4') {
    code.op(narrowLoad(dtype), offset).op('i32x4.splat');
    return finish(emitter, dtype);
  }
  code.op(kind === 'f32x4' ? 'v128.load32_splat' : 'v128.load64_splat', offset);
  const local = emitter.keep();
  return { kind, parts: kind === 'f32x4' ? [local] : [local, local] };
}

/** Four elements, each from its own address, and so many bytes on. */
export function loadLanes(
  emitter: Emitter,
  dtype: RealDType,
  address: (lane: number) => void,
  offset = 0,
): Vector {
  const { code } = emitter;
  const kind = laneKind(dtype);
  const zero = emitter.splat('i32x4', 0);
  if (kind === 'i32x4') {
    code.get(zero);
    for (let lane = 0; lane < 4; lane++) {
      address(lane);
      code.op(narrowLoad(dtype), offset).op('i32x4.replace_lane', lane);
    }
    return finish(emitter, dtype);
  }
  const lanes = kind === 'f32x4' ? 4 : 2;
  const into = emitter.make(kind, () => void code.get(zero));
  into.parts.forEach((local, part) => {
    for (let lane = 0; lane < lanes; lane++) {
      address(part * lanes + lane);
      code
        .get(local)
        .op(`v128.load${kind === 'f32x4' ? 32 : 64}_lane`, lane, offset)
        .set(local);
    }
  });
  return into;
}

/** Replaces one lane by the element at an address. */
export function loadLane(
  emitter: Emitter,
  dtype: RealDType,
  value: Vector,
  lane: number,
  address: Address,
): void {
  const { code } = emitter;
  const lanes = value.kind === 'f64x2' || value.kind === 'i64x2' ? 2 : 4;
  const local = value.parts[Math.floor(lane / lanes)];
  if (value.kind === 'i32x4') {
    code.get(local);
    address();
    code.op(narrowLoad(dtype));
    if (dtype === 'bool') code.i32(0).op('i32.ne').i32(-1).op('i32.mul');
    code.op('i32x4.replace_lane', lane).set(local);
    return;
  }
  address();
  code
    .get(local)
    .op(`v128.load${lanes === 4 ? 32 : 64}_lane`, lane % lanes, 0)
    .set(local);
}

/** Replaces one lane by the same lane of another value. */
export function mixLane(emitter: Emitter, value: Vector, lane: number, other: Vector): void {
  const { code } = emitter;
  const lanes = value.parts.length === 2 ? 2 : 4;
  const part = Math.floor(lane / lanes);
  const bytes = 16 / lanes;
  const pick = Array.from({ length: 16 }, (_, k) => (Math.floor(k / bytes) === lane % lanes ? 16 + k : k));
  code
    .get(value.parts[part])
    .get(other.parts[part])
    .op('i8x16.shuffle', ...pick)
    .set(value.parts[part]);
}

/** Brings the bytes to be stored to the front of the vector on the stack. */
function pack(emitter: Emitter, dtype: RealDType): void {
  const { code } = emitter;
  const { bytes } = dtypes[dtype];
  if (dtype === 'bool') code.get(emitter.splat('i32x4', 1)).op('v128.and');
  if (bytes >= 4) return;
  const zero = emitter.splat('i32x4', 0);
  const order = Array.from({ length: 16 }, (_, k) =>
    k < 4 * bytes ? 4 * Math.floor(k / bytes) + (k % bytes) : 16,
  );
  code.get(zero).op('i8x16.shuffle', ...order);
}

/** Stores four neighbours. */
export function storeNeighbours(
  emitter: Emitter,
  dtype: RealDType,
  value: Vector,
  address: Address,
  offset: number,
): void {
  const { code } = emitter;
  const { bytes } = dtypes[dtype];
  value.parts.forEach((local, part) => {
    address();
    code.get(local);
    pack(emitter, dtype);
    if (bytes >= 4) code.op('v128.store', offset + 16 * part);
    else code.op(bytes === 2 ? 'v128.store64_lane' : 'v128.store32_lane', 0, offset);
  });
}

/** Adds a value to four neighbours. */
export function addToNeighbours(
  emitter: Emitter,
  dtype: RealDType,
  value: Vector,
  address: Address,
  offset: number,
): void {
  const before = loadNeighbours(emitter, dtype, address, offset);
  storeNeighbours(emitter, dtype, emitBinary(emitter, 'add', dtype, before, value), address, offset);
}

/**
 * Adds the first `count` points to what stands at their addresses, one after the other: several may have one address,
 * and each must see what the one before it left.
 */
export function addToLanes(
  emitter: Emitter,
  dtype: RealDType,
  value: Vector,
  count: number,
  address: (lane: number) => void,
): void {
  for (let lane = 0; lane < count; lane++)
    emitter.frame(() => {
      const at = () => address(lane);
      const before = loadSplat(emitter, dtype, at, 0);
      const sum = emitBinary(emitter, 'add', dtype, before, value);
      storeLane(emitter, dtype, sum, lane, at);
    });
}

/** Stores one of the points. */
function storeLane(emitter: Emitter, dtype: RealDType, value: Vector, lane: number, address: Address): void {
  const { code } = emitter;
  const { bytes } = dtypes[dtype];
  const lanes = value.parts.length === 2 ? 2 : 4;
  address();
  code.get(packed(emitter, dtype, value).parts[Math.floor(lane / lanes)]);
  code.op(`v128.store${8 * bytes}_lane`, lane % lanes, 0);
}

/** A value with each point's bytes at the front of its place among the stored ones. */
function packed(emitter: Emitter, dtype: RealDType, value: Vector): Vector {
  if (dtypes[dtype].bytes >= 4 && dtype !== 'bool') return value;
  return emitter.make('i32x4', () => {
    emitter.code.get(value.parts[0]);
    pack(emitter, dtype);
  });
}

/** Stores the first `count` points, each at its own address. */
export function storeLanes(
  emitter: Emitter,
  dtype: RealDType,
  value: Vector,
  count: number,
  address: (lane: number) => void,
): void {
  const { code } = emitter;
  const { bytes } = dtypes[dtype];
  const lanes = value.parts.length === 2 ? 2 : 4;
  const stored = packed(emitter, dtype, value);
  for (let lane = 0; lane < count; lane++) {
    address(lane);
    code.get(stored.parts[Math.floor(lane / lanes)]).op(`v128.store${8 * bytes}_lane`, lane % lanes, 0);
  }
}
