import { describe, expect, it } from 'vitest';
import { type MemoryBlocks, makeBlocks, UNIT } from '../../src/runtime/blocks.ts';
import { mulberry32 } from '../random.ts';

const MIB = 2 ** 20;

/** Takes a block, with a longer range if need be, as the heap does. */
function takeOrGrow(blocks: MemoryBlocks, bytes: number): number {
  const address = blocks.take(bytes);
  if (address) return address;
  blocks.extend(blocks.end + blocks.missing(bytes));
  return blocks.take(bytes);
}

/** Checks that blocks fill the range without gaps or overlaps, and that those in use are the ones the model knows. */
function expectWhole(blocks: MemoryBlocks, first: number, live: ReadonlyMap<number, number>): void {
  let next = first;
  let used = 0;
  for (const block of blocks.list()) {
    if (block.start !== next || block.bytes <= 0) throw new Error(`a gap at ${next}`);
    next += block.bytes;
    const wanted = live.get(block.start);
    if (block.used !== (wanted !== undefined)) throw new Error(`the use of ${block.start} is not known`);
    if (wanted === undefined) continue;
    if (block.bytes < wanted || block.bytes >= wanted + UNIT) throw new Error(`a block of a wrong size`);
    used += block.bytes;
  }
  expect([next, used, live.size]).toEqual([blocks.end, blocks.used, blocks.count]);
}

describe('blocks', () => {
  it('hand out the block that was just given back, at its size', () => {
    const blocks = makeBlocks(4096);
    blocks.extend(4096 + MIB);
    const [a, b, c] = [1000, 2000, 1000].map(blocks.take);
    expect(a).toBe(4096);
    expect([a, b, c].every(address => address % UNIT === 0)).toBe(true);
    blocks.give(a);
    blocks.give(c);
    expect([blocks.take(1000), blocks.take(1001), blocks.take(900)]).not.toContain(b);
    expect(blocks.count).toBe(4);
  });

  it('join free neighbours and refuse what does not fit', () => {
    const blocks = makeBlocks(UNIT);
    blocks.extend(UNIT + 10 * UNIT);
    const taken = Array.from({ length: 10 }, () => blocks.take(UNIT));
    expect(blocks.take(1)).toBe(0);
    for (const address of taken) blocks.give(address);
    expect(blocks.used).toBe(0);
    expect(blocks.take(11 * UNIT)).toBe(0);
    expect(blocks.missing(11 * UNIT)).toBe(UNIT);
    expect(blocks.take(10 * UNIT)).toBe(UNIT);
  });

  it('know what is in use', () => {
    const blocks = makeBlocks(UNIT);
    blocks.extend(MIB);
    const address = blocks.take(5000);
    blocks.give(address);
    expect(() => blocks.give(address)).toThrow(/no block in use starts at/);
    expect(() => blocks.give(address + UNIT)).toThrow(/no block in use/);
  });

  it.each([1, 2, 3])('stay whole and bounded over a long random run (%i)', seed => {
    const random = mulberry32(seed).next;
    const first = 65536;
    const blocks = makeBlocks(first);
    const live = new Map<number, number>();
    let [wanted, peak] = [0, 0];
    // Sizes over three powers of ten, some of them often; as many blocks come as go, in no order.
    const sizes = Array.from({ length: 12 }, () => Math.ceil(65536 * 1000 ** random()));
    const rounds = 60_000;
    let looseAtHalf = 0;
    for (let round = 0; round < rounds; round++) {
      if (live.size > 0 && (live.size > 150 || random() < 0.5)) {
        const address = [...live.keys()][Math.floor(random() * live.size)];
        wanted -= live.get(address)!;
        live.delete(address);
        blocks.give(address);
      } else {
        const size =
          random() < 0.6 ? sizes[Math.floor(random() * sizes.length)] : Math.ceil(65536 * 300 ** random());
        const address = takeOrGrow(blocks, size);
        expect(address).toBeGreaterThanOrEqual(first);
        if (live.has(address)) throw new Error('handed out twice');
        live.set(address, size);
        wanted += size;
        peak = Math.max(peak, wanted);
      }
      if (round % 5000 === 0) expectWhole(blocks, first, live);
      if (round === rounds / 2) looseAtHalf = blocks.end / peak;
    }
    expectWhole(blocks, first, live);
    expect(blocks.end - first).toBeLessThan(1.6 * peak);
    // The range grows with the most that was in use at once, and not with time.
    expect(blocks.end / peak).toBeLessThan(1.15 * looseAtHalf);
    for (const address of live.keys()) blocks.give(address);
    expect(blocks.take(blocks.end - first)).toBe(first);
  });

  it('cost less than a microsecond or so', () => {
    const blocks = makeBlocks(65536);
    blocks.extend(2 ** 31);
    const sizes = Array.from({ length: 64 }, (_, k) => 65536 + 40_000 * k);
    const once = () => {
      const held = sizes.map(blocks.take);
      for (const address of held) blocks.give(address);
    };
    for (let round = 0; round < 300; round++) once();
    const start = performance.now();
    for (let round = 0; round < 1000; round++) once();
    const each = ((performance.now() - start) * 1000) / (1000 * sizes.length);
    expect(each).toBeLessThan(5);
  });
});
