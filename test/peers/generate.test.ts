import { describe, expect, it } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { dtypeNames } from '../../src/kernels/dtype.ts';
import { splitmix32 } from '../random.ts';
import { randomArray, randomView } from './generate.ts';

describe('random arrays', () => {
  it('are the same for the same seed, and other ones for another', () => {
    const draw = (seed: number) => Array.from(randomArray([20], 'float64', splitmix32(seed)).toTypedArray());
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(new Set(draw(7)).size).toBeGreaterThan(10);
    expect(draw(7).every(value => Math.abs(value) <= 4 && Number.isInteger(value * 8))).toBe(true);
  });

  it('can be views of any stride, within their memory', () => {
    const source = splitmix32(3);
    for (let n = 0; n < 200; n++) {
      const view = randomView([source.integer(0, 4), source.integer(1, 4)], source.pick(dtypeNames), source);
      expect(array({ ...view, data: view.data }).shape).toEqual(view.shape);
      expect(Array.from(view.toTypedArray() as Iterable<unknown>)).not.toContain(undefined);
    }
  });
});
