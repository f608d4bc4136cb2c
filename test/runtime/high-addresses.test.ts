import { afterEach, expect, it } from 'vitest';
import { add, full, sum } from '../../src/array/index.ts';
import { chosenRunner, setRunner } from '../../src/runtime/settings.ts';
import { describeNest, faultOf } from '../kernels/wasm/nest-compare.ts';
import { drawNest } from '../kernels/wasm/nest-draw.ts';
import { mulberry32 } from '../random.ts';
import { newHeap, withHeap } from './support.ts';

const chosen = chosenRunner();
afterEach(() => setRunner(chosen));

/** A heap whose lower half is taken: new blocks have addresses that are negative as signed 32-bit numbers. */
function upperHeap() {
  const heap = newHeap(true, 2 ** 32 - 65536);
  // Pages that nobody touches take no memory.
  const lower = heap.allocate(2 ** 31);
  return { heap, lower };
}

it('runs nests over blocks above 2 GiB', () => {
  const { heap, lower } = upperHeap();
  setRunner('wasm');
  withHeap(heap, () => {
    const faults: string[] = [];
    for (const style of ['any', 'pointwise', 'convolution', 'channels'] as const)
      for (let index = 0; index < 60; index++) {
        const drawn = drawNest(mulberry32(5_000_003 + index), style);
        const fault = faultOf(drawn, ['heap']);
        if (fault) faults.push(`${style} #${index}: ${fault} in ${describeNest(drawn)}`);
      }
    expect(faults.slice(0, 3)).toEqual([]);
    // Enough for all threads.
    const x = full([4096, 4096], 1, { dtype: 'float32' });
    expect(x.storage.memory.byteOffset).toBeGreaterThan(2 ** 31);
    expect(sum(add(x, 1)).item()).toBe(2 * 4096 * 4096);
    heap.free(lower);
  });
});
