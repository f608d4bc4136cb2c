import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, type NDArray, subtract, zeros } from '../../src/array/index.ts';
import { broadcastShapes } from '../../src/views/broadcast.ts';
import { arrays, contents, contentsOf, counting, modelOf, refusal } from '../array/support.ts';
import { tries } from '../property.ts';

/** The index of an operand at an index of the result. */
const seen = (x: NDArray, index: readonly number[]) =>
  index.slice(index.length - x.ndim).map((i, axis) => (x.shape[axis] === 1 ? 0 : i));

describe('broadcasting', () => {
  it.each<[number[][], number[]]>([
    [
      [[2, 3], [3]],
      [2, 3],
    ],
    [
      [
        [2, 1],
        [1, 3],
      ],
      [2, 3],
    ],
    [[[], [4]], [4]],
    [[[1], [0]], [0]],
    [
      [[0, 1], [3]],
      [0, 3],
    ],
    [
      [
        [5, 1, 4],
        [3, 1],
        [1, 1, 1],
      ],
      [5, 3, 4],
    ],
    [[], []],
  ])('%j meet in %j', (shapes, result) => {
    expect(broadcastShapes('f', ...shapes)).toEqual(result);
  });

  it('reads operands as the rule says', () => {
    const masks = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(arrays(['float64'], { rank: 3 }), masks, fc.nat({ max: 2 }), (x, ones, missing) => {
        const shape = x.shape
          .slice(Math.min(missing, x.ndim))
          .map((extent, axis) => (ones[axis] ? 1 : extent));
        const y = counting(shape, 'float64', 100);
        for (const [a, b] of [
          [x, y],
          [y, x],
        ])
          expect(contents(subtract(a, b))).toEqual(
            contentsOf({
              shape: x.shape,
              at: index =>
                (modelOf(a).at(seen(a, index)) as number) - (modelOf(b).at(seen(b, index)) as number),
            }),
          );
      }),
      tries(300),
    );
  });

  it('names the axis and both extents where shapes do not meet', () => {
    const error = refusal(() => add(zeros([2, 3]), zeros([2, 4])));
    expect(error).toMatchObject({
      code: 'shape',
      message:
        'add: operands could not be broadcast together with shapes (2, 3) (2, 4); axis -1 has 3 and 4, which must be equal or 1',
      fields: { function: 'add', axis: -1, extents: [3, 4] },
    });
    expect(refusal(() => add(zeros([2, 3]), zeros([3, 3]))).message).toMatch(/axis -2 has 2 and 3/);
    expect(refusal(() => add(zeros([0]), zeros([2]))).message).toMatch(/axis -1 has 0 and 2/);
  });
});
