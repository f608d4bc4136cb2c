import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftIndex, lastWriters, parseWritten, planIndex, resolveRange } from '../../src/indexing/index.ts';
import { placesOf, placesOfMask, stretchedTable, unravelled } from '../../src/indexing/table.ts';
import { tries } from '../property.ts';

const terms = (text: string) => parseWritten('test', text, new Map()).terms;
const shapeOf = (text: string, library: 'numpy' | 'torch' = 'numpy', shape = [2, 3, 4, 5]) =>
  draftIndex('test', shape, terms(text), library).shape;

describe("Python's slices", () => {
  it('take what a walk over all places takes', () => {
    const bound = fc.option(fc.integer({ min: -12, max: 12 }));
    const step = fc.integer({ min: -4, max: 4 }).filter(each => each !== 0);
    const walk = (start: number | null, stop: number | null, by: number, extent: number) => {
      const places = by > 0 ? [...Array(extent).keys()] : [...Array(extent).keys()].reverse();
      const counted = (place: number) => (place < 0 ? place + extent : place);
      const inside = places.filter(
        place =>
          (start === null || (by > 0 ? place >= counted(start) : place <= counted(start))) &&
          (stop === null || (by > 0 ? place < counted(stop) : place > counted(stop))),
      );
      return inside.filter((_, k) => k % Math.abs(by) === 0);
    };
    fc.assert(
      fc.property(bound, bound, step, fc.integer({ min: 0, max: 8 }), (start, stop, by, extent) => {
        const { first, count, step: taken } = resolveRange(start, stop, by, extent);
        expect(Array.from({ length: count }, (_, k) => first + k * taken)).toEqual(
          walk(start, stop, by, extent),
        );
      }),
      tries(1000),
    );
  });
});

describe('where axes go', () => {
  it.each([
    ['[:, [0, 1, 1]]', [2, 3, 4, 5], [2, 3, 4, 5]],
    ['[:, 0, [0, 1, 1]]', [2, 3, 5], [2, 3, 5]],
    ['[0, :, [0, 1, 1]]', [3, 3, 5], [3, 3, 5]],
    ['[0, :, :, [0, 1, 1]]', [3, 3, 4], [3, 4, 3]],
    ['[[0, 1, 1], None, [0, 1, 1]]', [3, 1, 4, 5], [3, 1, 4, 5]],
    ['[0, None, [0, 1, 1]]', [3, 1, 4, 5], [1, 3, 4, 5]],
    ['[:, [0, 1, 1], None, [0, 1, 1]]', [3, 2, 1, 5], [3, 2, 1, 5]],
    ['[True, :, [0, 1, 1]]', [3, 2, 4, 5], [3, 2, 4, 5]],
    ['[..., True]', [2, 3, 4, 5, 1], [2, 3, 4, 5, 1]],
    ['[[], []]', [0, 4, 5], [0, 4, 5]],
    ['[:, [0, 1, 1], ..., [0, 1, 1], 0]', [3, 2], [2, 3]],
  ])('%s', (text, numpy, torch) => {
    expect(shapeOf(text)).toEqual(numpy);
    expect(shapeOf(text, 'torch')).toEqual(torch);
  });

  it('keeps neighbours apart by an ellipsis that stands for no axis, but not in torch', () => {
    expect(shapeOf('[:, [0, 1], ..., [0, 1]]', 'numpy', [2, 3, 4])).toEqual([2, 2]);
    expect(draftIndex('test', [2, 3, 4], terms('[:, [0, 1], ..., [0, 1]]')).moved).toBe(true);
    expect(draftIndex('test', [2, 3, 4], terms('[:, [0, 1], ..., [0, 1]]'), 'torch').moved).toBe(false);
  });

  it('says which axes of the result are whose', () => {
    const { axes, fixed, block, kind, view } = planIndex('test', [2, 3, 4], terms('[1, ::2, [0, 3]]'));
    expect(axes).toEqual([
      { from: 'block', dimension: 0 },
      { from: 'slice', axis: 1, first: 0, count: 2, step: 2 },
    ]);
    expect([fixed, block, kind, view]).toEqual([
      [{ axis: 0, place: 1 }],
      { at: 0, shape: [2] },
      'advanced',
      false,
    ]);
  });
});

describe('tables', () => {
  it('wrap negative entries and name the first that is out of bounds, in every integer type', () => {
    const types = [Int8Array, Int16Array, Int32Array, Uint8Array, Uint16Array, Uint32Array] as const;
    for (const Memory of types) {
      expect(placesOf(Memory.from([0, 2, 1]), 3)).toEqual(Int32Array.of(0, 2, 1));
      expect(placesOf(Memory.from([0, 3, 9]), 3)).toEqual({ stray: 3 });
    }
    expect(placesOf(Int16Array.of(-1, -3), 3)).toEqual(Int32Array.of(2, 0));
    expect(placesOf(Int32Array.of(-1, -4), 3)).toEqual({ stray: -4 });
    expect(placesOf(BigInt64Array.of(-1n, 2n), 3)).toEqual(Int32Array.of(2, 2));
    for (const stray of [3n, -4n, 2n ** 32n, 2n ** 32n + 1n, -(2n ** 32n) + 1n, -(2n ** 63n)])
      expect(placesOf(BigInt64Array.of(0n, stray), 3)).toEqual({ stray });
    expect(placesOf(BigUint64Array.of(2n, 2n ** 64n - 1n), 3)).toEqual({ stray: 2n ** 64n - 1n });
    expect(placesOf(BigUint64Array.of(2n, 0n), 3)).toEqual(Int32Array.of(2, 0));
  });

  it('come from masks, by axis, and stretch', () => {
    const places = placesOfMask(Uint8Array.of(0, 1, 0, 1, 1, 0));
    expect(places).toEqual(Int32Array.of(1, 3, 4));
    expect(unravelled(places, [2, 3])).toEqual([Int32Array.of(0, 1, 1), Int32Array.of(1, 0, 1)]);
    expect(stretchedTable(Int32Array.of(7, 8), [2, 1], [3, 2, 2])).toEqual(
      Int32Array.of(7, 7, 8, 8, 7, 7, 8, 8, 7, 7, 8, 8),
    );
    expect(stretchedTable(Int32Array.of(7), [1], [2, 0])).toEqual(new Int32Array(0));
  });
});

describe('repeated places', () => {
  const writers = (text: string, shape: number[]) => lastWriters(planIndex('test', shape, terms(text)));
  it('are written by the last of them', () => {
    expect(writers('[[0, 1, 0, 2]]', [3])).toEqual(Int32Array.of(2, 1, 2, 3));
    expect(writers('[[0, -3, 1]]', [3])).toEqual(Int32Array.of(1, 1, 2));
    expect(writers('[[[0], [0]], [1, 2]]', [3, 3])).toEqual(Int32Array.of(2, 3, 2, 3));
    expect(writers('[[1, 0, 1], [2, 0, 2]]', [5_000_000, 5_000_000])).toEqual(Int32Array.of(2, 1, 2));
  });
  it('are not looked for where there are none', () => {
    expect(writers('[[0, 1, 2]]', [3])).toBeNull();
    expect(writers('[[2, 0, 1]]', [3])).toBeNull();
    expect(writers('[[True, False, True]]', [3])).toBeNull();
    expect(writers('[0, :]', [3, 3])).toBeNull();
  });
});
