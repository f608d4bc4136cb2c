import { describe, expect, it } from 'vitest';
import * as e from '../../../../src/kernels/expression.ts';
import { normalise } from '../../../../src/kernels/passes/index.ts';
import { chooseLayout } from '../../../../src/kernels/wasm/layout/choose-layout.ts';

interface Fold {
  readonly rows?: number;
  readonly points?: number;
  readonly value?: e.Expression;
  readonly strides?: readonly number[];
  readonly between?: number;
  readonly inPlace?: boolean;
}

const largest = e.reduce('maximum', e.load(0, 'float32'));
const doubleSum = e.reduce('preciseSum', e.load(0, 'float64'));
/** A sum of float32 in float64, as parts of long sums are. */
const wideSum: e.Expression = { ...e.reduce('preciseSum', e.load(0, 'float32')), dtype: 'float64' };

/** The shape of a fold over rows into one row. */
function shapeOf({ rows = 300, points = 3000, value = largest, between = 1, ...given }: Fold) {
  const { strides = [1, points], inPlace = false } = given;
  const dtype = value === doubleSum ? 'float64' : 'float32';
  const nest = normalise({
    shape: [points],
    reduction: [rows],
    inputs: [{ dtype, strides, gathers: [], fill: 0 }],
    outputs: [{ dtype: value.dtype, strides: [between], value }],
  });
  return chooseLayout(nest, inPlace).shape;
}

describe('turns', () => {
  it('are of eight rows, over stretches of 2048 points', () => {
    expect(shapeOf({})).toMatchObject({ turn: 8, stretch: 2048, vectors: 8, looped: [1] });
  });
  it('fill eight registers with sums, and have no more vectors than a row', () => {
    expect(shapeOf({ value: wideSum })).toMatchObject({ turn: 8, vectors: 4 });
    expect(shapeOf({ points: 20 }).vectors).toBe(5);
  });
  it('are none of fewer than two turns, or short rows', () => {
    expect([shapeOf({ rows: 15 }).turn, shapeOf({ rows: 16 }).turn]).toEqual([0, 8]);
    expect([shapeOf({ points: 15 }).turn, shapeOf({ points: 16 }).turn]).toEqual([0, 8]);
  });
  it('are none of sums that carry errors, which no output holds', () => {
    expect(shapeOf({ value: doubleSum }).turn).toBe(0);
  });
  it('are none where more is done with a fold', () => {
    expect(shapeOf({ value: e.unary('negate', largest) }).turn).toBe(0);
  });
  it('are none where rows lie in one another, or are read across', () => {
    expect(shapeOf({ strides: [1, 40] }).turn).toBe(0);
    expect(shapeOf({ strides: [300, 1] }).turn).toBe(0);
  });
  it('are none where results stand apart, or lie where an input does', () => {
    expect(shapeOf({ between: 2 }).turn).toBe(0);
    expect(shapeOf({ inPlace: true }).turn).toBe(0);
  });
});
