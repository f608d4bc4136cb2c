import { afterEach, describe, expect, it } from 'vitest';
import * as e from '../../src/kernels/expression.ts';
import type { Nest } from '../../src/kernels/nest.ts';
import { run } from '../../src/runtime/run.ts';
import { chosenRunner, setRunner } from '../../src/runtime/settings.ts';
import { newHeap, withHeap } from './support.ts';

const chosen = chosenRunner();
afterEach(() => setRunner(chosen));

/** Writes 1 + x to every element of one result and to a part of the other. */
const parts = (strides: readonly number[]): Nest => ({
  shape: [3, 4],
  reduction: [],
  inputs: [{ dtype: 'float32', strides: [4, 1], gathers: [], fill: 0 }],
  outputs: [strides, [4, 1]].map(strides => ({
    dtype: 'float32',
    strides,
    value: e.binary('add', e.load(0, 'float32'), e.constant(1, 'float32')),
  })),
});

describe('what a nest leaves out of a result in shared memory', () => {
  it.each([
    ['around it', [4, 1], 9],
    ['between its rows', [8, 1], 4],
    ['between its columns', [10, 2], 1],
    ['between backward rows', [-8, 2], 23],
  ])('stays as others write it, %s', (_, strides, base) => {
    setRunner('wasm');
    const length = 40;
    const shared = new Float32Array(new SharedArrayBuffer(4 * length));
    const heap = newHeap();
    // Another thread writes while the nest runs: here, something new whenever the run asks for memory.
    let news = 0;
    const busy = {
      ...heap,
      borrow(bytes: number) {
        shared.fill(--news);
        return heap.borrow(bytes);
      },
    };
    const result = new Float32Array(12);
    const data = Float32Array.from({ length: 12 }, (_, k) => k);
    withHeap(busy, () =>
      run(
        parts(strides),
        [{ data, base: 0 }],
        [
          { data: shared, base },
          { data: result, base: 0 },
        ],
      ),
    );
    const expected = new Float32Array(length).fill(news);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 4; j++) expected[base + i * strides[0] + j * strides[1]] = 4 * i + j + 1;
    expect(shared).toEqual(expected);
    expect(result).toEqual(data.map(value => value + 1));
  });
});

it('keeps results apart that lie among each other in one memory', () => {
  setRunner('wasm');
  const bases = [0, 11, 4];
  const nest: Nest = {
    shape: [4],
    reduction: [],
    inputs: [{ dtype: 'float32', strides: [1], gathers: [], fill: 0 }],
    outputs: bases.map((_, k) => ({
      dtype: 'float32',
      strides: [3],
      value: e.binary('add', e.load(0, 'float32'), e.constant(10 * k, 'float32')),
    })),
  };
  const data = new Float32Array(22).fill(-1);
  const expected = data.slice();
  for (const [k, base] of bases.entries()) for (let i = 0; i < 4; i++) expected[base + 3 * i] = 10 * k + i;
  run(
    nest,
    [{ data: Float32Array.of(0, 1, 2, 3), base: 0 }],
    bases.map(base => ({ data, base })),
  );
  expect(data).toEqual(expected);
});
