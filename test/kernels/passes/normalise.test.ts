import { describe, expect, it } from 'vitest';
import * as e from '../../../src/kernels/expression.ts';
import type { Access, Nest } from '../../../src/kernels/nest.ts';
import { normalise } from '../../../src/kernels/passes/index.ts';

const x = e.load(0, 'float32');
const input = (strides: number[], gathers: Access['gathers'] = []): Access => ({
  dtype: 'float32',
  strides,
  gathers,
  fill: 0,
});
const copy = (shape: number[], from: Access, to: number[], value = x): Nest => ({
  shape,
  reduction: [],
  inputs: [from],
  outputs: [{ dtype: 'float32', strides: to, value }],
});

describe('the normal form of a nest', () => {
  it('has one axis where two are one stretch of memory', () => {
    expect(normalise(copy([3, 4], input([4, 1]), [4, 1]))).toMatchObject({
      shape: [12],
      inputs: [{ dimensions: [{ coefficients: [1], stride: 1 }] }],
      outputs: [{ strides: [1] }],
    });
  });
  it('keeps two axes where an input leaves a gap', () => {
    expect(normalise(copy([3, 4], input([5, 1]), [4, 1])).shape).toEqual([3, 4]);
  });
  it('keeps an axis along which a load looks aside', () => {
    const aside = e.load(0, 'float32', [1, 0]);
    expect(normalise(copy([3, 4], input([4, 1]), [4, 1], aside)).shape).toEqual([3, 4]);
  });
  it('has no axes of one element', () => {
    const { shape, outputs } = normalise(copy([1, 5, 1], input([7, 1, 9]), [5, 1, 1]));
    expect({ shape, strides: outputs[0].strides }).toEqual({ shape: [5], strides: [1] });
  });
  it('has an axis to walk along, be it of one element', () => {
    expect(normalise(copy([], input([]), [])).shape).toEqual([1]);
  });
  it('has a step along an axis of one element as another base', () => {
    const aside = e.load(0, 'float32', [2, 0]);
    const { inputs, outputs } = normalise(copy([1, 5], input([7, 1]), [5, 1], aside));
    expect(inputs).toMatchObject([{ source: 0, shift: 14 }]);
    expect(outputs[0].value).toMatchObject({ op: 'load', input: 0, at: undefined });
  });
  it('has an entry of a table that is the same everywhere as another base', () => {
    const table = Int32Array.of(4, 6, 8);
    const { inputs } = normalise(
      copy([5], input([1], [{ coefficients: [0], start: 2, table, stride: 10 }]), [1]),
    );
    expect(inputs).toMatchObject([{ shift: 80, dimensions: [{ table: null, stride: 1 }] }]);
  });
});
