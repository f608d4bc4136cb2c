import { afterEach, expect, it, vi } from 'vitest';
import { Barriers } from '../../../../src/kernels/wasm/code/barriers.ts';
import type { Loads } from '../../../../src/kernels/wasm/code/loads.ts';
import { Emitter } from '../../../../src/kernels/wasm/code/vector.ts';
import { FunctionCode, ModuleCode } from '../../../../src/kernels/wasm/encoder/encoder.ts';

afterEach(() => vi.restoreAllMocks());

/** Twelve loads with a pause after each, while nothing is kept; how often there was a barrier, and the code. */
function twelveLoads(ahead: number, relaxed: boolean) {
  const leave = vi.spyOn(FunctionCode.prototype, 'leaveIf').mockClear();
  const module = new ModuleCode({ shared: false, maximum: 1 });
  const code = new FunctionCode(['i32'], ['f32']);
  const emitter = new Emitter(module, code, relaxed);
  const loads = { count: 0 };
  const sum = emitter.reserve('f32x4');
  new Barriers(emitter, loads as Loads).within(ahead, [sum], pause => {
    for (let k = 0; k < 12; k++) {
      loads.count++;
      code.get(sum.parts[0]).get(emitter.splat('f32x4', k)).op('f32x4.add').set(sum.parts[0]);
      pause(0);
    }
  });
  module.addFunction(code.get(sum.parts[0]).op('f32x4.extract_lane', 0), 'run');
  return { barriers: leave.mock.calls.length, bytes: module.bytes() };
}

it('stands after every so many loads', () => {
  expect(twelveLoads(4, false).barriers).toBe(3);
  expect(twelveLoads(5, false).barriers).toBe(2);
  expect(twelveLoads(20, false).barriers).toBe(0);
});
it('stands nowhere in engines that keep the order of the code, nor where loads are few', () => {
  expect(twelveLoads(4, true).barriers).toBe(0);
  expect(twelveLoads(Number.POSITIVE_INFINITY, false).barriers).toBe(0);
});
it('leaves registers for what is kept, and at least two loads', () => {
  const barriers = new Barriers(null as never, null as never);
  expect([0, 6, 12, 13, 40].map(kept => barriers.ahead(kept))).toEqual([14, 8, 2, 2, 2]);
});
it('is never taken', async () => {
  const run = async (ahead: number, relaxed: boolean) => {
    const { bytes } = twelveLoads(ahead, relaxed);
    const memory = new WebAssembly.Memory({ initial: 0, maximum: 1 });
    const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
    return (instance.exports.run as (counter: number) => number)(7);
  };
  expect(await run(2, false)).toBe(66);
  expect(await run(2, true)).toBe(66);
});
