/**
 * The instructions of WebAssembly that kernels use, as one table: opcode, immediates, operand and result types.
 * Source: WebAssembly core specification 2.0, appendix "Index of Instructions"; relaxed SIMD, 3.0.
 */

/** Value types; `v128` is a vector of 16 bytes. */
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** What follows an opcode in the code: nothing, an address (alignment, offset), a lane, both, 16 lanes. */
export type Immediate = 'none' | 'memory' | 'lane' | 'memoryLane' | 'shuffle' | 'zeros';

export interface Instruction {
  readonly bytes: readonly number[];
  readonly immediate: Immediate;
  readonly operands: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Bytes read or written, for instructions with an address; the lanes, for those with a lane. */
  readonly width: number;
}

const letters: Record<string, ValueType> = { i: 'i32', l: 'i64', f: 'f32', d: 'f64', v: 'v128' };

const unsigned = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];

/** Every instruction, by name. A function, so that a bundler takes the table only with what reads it. */
function everyInstruction(): ReadonlyMap<string, Instruction> {
  const table = new Map<string, Instruction>();

  /** Adds names with opcodes that count up from `first`; `-` leaves an opcode out. */
  function family(
    prefix: number | null,
    first: number,
    signature: string,
    names: string,
    immediate: Immediate = 'none',
    width = 0,
  ): void {
    const [operands, results] = signature.split(':').map(text => [...text].map(letter => letters[letter]));
    for (const [index, name] of names.split(' ').entries()) {
      if (name === '-') continue;
      const bytes = prefix === null ? [first + index] : [prefix, ...unsigned(first + index)];
      table.set(name, { bytes, immediate, operands, results, width });
    }
  }

  const named = (type: string, names: string) => names.replace(/[^ -][^ ]*/g, name => `${type}.${name}`);
  const comparisons = 'eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u';
  const integerArithmetic = 'add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u';
  const floatComparisons = 'eq ne lt gt le ge';
  const floatUnary = 'abs neg ceil floor trunc nearest sqrt';
  const floatBinary = 'add sub mul div min max copysign';

  family(null, 0x1a, ':', 'drop');
  family(null, 0x45, 'i:i', 'i32.eqz');
  family(null, 0x46, 'ii:i', named('i32', comparisons));
  family(null, 0x50, 'l:i', 'i64.eqz');
  family(null, 0x51, 'll:i', named('i64', comparisons));
  family(null, 0x5b, 'ff:i', named('f32', floatComparisons));
  family(null, 0x61, 'dd:i', named('f64', floatComparisons));
  family(null, 0x67, 'i:i', 'i32.clz i32.ctz i32.popcnt');
  family(null, 0x6a, 'ii:i', named('i32', integerArithmetic));
  family(null, 0x79, 'l:l', 'i64.clz i64.ctz i64.popcnt');
  family(null, 0x7c, 'll:l', named('i64', integerArithmetic));
  family(null, 0x8b, 'f:f', named('f32', floatUnary));
  family(null, 0x92, 'ff:f', named('f32', floatBinary));
  family(null, 0x99, 'd:d', named('f64', floatUnary));
  family(null, 0xa0, 'dd:d', named('f64', floatBinary));
  family(null, 0xa7, 'l:i', 'i32.wrap_i64');
  family(null, 0xac, 'i:l', 'i64.extend_i32_s i64.extend_i32_u');
  family(null, 0xb2, 'i:f', 'f32.convert_i32_s f32.convert_i32_u');
  family(null, 0xb4, 'l:f', 'f32.convert_i64_s f32.convert_i64_u');
  family(null, 0xb6, 'd:f', 'f32.demote_f64');
  family(null, 0xb7, 'i:d', 'f64.convert_i32_s f64.convert_i32_u');
  family(null, 0xb9, 'l:d', 'f64.convert_i64_s f64.convert_i64_u');
  family(null, 0xbb, 'f:d', 'f64.promote_f32');
  family(null, 0xbc, 'f:i', 'i32.reinterpret_f32');
  family(null, 0xbd, 'd:l', 'i64.reinterpret_f64');
  family(null, 0xbe, 'i:f', 'f32.reinterpret_i32');
  family(null, 0xbf, 'l:d', 'f64.reinterpret_i64');
  family(0xfc, 0, 'f:i', 'i32.trunc_sat_f32_s i32.trunc_sat_f32_u');
  family(0xfc, 2, 'd:i', 'i32.trunc_sat_f64_s i32.trunc_sat_f64_u');
  family(0xfc, 4, 'f:l', 'i64.trunc_sat_f32_s i64.trunc_sat_f32_u');
  family(0xfc, 6, 'd:l', 'i64.trunc_sat_f64_s i64.trunc_sat_f64_u');
  family(0xfc, 0x0b, 'iii:', 'memory.fill', 'zeros', 1);
  family(0xfc, 0x0a, 'iii:', 'memory.copy', 'zeros', 2);

  const memory = (opcode: number, signature: string, width: number, name: string) =>
    family(null, opcode, signature, name, 'memory', width);
  memory(0x28, 'i:i', 4, 'i32.load');
  memory(0x29, 'i:l', 8, 'i64.load');
  memory(0x2a, 'i:f', 4, 'f32.load');
  memory(0x2b, 'i:d', 8, 'f64.load');
  memory(0x2c, 'i:i', 1, 'i32.load8_s i32.load8_u');
  memory(0x2e, 'i:i', 2, 'i32.load16_s i32.load16_u');
  memory(0x36, 'ii:', 4, 'i32.store');
  memory(0x37, 'il:', 8, 'i64.store');
  memory(0x38, 'if:', 4, 'f32.store');
  memory(0x39, 'id:', 8, 'f64.store');
  memory(0x3a, 'ii:', 1, 'i32.store8');
  memory(0x3b, 'ii:', 2, 'i32.store16');

  const simd = (
    opcode: number,
    signature: string,
    names: string,
    immediate: Immediate = 'none',
    width: number = 0,
  ) => family(0xfd, opcode, signature, names, immediate, width);
  simd(0x00, 'i:v', 'v128.load', 'memory', 16);
  simd(
    0x01,
    'i:v',
    named('v128', 'load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u'),
    'memory',
    8,
  );
  for (const [k, bits] of [8, 16, 32, 64].entries()) {
    simd(0x07 + k, 'i:v', `v128.load${bits}_splat`, 'memory', bits / 8);
    simd(0x54 + k, 'iv:v', `v128.load${bits}_lane`, 'memoryLane', bits / 8);
    simd(0x58 + k, 'iv:', `v128.store${bits}_lane`, 'memoryLane', bits / 8);
  }
  simd(0x5c, 'i:v', 'v128.load32_zero', 'memory', 4);
  simd(0x5d, 'i:v', 'v128.load64_zero', 'memory', 8);
  simd(0x0b, 'iv:', 'v128.store', 'memory', 16);
  simd(0x0d, 'vv:v', 'i8x16.shuffle', 'shuffle', 32);
  simd(0x0e, 'vv:v', 'i8x16.swizzle');
  simd(0x0f, 'i:v', 'i8x16.splat i16x8.splat i32x4.splat');
  simd(0x12, 'l:v', 'i64x2.splat');
  simd(0x13, 'f:v', 'f32x4.splat');
  simd(0x14, 'd:v', 'f64x2.splat');
  for (const [type, opcode, letter, lanes] of [
    ['i32x4', 0x1b, 'i', 4],
    ['i64x2', 0x1d, 'l', 2],
    ['f32x4', 0x1f, 'f', 4],
    ['f64x2', 0x21, 'd', 2],
  ] as const) {
    simd(opcode, `v:${letter}`, `${type}.extract_lane`, 'lane', lanes);
    simd(opcode + 1, `v${letter}:v`, `${type}.replace_lane`, 'lane', lanes);
  }
  simd(0x23, 'vv:v', named('i8x16', comparisons));
  simd(0x2d, 'vv:v', named('i16x8', comparisons));
  simd(0x37, 'vv:v', named('i32x4', comparisons));
  simd(0x41, 'vv:v', named('f32x4', floatComparisons));
  simd(0x47, 'vv:v', named('f64x2', floatComparisons));
  simd(0x4d, 'v:v', 'v128.not');
  simd(0x4e, 'vv:v', 'v128.and v128.andnot v128.or v128.xor');
  simd(0x52, 'vvv:v', 'v128.bitselect');
  simd(0x53, 'v:i', 'v128.any_true');
  simd(0x5e, 'v:v', 'f32x4.demote_f64x2_zero f64x2.promote_low_f32x4');
  simd(0x65, 'vv:v', 'i8x16.narrow_i16x8_s i8x16.narrow_i16x8_u');
  simd(0x67, 'v:v', 'f32x4.ceil f32x4.floor f32x4.trunc f32x4.nearest');
  simd(0x74, 'v:v', 'f64x2.ceil f64x2.floor - - - - f64x2.trunc');
  simd(0x94, 'v:v', 'f64x2.nearest');
  simd(0x85, 'vv:v', 'i16x8.narrow_i32x4_s i16x8.narrow_i32x4_u');
  simd(0x87, 'v:v', named('i16x8', 'extend_low_i8x16_s - extend_low_i8x16_u'));
  simd(0xa7, 'v:v', named('i32x4', 'extend_low_i16x8_s extend_high_i16x8_s extend_low_i16x8_u'));
  simd(0xc7, 'v:v', named('i64x2', 'extend_low_i32x4_s extend_high_i32x4_s'));
  simd(0xc9, 'v:v', named('i64x2', 'extend_low_i32x4_u extend_high_i32x4_u'));
  for (const [type, base] of [
    ['i32x4', 0xa0],
    ['i64x2', 0xc0],
  ] as const) {
    simd(base, 'v:v', named(type, 'abs neg'));
    simd(base + 3, 'v:i', named(type, 'all_true bitmask'));
    simd(base + 0x0b, 'vi:v', named(type, 'shl shr_s shr_u'));
    simd(base + 0x0e, 'vv:v', named(type, 'add - - sub'));
    simd(base + 0x15, 'vv:v', named(type, 'mul'));
  }
  simd(0xb6, 'vv:v', named('i32x4', 'min_s min_u max_s max_u'));
  simd(0xd6, 'vv:v', named('i64x2', 'eq ne lt_s gt_s le_s ge_s'));
  for (const [type, base] of [
    ['f32x4', 0xe0],
    ['f64x2', 0xec],
  ] as const) {
    simd(base, 'v:v', named(type, 'abs neg - sqrt'));
    simd(base + 4, 'vv:v', named(type, 'add sub mul div min max pmin pmax'));
  }
  simd(0xf8, 'v:v', 'i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u');
  simd(0xfa, 'v:v', 'f32x4.convert_i32x4_s f32x4.convert_i32x4_u');
  simd(0xfc, 'v:v', 'i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero');
  simd(0xfe, 'v:v', 'f64x2.convert_low_i32x4_s f64x2.convert_low_i32x4_u');
  simd(0x105, 'vvv:v', 'f32x4.relaxed_madd f32x4.relaxed_nmadd f64x2.relaxed_madd f64x2.relaxed_nmadd');
  return table;
}

/** Every instruction without control flow, constants or locals, by name. */
export const instructions: ReadonlyMap<string, Instruction> = everyInstruction();
