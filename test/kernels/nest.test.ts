/** Broken nests and bindings are refused, with an error and before any write. */
import { describe, expect, it } from 'vitest';
import { ConcordatError } from '../../src/errors.ts';
import type { Binding } from '../../src/kernels/bindings.ts';
import * as e from '../../src/kernels/expression.ts';
import { interpret } from '../../src/kernels/interpret.ts';
import { type Access, checkNest, type Gather, linearInterval, type Nest } from '../../src/kernels/nest.ts';

const x = e.load(0, 'float32');
const access = (strides: number[], gathers: Gather[] = []): Access => ({
  dtype: 'float32',
  strides,
  gathers,
  fill: 0,
});
const copy: Nest = {
  shape: [4],
  reduction: [],
  inputs: [access([1])],
  outputs: [{ dtype: 'float32', strides: [1], value: x }],
};
const storing = (value: e.Expression, rest: Partial<Nest> = {}): Nest => ({
  ...copy,
  outputs: [{ dtype: value.dtype, strides: [1], value }],
  ...rest,
});
const folding: Partial<Nest> = { reduction: [3], inputs: [access([1, 1])] };
const gather = (table: number[], coefficients = [1], start = 0, stride = 1): Gather => ({
  coefficients,
  start,
  table: Int32Array.from(table),
  stride,
});

describe('checkNest', () => {
  it('returns a nest that is whole', () => {
    expect(checkNest(copy)).toBe(copy);
    const total = e.reduce('sum', x);
    expect(() => checkNest(storing(e.binary('add', total, total), folding))).not.toThrow();
  });

  const nested = e.binary('add', e.reduce('sum', x), e.constant(1, 'float32'));
  it.each<[string, Nest, RegExp]>([
    ['a load of another type', storing(e.load(0, 'int8')), /load of input 0 as int8, which it is not/],
    ['a load of no input', storing(e.load(1, 'float32')), /load of input 1/],
    [
      'a store of another type',
      { ...copy, outputs: [{ dtype: 'float64', strides: [1], value: x }] },
      /a float32 value stored as float64/,
    ],
    [
      'output strides too many',
      { ...copy, outputs: [{ ...copy.outputs[0], strides: [1, 1] }] },
      /output strides/,
    ],
    ['input strides too few', { ...copy, inputs: [access([])] }, /input strides/],
    ['coefficients too few', { ...copy, inputs: [access([1], [gather([0], [])])] }, /coefficients/],
    ['a load too many axes away', storing(e.load(0, 'float32', [0, 1])), /2 axes away in a nest of 1/],
    [
      'a table too short',
      { ...copy, inputs: [access([0], [gather([0, 1, 2])])] },
      /3 entries is read at 0\.\.3/,
    ],
    [
      'a table begun before it',
      { ...copy, inputs: [access([0], [gather([0, 1, 2], [-1])])] },
      /read at -3\.\.0/,
    ],
    [
      'a table read too far away',
      storing(e.load(0, 'float32', [1]), { inputs: [access([0], [gather([0, 1, 2, 3])])] }),
      /4 entries is read at 1\.\.4/,
    ],
    [
      'a reduction inside a reduction',
      storing(e.reduce('sum', e.reduce('sum', x)), folding),
      /inside a reduction/,
    ],
    [
      'one that was seen outside first',
      {
        ...storing(nested, folding),
        outputs: [nested, e.reduce('sum', nested)].map(value => ({ dtype: 'float32', strides: [1], value })),
      },
      /inside a reduction/,
    ],
    ['a coordinate of no axis', storing(e.coordinate(1, 'float32')), /coordinate of axis 1/],
    [
      'a reduction coordinate outside',
      storing(e.coordinate(1, 'float32'), folding),
      /coordinate of a reduction axis outside/,
    ],
    ['a load along the reduction outside of it', storing(x, folding), /moves along a reduction/],
    [
      'a gather along the reduction outside of it',
      storing(x, { reduction: [2], inputs: [access([0, 0], [gather([0, 0], [0, 1])])] }),
      /moves along a reduction/,
    ],
  ])('refuses %s', (_, nest, message) => {
    expect(() => checkNest(nest)).toThrow(message);
    expect(() => checkNest(nest)).toThrow(ConcordatError);
  });
});

describe('bindings', () => {
  const floats = (length: number, base = 0): Binding => ({ data: new Float32Array(length), base });
  const holes = [gather([0, -1, 3, 0])];

  it.each<[string, Nest, Binding, Binding, RegExp]>([
    ['memory too short', copy, floats(3), floats(4), /input 0 reaches 0\.\.3 of 3/],
    ['a base too high', copy, floats(4, 1), floats(4), /input 0 reaches 1\.\.4/],
    [
      'a negative stride',
      { ...copy, inputs: [access([-1])] },
      floats(4),
      floats(4),
      /input 0 reaches -3\.\.0/,
    ],
    ['a load away', storing(e.load(0, 'float32', [1])), floats(4), floats(4), /input 0 reaches 1\.\.4/],
    ['a load before', storing(e.load(0, 'float32', [-1])), floats(4), floats(4), /input 0 reaches -1\.\.2/],
    [
      'a gather',
      { ...copy, inputs: [access([0], holes)] },
      floats(3),
      floats(4),
      /input 0 reaches 0\.\.3 of 3/,
    ],
    [
      'a gather backwards',
      { ...copy, inputs: [access([0], [gather([0, 1, 2, 3], [1], 0, -1)])] },
      floats(4),
      floats(4),
      /reaches -3\.\.0/,
    ],
    [
      'a place that is none',
      { ...copy, inputs: [access([0], [gather([0, -2, 0, 0])])] },
      floats(4),
      floats(4),
      /holds -2/,
    ],
    ['an output too short', copy, floats(4), floats(3), /output 0 reaches 0\.\.3 of 3/],
    [
      'memory of another type',
      copy,
      { data: new Float64Array(4), base: 0 },
      floats(4),
      /input 0 is not bound to float32/,
    ],
    [
      'an output of another type',
      copy,
      floats(4),
      { data: new Int8Array(4), base: 0 },
      /output 0 is not bound/,
    ],
    [
      'a load beside an empty reduction',
      storing(e.binary('add', x, e.reduce('sum', e.load(1, 'float32'))), {
        reduction: [0],
        inputs: [access([1, 0]), access([0, 0])],
      }),
      floats(3),
      floats(4),
      /input 0 reaches 0\.\.3 of 3/,
    ],
  ])('refuse %s', (_, nest, input, output, message) => {
    expect(() => interpret(nest, [input, floats(9)], [output])).toThrow(message);
    expect(Array.from(output.data as Float32Array).every(value => value === 0)).toBe(true);
  });

  it('refuse what is missing', () => {
    expect(() => interpret(copy, [], [floats(4)])).toThrow(/input 0 is not bound/);
    expect(() => interpret(copy, [floats(4)], [])).toThrow(/output 0 is not bound/);
    expect(() => interpret(storing(e.parameter(0, 'float32')), [floats(4)], [floats(4)])).toThrow(
      /parameter 0/,
    );
    const big = { data: new BigInt64Array(4), base: 0 };
    expect(() => interpret(storing(e.parameter(0, 'int64')), [floats(4)], [big], [1])).toThrow(/parameter 0/);
  });

  it('leave room for what is never read', () => {
    const nothing = { ...copy, inputs: [access([0], [gather([-1, -1, -1, -1])])] };
    expect(() => interpret(nothing, [floats(0)], [floats(4)])).not.toThrow();
    expect(() => interpret({ ...copy, shape: [0] }, [floats(0)], [floats(0)])).not.toThrow();
  });
});

describe('linearRange', () => {
  it('spans a linear form over loops', () => {
    expect(linearInterval([3, 4], [10, -1], 5)).toEqual({ low: 2, high: 25 });
    expect(linearInterval([], [], 7)).toEqual({ low: 7, high: 7 });
    expect(linearInterval([3, 0], [1, 1], 0)).toBeNull();
  });
});

describe('expressions', () => {
  it('share and leave out', () => {
    expect(e.cast(x, 'float32')).toBe(x);
    expect(e.constant(5, 'bool')).toMatchObject({ value: 1 });
    expect(e.constant(5, 'int64')).toMatchObject({ value: 5n });
    expect(e.operandsOf(e.select(e.constant(1, 'bool'), x, x))).toHaveLength(3);
    expect(e.operandsOf(x)).toEqual([]);
  });

  const flag = e.constant(1, 'bool');
  it.each([
    ['two types', () => e.binary('add', x, e.load(0, 'float64')), /add of float32 and float64/],
    [
      'a division of integers',
      () => e.binary('divide', e.load(0, 'int8'), e.load(0, 'int8')),
      /floating type/,
    ],
    ['logic on numbers', () => e.binary('and', x, x), /and needs bool/],
    ['a root of a truth', () => e.unary('sqrt', flag), /sqrt needs a floating type/],
    ['a negative truth', () => e.unary('negate', flag), /negate has no meaning for bool/],
    ['a choice by a number', () => e.select(x, x, x), /bool condition, not float32/],
    ['a choice between types', () => e.select(flag, x, flag), /select of float32 and bool/],
    ['a precise sum of integers', () => e.reduce('preciseSum', e.load(0, 'int8')), /preciseSum needs/],
  ])('refuse %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
