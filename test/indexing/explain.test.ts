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

  it('says what it took a name for, and is told otherwise', () => {
    const shape = [2, 3, 50];
    const { assumed, numpy } = explainIndex(shape, 'data[n, :, ids]');
    expect(numpy.shape).toEqual([3]);
    expect(assumed).toEqual([
      "n, ids are taken for integers, one place each. If one is an array, add what it is: 'ids=[0, 1]', 'ids=int(2)' for any two places, or 'ids=bool(50)' for a mask.",
    ]);
    const told = explainIndex(shape, 'data[n, :, ids]', { n: 1, ids: [2, 3, 4] });
    expect(told).toMatchObject({ assumed: [], index: 'data[1, :, ids]', instead: 'data[1][:, ids]' });
    expect(explainIndex(shape, '[0, :, ids]', { ids: 'np.arange(4)' }).numpy.shape).toEqual([4, 3]);
    expect(explainIndex(shape, [0, ':', [2, 3]]).assumed).toEqual([]);
  });

  it('takes masks and places of which only the shape is known', () => {
    const mask = explainIndex([3, 50, 4], '[m]', { m: 'bool(3, 50)' });
    expect(mask.numpy.shape).toEqual([150, 4]);
    expect(mask.numpy.axes[0].text).toBe('where m is True, over axes 0, 1');
    expect(mask.assumed).toEqual([
      'm is taken to be True everywhere; its axis has as many elements as it has True places, 150 at most.',
    ]);
    const places = explainIndex([3, 50], '[:, ids]', { ids: 'int(2, 4)' });
    expect(places.numpy.shape).toEqual([3, 2, 4]);
    expect(places.repeats).toBeNull();
    expect(places.text).toContain('any of them may repeat');
  });

  it('says where places repeat', () => {
    expect(explainIndex([9], '[[4, 5, 4, 4]]').repeats).toEqual({ axes: [0], place: [4], times: 3 });
    expect(explainIndex([9], '[[4, 5, -5]]').text).toContain(
      'Place 4 of axis 0 is named twice: x[[4, 5, -5]] += 1 counts it once.',
    );
    const both = explainIndex([3, 4], '[[0, 1, 0], [2, 2, 2]]');
    expect(both.text).toContain('Place (0, 2) of axes 0, 1 is named twice');
    expect(explainIndex([3, 4], '[[0, 1, 2], [2, 2, 2]]').repeats).toBeNull();
    expect(explainIndex([3, 4], [[true, false, true]]).repeats).toBeNull();
  });

  it('advises what helps where torch refuses a mask, and only where a term behind it is the reason', () => {
    const torch = (index: string, m = 'bool(3, 50)') => explainIndex([3, 50, 4], index, { m }).torch.error;
    expect(torch('[m, 0]')).toMatch(
      /name its places instead.*i, j = mask\.nonzero\(as_tuple=True\) and t\[i, j, …\]/,
    );
    expect(torch('[m, 0]', 'bool(3, 49)')).toMatch(/must have their extents/);
    expect(torch('[m]', 'bool(3, 49)')).not.toContain('nonzero');
    expect(torch('[m]')).toBeNull();
  });

  it('refuses names that make no sense', () => {
    expect(() => explainIndex([2], '[n]', { m: 1 })).toThrow(/there is no name 'm' in the index '\[n\]'/);
    expect(() => explainIndex([2], [0], { m: 1 })).toThrow(/cannot stand in a list of terms/);
    expect(() => explainIndex([2], '[n]', [1] as never)).toThrow(/names is \[1\]/);
    expect(() => explainIndex([2], '[n]', { n: 'm' })).toThrow(/is the name m; write what it stands for/);
    expect(() => explainIndex([2], '[n]', { n: {} as never })).toThrow(/explainIndex/);
  });

  it('refuses what it cannot read', () => {
    expect(() => explainIndex([2.5], '[0]')).toThrow(/explainIndex: shape is \[2.5\]/);
    expect(() => explainIndex([2], 0 as never)).toThrow(/explainIndex: index is 0/);
    expect(() => explainIndex([2], '[0 1]')).toThrow(/comma/);
  });
});
