/** A built stencil as plain data, and back. */
import { expect, it } from 'vitest';
import type { NDArray } from '../../src/array/index.ts';
import { buildStencil, type StencilCallback } from '../../src/stencil/build.ts';
import { nodesOf } from '../../src/stencil/node.ts';
import type { StencilOptions } from '../../src/stencil/options.ts';
import { stencilOf } from '../../src/stencil/stencil.ts';
import type { StencilInput } from '../../src/stencil/types.ts';
import { readStencil, writeStencil } from '../../src/stencil/written.ts';
import { tries } from '../property.ts';
import { mulberry32 } from '../random.ts';
import { buildTree, drawTree } from '../runners/stencil-program.ts';

/** What arrives of a stencil that was sent elsewhere. */
const sent = (callback: StencilCallback, options: StencilOptions = {}) =>
  readStencil(structuredClone(writeStencil(buildStencil(callback, options))));

it('a stencil is a list of nodes that name each other by their places', () => {
  const written = writeStencil(buildStencil((x: StencilInput) => x.offset(1).sub(x), { boundary: 'edge' }));
  expect(written).toEqual({
    name: 'stencil',
    count: 1,
    several: false,
    options: { boundary: 'edge' },
    nodes: [
      { kind: 'row', row: 'subtract', method: 'sub', operands: [1, 2] },
      { kind: 'input', input: 0, steps: [1], operands: [] },
      { kind: 'input', input: 0, steps: [], operands: [] },
    ],
    outputs: [0],
  });
});

it('a stencil that was sent computes as the one that was not', () => {
  const rise = stencilOf(sent((x: StencilInput) => x.offset(1).sub(x), { boundary: 'edge' }));
  expect((rise([1, 4, 9]) as NDArray).toArray()).toEqual([3, 5, 0]);
  const both = stencilOf(sent((x: StencilInput, y: StencilInput) => [x.add(y), x.mul({ re: 0, im: 1 })]));
  expect((both([1], [2]) as NDArray[]).map(y => y.toArray())).toEqual([[3], [{ re: 0, im: 1 }]]);
});

it('what is used twice is written once, and the deepest expression arrives', () => {
  const doubled = (x: StencilInput) => {
    let sum = x.add(1);
    for (let k = 1; k < 999; k++) sum = sum.add(sum);
    return sum;
  };
  expect(writeStencil(buildStencil(doubled, {})).nodes).toHaveLength(1001);
  expect(nodesOf(sent(doubled).outputs).size).toBe(1001);
});

it('generated stencils arrive as they were built', () => {
  const { numRuns, seed } = tries(200);
  for (let index = 0; index < numRuns; index++) {
    const random = mulberry32(seed * 7919 + index);
    const tree = drawTree({ inputs: 2, axes: 2, channels: [0, 3], random }, random.integer(1, 5));
    const body = (...inputs: StencilInput[]) => buildTree(tree, inputs);
    const [built, arrived] = [buildStencil(body, { inputs: 2 }), sent(body, { inputs: 2 })];
    expect(arrived).toEqual(built);
    expect(nodesOf(arrived.outputs).size).toBe(nodesOf(built.outputs).size);
  }
});
