import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../../../src/extents.ts';
import type { RealDType } from '../../../../src/kernels/dtype.ts';
import * as e from '../../../../src/kernels/expression.ts';
import { normalise } from '../../../../src/kernels/passes/index.ts';
import { chooseLayout } from '../../../../src/kernels/wasm/layout/choose-layout.ts';

/** The layout of the sum of inputs with these strides, over results without gaps; axes are y, x. */
function layoutOf(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  dtype: RealDType = 'float32',
  inPlace = false,
) {
  const loads = strides.map((_, k) => e.load(k, dtype));
  const size = (from: number) => sizeOf(shape.slice(from));
  const nest = normalise({
    shape,
    reduction: [],
    inputs: strides.map(list => ({ dtype, strides: list, gathers: [], fill: 0 })),
    outputs: [
      {
        dtype,
        strides: shape.map((_, axis) => size(axis + 1)),
        value: loads.reduce<e.Expression>((a, b) => e.binary('add', a, b), e.constant(0, dtype)),
      },
    ],
  });
  return chooseLayout(nest, inPlace);
}

describe('blocks', () => {
  it('of a transpose are tiles of eight rows and stretches of 256 points', () => {
    expect(layoutOf([1000, 900], [[1, 1000]])).toMatchObject({
      units: 125 * 4,
      shape: { tileAxis: 0, tile: 8, stretch: 256 },
      numbers: { tiles: 125, stretches: 4 },
    });
  });
  it('are whole rows where these are short', () => {
    expect(layoutOf([1000, 256], [[1, 1000]]).shape.stretch).toBe(0);
    expect(layoutOf([1000, 257], [[1, 1000]]).shape.stretch).toBe(256);
  });
  it('have no more rows than a line of the cache has elements, nor than there are', () => {
    expect(layoutOf([1000, 900], [[4, 4000]], 'float64').shape.tile).toBe(2);
    expect(layoutOf([5, 900], [[1, 5]]).shape.tile).toBe(5);
  });
  it('have so many rows that all inputs together load eight vectors', () => {
    expect(
      layoutOf(
        [900, 900],
        [
          [1, 900],
          [900, 1],
        ],
      ).shape.tile,
    ).toBe(4);
  });
  it('lie along the axis whose elements stand closest', () => {
    const { shape } = layoutOf([200, 300, 400], [[1, 200, 60_000]]);
    expect(shape).toMatchObject({ tileAxis: 0, outer: [1], vectorAxis: 2 });
  });
  it('are none where neighbours of results read neighbours, nothing, or what stands a line apart', () => {
    const none = { tileAxis: -1, tile: 1, stretch: 0 };
    expect(layoutOf([1000, 900], [[901, 1]]).shape).toMatchObject(none);
    expect(layoutOf([1000, 900], [[1, 0]]).shape).toMatchObject(none);
    expect(layoutOf([1000, 900], [[16, 16_000]]).shape).toMatchObject(none);
  });
  it('are none where a result lies where an input does', () => {
    expect(layoutOf([1000, 900], [[1, 1000]], 'float32', true).shape).toMatchObject({ tile: 1, stretch: 0 });
  });
});
