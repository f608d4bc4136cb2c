import { expect, it } from 'vitest';
import type { RealDType } from '../../../src/kernels/dtype.ts';
import * as e from '../../../src/kernels/expression.ts';
import {
  chooseMode,
  chooseVectorAxis,
  type NormalNest,
  normalise,
} from '../../../src/kernels/passes/index.ts';

const fold = (
  kind: e.ReductionKind,
  shape: number[],
  reduction: number[],
  strides: number[],
  dtype: RealDType = 'float32',
) =>
  normalise({
    shape,
    reduction,
    inputs: [{ dtype, strides, gathers: [], fill: 0 }],
    outputs: [{ dtype, strides: shape.map(() => 1), value: e.reduce(kind, e.load(0, dtype)) }],
  });

it('goes along a fold whose elements are neighbours', () => {
  expect(chooseMode(fold('preciseSum', [100], [1000], [1000, 1]))).toBe('along');
});
it('goes across results that are neighbours', () => {
  expect(chooseMode(fold('preciseSum', [1000], [100], [1, 1000]))).toBe('across');
});
it('goes along a fold of few results', () => {
  expect(chooseMode(fold('maximum', [3], [100], [1, 3]))).toBe('along');
});
it('goes across where a sum is rounded from element to element', () => {
  expect(chooseMode(fold('sum', [100], [1000], [1000, 1]))).toBe('across');
  expect(chooseMode(fold('sum', [100], [1000], [1000, 1], 'int32'))).toBe('along');
});
it('goes across a fold of less than eight elements', () => {
  expect(chooseMode(fold('maximum', [100], [7], [7, 1]))).toBe('across');
});
it('lays vectors along the last axis, unless it is short and another one is four times as long', () => {
  const axis = (shape: number[]) =>
    chooseVectorAxis({ shape, reduction: [], inputs: [], outputs: [] } as NormalNest);
  expect([axis([100, 8]), axis([100, 7]), axis([27, 7]), axis([28, 7]), axis([5, 100, 3])]).toEqual([
    1, 0, 1, 0, 1,
  ]);
});
