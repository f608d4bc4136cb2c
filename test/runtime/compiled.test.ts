import { afterEach, describe, expect, it } from 'vitest';
import * as e from '../../src/kernels/expression.ts';
import type { Nest } from '../../src/kernels/nest.ts';
import { run } from '../../src/runtime/run.ts';
import { chosenRunner, setRunner } from '../../src/runtime/settings.ts';

const chosen = chosenRunner();
afterEach(() => setRunner(chosen));

/** Sum of sin(k·x) for k of first … last − 1, added up as a balanced tree: every term is alive with many others. */
function waves(first: number, last: number): e.Expression {
  if (last - first > 1) {
    const middle = (first + last) >> 1;
    return e.binary('add', waves(first, middle), waves(middle, last));
  }
  const x = e.cast(e.load(0, 'float32'), 'float64', 'c');
  return e.unary('sin', e.binary('multiply', x, e.constant(first, 'float64')));
}

const wide: Nest = {
  shape: [20, 60],
  reduction: [],
  inputs: [{ dtype: 'float32', strides: [60, 1], gathers: [], fill: 0 }],
  outputs: [{ dtype: 'float64', strides: [60, 1], value: waves(0, 2000) }],
};

describe('code that the engine refuses', () => {
  it('is interpreted, time and again', { timeout: 60_000 }, () => {
    const data = Float32Array.from({ length: 1200 }, (_, k) => k / 1000);
    const results = (['interpret', 'auto', 'wasm', 'wasm'] as const).map(runner => {
      setRunner(runner);
      const result = new Float64Array(1200);
      run(wide, [{ data, base: 0 }], [{ data: result, base: 0 }]);
      return result;
    });
    for (const result of results) expect(result).toEqual(results[0]);
  });
});
