/** Modules of one function for the tests of the encoder, and numbers that tell right from wrong. */
import { FunctionCode, ModuleCode } from '../../../src/kernels/wasm/encoder/encoder.ts';
import type { ValueType } from '../../../src/kernels/wasm/encoder/instructions.ts';
import { type Bits, fromFloat } from './encoder-scalars.ts';
import { join } from './encoder-vectors.ts';

export const bitsOf: Record<ValueType, number> = { i32: 32, i64: 64, f32: 32, f64: 64, v128: 128 };

/** Where the result and the operands of a tested instruction stand in memory. */
export const RESULT = 0;
export const OPERANDS = 16;

export interface Tested {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Instantiates and gives the exported `run`. */
  start(imports?: Record<string, unknown>): {
    run: (...values: number[]) => unknown;
    memory: WebAssembly.Memory;
  };
}

/** A module whose function `run` is this code. */
export function moduleOf(code: FunctionCode, module = new ModuleCode({ shared: false, maximum: 1 })): Tested {
  module.addFunction(code, 'run');
  const bytes = module.bytes();
  return {
    bytes,
    start(imports = {}) {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
      const given = { env: { memory }, ...imports } as never;
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), given);
      return { run: exports.run as (...values: number[]) => unknown, memory };
    },
  };
}

/** Reads the operands from memory, runs one instruction, and writes its result there. */
export function moduleOfInstruction(
  name: string,
  operands: readonly ValueType[],
  results: readonly ValueType[],
  immediates: readonly number[],
): Tested {
  const code = new FunctionCode([]);
  if (results.length > 0) code.i32(RESULT);
  for (const [k, type] of operands.entries()) code.i32(OPERANDS * (k + 1)).op(`${type}.load`);
  code.op(name, ...immediates);
  for (const type of results) code.op(`${type}.store`);
  return moduleOf(code);
}

/** Bits in memory, lowest byte first. */
export function writeBits(memory: Uint8Array, at: number, bits: Bits, width: number): void {
  for (let k = 0; k < width / 8; k++) memory[at + k] = Number((bits >> BigInt(8 * k)) & 255n);
}
export const readBits = (memory: Uint8Array, at: number, width: number): Bits =>
  join(Array.from(memory.subarray(at, at + width / 8), BigInt), 8);

const tellingFloats = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  1.4,
  3e9,
  -3e9,
  1e20,
  Infinity,
  -Infinity,
  NaN,
];

/** Numbers of one lane: zeros, extremes, halves, NaN; sixteen of them. */
export function telling(letter: string, width: number): Bits[] {
  const top = 1n << BigInt(width - 1);
  if (letter === 'f') {
    const [tiny, largest] =
      width === 32 ? [2 ** -149, 3.4028234663852886e38] : [2 ** -1074, Number.MAX_VALUE];
    const more = [tiny, -tiny, largest, -largest, 1 + 2 ** (width === 32 ? -12 : -27), 2 ** 31 - 1, 2 ** 63];
    return [...tellingFloats, ...more].map(value => fromFloat(value, width));
  }
  const named = [0n, 1n, -1n, 2n, 3n, -3n, 7n, 31n, 33n, 63n, 100n, -100n, 0x5an, top, top - 1n, top + 1n];
  const wide = [0x1234567890abcdefn, (1n << 53n) + 1n, (1n << 40n) + 0x4001n, 0x7fff00ff00ffn, 0xffff8000n];
  return [...named, ...wide].map(value => BigInt.asUintN(width, value));
}

/** Vectors in which each telling number stands in each lane once. */
export function tellingVectors(letter: string, width: number): Bits[] {
  const lanes = telling(letter, width);
  return lanes.map((_, first) =>
    join(
      Array.from({ length: 128 / width }, (_, k) => lanes[(first + k * 5) % lanes.length]),
      width,
    ),
  );
}

/** What an instruction reads: the telling values of its operands' type, or of the lanes that its name says. */
export function operandValues(name: string, type: ValueType): Bits[] {
  if (type !== 'v128') return telling(type[0], bitsOf[type]);
  const [shape, operation] = name.split('.');
  const lanes = /_([if]\d+)x/.exec(operation)?.[1] ?? (shape === 'v128' ? 'i32' : shape.split('x')[0]);
  return tellingVectors(lanes[0], Number(lanes.slice(1)));
}

/** All combinations of one value for each operand; with three operands, those of rotated lists. */
export function combinations(values: readonly Bits[][]): Bits[][] {
  if (values.length < 3)
    return values.reduce<Bits[][]>((all, list) => all.flatMap(a => list.map(b => [...a, b])), [[]]);
  const [first, second, third] = values;
  return first.flatMap((a, i) =>
    second.flatMap((b, j) => [1, 4, 11].map(step => [a, b, third[(i + j * step + step) % third.length]])),
  );
}
