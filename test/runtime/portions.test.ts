import { afterEach, describe, expect, it } from 'vitest';
import { add, array, type NDArray, scatterAdd, slice } from '../../src/array/index.ts';
import { convolve } from '../../src/convolution/index.ts';
import { load } from '../../src/kernels/expression.ts';
import type { Nest } from '../../src/kernels/nest.ts';
import { canCompile } from '../../src/runtime/features.ts';
import { portionSize } from '../../src/runtime/portions/plan.ts';
import { run } from '../../src/runtime/run.ts';
import { chosenRunner, setRunner } from '../../src/runtime/settings.ts';
import { describeNest, faultOf } from '../kernels/wasm/nest-compare.ts';
import { drawNest } from '../kernels/wasm/nest-draw.ts';
import type { Style } from '../kernels/wasm/nest-loops.ts';
import { mulberry32 } from '../random.ts';
import { newHeap, withHeap } from './support.ts';

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
    for (let index = 0; index < 100; index++) {
      const drawn = drawNest(mulberry32(7_000_003 + index), style);
      const fault = faultOf(drawn);
      if (fault) faults.push(`#${index}: ${fault} in ${describeNest(drawn)}`);
    }
    expect(faults.slice(0, 3)).toEqual([]);
  });
});

describe("parts of a caller's large image", () => {
  const [rows, columns] = [5000, 5000];
  const data = new Float32Array(rows * columns);
  for (let k = 0; k < data.length; k += 4999) data[k] = (k % 97) - 40;
  const image = array({ data, shape: [rows, columns] });
  const kernel = array({ data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), shape: [3, 3] });
  const parts: Record<string, () => NDArray> = {
    row: () => add(slice(image, [7, 8]), 1),
    column: () => add(slice(image, null, [7, 8]), 1),
    crop: () => convolve(slice(image, [2000, 2064], [300, 364]), kernel, { boundary: 'mirror' }),
    flipped: () => convolve(slice(image, [64, 20, -1], [364, 300, -1]), kernel),
    picked: () => image.at([4000, 17, -3, 17], [1, 30, 4999, 2]),
    'many picked': () => {
      const places = Array.from({ length: 3000 }, (_, k) => (k * 7919) % 5000);
      return image.at(places, places.toReversed());
    },
    'picked rows': () => image.at([4000, 17, -3], '1000:1100'),
    'written places': () => {
      const target = array({ data: data.slice(), shape: [rows, columns] });
      scatterAdd(
        target,
        [
          [3, 4000, 3],
          [100, 7, 100],
        ],
        [1, 2, 3],
      ).set([[17, 4998], 5], -1);
      return add(target.at([3, 4000, 17, 4998], [100, 7, 5, 5]), 0);
    },
    grid: () =>
      add(slice(image, [0, null, 100], [0, null, 100]), slice(image, [1, null, 100], [0, null, 100])),
  };

  it.each(Object.keys(parts))('take no more of the heap than they need: %s', name => {
    withHeap(newHeap(), () => {
      setRunner('interpret');
      const wanted = parts[name]().toTypedArray();
      setRunner('wasm');
      const heap = newHeap();
      let borrowed = 0;
      const counting = {
        ...heap,
        borrow(bytes: number) {
          borrowed += bytes;
          return heap.borrow(bytes);
        },
      };
      withHeap(counting, () => expect(parts[name]().toTypedArray()).toEqual(wanted));
      expect(borrowed).toBeLessThan(500_000);
    });
  });
});

describe('code of a later portion that the engine refuses', () => {
  const { Module } = WebAssembly;
  afterEach(() => void Object.assign(WebAssembly, { Module }));

  it('leaves the whole to the interpreter, and nothing is added twice', () => {
    setRunner('wasm');
    // Of 65 points, seven portions have nine and the last has two, which other code does.
    Object.assign(portionSize, { most: 24, least: -1 });
    let made = 0;
    const refusing = function refuse(bytes: BufferSource) {
      if (made++ > 0) throw new WebAssembly.CompileError('too long');
      return new Module(bytes);
    };
    const nest: Nest = {
      shape: [65],
      reduction: [],
      inputs: [{ dtype: 'float32', strides: [1], gathers: [], fill: 0 }],
      outputs: [{ dtype: 'float32', strides: [1], accumulate: true, value: load(0, 'float32') }],
    };
    const sums = new Float32Array(65).fill(10);
    // Asked once, by code of its own.
    canCompile();
    withHeap(newHeap(), () => {
      Object.assign(WebAssembly, { Module: refusing });
      run(nest, [{ data: new Float32Array(65).fill(1), base: 0 }], [{ data: sums, base: 0 }]);
    });
    expect(made).toBe(2);
    expect(sums).toEqual(new Float32Array(65).fill(11));
  });
});
