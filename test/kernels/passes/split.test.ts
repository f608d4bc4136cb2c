import { describe, expect, it } from 'vitest';
import { rowMajorStrides } from '../../../src/extents.ts';
import * as e from '../../../src/kernels/expression.ts';
import { type NormalNest, normalise, splitFold } from '../../../src/kernels/passes/index.ts';
import { split } from '../../../src/kernels/passes/split.ts';
import { splitRows } from '../../../src/kernels/passes/split-rows.ts';
import { namedNests } from '../named-nests.ts';
import { placesOf, pointsOf, targetOf } from './places.ts';

const maxima = (shape: number[], reduction: number[], strides: number[]): NormalNest =>
  normalise({
    shape,
    reduction,
    inputs: [{ dtype: 'float64', strides, gathers: [], fill: 0 }],
    outputs: [
      {
        dtype: 'float64',
        strides: rowMajorStrides(shape),
        value: e.reduce('maximum', e.load(0, 'float64')),
      },
    ],
  });

const sizes = (parts: ReturnType<typeof splitFold>) =>
  parts?.partials.map(({ nest, first }) => [nest.shape, nest.reduction, first]);

describe('a long fold with few results', () => {
  it('is split into parts of 32,768 elements', () => {
    expect(sizes(split(normalise(namedNests['sum of all of 1024×1024 float32'])))).toEqual([
      [[1, 32], [32768], 0],
    ]);
  });
  it('has the rest as a part of its own', () => {
    expect(sizes(split(maxima([], [150_000], [1])))).toEqual([
      [[1, 4], [32768], 0],
      [[1, 1], [18928], 4],
    ]);
  });
  it('is split where outer axes end, when there are several', () => {
    expect(sizes(split(maxima([], [100, 2000], [2001, 1])))).toEqual([[[1, 100], [2000], 0]]);
  });
  it('is left alone below four parts, and where a fold reads its counter', () => {
    expect(split(maxima([], [131_071], [1]))).toBeNull();
    const counting = normalise({
      shape: [],
      reduction: [200_000],
      inputs: [],
      outputs: [{ dtype: 'float64', strides: [], value: e.reduce('maximum', e.coordinate(0, 'float64')) }],
    });
    expect(split(counting)).toBeNull();
  });
  it('keeps the parts of a precise sum in float64', () => {
    expect(split(normalise(namedNests['sum of all of 1024×1024 float32']))?.dtypes).toEqual(['float64']);
  });
});

describe('a fold over rows far apart', () => {
  it('is split into parts of at least 64 rows', () => {
    expect(sizes(splitRows(maxima([100], [1000], [1, 100])))).toEqual([
      [[15, 100], [64], 0],
      [[1, 100], [40], 1500],
    ]);
  });
  it('has longer parts for more rows: the square root of them', () => {
    expect(sizes(splitRows(maxima([40], [10_000], [1, 40])))).toEqual([[[100, 40], [100], 0]]);
  });
  it('is left alone where elements are read again and again', () => {
    expect(splitRows(normalise(namedNests['product of 256×64 and 64×128 float32']))).toBeNull();
  });
});

describe('the parts of a fold', () => {
  const cases: readonly (readonly [string, NormalNest])[] = [
    ['one result', maxima([], [150_000], [1])],
    ['outer axes', maxima([3], [200, 700], [140_000, 700, 1])],
    ['pieces with results', maxima([2], [3, 70_000], [210_000, 70_001, 1])],
    ['rows', maxima([33], [300], [1, 33])],
    ['rows of planes', maxima([5, 8], [300, 3], [8, 1, 120, 40])],
  ];
  it.each(cases)('read every element once, and write every place once: %s', (_, nest) => {
    const parts = splitFold(nest)!;
    const read = parts.partials.flatMap(({ nest: part }) => placesOf(part, 0)).sort((a, b) => a - b);
    expect(read).toEqual(placesOf(nest, 0));
    const written = parts.partials.flatMap(({ nest: part, first }) =>
      [...pointsOf(part.shape)].map(counters => first + targetOf(part, 0, counters)),
    );
    const all = Array.from({ length: parts.results * parts.parts }, (_, k) => k);
    expect(written.sort((a, b) => a - b)).toEqual(all);
    // What brings the parts together reads each of them once.
    expect(placesOf(parts.last([7]), nest.inputs.length)).toEqual(all);
  });
});
