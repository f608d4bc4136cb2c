import { describe, expect, it } from 'vitest';
import { load } from '../../src/kernels/expression.ts';
import type { Nest } from '../../src/kernels/nest.ts';
import { planner, sameNest } from '../../src/runtime/plans.ts';
import { readFiles } from '../project/source.ts';

describe('a planner', () => {
  it('makes one plan of forms of one structure', () => {
    const made: number[][] = [];
    const plan = planner(({ shape }: { shape: number[] }) => made.push(shape));
    expect([plan({ shape: [2, 3] }), plan({ shape: [2, 3] }), plan({ shape: [3, 2] })]).toEqual([1, 1, 2]);
  });

  it('has no plan of another one', () => {
    const [one, other] = [planner((_: number) => 'one'), planner((_: number) => 'other')];
    expect([one(1), other(1), one(1)]).toEqual(['one', 'other', 'one']);
  });

  it('forgets what was planned long ago', () => {
    let made = 0;
    const plan = planner((_: number) => ++made);
    for (let k = 0; k < 5000; k++) plan(k);
    expect([plan(4999), plan(0)]).toEqual([5000, 5001]);
  });

  it('stands where it is made once: at the top of a module, or of a stencil', () => {
    const inside = [...readFiles('src', '.ts')].flatMap(([path, text]) =>
      text
        .split('\n')
        .flatMap((line, k) =>
          /\b(planner|computation|pointwise|reductionOf|firstPlaces|eachMatrix)(<.*>)?\(/.test(line) &&
          /^\s/.test(line)
            ? [`${path}:${k + 1}`]
            : [],
        ),
    );
    const makers = ['views/computation', 'views/places', 'views/reduce', 'linalg/elements', 'stencil/run'];
    expect(inside.filter(place => !makers.some(maker => place.startsWith(`src/${maker}.ts`)))).toEqual([]);
  });
});

describe('a nest', () => {
  const nest = (stride: number, table?: number[]): Nest => ({
    shape: [4],
    reduction: [],
    inputs: [
      {
        dtype: 'float32',
        strides: [stride],
        gathers: table ? [{ coefficients: [1], start: 0, table: Int32Array.from(table), stride: 1 }] : [],
        fill: 0,
      },
    ],
    outputs: [{ dtype: 'float32', strides: [1], value: load(0, 'float32') }],
  });

  it('is the one of the same structure', () => {
    const first = sameNest(nest(3));
    expect(sameNest(nest(3))).toBe(first);
    expect(sameNest(nest(-3))).not.toBe(first);
  });

  it('is another one for other entries of a table', () => {
    const first = sameNest(nest(0, [3, 2, 1, 0]));
    expect(sameNest(nest(0, [3, 2, 1, 0]))).toBe(first);
    expect(sameNest(nest(0, [3, 2, 0, 1]))).not.toBe(first);
  });

  it('is itself where tables are long', () => {
    const long = nest(0, new Array(1000).fill(0));
    expect(sameNest(long)).toBe(long);
    expect(sameNest(nest(0, new Array(1000).fill(0)))).not.toBe(long);
  });
});
