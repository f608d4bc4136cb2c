import { describe, expect, it } from 'vitest';
import { heapStatistics, makeHeap, theHeap, useHeap } from '../../src/runtime/heap.ts';
import { setHeapLimit } from '../../src/runtime/heap-limit.ts';
import { newStorage } from '../../src/runtime/storage.ts';
import { newHeap, withHeap } from './support.ts';

const MIB = 2 ** 20;

describe.each([
  ['shared', true],
  ['unshared', false],
])('a heap, %s', (_, shared) => {
  it('hands out blocks behind the runner’s own part and gives views of them', () => {
    const heap = newHeap(shared);
    expect(heap.shared).toBe(shared);
    const address = heap.allocate(4 * MIB);
    expect(address).toBeGreaterThanOrEqual(65536);
    expect(address % 64).toBe(0);
    const view = heap.view('float32', address, MIB);
    view.fill(3);
    expect(heap.addressOf(view)).toBe(address);
    expect(heap.addressOf(view.subarray(10))).toBe(address + 40);
    expect(heap.addressOf(new Float32Array(4))).toBe(0);
    expect(heap.view('complex64', address, 2)).toEqual(Float32Array.of(3, 3));
    expect([heap.blocks, heap.used >= 4 * MIB]).toEqual([1, true]);
    heap.free(address);
    expect([heap.blocks, heap.used]).toEqual([0, 0]);
  });

  it('grows, and keeps what is in it', () => {
    const heap = newHeap(shared);
    const first = heap.allocate(MIB);
    const early = heap.view('float64', first, 100);
    early.fill(7);
    const { size } = heap;
    const second = heap.allocate(100 * MIB);
    expect(heap.size).toBeGreaterThan(size);
    // The last bytes stay free: vector loads reach past the end of a block.
    expect(second + 100 * MIB).toBeLessThanOrEqual(heap.size - 4096);
    expect(early.length).toBe(shared ? 100 : 0);
    expect(heap.addressOf(early)).toBe(shared ? first : 0);
    expect(heap.view('float64', first, 100)).toEqual(new Float64Array(100).fill(7));
  });

  it('zeroes what was used before, and only that', () => {
    const heap = newHeap(shared);
    const address = heap.allocate(MIB);
    heap.view('uint8', address, MIB).fill(255);
    heap.free(address);
    const again = heap.allocateZeroed(MIB);
    expect(again).toBe(address);
    expect(heap.view('uint8', again, MIB).every(byte => byte === 0)).toBe(true);
    const half = heap.allocateZeroed(2 * MIB);
    expect(heap.view('uint8', half, 2 * MIB).every(byte => byte === 0)).toBe(true);
  });

  it('respects its limit', () => {
    // 64 MiB of it are kept free for what runs borrow.
    const heap = newHeap(shared, 128 * MIB);
    expect(heap.allocate(65 * MIB)).toBe(0);
    const held: number[] = [];
    for (let address = heap.allocate(4 * MIB); address; address = heap.allocate(4 * MIB)) held.push(address);
    expect(held.length).toBe(15);
    expect(heap.size).toBeLessThanOrEqual(128 * MIB);
    expect(heap.borrow(63 * MIB)).toBeGreaterThan(0);
    heap.free(held[3]);
    expect(heap.allocate(4 * MIB)).toBe(held[3]);
    const limit = 72 * MIB;
    expect([newHeap(shared, limit).allocate(8 * MIB), newHeap(shared, limit).allocate(7 * MIB)]).toEqual([
      0,
      65536 + 64 * MIB,
    ]);
  });

  it('uses blocks again in a hot loop', () => {
    const heap = newHeap(shared);
    const seen = new Set<number>();
    for (let round = 0; round < 1000; round++) {
      const [a, b] = [heap.allocate(MIB), heap.allocate(MIB)];
      seen.add(a).add(b);
      heap.free(a);
      heap.free(b);
    }
    expect(seen.size).toBe(2);
  });
});

describe('an array in an unshared heap', () => {
  it('is found again after the memory has moved', () => {
    withHeap(newHeap(false), () => {
      const storage = newStorage('float32', MIB);
      storage.memory.fill(5);
      const before = storage.memory;
      const other = newStorage('float32', 25 * MIB);
      expect(before.length).toBe(0);
      expect(storage.memory.length).toBe(MIB);
      expect(storage.memory[MIB - 1]).toBe(5);
      other.dispose();
    });
  });
});

describe('the heap', () => {
  it('is one, and is made when it is needed', () => {
    useHeap(undefined);
    expect(heapStatistics()).toMatchObject({ size: 0, used: 0, blocks: 0 });
    expect(theHeap()).toBe(theHeap());
    expect(heapStatistics().size).toBeGreaterThan(0);
    expect(heapStatistics().shared).toBe(true);
    useHeap(undefined);
  });

  it('has a limit that can be set', () => {
    const { limit } = heapStatistics();
    try {
      useHeap(undefined);
      setHeapLimit(0);
      expect(theHeap()!.borrow(MIB)).toBeGreaterThan(0);
      expect(newStorage('float32', MIB).inHeap).toBe(false);
      useHeap(undefined);
      setHeapLimit(104 * MIB);
      expect(newStorage('float32', 9 * MIB).inHeap).toBe(true);
      expect(newStorage('float32', MIB).inHeap).toBe(false);
      expect(heapStatistics()).toMatchObject({ limit: 104 * MIB, blocks: 1 });
      expect(() => setHeapLimit(-1)).toThrow(/^setHeapLimit: bytes is -1; it must be a whole number/);
    } finally {
      setHeapLimit(limit);
      useHeap(undefined);
    }
  });

  it('is missing where WebAssembly is', () => {
    const { WebAssembly } = globalThis;
    try {
      Object.assign(globalThis, { WebAssembly: undefined });
      expect(makeHeap()).toBe(null);
    } finally {
      Object.assign(globalThis, { WebAssembly });
    }
    withHeap(null, () => {
      const storage = newStorage('float64', MIB, { zeroed: true });
      expect([storage.inHeap, storage.memory.length]).toEqual([false, MIB]);
    });
  });
});
