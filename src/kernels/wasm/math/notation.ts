/**
 * Arithmetic on vectors written as formulas. A `Value` emits the code that leaves one vector on the stack; `keep` puts
 * it into a local, where it may be used more than once.
 */
import type { FunctionCode, Index, ModuleCode } from '../encoder/encoder.ts';

/** Where a function of a vector is emitted. */
export interface MathContext {
  readonly module: ModuleCode;
  readonly code: FunctionCode;
  /** A local that holds these 16 bytes, set before any loop: V8 makes a constant anew at every use. */
  constant(bytes: ArrayLike<number>): Index;
}

/** Emits a function of one or two vectors in locals; leaves one vector on the stack. */
export type VectorFunction = (context: MathContext, x: Index, y?: Index) => void;

export type FloatKind = 'f32x4' | 'f64x2';

/** Emits the code that leaves one vector on the stack. */
export type VectorCode = () => void;

/** The operations on vectors of one kind, and on their bits as integers of the same width. */
export function notation(context: MathContext, kind: FloatKind) {
  const { code } = context;
  const [floats, integers] = kind === 'f32x4' ? [4, 'i32x4'] : [8, 'i64x2'];
  const emit =
    (name: string) =>
    (...operands: VectorCode[]): VectorCode =>
    () => {
      for (const operand of operands) operand();
      code.op(name);
    };
  const float = (name: string) => emit(`${kind}.${name}`);
  const shift =
    (name: string) =>
    (value: VectorCode, bits: number): VectorCode =>
    () => {
      value();
      code.i32(bits).op(`${integers}.${name}`);
    };
  const read =
    (local: Index): VectorCode =>
    () =>
      void code.get(local);
  const everyLane = (set: (bytes: DataView, at: number) => void): VectorCode => {
    const bytes = new DataView(new ArrayBuffer(16));
    for (let at = 0; at < 16; at += floats) set(bytes, at);
    return read(context.constant(new Uint8Array(bytes.buffer)));
  };

  /** The same number in every lane. */
  const number = (value: number): VectorCode =>
    everyLane((bytes, at) =>
      floats === 4 ? bytes.setFloat32(at, value, true) : bytes.setFloat64(at, value, true),
    );
  /** The same integer in every lane. */
  const integer = (value: number | bigint): VectorCode =>
    everyLane((bytes, at) =>
      floats === 4
        ? bytes.setInt32(at, Number(value), true)
        : bytes.setBigInt64(at, BigInt.asIntN(64, BigInt(value)), true),
    );
  const keep = (value: VectorCode): VectorCode => {
    value();
    const local = code.local('v128');
    code.set(local);
    return read(local);
  };
  const [add, mul] = [float('add'), float('mul')];

  return {
    read,
    number,
    integer,
    keep,
    add,
    mul,
    sub: float('sub'),
    div: float('div'),
    sqrt: float('sqrt'),
    abs: float('abs'),
    trunc: float('trunc'),
    floor: float('floor'),
    eq: float('eq'),
    ne: float('ne'),
    lt: float('lt'),
    gt: float('gt'),
    /** `b` where it is less than `a`, else `a`: NaN in `a` stays. */
    least: float('pmin'),
    /** `b` where it is greater than `a`, else `a`: NaN in `a` stays. */
    greatest: float('pmax'),
    and: emit('v128.and'),
    or: emit('v128.or'),
    xor: emit('v128.xor'),
    not: emit('v128.not'),
    /** The first with the bits of the second cleared. */
    clear: emit('v128.andnot'),
    /** The first where the mask (the third) is set, else the second. */
    select: emit('v128.bitselect'),
    addBits: emit(`${integers}.add`),
    subBits: emit(`${integers}.sub`),
    greaterBits: emit(`${integers}.gt_s`),
    lessBits: emit(`${integers}.lt_s`),
    shiftLeft: shift('shl'),
    /** Keeps the sign. */
    shiftRight: shift('shr_s'),
    shiftRightUnsigned: shift('shr_u'),
    /** A polynomial by Horner's rule, from its lowest coefficient up. */
    polynomial: (x: VectorCode, coefficients: readonly number[]): VectorCode =>
      coefficients.map(number).reduceRight((higher, coefficient) => add(mul(higher, x), coefficient)),
    /** `rare` if the mask is set in any lane, else `usual`. Both must give a lane the same bits where it is not set. */
    branch: (mask: VectorCode, rare: () => VectorCode, usual: () => VectorCode): VectorCode => {
      const result = code.local('v128');
      mask();
      code.op('v128.any_true').when(
        () => {
          rare()();
          code.set(result);
        },
        () => {
          usual()();
          code.set(result);
        },
      );
      return read(result);
    },
  };
}

export type Notation = ReturnType<typeof notation>;
