import { afterEach, describe, expect, it } from 'vitest';
import { addressOffset, FunctionCode, ModuleCode, ownOffset } from '../../src/kernels/wasm/index.ts';
import type { Heap } from '../../src/runtime/heap.ts';
import { type Launch, launch, loadKernel, scratchOf } from '../../src/runtime/launch.ts';
import { setThreads } from '../../src/runtime/settings.ts';
import { newHeap, withHeap } from './support.ts';

afterEach(() => setThreads(0));

/** A pass of a transform: (sum, difference)[k] = a[k] ± b[k] times a factor of float64; a unit is one k. */
function butterfly(heap: Heap): Uint8Array<ArrayBuffer> {
  const [args, first, last] = [0, 1, 2];
  const code = new FunctionCode(['i32', 'i32', 'i32']);
  const at = (index: number) =>
    code.get(args).op('i32.load', addressOffset(index)).get(first).i32(8).op('i32.mul').op('i32.add');
  const result = (target: number, operation: string) => {
    at(2 + target);
    at(0).op('f64.load');
    at(1).op('f64.load').op(operation);
    code.get(args).op('f64.load', ownOffset(2, 2)).op('f64.mul').op('f64.store');
  };
  code.block(() => {
    code.loop(() => {
      code.get(first).get(last).op('i32.ge_s').branchIf(1);
      result(0, 'f64.add');
      result(1, 'f64.sub');
      code.get(first).i32(1).op('i32.add').set(first).branch(0);
    });
  });
  const module = new ModuleCode({ shared: heap.shared, maximum: 65536 });
  module.addFunction(code, 'run');
  return module.bytes();
}

const none = (): number => {
  throw new Error('nothing should be borrowed');
};

describe('code that is no nest', () => {
  for (const [shared, count, work] of [
    [false, 1, 0],
    [true, 1, 0],
    [true, 2, 2 ** 23],
  ] as const)
    it(`runs over addresses: ${count} thread${count > 1 ? 's' : ''}, memory ${shared ? '' : 'not '}shared`, () => {
      const heap = newHeap(shared);
      setThreads(count);
      withHeap(heap, () => {
        const units = 1000;
        const [a, b, sum, difference] = [0, 1, 2, 3].map(() => heap.allocate(8 * units));
        const fill = (address: number, value: (k: number) => number) =>
          heap.view('float64', address, units).set(Float64Array.from({ length: units }, (_, k) => value(k)));
        fill(a, k => k);
        fill(b, k => 3 * k + 1);
        const call: Launch = {
          sources: [a, b],
          targets: [sum, difference],
          arguments: { bytes: 8, write: (view, address) => view.setFloat64(address, 0.5, true) },
          units,
          work,
          alone: false,
        };
        launch(heap, loadKernel(heap, butterfly(heap))!, call, scratchOf(none));
        expect(Array.from(heap.view('float64', sum, units)).every((y, k) => y === 2 * k + 0.5)).toBe(true);
        expect(Array.from(heap.view('float64', difference, units)).every((y, k) => y === -k - 0.5)).toBe(
          true,
        );
      });
    });

  it('is null where the engine refuses it', () => {
    expect(loadKernel(newHeap(false), Uint8Array.of(0, 1, 2))).toBeNull();
  });
});

describe('scratch', () => {
  it('is at the beginning of the heap, sixteen bytes apart', () => {
    const scratch = scratchOf(none);
    expect([scratch(1), scratch(17), scratch(16)]).toEqual([4096, 4112, 4144]);
  });
  it('is borrowed where it does not fit there', () => {
    const asked: number[] = [];
    const scratch = scratchOf(bytes => {
      asked.push(bytes);
      return 99;
    });
    expect([scratch(60_000), scratch(2000), scratch(1000)]).toEqual([4096, 99, 64_096]);
    expect(asked).toEqual([2000]);
  });
});
