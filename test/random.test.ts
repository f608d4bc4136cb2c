import { expect, it } from 'vitest';
import { mulberry32, type Random, splitmix32 } from './random.ts';

const threeOf = (random: Random) => Array.from({ length: 3 }, () => random.next() * 2 ** 32);

it('mulberry32 gives the published numbers', () =>
  expect(threeOf(mulberry32(1))).toEqual([2693262067, 11749833, 2265367787]));

it('a seed gives the same numbers again, another one others', () => {
  expect(threeOf(splitmix32(3))).toEqual(threeOf(splitmix32(3)));
  expect(threeOf(splitmix32(3))).not.toEqual(threeOf(splitmix32(4)));
});

it('whole numbers reach both ends, and go no further', () => {
  const random = mulberry32(1);
  const drawn = new Set(Array.from({ length: 100 }, () => random.integer(-1, 1)));
  expect([...drawn].sort((a, b) => a - b)).toEqual([-1, 0, 1]);
});
