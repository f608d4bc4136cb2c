import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setRunner } from '../../../src/runtime/settings.ts';
import { mulberry32 } from '../../random.ts';
import { describeNest, faultOf } from './nest-compare.ts';
import { drawNest } from './nest-draw.ts';
import type { Style } from './nest-loops.ts';

const cases: Readonly<Record<Style, number>> = {
  any: 500,
  pointwise: 300,
  convolution: 300,
  channels: 100,
  taps: 40,
  folds: 16,
  across: 100,
  rows: 60,
};
const times = process.env.CONCORDAT_LONG === '1' ? 10 : 1;
const seed = Number(process.env.CONCORDAT_SEED ?? 1);

// 'auto' would interpret the smallest ones.
beforeAll(() => setRunner('wasm'));
afterAll(() => setRunner('auto'));

describe('compiled nests give what the interpreter gives', () => {
  for (const [style, count] of Object.entries(cases))
    it(style, () => {
      const faults: string[] = [];
      for (let index = 0; index < count * times && faults.length < 3; index++) {
        const drawn = drawNest(mulberry32(seed * 1_000_003 + index), style as Style);
        const fault = faultOf(drawn);
        if (fault) faults.push(`#${index}: ${fault} in ${describeNest(drawn)}`);
      }
      expect(faults).toEqual([]);
    });
});
