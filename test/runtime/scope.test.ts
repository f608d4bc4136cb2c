import { describe, expect, it } from 'vitest';
import { add, array, full, multiply, type NDArray, slice, sum } from '../../src/array/index.ts';
import { fft, ifft, realPart } from '../../src/index.ts';
import { heapStatistics } from '../../src/runtime/heap.ts';
import { keepBeyondScope, scope } from '../../src/runtime/scope.ts';

const blocks = () => heapStatistics().blocks;
const large = (value = 1) => full([200, 200], value);

describe('scope', () => {
  it('frees what was made in it and keeps what it returns', () => {
    const [x, before] = [large(), blocks()];
    const lost: NDArray[] = [];
    const result = scope(() => {
      lost.push(add(x, 1), array([1, 2]));
      return multiply(lost[0], 2);
    });
    expect(blocks()).toBe(before + 1);
    expect(sum(result).item()).toBe(4 * 40_000);
    expect(sum(x).item()).toBe(40_000);
    for (const one of lost) expect(() => one.toTypedArray()).toThrow(/its scope has ended/);
    result.dispose();
    expect(blocks()).toBe(before);
  });

  it('keeps what is reached through views, lists, maps, sets and plain objects', () => {
    const before = blocks();
    const loop: Record<string, unknown> = {};
    const made = scope(() => {
      large();
      Object.assign(loop, {
        list: [large(2), [large(3)]],
        map: new Map([['a', large(4)]]),
        set: new Set([large(5)]),
        view: slice(large(6), [0, 1]),
        loop,
        none: null,
        text: 'x',
      });
      return loop as {
        list: [NDArray, NDArray[]];
        map: Map<string, NDArray>;
        set: Set<NDArray>;
        view: NDArray;
      };
    });
    expect(blocks()).toBe(before + 5);
    const all = [made.list[0], made.list[1][0], made.map.get('a')!, ...made.set, made.view];
    expect(all.map(x => x.toTypedArray()[0])).toEqual([2, 3, 4, 5, 6]);
    for (const x of all) x.dispose();
  });

  it('gives survivors of an inner scope to the outer one', () => {
    const before = blocks();
    let inner: NDArray | undefined;
    const outer = scope(() => {
      inner = scope(() => {
        large();
        return large(3);
      });
      expect(blocks()).toBe(before + 1);
      return add(inner, 1);
    });
    expect(blocks()).toBe(before + 1);
    expect(sum(outer).item()).toBe(4 * 40_000);
    expect(() => sum(inner!)).toThrow(/its scope has ended/);
    const small = scope(() => scope(() => array([1])));
    expect(small.toArray()).toEqual([1]);
    scope(() => {
      inner = scope(() => array([1]));
    });
    expect(() => inner!.toArray()).toThrow(/its scope has ended/);
    outer.dispose();
  });

  it('frees everything when its work fails, and when that is asynchronous', () => {
    const before = blocks();
    const failing = () => {
      large();
      throw new RangeError('mine');
    };
    expect(() => scope(failing)).toThrow(RangeError);
    expect(() => scope(async () => large())).toThrow(/^scope: work returned a promise; .* use `using`/);
    expect(blocks()).toBe(before);
    expect(() => scope(5 as never)).toThrow(/^scope: work is 5; it must be a function/);
    const after = large();
    expect(sum(after).item()).toBe(40_000);
    after.dispose();
  });

  it('has nothing left to free after dispose, and leaves live memory alone', () => {
    const before = blocks();
    const data = scope(() => {
      large().dispose();
      return large(4).data;
    });
    expect([blocks(), data[7]]).toEqual([before, 4]);
  });

  it('leaves the tables that operations keep', () => {
    const x = array(Float64Array.from({ length: 30011 }, (_, k) => k % 7));
    const back = () => realPart(ifft(fft(x))).toTypedArray();
    const first = scope(() => back());
    const before = blocks();
    expect(back()).toEqual(first);
    expect(scope(() => back())).toEqual(first);
    expect(blocks() - before).toBeLessThanOrEqual(3);
  });

  it('can be left by what is kept for later', () => {
    let kept: NDArray | undefined;
    scope(() => {
      kept = large(2);
      keepBeyondScope(kept.storage);
    });
    expect(sum(kept!).item()).toBe(80_000);
    kept!.dispose();
  });

  it('bounds a loop', () => {
    const { used } = heapStatistics();
    const x = full([256, 256], 1, { dtype: 'float32' });
    let [size, most] = [0, 0];
    for (let round = 0; round < 200; round++) {
      scope(() => multiply(add(x, round), add(x, 1)).toTypedArray());
      if (round === 0) size = heapStatistics().size;
      most = Math.max(most, heapStatistics().used);
    }
    expect(heapStatistics().size).toBe(size);
    expect(most - used).toBeLessThan(2 ** 20);
    x.dispose();
  });
});
