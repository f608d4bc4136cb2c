import { describe, expect, it } from 'vitest';
import * as e from '../../src/kernels/expression.ts';
import type { Nest } from '../../src/kernels/nest.ts';
import { run } from '../../src/runtime/run.ts';

const twice: Nest = {
  shape: [3],
  reduction: [],
  inputs: [{ dtype: 'float64', strides: [1], gathers: [], fill: 0 }],
  outputs: [
    {
      dtype: 'float64',
      strides: [1],
      value: e.binary('multiply', e.load(0, 'float64'), e.parameter(0, 'float64')),
    },
  ],
};

describe('run', () => {
  it('executes a nest with its parameters', () => {
    const data = new Float64Array(3);
    run(twice, [{ data: Float64Array.of(0, 1, 2, 3), base: 1 }], [{ data, base: 0 }], [2]);
    expect(Array.from(data)).toEqual([2, 4, 6]);
  });

  it('refuses, before any write, a nest that is broken and memory that does not fit', () => {
    const data = new Float64Array(3);
    const broken = { ...twice, inputs: [] };
    expect(() => run(broken, [], [{ data, base: 0 }], [2])).toThrow(/nest: load of input 0/);
    expect(() => run(twice, [{ data: new Float64Array(2), base: 0 }], [{ data, base: 0 }], [2])).toThrow(
      /reaches 0\.\.2 of 2/,
    );
    expect(() => run(twice, [{ data, base: 0 }], [{ data, base: 0 }])).toThrow(/parameter 0/);
    const stored: Nest = { ...twice, outputs: [{ ...twice.outputs[0], strides: [] }] };
    expect(() => run(stored, [{ data, base: 0 }], [{ data, base: 0 }], [2])).toThrow(
      /output strides of the wrong length/,
    );
    expect(Array.from(data)).toEqual([0, 0, 0]);
  });
});
