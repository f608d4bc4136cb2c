/** The interpreter against the obvious loop, over generated nests. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowMajorStrides } from '../../src/extents.ts';
import * as e from '../../src/kernels/expression.ts';
import { interpret } from '../../src/kernels/interpret.ts';
import { checkNest, type Nest } from '../../src/kernels/nest.ts';
import { tries } from '../property.ts';
import { evaluateNest } from './evaluate.ts';
import { type Case, drawCase } from './generate.ts';

const bytes = ({ outputs }: Case) => outputs.map(({ data }) => Array.from(data as Float64Array));

/** The same case with fresh memory for what is written. */
const withOwnOutputs = (example: Case): Case => ({
  ...example,
  outputs: example.outputs.map(({ data, base }) => ({ data: data.slice(), base })),
});

function agree(example: Case): void {
  const [ours, obvious] = [withOwnOutputs(example), withOwnOutputs(example)];
  interpret(checkNest(example.nest), ours.inputs, ours.outputs, ours.parameters);
  evaluateNest(example.nest, obvious.inputs, obvious.outputs, obvious.parameters);
  expect(bytes(ours)).toEqual(bytes(obvious));
}

describe('the interpreter', () => {
  it('computes what the obvious loop does', () => {
    fc.assert(
      fc.property(fc.gen(), draw => agree(drawCase(draw))),
      tries(1800),
    );
  });

  it('computes it where blocks begin and end, along outputs and along reductions', () => {
    fc.assert(
      fc.property(fc.gen(), draw => agree(drawCase(draw, true))),
      tries(200),
    );
  });

  it.each([
    ['along the reduction', [1], [3, 600]],
    ['across the outputs', [40], [3, 20]],
  ])('adds floats in the order of the axes, %s', (_, shape, reduction) => {
    const extents = [...shape, ...reduction];
    const strides = rowMajorStrides(extents);
    const data = Float32Array.from({ length: strides[0] * extents[0] }, (_, i) => Math.sqrt(i + 1));
    const value = e.reduce('sum', e.load(0, 'float32'));
    const nest: Nest = {
      shape,
      reduction,
      inputs: [{ dtype: 'float32', strides, gathers: [], fill: 0 }],
      outputs: [{ dtype: 'float32', strides: [1], value }],
    };
    agree({
      nest,
      inputs: [{ data, base: 0 }],
      outputs: [{ data: new Float32Array(shape[0]), base: 0 }],
      parameters: [],
    });
    const backwards = data
      .toReversed()
      .slice(0, strides[0])
      .reduce((a, b) => Math.fround(a + b), 0);
    const forwards = data.slice(-strides[0]).reduce((a, b) => Math.fround(a + b), 0);
    expect(forwards).not.toBe(backwards);
  });
});
