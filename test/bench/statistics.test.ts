import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mean, median, minimum } from '../../bench/harness/statistics.ts';

const samples = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });

it('the median has as many samples below as above', () => {
  fc.assert(
    fc.property(samples, list => {
      const middle = median(list);
      const below = list.filter(sample => sample < middle).length;
      const above = list.filter(sample => sample > middle).length;
      return below <= list.length / 2 && above <= list.length / 2;
    }),
  );
  expect(median([10, 2, 9])).toBe(9);
  expect(median([10, 2, 9, 1])).toBe(5.5);
  expect(() => median([])).toThrow('no samples');
});

it('the minimum and the mean', () => {
  expect(minimum([10, 9, 100])).toBe(9);
  expect(mean([1, 2, 6])).toBe(3);
});
