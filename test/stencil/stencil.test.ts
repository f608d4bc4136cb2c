/** Stencils against two models: numbers of one point after another, and operations on whole arrays. */
import { describe, expect, it } from 'vitest';
import * as c from '../../src/array/index.ts';
import { array, broadcastTo, flip, mean, type NDArray, slice, transpose } from '../../src/array/index.ts';
import { type Boundary, boundaryNames } from '../../src/boundary/table.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import { stencil } from '../../src/stencil/stencil.ts';
import type { StencilExpression, StencilInput } from '../../src/stencil/types.ts';
import { contents, counting } from '../array/support.ts';
import { tries } from '../property.ts';
import { mulberry32 } from '../random.ts';
import { drawArray } from '../runners/arrays.ts';
import type { Library } from '../runners/library.ts';
import { buildTree, drawTree, treeText } from '../runners/stencil-program.ts';
import { byArrays, byPoints, methodNames } from './models.ts';
import { type Body, magnitude, noise, of, refusal, smoothness } from './support.ts';

describe('in one literal', () => {
  const difference = stencil(x => x.offset(1).sub(x));
  it('reads the next element, and zero behind the last', () =>
    expect(difference([1, 4, 9]).toArray()).toEqual([3, 5, -9]));
});

describe('stencil, point by point', () => {
  it.each(boundaryNames)('reads neighbours through the %s extension', boundary => {
    for (const shape of [[5], [4, 6], [2, 3, 3, 5], [1, 1], [1, 7]]) {
      const x = noise(shape);
      const far = (a: StencilInput) =>
        shape.length === 1
          ? a.offset(3).mul(2).sub(a.offset(-9)).add(a)
          : a.offset(1, -2).mul(2).sub(a.offset(-7, 13)).add(a.offset(1));
      const result = of(far, [x], { boundary, value: 2.5 });
      expect(contents(result)).toEqual({
        shape,
        elements: byPoints(far, [x], shape, boundary, 2.5),
      });
    }
  });

  it('takes one boundary an axis', () => {
    const x = noise([3, 4, 5]);
    const body = (a: StencilInput) => a.offset(2, -1, 3).sub(a.offset(-4, 5, -6));
    for (const boundary of [
      ['constant', 'edge', 'mirror'],
      ['periodic', 'symmetric', 'constant'],
    ] as Boundary[][])
      expect(contents(of(body, [x], { boundary })).elements).toEqual(
        byPoints(body, [x], [3, 4, 5], boundary),
      );
  });

  it('adds up the steps of offsets of offsets', () => {
    const x = counting([4, 5]);
    expect(contents(of(a => a.offset(1, 2).offset(1).offset(-1, 0), [x], { boundary: 'edge' }))).toEqual(
      contents(of(a => a.offset(0, 3), [x], { boundary: 'edge' })),
    );
  });

  it('has every method', () => {
    const [x, y] = [noise([3, 9]), noise([3, 9], 2)];
    for (const method of methodNames) {
      const body = (a: StencilInput, b: StencilInput) => {
        // Powers and logarithms of what is positive.
        const base = /pow|log|sqrt/.test(method) ? a.square().add(0.1) : a;
        const count = (base as unknown as Record<string, unknown[]>)[method].length;
        const call = base as unknown as Record<string, (...given: unknown[]) => StencilExpression>;
        return call[method](...(method === 'where' ? [b, a.neg()] : count > 1 ? [] : [b.offset(0, 1)])).mul(
          1.5,
        );
      };
      const expected = byPoints(body as Body, [x, y], [3, 9], 'edge');
      const found = contents(of(body as Body, [x, y], { boundary: 'edge' })).elements as number[];
      found.forEach((value, k) => {
        expect(value, method).toBeCloseTo(expected[k], 12);
      });
    }
  });

  it('stretches inputs, whose offsets along a stretched axis change nothing', () => {
    const shapes = [[3, 4, 5], [1, 5], [4, 1], [], [5]];
    const arrays = shapes.map((shape, k) => noise(shape, k + 1));
    const body: Body = (...inputs) =>
      inputs.map(x => x.offset(1, 2).sub(x)).reduce((a: StencilExpression, b) => a.mul(2).add(b));
    const result = of(body, arrays, { boundary: 'constant', value: 7 });
    expect(contents(result).elements).toEqual(byPoints(body, arrays, [3, 4, 5], 'constant', 7));
  });

  it('picks channels, each of which is an axis of extent 1', () => {
    const [d, image] = [noise([2, 1, 4, 5]), noise([2, 3, 4, 5], 2)];
    const found = contents(of(smoothness as Body, [d, image], { boundary: 'edge' }));
    const expected = byPoints(smoothness as Body, [d, image], [2, 1, 4, 5], 'edge');
    expect(found.shape).toEqual([2, 1, 4, 5]);
    (found.elements as number[]).forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k], 14);
    });
    const beside: Body = x =>
      x
        .channel(2)
        .offset(0, 1)
        .add(x)
        .sub(x.channel(0).offset(5, 1, 1));
    expect(contents(of(beside, [image], { boundary: 'mirror' })).elements).toEqual(
      byPoints(beside, [image], [2, 3, 4, 5], 'mirror'),
    );
    expect(contents(stencil(x => x.offset(0, 1).channel(1))(image))).toEqual(
      contents(stencil(x => x.channel(1).offset(0, 1))(image)),
    );
  });
});

describe('stencil, as operations on arrays', () => {
  const types: DType[] = ['bool', 'uint8', 'int8', 'int16', 'uint16', 'int32', 'int64', 'float32', 'float64'];

  it('gives the same numbers of the same type, whatever the layout', () => {
    const library = c as unknown as Library;
    let compared = 0;
    const { numRuns, seed } = tries(400);
    for (let index = 0; index < numRuns; index++) {
      const random = mulberry32(seed * 7919 + index);
      const rank = random.integer(1, 4);
      const shape = Array.from({ length: rank }, () => random.integer(1, 5));
      const arrays = Array.from({ length: random.integer(1, 3) }, (_, k) => {
        const thin = k > 0 ? random.pick([0.1, 0.3]) : 0;
        const own = shape
          .slice(random.chance(thin) ? 1 : 0)
          .map(extent => (random.chance(thin) ? 1 : extent));
        return drawArray(library, random, random.pick(types), own, { flavour: 'whole' });
      });
      const channels = arrays.map(x => (x.ndim > 2 ? x.shape[x.ndim - 3] : 0));
      const axes = random.integer(0, Math.min(3, rank));
      const tree = drawTree({ inputs: arrays.length, axes, channels, random }, random.integer(1, 4));
      const boundary = random.pick(boundaryNames);
      const body: Body = (...inputs) => buildTree(tree, inputs);
      const text = `#${index} ${treeText(tree)} ${boundary} ${arrays.map(x => `${x.dtype} [${x.shape}]`)}`;
      let found: NDArray;
      try {
        found = of(body, arrays, { boundary, value: 1 });
      } catch (error) {
        // The operations on arrays refuse the same: a difference of booleans, for one.
        expect(() => byArrays(body, arrays, shape, boundary, 1), `${text}: ${error}`).toThrow();
        continue;
      }
      compared++;
      const expected = byArrays(body, arrays, found.shape, boundary, 1);
      expect(found.dtype, text).toBe(expected.dtype);
      expect(contents(found), text).toEqual(contents(expected));
    }
    expect(compared).toBeGreaterThan(0.8 * numRuns);
  });

  it('knows views: backwards, transposed, with gaps, stretched', () => {
    const x = noise([6, 8]);
    for (const view of [
      flip(x),
      transpose(x),
      slice(x, [1, null, 2], [null, null, -3]),
      broadcastTo(slice(x, [0, 1]), [4, 8]),
      slice(noise([6, 8, 2]), null, null, [1, 2]),
    ]) {
      const plain = array({ data: view.toTypedArray(), shape: view.shape });
      const body: Body =
        view.ndim === 3 ? a => a.offset(1, 0, 0).sub(a.offset(0, -1, 0)) : (magnitude as Body);
      expect(contents(of(body, [view], { boundary: 'mirror' }))).toEqual(
        contents(of(body, [plain], { boundary: 'mirror' })),
      );
    }
  });

  it('computes with complex numbers what arrays compute', () => {
    const z = array([
      [
        { re: 1, im: 2 },
        { re: -3, im: 0.5 },
        { re: 0, im: 1 },
      ],
    ]);
    const body: Body = a => a.offset(0, 1).mul(a).sub(a.offset(0, -1)).div(2).add({ re: 0, im: 1 });
    for (const dtype of ['complex128', 'complex64'] as const) {
      const x = c.astype(z, dtype);
      const found = of(body, [x], { boundary: 'periodic' });
      expect(found.dtype).toBe(dtype);
      expect(contents(found)).toEqual(contents(byArrays(body, [x], [1, 3], 'periodic')));
    }
    expect(stencil(a => a.offset(1, 0), { value: { re: 3, im: 4 } })(slice(z, [0, 1])).toArray()).toEqual([
      [
        { re: 3, im: 4 },
        { re: 3, im: 4 },
        { re: 3, im: 4 },
      ],
    ]);
    expect(refusal(() => stencil(a => a.sqrt())(z))).toContain('stencil.sqrt: complex numbers');
    expect(refusal(() => stencil(a => a.lt(1))(z))).toContain('stencil.lt: complex numbers');
  });

  it('takes whatever stands for an array', () => {
    const twice = stencil(x => x.mul(2));
    expect(twice([1, 2]).toArray()).toEqual([2, 4]);
    expect(twice(3).item()).toBe(6);
    expect(twice({ data: new Uint8Array([1, 2, 3, 4]), shape: [2, 2], strides: [1, 2] }).toArray()).toEqual([
      [2, 6],
      [4, 8],
    ]);
  });

  it('types numbers by what stands beside them', () => {
    const x = array([200, 3], { dtype: 'uint8' });
    const kinds: [Body, DType, unknown][] = [
      [a => a.add(100), 'uint8', [44, 103]],
      [a => a.add(0.5), 'float64', [200.5, 3.5]],
      [a => a.add(-1), 'int16', [199, 2]],
      [a => a.gt(100).where(1, 0), 'float64', [1, 0]],
      [a => a.gt(100).where(a, 0), 'uint8', [200, 0]],
      [a => a.cast('float32').add(0.5), 'float32', [200.5, 3.5]],
      [a => a.sqrt(), 'float32', [Math.fround(Math.sqrt(200)), Math.fround(Math.sqrt(3))]],
      [a => a.pow(2), 'uint8', [64, 9]],
      [a => a.add(5n), 'uint8', [205, 8]],
    ];
    for (const [body, dtype, values] of kinds) {
      const found = of(body, [x]);
      expect([found.dtype, found.toArray()]).toEqual([dtype, values]);
    }
  });
});

it('two worked examples agree with padding and slicing', () => {
  const image = noise([2, 6, 7]);
  const padded = c.pad(
    image,
    [
      [0, 0],
      [1, 1],
      [1, 1],
    ],
    { boundary: 'mirror' },
  );
  const part = (y: number, x: number) => slice(padded, null, [1 + y, 7 + y], [1 + x, 8 + x]);
  const dx = c.subtract(part(0, 1), part(0, -1));
  const dy = c.subtract(part(1, 0), part(-1, 0));
  expect(contents(stencil(magnitude, { boundary: 'mirror' })(image))).toEqual(
    contents(c.sqrt(c.add(c.multiply(dx, dx), c.multiply(dy, dy)))),
  );
  const [d, colours] = [noise([2, 1, 5, 6]), noise([2, 3, 5, 6], 3)];
  const all = stencil(smoothness, { boundary: 'edge' })(d, colours);
  const folded = stencil(smoothness, { boundary: 'edge', reduce: 'mean' })(d, colours);
  expect(folded.item()).toBeCloseTo(mean(all).item<number>(), 14);
});
