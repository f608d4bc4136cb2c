import { describe, expect, it } from 'vitest';
import {
  type Immediate,
  type Instruction,
  instructions,
} from '../../../src/kernels/wasm/encoder/instructions.ts';
import { type Bits, type Model, scalarModel, toFloat } from './encoder-scalars.ts';
import {
  bitsOf,
  combinations,
  moduleOfInstruction,
  OPERANDS,
  operandValues,
  RESULT,
  readBits,
  writeBits,
} from './encoder-support.ts';
import { split, vectorModels } from './encoder-vectors.ts';

const tested: Immediate[] = ['none', 'lane', 'shuffle'];

/** The immediates to try. */
function immediatesOf({ immediate, width }: Instruction): number[][] {
  if (immediate === 'lane') return Array.from({ length: width }, (_, lane) => [lane]);
  if (immediate !== 'shuffle') return [[]];
  return [3, 7, 31].map(step => Array.from({ length: 16 }, (_, k) => (k * step + 5) % 32));
}

function modelsOf(name: string, immediates: readonly number[]): Model[] | undefined {
  const [type, operation] = name.split('.');
  if (type === 'v128' || type.includes('x')) return vectorModels(type, operation, immediates);
  const model = scalarModel(type, operation);
  return model && [model];
}

/** Which NaN arithmetic gives is not defined. */
const freeNaN =
  /^f.*\.(ceil|floor|trunc|nearest|sqrt|add|sub|mul|div|min|max|demote_.*|promote_.*|relaxed_.*)$/;

function same(name: string, got: Bits, wanted: Bits, width: number): boolean {
  if (got === wanted || !freeNaN.test(name)) return got === wanted;
  const lane = Number(/^f(\d+)/.exec(name)![1]);
  const isNaN = (bits: Bits) => Number.isNaN(toFloat(bits, lane));
  const lanes = split(wanted, lane, width);
  return split(got, lane, width).every((bits, k) => bits === lanes[k] || (isNaN(bits) && isNaN(lanes[k])));
}

/** The first operands for which the instruction (or `other` in its place) does not give what the model says. */
function firstFault(name: string, immediates: number[], other = name): string | undefined {
  const { operands, results } = instructions.get(name)!;
  const models = modelsOf(name, immediates);
  if (!models) return 'there is no model of it';
  const module = moduleOfInstruction(other, operands, results, immediates);
  if (!WebAssembly.validate(module.bytes)) return 'it is not valid';
  const { run, memory } = module.start();
  const bytes = new Uint8Array(memory.buffer);
  const width = bitsOf[results[0]];
  for (const values of combinations(operands.map(type => operandValues(name, type)))) {
    for (const [k, value] of values.entries())
      writeBits(bytes, OPERANDS * (k + 1), value, bitsOf[operands[k]]);
    let got: Bits | null = null;
    try {
      run();
      got = readBits(bytes, RESULT, width);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    }
    const wanted = models.map(model => model(...values));
    const right = wanted.some(bits =>
      bits === null || got === null ? bits === got : same(name, got, bits, width),
    );
    if (!right) return `${immediates} (${values.map(hex)}) gives ${hex(got)} instead of ${wanted.map(hex)}`;
  }
  return undefined;
}
const hex = (bits: Bits | null) => bits?.toString(16) ?? 'a trap';

const relaxedValid = WebAssembly.validate(
  moduleOfInstruction('f32x4.relaxed_madd', ['v128', 'v128', 'v128'], ['v128'], []).bytes,
);

const names = [...instructions.keys()].filter(
  name => name !== 'drop' && tested.includes(instructions.get(name)!.immediate),
);
const skipped = (name: string) => name.includes('relaxed') && !relaxedValid;

describe('every instruction of the table', () => {
  for (const name of names) {
    it.skipIf(skipped(name))(`${name} does what WebAssembly says`, () => {
      const faults = immediatesOf(instructions.get(name)!).map(immediates => firstFault(name, immediates));
      expect(faults.filter(fault => fault !== undefined)).toEqual([]);
    });
  }

  it('is told apart from the next one of its type', () => {
    const type = ({ operands, results, immediate, width }: Instruction) =>
      [operands, results, immediate, width].join(' ');
    const alike = names.flatMap((name, k) => {
      const next = names
        .slice(k + 1)
        .find(other => type(instructions.get(other)!) === type(instructions.get(name)!));
      if (!next || skipped(name) || skipped(next)) return [];
      const [immediates] = immediatesOf(instructions.get(name)!);
      return firstFault(name, immediates, next) ? [] : [`${name} ${next}`];
    });
    expect(alike).toEqual([]);
  });
});
