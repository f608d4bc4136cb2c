import { expect, it } from 'vitest';
import type { Reduction } from '../../../../src/kernels/expression.ts';
import * as e from '../../../../src/kernels/expression.ts';
import {
  fittingVectors,
  vectorsAlong,
  vectorsOfCopy,
  vectorsOfSums,
  vectorsOfWindow,
} from '../../../../src/kernels/wasm/layout/choose-vectors.ts';

const load = (at?: number[]) => e.load(0, 'float32', at);
const fold = (kind: e.ReductionKind, a: e.Expression) => [e.reduce(kind, a) as Reduction];

it('copies a short row in one step, and a long one by four vectors', () => {
  expect([8, 32, 36, 12, 15, 16, 17].map(vectorsOfCopy)).toEqual([2, 8, 4, 3, 1, 4, 4]);
});
it('takes fewer vectors where whole steps would compute more than an eighth of a row twice', () => {
  expect([64, 60, 56, 20, 9, 3].map(points => fittingVectors(4, points))).toEqual([4, 4, 3, 1, 1, 1]);
});
it('sums in two registers for each row of a tile, in four for a row alone', () => {
  const single = fold('sum', load());
  const double = fold('sum', e.cast(load(), 'float64'));
  expect([vectorsOfSums(single, 3), vectorsOfSums(single, 1)]).toEqual([2, 4]);
  expect([vectorsOfSums(double, 3), vectorsOfSums(double, 1)]).toEqual([1, 2]);
});
it('folds along a row by four vectors where elements are only loaded', () => {
  expect(vectorsAlong(fold('maximum', load()), 64)).toBe(4);
  expect(vectorsAlong(fold('maximum', load()), 63)).toBe(1);
  expect(vectorsAlong(fold('maximum', e.unary('sqrt', load())), 64)).toBe(1);
  expect(vectorsAlong(fold('preciseSum', e.cast(load(), 'float64')), 64)).toBe(1);
});
it('takes as many vectors of a window as its values leave registers for', () => {
  const window = (side: number, type: 'float32' | 'float64') => {
    const loads = Array.from({ length: side * side }, (_, k) =>
      e.cast(load([Math.floor(k / side), k % side]), type),
    );
    const value = loads.reduce((a, b) => e.binary('add', a, b));
    return { shape: [9, 9], reduction: [], inputs: [], outputs: [{ dtype: type, strides: [9, 1], value }] };
  };
  expect(vectorsOfWindow(window(2, 'float32'))).toBe(1);
  expect(vectorsOfWindow(window(7, 'float32'))).toBe(4);
  expect(vectorsOfWindow(window(7, 'float64'))).toBe(2);
});
