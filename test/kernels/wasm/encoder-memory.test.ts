import { describe, expect, it } from 'vitest';
import {
  type Immediate,
  instructions,
  type ValueType,
} from '../../../src/kernels/wasm/encoder/instructions.ts';
import type { Bits } from './encoder-scalars.ts';
import { bitsOf, moduleOfInstruction, OPERANDS, RESULT, readBits, writeBits } from './encoder-support.ts';
import { join, split } from './encoder-vectors.ts';

const addressed: Immediate[] = ['memory', 'memoryLane'];
/** No multiple of any width, so that loads and stores are unaligned; the second offset has two LEB bytes. */
const ADDRESS = 1001;
const offsets = [0, 5, 300];
const stored: Record<ValueType, Bits> = {
  i32: 0x89abcdefn,
  i64: 0xfedcba9876543210n,
  f32: 0x40490fdbn,
  f64: 0x400921fb54442d18n,
  v128: 0x0f1e2d3c4b5a69788796a5b4c3d2e1f0n,
};

/** What a load gives from the bytes at its address. */
function loaded(name: string, memory: Uint8Array, at: number, previous: Bits, lane: number): Bits {
  const [type, operation] = name.split('.');
  const read = (bits: number) => readBits(memory, at, bits);
  const [, bits, lanes, suffix] = /^load(\d*)(?:x(\d+))?(?:_(.+))?$/.exec(operation)!;
  const width = Number(bits);
  if (!bits) return read(bitsOf[type as ValueType]);
  const extend = (value: Bits, to: number) =>
    BigInt.asUintN(to, suffix === 's' ? BigInt.asIntN(width, value) : value);
  if (lanes) {
    const parts = split(read(64), width, 64);
    return join(
      parts.map(part => extend(part, 2 * width)),
      2 * width,
    );
  }
  if (suffix === 'splat') return join(Array(128 / width).fill(read(width)), width);
  if (suffix === 'zero') return read(width);
  if (suffix === 'lane') return join(split(previous, width).with(lane, read(width)), width);
  return extend(read(width), bitsOf[type as ValueType]);
}

const pattern = (k: number) => (k * 151 + (k >> 3) * 37 + 129) % 256;

/** Runs an instruction at `ADDRESS`, over memory filled with a pattern; the memory before and after it. */
function access(name: string, immediates: number[]) {
  const { operands, results } = instructions.get(name)!;
  const module = moduleOfInstruction(name, operands, results, immediates);
  expect(WebAssembly.validate(module.bytes)).toBe(true);
  const { run, memory } = module.start();
  const bytes = new Uint8Array(memory.buffer);
  for (let k = 0; k < bytes.length; k++) bytes[k] = pattern(k);
  writeBits(bytes, OPERANDS, BigInt(ADDRESS), 32);
  if (operands[1]) writeBits(bytes, 2 * OPERANDS, stored[operands[1]], bitsOf[operands[1]]);
  const before = bytes.slice();
  run();
  return { before, after: bytes, operands, results };
}

describe('every load and store', () => {
  for (const [name, { immediate, width }] of instructions) {
    if (!addressed.includes(immediate)) continue;
    const lanes = immediate === 'memoryLane' ? Array.from({ length: 16 / width }, (_, lane) => lane) : [0];
    const cases = offsets.flatMap(offset => lanes.map(lane => [offset, lane]));
    it.each(cases)(`${name} with offset %i, lane %i`, (offset, lane) => {
      const { before, after, operands, results } = access(
        name,
        immediate === 'memory' ? [offset] : [lane, offset],
      );
      const wanted = before.slice();
      if (results.length > 0)
        writeBits(
          wanted,
          RESULT,
          loaded(name, before, ADDRESS + offset, stored.v128, lane),
          bitsOf[results[0]],
        );
      else {
        const value = stored[operands[1]] >> BigInt(8 * width * lane);
        writeBits(wanted, ADDRESS + offset, value, 8 * width);
      }
      expect(Buffer.compare(after, wanted)).toBe(0);
    });
  }

  it('traps past the end of the memory', () => {
    const { run } = moduleOfInstruction('v128.load', ['i32'], ['v128'], [65536 - 15]).start();
    expect(run).toThrow(WebAssembly.RuntimeError);
  });
});

describe('instructions on ranges of memory', () => {
  const ranges = (name: string, values: number[]) => {
    const { run, memory } = moduleOfInstruction(name, ['i32', 'i32', 'i32'], [], []).start();
    const bytes = new Uint8Array(memory.buffer);
    for (let k = 0; k < bytes.length; k++) bytes[k] = pattern(k);
    for (const [k, value] of values.entries()) writeBits(bytes, OPERANDS * (k + 1), BigInt(value), 32);
    const before = bytes.slice();
    run();
    return { before, after: bytes };
  };

  it('memory.fill writes one byte over and over', () => {
    const { before, after } = ranges('memory.fill', [777, 0x1ab, 100]);
    expect(Buffer.compare(after, before.fill(0xab, 777, 877))).toBe(0);
  });

  it('memory.copy copies as if through a copy', () => {
    const { before, after } = ranges('memory.copy', [780, 777, 100]);
    expect(Buffer.compare(after, before.copyWithin(780, 777, 877))).toBe(0);
  });
});
