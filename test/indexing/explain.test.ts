import { describe, expect, it } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { explainIndex } from '../../src/array/explain-index.ts';

describe('explainIndex', () => {
  it('says that NumPy and torch silently differ', () => {
    const found = explainIndex([2, 3, 50, 25, 1], '[n, :, [2, 3, 4], :, :]');
    expect(found).toMatchObject({
      index: 'x[n, :, [2, 3, 4], :, :]',
      differ: 'silently',
      instead: 'x[n][:, [2, 3, 4]]',
      numpy: { shape: [3, 3, 25, 1], moved: true, view: false, taken: [{ axis: 0, place: 'n' }] },
      torch: { shape: [3, 3, 25, 1], moved: false },
    });
    expect(found.numpy.axes.map(({ axes }) => axes)).toEqual([[2], [1], [3], [4]]);
    expect(found.torch.axes.map(({ axes }) => axes)).toEqual([[1], [2], [3], [4]]);
    expect(found.text).toContain('differ SILENTLY');
  });

  it.each([
    ['[0, ::2]', 'no'],
    ['[0, :, [0, 1]]', 'shape'],
    ['[::-1]', 'error'],
    ['[[0, 1], :, [0, 1]]', 'no'],
    ['[9]', 'no'],
  ])('%s: %s', (index, differ) => {
    expect(explainIndex([2, 3, 4], index).differ).toBe(differ);
  });

  it('does not mind where axes of one element stand', () => {
    expect(explainIndex([2, 1, 4], '[0, :, [2]]').differ).toBe('no');
  });

  it('puts slices, new axes and several index arrays into words', () => {
    const texts = (index: string) => explainIndex([9, 4, 5], index).numpy.axes.map(({ text }) => text);
    expect(texts('[1:8:3, None, -1:, 2:2]')).toEqual([
      'axis 0, places 1 to 7 in steps of 3',
      'a new axis',
      'axis 1, place 3',
      'axis 2, no places',
    ]);
    expect(texts('[[[0], [1]], [1, 2]]')).toEqual([
      'dimension 0 of [[0], [1]] along axis 0 with [1, 2] along axis 1',
      'dimension 1 of [[0], [1]] along axis 0 with [1, 2] along axis 1',
      'axis 2, all of it',
    ]);
  });

  it('takes terms, arrays for shapes, and reports refusals as results', () => {
    const x = array([[1, 2, 3]]);
    expect(explainIndex(x, [0, [1, 2]]).numpy.shape).toEqual([2]);
    expect(explainIndex(x, '[0, 3]').numpy.error).toMatch(/^index 3 is out of bounds for axis 1 with size 3/);
    expect(explainIndex(x, '[0, 3]').text).toMatch(/NumPy: refused: index 3/);
  });

  it('refuses what it cannot read', () => {
    expect(() => explainIndex([2.5], '[0]')).toThrow(/explainIndex: shape is \[2.5\]/);
    expect(() => explainIndex([2], 0 as never)).toThrow(/explainIndex: index is 0/);
    expect(() => explainIndex([2], '[0 1]')).toThrow(/comma/);
  });
});
