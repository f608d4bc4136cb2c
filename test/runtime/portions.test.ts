import { afterEach, describe, expect, it } from 'vitest';
import { portionSize } from '../../src/runtime/portions/plan.ts';
import { chosenRunner, setRunner } from '../../src/runtime/settings.ts';
import { describeNest, faultOf } from '../kernels/wasm/nest-compare.ts';
import { drawNest } from '../kernels/wasm/nest-draw.ts';
import type { Style } from '../kernels/wasm/nest-loops.ts';
import { mulberry32 } from '../runners/random.ts';

const { most, least } = portionSize;
const chosen = chosenRunner();
afterEach(() => {
  Object.assign(portionSize, { most, least });
  setRunner(chosen);
});

describe('a nest in portions', () => {
  it.each<[Style, number]>([
    ['any', 16],
    ['any', 256],
    ['any', 1e6],
    ['pointwise', 64],
    ['convolution', 256],
    ['convolution', 2048],
    ['channels', 512],
  ])('gives the same: %s, %i bytes', (style, bytes) => {
    setRunner('wasm');
    Object.assign(portionSize, { most: bytes, least: -1 });
    const faults: string[] = [];
    for (let index = 0; index < 300; index++) {
      const drawn = drawNest(mulberry32(7_000_003 + index), style);
      const fault = faultOf(drawn);
      if (fault) faults.push(`#${index}: ${fault} in ${describeNest(drawn)}`);
    }
    expect(faults.slice(0, 3)).toEqual([]);
  });
});
