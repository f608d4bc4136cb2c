import { describe, expect, it } from 'vitest';
import { ConcordatError } from '../../../src/errors.ts';
import { signedLeb, unsignedLeb } from '../../../src/kernels/wasm/encoder/bytes.ts';
import { FunctionCode, ModuleCode } from '../../../src/kernels/wasm/encoder/encoder.ts';
import type { ValueType } from '../../../src/kernels/wasm/encoder/instructions.ts';
import { moduleOf } from './encoder-support.ts';

function readUnsigned(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte, k) => sum + (byte & 127) * 128 ** k, 0);
}
function readSigned(bytes: readonly number[]): bigint {
  const value = bytes.reduce((sum, byte, k) => sum + (BigInt(byte & 127) << BigInt(7 * k)), 0n);
  return BigInt.asIntN(7 * bytes.length, value);
}
const wellFormed = (bytes: readonly number[]) =>
  bytes.every((byte, k) => byte >> 7 === (k < bytes.length - 1 ? 1 : 0));

describe('LEB128', () => {
  it.each([0, 1, 127, 128, 129, 16383, 16384, 2 ** 21, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])(
    'holds %i',
    value => {
      expect(wellFormed(unsignedLeb(value))).toBe(true);
      expect(readUnsigned(unsignedLeb(value))).toBe(value);
      expect(unsignedLeb(value).length).toBe(Math.max(1, Math.ceil(Math.log2(value + 1) / 7)));
    },
  );

  const edges = [6, 7, 13, 14, 31, 63].flatMap(bits => [1n << BigInt(bits), -(1n << BigInt(bits))]);
  it.each([...edges, 0n, -1n].flatMap(edge => [edge - 1n, edge, edge + 1n]))('holds the signed %i', value => {
    expect(wellFormed(signedLeb(value))).toBe(true);
    expect(readSigned(signedLeb(value))).toBe(value);
    const bits = (value < 0n ? -value - 1n : value).toString(2).replace(/^0$/, '').length + 1;
    expect(signedLeb(value).length).toBe(Math.ceil(bits / 7));
  });
});

describe('constants', () => {
  it.each([0, 1, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)])('i32 %i', value => {
    expect(
      moduleOf(new FunctionCode([], ['i32']).i32(value))
        .start()
        .run(),
    ).toBe(value);
  });
  it.each([0n, -1n, 64n, (1n << 63n) - 1n, -(1n << 63n)])('i64 %i', value => {
    expect(
      moduleOf(new FunctionCode([], ['i64']).i64(value))
        .start()
        .run(),
    ).toBe(value);
  });
  it.each([0, -0, 0.1, -Infinity, NaN, 5e-324, Number.MAX_VALUE])('f64 %d, and rounded to f32', value => {
    expect(
      moduleOf(new FunctionCode([], ['f64']).f64(value))
        .start()
        .run(),
    ).toBe(value);
    expect(
      moduleOf(new FunctionCode([], ['f32']).f32(value))
        .start()
        .run(),
    ).toBe(Math.fround(value));
  });
  it('v128 from its bytes', () => {
    const bytes = Array.from({ length: 16 }, (_, k) => 255 - 16 * k);
    const { run, memory } = moduleOf(new FunctionCode([]).i32(32).v128(bytes).op('v128.store')).start();
    run();
    expect(Array.from(new Uint8Array(memory.buffer, 32, 16))).toEqual(bytes);
  });
});

describe('control flow', () => {
  /** n!, by a loop in a block. */
  const factorial = () => {
    const code = new FunctionCode(['i32'], ['i32']);
    const product = code.local('i32');
    code.i32(1).set(product);
    code.block(() => {
      code.loop(() => {
        code.get(0).op('i32.eqz').branchIf(1);
        code.get(0).get(product).op('i32.mul').set(product);
        code.get(0).i32(1).op('i32.sub').set(0).branch(0);
      });
    });
    return code.get(product);
  };

  it.each([0, 1, 5, 12])('a loop runs until its block is left: %i!', n => {
    const wanted = Array.from({ length: n }, (_, k) => k + 1).reduce((a, b) => a * b, 1);
    expect(moduleOf(factorial()).start().run(n)).toBe(wanted);
  });

  it('either branch of a condition runs, with a result or without', () => {
    const code = new FunctionCode(['i32'], ['i32']);
    const seen = code.local('i32');
    code.get(0).when(() => code.i32(100).set(seen));
    code.get(0).when(
      () => code.i32(1),
      () => code.i32(2),
      'i32',
    );
    const { run } = moduleOf(code.get(seen).op('i32.add')).start();
    expect([run(0), run(1), run(-1)]).toEqual([2, 101, 101]);
  });

  it('a block gives a value, also from a branch', () => {
    const code = new FunctionCode(['i32'], ['i32']);
    code.block(() => code.i32(7).get(0).branchIf(0).op('drop').i32(8), 'i32');
    const { run } = moduleOf(code).start();
    expect([run(1), run(0)]).toEqual([7, 8]);
  });

  it('leaves the block of a depth, out of blocks, loops and conditions', () => {
    const code = new FunctionCode(['i32'], ['i32']);
    const seen = code.local('i32');
    code.block(() => {
      const outer = code.depth;
      code.get(0).when(
        () => {
          code.loop(() => code.block(() => code.i32(1).set(seen).get(0).i32(1).op('i32.eq').leaveIf(outer)));
          code.i32(2).set(seen);
        },
        () => code.i32(1).leaveIf(outer),
      );
      code.get(seen).i32(10).op('i32.add').set(seen);
    });
    expect(code.depth).toBe(0);
    const { run } = moduleOf(code.get(seen)).start();
    expect([run(0), run(1), run(2)]).toEqual([0, 1, 12]);
  });

  it('choose takes the first where the condition holds', () => {
    const { run } = moduleOf(new FunctionCode(['i32'], ['f64']).f64(1.5).f64(2.5).get(0).choose()).start();
    expect([run(3), run(0)]).toEqual([1.5, 2.5]);
  });

  it('what is put at the start runs once, before everything else', () => {
    const code = new FunctionCode(['i32'], ['i32']);
    const count = code.local('i32');
    code.loop(() => {
      code.get(count).i32(1).op('i32.add').set(count);
      code.atStart(() => code.i32(1000).set(count));
      code.get(0).i32(1).op('i32.sub').tee(0).branchIf(0);
    });
    expect(moduleOf(code.get(count)).start().run(5)).toBe(1005);
  });
});

describe('locals', () => {
  it('are 200 if need be, of every type, and start as zero', () => {
    const types: ValueType[] = ['i32', 'i64', 'f32', 'f64', 'v128'];
    const code = new FunctionCode(['i32'], ['i32']);
    const locals = Array.from({ length: 200 }, (_, k) => code.local(types[k % 5]));
    const integers = locals.filter((_, k) => k % 5 === 0);
    for (const [k, local] of integers.entries())
      code.get(local).get(0).op('i32.add').i32(k).op('i32.add').set(local);
    code.i32(0);
    for (const local of integers) code.get(local).op('i32.add');
    expect(locals).toEqual(Array.from({ length: 200 }, (_, k) => k + 1));
    // 40 locals of k plus 1000 each.
    expect(moduleOf(code).start().run(1000)).toBe(40 * 1000 + (40 * 39) / 2);
  });
});

describe('modules', () => {
  it('import functions of the host once each, and call them beside their own', () => {
    const module = new ModuleCode({ shared: false, maximum: 1 });
    const signature = { parameters: ['f64', 'f64'], results: ['f64'] } as const;
    const power = module.importFunction('Math', 'pow', signature);
    const atan2 = module.importFunction('Math', 'atan2', signature);
    expect(module.importFunction('Math', 'pow', signature)).toBe(power);
    const half = module.addFunction(new FunctionCode(['f64'], ['f64']).get(0).f64(0.5).op('f64.mul'), 'half');
    const code = new FunctionCode(['f64', 'f64'], ['f64']);
    code.get(0).get(1).call(power).get(0).get(1).call(atan2).op('f64.sub').call(half);
    const tested = moduleOf(code, module);
    expect(WebAssembly.Module.exports(new WebAssembly.Module(tested.bytes)).map(({ name }) => name)).toEqual([
      'half',
      'run',
    ]);
    expect(tested.start({ Math }).run(3, 4)).toBe((81 - Math.atan2(3, 4)) / 2);
  });

  it('refuse an import after their first function, and an instruction that is not there', () => {
    const module = new ModuleCode({ shared: false, maximum: 1 });
    module.addFunction(new FunctionCode([]));
    expect(() => module.importFunction('Math', 'sin', { parameters: [], results: [] })).toThrow(
      ConcordatError,
    );
    expect(() => new FunctionCode([]).op('f32.sine')).toThrow(/f32\.sine/);
  });

  it.each([true, false])('work on shared memory: %s', shared => {
    const module = new ModuleCode({ shared, maximum: 65536 });
    const { bytes } = moduleOf(new FunctionCode(['i32']).i32(8).get(0).op('i32.store'), module);
    const memory = (shared: boolean) => new WebAssembly.Memory({ initial: 1, maximum: 65536, shared });
    const compiled = new WebAssembly.Module(bytes);
    const right = memory(shared);
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: right } });
    (exports.run as (value: number) => void)(-5);
    expect(new Int32Array(right.buffer)[2]).toBe(-5);
    expect(() => new WebAssembly.Instance(compiled, { env: { memory: memory(!shared) } })).toThrow(
      WebAssembly.LinkError,
    );
  });

  it('are valid with code of many kilobytes', () => {
    const code = new FunctionCode(['f64'], ['f64']).get(0);
    for (let k = 0; k < 20_000; k++) code.f64(1).op('f64.add');
    expect(code.size).toBeGreaterThan(200_000);
    expect(moduleOf(code).start().run(0.5)).toBe(20_000.5);
  });
});
