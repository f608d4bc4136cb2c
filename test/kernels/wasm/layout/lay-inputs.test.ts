import { describe, expect, it } from 'vitest';
import * as e from '../../../../src/kernels/expression.ts';
import type { Access, Gather } from '../../../../src/kernels/nest.ts';
import { normalise } from '../../../../src/kernels/passes/index.ts';
import { chooseLayout } from '../../../../src/kernels/wasm/layout/choose-layout.ts';

/** The layout of a sum of neighbours `reach` to either side, over rows of a table; axes are y, x. */
function layoutOf(
  table: readonly number[] | null,
  points: number,
  reach = 0,
  strides = [100, 1],
  inPlace = false,
) {
  const gather: Gather = {
    coefficients: [0, 1],
    start: reach,
    table: Int32Array.from(table ?? []),
    stride: strides[1],
  };
  const input: Access = {
    dtype: 'float32',
    strides: table ? [strides[0], 0] : strides,
    gathers: table ? [gather] : [],
    fill: 0,
  };
  const loads = Array.from({ length: 2 * reach + 1 }, (_, k) => e.load(0, 'float32', [0, k - reach]));
  return chooseLayout(
    normalise({
      shape: [5, points],
      reduction: [],
      inputs: [input],
      outputs: [
        { dtype: 'float32', strides: [points + 1, 1], value: loads.reduce((a, b) => e.binary('add', a, b)) },
      ],
    }),
    inPlace,
  );
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);
const classOf = (...given: Parameters<typeof layoutOf>) => layoutOf(...given).shape.inputs[0].class;

describe('a vector of an input', () => {
  it('is one element where the row does not move along it', () => {
    expect(classOf(null, 40, 0, [1, 0])).toBe('splat');
  });
  it('is neighbours where they are an element apart', () => {
    expect(classOf(null, 40)).toBe('unit');
  });
  it('is loaded lane by lane where they are not', () => {
    expect(classOf(null, 40, 0, [100, 2])).toBe('lanes');
  });
  it('is neighbours but for the ends where a table extends a row', () => {
    expect(classOf([0, ...range(0, 40), 39], 40, 1)).toBe('extended');
  });
  it('is loaded lane by lane where a table goes anywhere', () => {
    expect(
      classOf(
        range(0, 40).map(k => (k * 7) % 40),
        40,
      ),
    ).toBe('lanes');
  });
  it('is loaded lane by lane where an end is half outside', () => {
    expect(classOf([-1, 5, ...range(0, 40), 39, 39], 40, 2)).toBe('lanes');
  });
});

describe('the ends of a row', () => {
  const edged = [0, ...range(0, 40), 39];
  it('are patched, with the places that are not neighbours', () => {
    const { shape, numbers } = layoutOf(edged, 40, 1);
    expect(shape.edges).toBe('patched');
    expect(shape.inputs[0]).toMatchObject({
      low: -1,
      high: 1,
      ends: { before: 1, after: 1, fillBefore: false, fillAfter: false },
    });
    expect(numbers.inputs[0]).toMatchObject({ first: [0], last: [4 * 39] });
  });
  it('are patched with the fill value outside', () => {
    const { ends } = layoutOf([-1, ...range(0, 40), -1], 40, 1).shape.inputs[0];
    expect(ends).toEqual({ before: 1, after: 1, fillBefore: true, fillAfter: true });
  });
  it('are segments of their own where more places than a vector has are elsewhere', () => {
    const wide = [...range(0, 5).reverse(), ...range(0, 40), ...range(35, 40).reverse()];
    expect(layoutOf(wide, 40, 5).shape.edges).toBe('segments');
    expect(layoutOf(wide, 40, 5).numbers).toMatchObject({ innerStart: 5, innerEnd: 35 });
  });
  it('are segments where no point may be computed twice', () => {
    expect(layoutOf(edged, 40, 1, [100, 1], true).shape.edges).toBe('segments');
  });
  it('are none in a row too short for an inside: all lanes are loaded by themselves', () => {
    const { edges, inputs } = layoutOf([0, ...range(0, 9), 8], 9, 1).shape;
    expect([edges, inputs[0].class]).toEqual(['none', 'lanes']);
  });
  it('are nothing where the table only counts on', () => {
    const { edges, inputs } = layoutOf(range(3, 43), 40).shape;
    expect([edges, inputs[0].class]).toEqual(['none', 'extended']);
  });
});
