import { describe, expect, it } from 'vitest';
import * as e from '../../../../src/kernels/expression.ts';
import { type NormalNest, normalise } from '../../../../src/kernels/passes/index.ts';
import { chooseLayout } from '../../../../src/kernels/wasm/layout/choose-layout.ts';
import { insideConvolution, namedNests } from '../../named-nests.ts';

const named = (name: string) => normalise(namedNests[name]);
const shapeOf = (nest: NormalNest, inPlace = false) => chooseLayout(nest, inPlace).shape;
const periodic = named('periodic 3×3 convolution of 512×512 float32');

const valid = (rows: number, taps: number) => normalise(insideConvolution(rows, taps));

describe('rows that are computed together', () => {
  it.each([
    [100, 3, 3],
    [100, 5, 4],
    [3, 3, 3],
    [2, 3, 2],
    [3, 5, 2],
  ])('%i rows, a %i×… kernel: %i', (rows, taps, tile) => {
    expect(shapeOf(valid(rows, taps))).toMatchObject({ tile, tileAxis: 0 });
  });
  it('are none where no point may be computed twice', () => {
    expect(shapeOf(periodic, true)).toMatchObject({ tile: 1, tileAxis: -1, outer: [0] });
  });
  it('are none in a written-out window of more than eight loads', () => {
    const window = [-1, 0, 1].flatMap(y => [-1, 0, 1].map(x => e.load(0, 'float32', [y, x])));
    const nest = normalise({
      shape: [50, 50],
      reduction: [],
      inputs: [{ dtype: 'float32', strides: [52, 1], gathers: [], fill: 0 }],
      outputs: [
        { dtype: 'float32', strides: [50, 1], value: window.reduce((a, b) => e.binary('add', a, b)) },
      ],
    });
    expect(shapeOf(nest).tile).toBe(1);
    expect(shapeOf(named('Sobel magnitude of 512×512 float32'))).toMatchObject({ tile: 4, vectors: 1 });
  });
  it('are the outputs of a dense convolution, which all read the same image', () => {
    expect(shapeOf(named('dense 3×3 convolution of 64 channels of 56×56 float32 into 32'))).toMatchObject({
      tileAxis: 0,
      looped: [3],
    });
  });
});

describe('units of work', () => {
  const units = (nest: NormalNest) => chooseLayout(nest, false).units;
  it('are tiles of rows, the last of which starts early', () => {
    expect(units(periodic)).toBe(171);
  });
  it('are stretches of 4096 points where there is one row', () => {
    expect(units(named('cast of 1000×1000 uint8 to float32'))).toBe(245);
  });
  it('are results where vectors lie along a fold', () => {
    const sums = normalise({
      shape: [1000],
      reduction: [50],
      inputs: [{ dtype: 'float32', strides: [50, 1], gathers: [], fill: 0 }],
      outputs: [{ dtype: 'float32', strides: [1], value: e.reduce('maximum', e.load(0, 'float32')) }],
    });
    expect(chooseLayout(sums, false)).toMatchObject({ units: 1000, shape: { mode: 'along', vectorAxis: 1 } });
  });
});
