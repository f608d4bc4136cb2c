import { describe, expect, it } from 'vitest';
import { broadcastTo, zeros } from '../../src/array/index.ts';
import { refusal } from './support.ts';

describe('in one literal', () => {
  it('broadcastTo repeats a row', () =>
    expect(broadcastTo([1, 2], [2, 2]).toArray()).toEqual([
      [1, 2],
      [1, 2],
    ]));
});

describe('broadcastTo', () => {
  it('gives stretched axes a stride of zero', () => {
    const made = broadcastTo([[1], [2]], [3, 2, 2]);
    expect(made.toArray()).toEqual([
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
      [
        [1, 1],
        [2, 2],
      ],
    ]);
    expect(made.strides).toEqual([0, 1, 0]);
    expect(broadcastTo([1], 3 as never).shape).toEqual([3]);
    expect(broadcastTo([1], [0]).shape).toEqual([0]);
  });
  it('does not keep the shape that it was given', () => {
    const shape = [2];
    const made = broadcastTo(1, shape);
    shape[0] = 9;
    expect(made.shape).toEqual([2]);
  });
  it.each([[[3]], [[2, 3]], [[]], [[-1]], [[2.5]], ['a'], [null]])('refuses %j for two elements', shape => {
    expect(refusal(() => broadcastTo([1, 2], shape as number[])).message).toMatch(/^broadcastTo: /);
  });
  it('names both shapes', () => {
    expect(refusal(() => broadcastTo(zeros([2]), [2, 3])).message).toMatch(
      /shape \(2,\) does not broadcast to \(2, 3\)/,
    );
  });
});
