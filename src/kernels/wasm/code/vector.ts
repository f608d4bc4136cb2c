/**
 * Four points at a time: how the values of an expression lie in vectors. Four float32 or integers of up to 32 bits
 * are one vector, four float64 or 64-bit integers two. Narrow integers are kept widened to 32 bits and in range; a
 * bool is a mask (0 or −1) in a 32-bit lane.
 */
import { dtypes, type RealDType } from '../../dtype.ts';
import type { Scalar } from '../../expression.ts';
import type { FunctionCode, Index, ModuleCode } from '../encoder/encoder.ts';

/** Points that a kernel computes at once. */
export const LANES = 4;

/** Vector registers of x64, but for the one that V8 keeps and the one that a product passes through. */
export const REGISTERS = 14;

export type LaneKind = 'f32x4' | 'f64x2' | 'i32x4' | 'i64x2';

/** A value at four points: the locals of its one or two vectors. */
export interface Vector {
  readonly kind: LaneKind;
  readonly parts: readonly Index[];
  /** Of a mask that came from 64-bit lanes: the same in two vectors of that width, which saves widening it again. */
  readonly wide?: readonly Index[];
}

export function laneKind(dtype: RealDType): LaneKind {
  if (dtype === 'float32') return 'f32x4';
  if (dtype === 'float64') return 'f64x2';
  return dtype === 'int64' || dtype === 'uint64' ? 'i64x2' : 'i32x4';
}

export const bytesOf = (dtype: RealDType): number => dtypes[dtype].bytes;
export const partCount = (kind: LaneKind): 1 | 2 => (kind === 'f32x4' || kind === 'i32x4' ? 1 : 2);
export const isUnsigned = (dtype: RealDType): boolean => dtypes[dtype].kind === 'u';

/** What the emitters of one function share. */
export class Emitter {
  readonly module: ModuleCode;
  readonly code: FunctionCode;
  /** Whether fused multiply-add may be used. */
  readonly relaxed: boolean;
  private readonly constants = new Map<string, Index>();
  private readonly free: Index[] = [];
  private frameLocals: Index[] | null = null;

  constructor(module: ModuleCode, code: FunctionCode, relaxed: boolean) {
    this.module = module;
    this.code = code;
    this.relaxed = relaxed;
  }

  /** A local that holds these 16 bytes; set once, because V8 makes a constant anew at every use. */
  constant(bytes: ArrayLike<number>): Index {
    const key = Array.prototype.join.call(bytes, ',');
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const local = this.code.local('v128');
    this.code.atStart(() => this.code.v128(bytes).set(local));
    this.constants.set(key, local);
    return local;
  }

  /** A local with the same number in every lane. */
  splat(kind: LaneKind, value: Scalar): Index {
    const bytes = new DataView(new ArrayBuffer(16));
    for (let lane = 0; lane < (partCount(kind) === 1 ? 4 : 2); lane++) {
      if (kind === 'f32x4') bytes.setFloat32(4 * lane, Number(value), true);
      else if (kind === 'f64x2') bytes.setFloat64(8 * lane, Number(value), true);
      else if (kind === 'i32x4') bytes.setInt32(4 * lane, Number(value), true);
      else bytes.setBigInt64(8 * lane, BigInt.asIntN(64, BigInt(value)), true);
    }
    return this.constant(new Uint8Array(bytes.buffer));
  }

  /** A constant of an element type as a value. */
  constantVector(dtype: RealDType, value: Scalar): Vector {
    const kind = laneKind(dtype);
    const number = dtype === 'bool' ? (value ? -1 : 0) : value;
    const local = this.splat(kind, number);
    return { kind, parts: partCount(kind) === 1 ? [local] : [local, local] };
  }

  /** Keeps what `emit` leaves on the stack, for each part. */
  make(kind: LaneKind, emit: (part: number) => void): Vector {
    emit(0);
    const first = this.keep();
    if (partCount(kind) === 1) return { kind, parts: [first] };
    emit(1);
    return { kind, parts: [first, this.keep()] };
  }

  /** Keeps the vector on the stack in a local. */
  keep(): Index {
    const local = this.free.pop() ?? this.code.local('v128');
    this.frameLocals?.push(local);
    this.code.set(local);
    return local;
  }

  /** Runs `emit`; the locals that it keeps may be used again afterwards. Without a frame they stay for good. */
  frame(emit: () => void): void {
    const outer = this.frameLocals;
    const mine: Index[] = [];
    this.frameLocals = mine;
    emit();
    this.free.push(...mine);
    this.frameLocals = outer;
  }

  /** Copies a value into locals of its own, which outlive the frame. */
  copyInto(target: Vector, value: Vector): void {
    target.parts.forEach((local, part) => void this.code.get(value.parts[part]).set(local));
  }

  /** Locals for a value, for good. */
  reserve(kind: LaneKind): Vector {
    return { kind, parts: Array.from({ length: partCount(kind) }, () => this.code.local('v128')) };
  }
}
