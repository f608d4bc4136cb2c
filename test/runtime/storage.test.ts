import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { add, array, flip, full, NDArray, slice, sum, zeros } from '../../src/array/index.ts';
import { arrayOf } from '../../src/array/ndarray.ts';
import { ConcordatError } from '../../src/errors.ts';
import { heapStatistics, useHeap } from '../../src/runtime/heap.ts';
import { heapLimit } from '../../src/runtime/heap-limit.ts';
import { scope } from '../../src/runtime/scope.ts';
import { setThreads } from '../../src/runtime/settings.ts';
import { newStorage, overlap, storageOf } from '../../src/runtime/storage.ts';
import { newView } from '../../src/views/view.ts';
import { collect, newHeap, turn, withHeap } from './support.ts';

const MIB = 2 ** 20;
afterEach(() => useHeap(undefined));

const disposedUse = /^\w+: the array was disposed of, or its scope has ended/;
function expectDisposed(x: NDArray): void {
  const uses = [
    () => x.data,
    () => x.toTypedArray(),
    () => x.toArray(),
    () => String(x),
    () => x.item(),
    () => add(x, 1),
    () => add(1, x),
    () => sum(x),
    () => flip(x),
    () => slice(x, [0, 1]),
    () => array([x]),
    () => new NDArray(x.dtype, x.storage, x.shape),
    () => add([1], [1], { out: x }),
  ];
  for (const use of uses) {
    expect(use, String(use)).toThrow(ConcordatError);
    expect(use, String(use)).toThrow(x.size === 1 || use !== uses[4] ? disposedUse : /size 1/);
  }
}

describe('a storage', () => {
  it('is a block of the heap when it is large, else ordinary memory', () => {
    expect(newStorage('float32', 16384).inHeap).toBe(true);
    expect(newStorage('float32', 16383).inHeap).toBe(false);
    expect(newStorage('complex64', 16384)).toMatchObject({ inHeap: true, length: 16384 });
    expect(newStorage('complex64', 4).memory.length).toBe(4);
    const elements = Uint8Array.of(1, 2);
    const wrapped = storageOf(elements);
    expect([wrapped.dtype, wrapped.memory, wrapped.data, wrapped.length]).toEqual([
      'uint8',
      elements,
      elements,
      2,
    ]);
    expect(storageOf(new Float32Array(4)).dtype).toBe('float32');
  });

  it('is zero when that is asked for, though its block was used before', () => {
    const first = newStorage('float64', 20_000);
    first.memory.fill(9);
    first.dispose();
    const second = newStorage('float64', 20_000, { zeroed: true });
    expect(second.memory.every(value => value === 0)).toBe(true);
  });

  it('knows which others have bytes in common with it', () => {
    const memory = new Float64Array(10);
    const whole = storageOf(memory);
    expect(overlap(whole, storageOf(new Uint8Array(memory.buffer, 8, 8)))).toBe(true);
    expect(overlap(storageOf(memory.subarray(0, 5)), storageOf(memory.subarray(5)))).toBe(false);
    expect(overlap(whole, storageOf(new Float64Array(10)))).toBe(false);
    const [a, b] = [newStorage('float32', 20_000), newStorage('float32', 20_000)];
    expect([overlap(a, a), overlap(a, b)]).toEqual([true, false]);
  });
});

describe('an array', () => {
  it('is read where it is by everything but data', () => {
    const x = full([300, 300], 2);
    for (const use of [
      () => x.toTypedArray(),
      () => x.item,
      () => String(x),
      () => sum(x).item(),
      () => add(x, x),
    ])
      use();
    expect(x.storage.inHeap).toBe(true);
    expect(x.toTypedArray().buffer).toBeInstanceOf(ArrayBuffer);
    expect(slice(x, [1, 2], [1, 2]).item()).toBe(2);
    expect(x.storage.inHeap).toBe(true);
  });

  it('moves out of the heap once when its live memory is asked for', () => {
    const x = full([300, 300], 2);
    const view = flip(x);
    const { blocks } = heapStatistics();
    const { data } = x;
    expect(heapStatistics().blocks).toBe(blocks - 1);
    expect(data.buffer).toBeInstanceOf(ArrayBuffer);
    data[0] = 5;
    expect([x.data, view.data]).toEqual([data, data]);
    expect(slice(view, [299, 300], [299, 300]).item()).toBe(5);
    const other = full([300, 300], 3);
    expect(other.storage.inHeap && data[1]).toBe(2);
  });

  it.each([
    ['large', [300, 300]],
    ['small', [3, 3]],
    ['of one element', [1]],
  ])('that was disposed of, %s, is refused everywhere', (_, shape) => {
    const { blocks } = heapStatistics();
    const x = full(shape, 2);
    const view = flip(x);
    x.dispose();
    x.dispose();
    expect(heapStatistics().blocks).toBe(blocks);
    expectDisposed(x);
    expectDisposed(view);
    expect(x.shape).toEqual(shape);
  });

  it('can be disposed of after its memory was asked for, and that memory stays', () => {
    const x = full([300, 300], 2);
    const { data } = x;
    x.dispose();
    expect(data[5]).toBe(2);
    expectDisposed(x);
    const memory = Float32Array.of(1, 2);
    array(memory).dispose();
    expect(memory[1]).toBe(2);
  });

  it('goes with a block of code that uses it', () => {
    const { blocks } = heapStatistics();
    {
      using x: Disposable & NDArray = zeros([300, 300]);
      expect(x.storage.inHeap).toBe(true);
      expect(heapStatistics().blocks).toBe(blocks + 1);
    }
    expect(heapStatistics().blocks).toBe(blocks);
    const key = Symbol.dispose ?? Symbol.for('Symbol.dispose');
    const x = zeros([2]);
    x[key as typeof Symbol.dispose]();
    expectDisposed(x);
  });

  it('is computed right in a heap that moves while it grows, and when there is no room', () => {
    for (const heap of [newHeap(false), newHeap(true, 33 * MIB), null])
      withHeap(heap, () => {
        const x = full([MIB], 1);
        const rounds = Array.from({ length: 8 }, (_, round) => add(x, round));
        expect(rounds.map(one => sum(one).item())).toEqual(rounds.map((_, round) => MIB * (round + 1)));
      });
  });
});

describe('the collector', () => {
  // Threads keep a block of their own.
  beforeAll(() => setThreads(1));
  afterAll(() => setThreads(0));

  it('frees what is not reachable, and never what somebody can read', async () => {
    const before = heapStatistics().blocks;
    const kept = full([MIB], 7);
    const taken = (() => {
      const x = full([MIB], 8);
      return x.data;
    })();
    const view = (() => slice(full([MIB], 9), [MIB - 3, null]))();
    (() => [full([MIB], 1), full([MIB], 2)].map(x => x.size))();
    expect(heapStatistics().blocks).toBe(before + 4);
    await collect();
    expect(heapStatistics().blocks).toBe(before + 2);
    // Whatever was free is written over.
    const rest = Array.from({ length: 4 }, () => full([MIB], -1));
    expect(taken.every(value => value === 8)).toBe(true);
    expect(view.toArray()).toEqual([9, 9, 9]);
    expect(sum(kept).item()).toBe(7 * MIB);
    expect(rest.length).toBe(4);
  });

  it('has nothing to do for what was disposed of', async () => {
    const { blocks } = heapStatistics();
    (() => {
      const x = full([MIB], 1);
      x.dispose();
    })();
    const next = full([MIB], 2);
    await collect();
    expect(heapStatistics().blocks).toBe(blocks + 1);
    expect(sum(next).item()).toBe(2 * MIB);
  });

  /** Makes an array of 4 MB whose pages are all touched. */
  const touched = () => {
    const x = arrayOf(newView('float32', [1024, 1024]));
    const { memory } = x.storage;
    for (let place = 0; place < memory.length; place += 1024) memory[place] = 1;
    return x;
  };

  it('keeps up with a loop that gives others a turn', async () => {
    const start = process.memoryUsage.rss();
    let [peak, inHeap] = [0, 0];
    for (let round = 0; round < 3000; round++) {
      inHeap += Number(touched().storage.inHeap);
      if (round % 8 !== 7) continue;
      await turn();
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    expect(inHeap).toBe(3000);
    expect(peak - start).toBeLessThan(8e8);
    await collect();
  });

  it('finds what a loop leaves that awaits only resolved promises, in which no finalizer runs', async () => {
    useHeap(newHeap(true, heapLimit()));
    await collect();
    const start = process.memoryUsage.rss();
    let peak = 0;
    for (let round = 0; round < 500; round++) {
      touched();
      await null;
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    useHeap(undefined);
    expect(peak - start).toBeLessThan(8e8);
    await collect();
  });

  it('leaves room for two large images', () => {
    const heap = newHeap(true, heapLimit());
    expect([heap.allocate(401e6), heap.allocate(401e6)]).not.toContain(0);
  });

  it('finds what a loop leaves that never pauses', () => {
    withHeap(newHeap(true, heapLimit()), () => {
      const start = process.memoryUsage.rss();
      for (let round = 0; round < 1000; round++) expect(touched().storage.inHeap).toBe(true);
      expect(process.memoryUsage.rss() - start).toBeLessThan(8e8);
    });
  });

  it('finds what a scope leaves that has not ended', () => {
    withHeap(newHeap(true, heapLimit()), () => {
      const start = process.memoryUsage.rss();
      const last = scope(() => {
        for (let round = 0; round < 1000; round++) touched();
        return touched();
      });
      expect(process.memoryUsage.rss() - start).toBeLessThan(8e8);
      expect(heapStatistics().blocks).toBe(1);
      last.dispose();
    });
  });

  it('uses ordinary memory again when the heap is full', () => {
    withHeap(newHeap(true, 64 * MIB), () => {
      const start = process.memoryUsage.rss();
      const seen = new Set<ArrayBufferLike>();
      for (let round = 0; round < 1000; round++) {
        const { storage } = touched();
        expect(storage.inHeap).toBe(false);
        seen.add(storage.memory.buffer);
      }
      expect(process.memoryUsage.rss() - start).toBeLessThan(8e8);
      expect(seen.size).toBeLessThan(200);
    });
  });

  it('never uses memory again that somebody else has', () => {
    withHeap(newHeap(true, 64 * MIB), () => {
      const taken = (() => {
        const x = touched();
        x.storage.memory.fill(7);
        const { data } = x;
        x.dispose();
        return data;
      })();
      for (let round = 0; round < 200; round++) touched().storage.memory.fill(-1);
      expect(taken.every(value => value === 7)).toBe(true);
    });
  });
});
