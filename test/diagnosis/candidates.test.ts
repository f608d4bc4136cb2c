import { array, flip, type NDArray, transpose } from 'concordat';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatesWith, type TellingElement } from '../../src/diagnosis/candidates.ts';
import { agrees, fieldOf } from '../../src/diagnosis/field.ts';
import { placesHolding } from '../../src/diagnosis/segments.ts';
import { tries } from '../property.ts';

it('finds the offset that puts an element in its place', () => {
  const source = fieldOf(array([1, 2, 3, 4]));
  const question = { source, periodic: true, candidates: [{ low: 0, count: 4 }] };
  expect(candidatesWith([{ place: [0], value: 3, limit: 0 }], question)).toEqual([2]);
});

it('finds the places of a value, or nothing where there are too many', () => {
  const field = fieldOf(
    array([
      [1, 2, 1],
      [0, 1, 5],
    ]),
  );
  expect(placesHolding(field, 1, 0, 4)).toEqual([
    [0, 0],
    [0, 2],
    [1, 1],
  ]);
  expect(placesHolding(field, 1, 0, 2)).toBeNull();
});

/** The definition: every candidate by itself. */
function oneByOne(
  samples: readonly TellingElement[],
  source: NDArray,
  periodic: boolean,
  stride: readonly number[],
  candidates: readonly { low: number; count: number }[],
): number[] {
  const { at } = fieldOf(source);
  const total = candidates.reduce((product, { count }) => product * count, 1);
  const fits = (candidate: number) => {
    const offset: number[] = [];
    for (let axis = candidates.length - 1, left = candidate; axis >= 0; axis--) {
      offset[axis] = candidates[axis].low + (left % candidates[axis].count);
      left = Math.floor(left / candidates[axis].count);
    }
    return samples.every(({ place, value, limit }) => {
      const there = place.map((index, axis) => stride[axis] * index + offset[axis]);
      const outside = there.some((index, axis) => index < 0 || index >= source.shape[axis]);
      if (outside && !periodic) return true;
      const around = there.map(
        (index, axis) => ((index % source.shape[axis]) + source.shape[axis]) % source.shape[axis],
      );
      return agrees(at(around), value, limit);
    });
  };
  return Array.from({ length: total }, (_, k) => k).filter(fits);
}

const views: ((x: NDArray) => NDArray)[] = [x => x, x => flip(x), x => transpose(x)];
const value = fc.constantFrom(0, 1, 2, Number.NaN, Infinity);

describe('all candidates, along rows', () => {
  it('are those that fit one by one', () => {
    const cases = fc
      .record({
        shape: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 })),
        seed: fc.array(value, { minLength: 36, maxLength: 36 }),
        view: fc.nat(2),
        dtype: fc.constantFrom('float64', 'float32', 'int64', 'uint8'),
      })
      .chain(given =>
        fc.record({
          given: fc.constant(given),
          periodic: fc.boolean(),
          stride: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
          low: fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -9, max: 9 })),
          count: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 20 })),
          samples: fc.array(
            fc.record({ place: fc.tuple(fc.nat(3), fc.nat(8)), value, limit: fc.constantFrom(0, 1) }),
            { minLength: 1, maxLength: 4 },
          ),
        }),
      );
    fc.assert(
      fc.property(
        cases,
        ({
          given: {
            shape: [rows, columns],
            seed,
            view,
            dtype,
          },
          periodic,
          stride,
          low,
          count,
          samples,
        }) => {
          const finite = dtype.startsWith('float') ? seed : seed.map(x => (Number.isFinite(x) ? x : 3));
          const list = Array.from({ length: rows }, (_, i) => finite.slice(i * columns, (i + 1) * columns));
          const source = views[view](array(list, { dtype: dtype as 'float64' }));
          const candidates = low.map((first, axis) => ({ low: first, count: count[axis] }));
          expect(candidatesWith(samples, { source: fieldOf(source), periodic, stride, candidates })).toEqual(
            oneByOne(samples, source, periodic, stride, candidates),
          );
        },
      ),
      tries(300),
    );
  });

  it('go on across segments of a long row', () => {
    const long = array(Array.from({ length: 10_000 }, (_, k) => k % 4099));
    const question = { source: fieldOf(long), periodic: true, candidates: [{ low: -5000, count: 10_000 }] };
    const samples = [{ place: [5000], value: 4098, limit: 0 }];
    expect(candidatesWith(samples, question)).toEqual(
      oneByOne(samples, long, true, [1], question.candidates),
    );
  });
});
