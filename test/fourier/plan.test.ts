/** Plans, loops and the cache: what transforms are made of, in whole numbers. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rememberByLength } from '../../src/fourier/cache.ts';
import { primeFactors } from '../../src/fourier/length.ts';
import { arrangeLoops, type Loops } from '../../src/fourier/loops.ts';
import { hasPasses, paddedLength, passesOf } from '../../src/fourier/plan.ts';
import { rootsOfUnity } from '../../src/fourier/roots.ts';
import { tries } from '../property.ts';

it('splits every length into passes, or pads it to one that has them', () => {
  for (let n = 1; n <= 3000; n++) {
    const largest = Math.max(1, ...primeFactors(n));
    expect(hasPasses(n)).toBe(largest <= 31);
    if (largest > 31) {
      const padded = paddedLength(n);
      expect(padded).toBeGreaterThanOrEqual(2 * n - 1);
      expect(padded).toBeLessThan(4 * n);
      expect(hasPasses(padded)).toBe(true);
      continue;
    }
    let done = 1;
    for (const pass of passesOf(n)) {
      expect(pass).toEqual({ radix: pass.radix, done, rest: n / (done * pass.radix) });
      expect(n === 1 || [4, 8, ...primeFactors(n)].includes(pass.radix)).toBe(true);
      done *= pass.radix;
    }
    expect(done).toBe(n);
  }
  expect(passesOf(2 ** 20).map(({ radix }) => radix)).toEqual([4, 8, 8, 8, 8, 8, 8]);
});

it('finds prime factors', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 7 }), n => {
      const factors = primeFactors(n);
      expect(factors.reduce((product, factor) => product * factor, 1)).toBe(n);
      for (const factor of factors) expect(primeFactors(factor)).toEqual([factor]);
    }),
    tries(100),
  );
  expect(primeFactors(1000003)).toEqual([1000003]);
});

it('arranges loops without changing what they visit', () => {
  const visited = ({ extents, strides }: Loops): string[] => {
    const places = extents.reduce<number[][]>(
      (found, extent) => found.flatMap(place => Array.from({ length: extent }, (_, k) => [...place, k])),
      [[]],
    );
    const addresses = places.map(place =>
      strides.map(list => list.reduce((sum, step, axis) => sum + step * place[axis], 0)).join(),
    );
    return addresses.sort();
  };
  const step = fc.integer({ min: -6, max: 6 });
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
      fc.array(step),
      (extents, steps) => {
        const strides = [0, 1].map(k => extents.map((_, axis) => steps[2 * axis + k] ?? axis));
        expect(visited(arrangeLoops({ extents, strides }))).toEqual(visited({ extents, strides }));
      },
    ),
    tries(200),
  );
  expect(arrangeLoops({ extents: [2, 1, 3, 4], strides: [[12, 9, 4, 1]] })).toEqual({
    extents: [24],
    strides: [[1]],
  });
  expect(arrangeLoops({ extents: [100, 2], strides: [[1, 300]] }).extents).toEqual([2, 100]);
});

it('makes roots of unity that are right to the last bit or so', () => {
  for (const n of [1, 2, 3, 4, 5, 7, 8, 12, 48, 97, 1000, 1009]) {
    const { re, im } = rootsOfUnity(n);
    for (let t = 0; t < n; t++) {
      // Twice a half turn in units of n, folded so that the angle is at most a quarter turn.
      const [cosine, sine] = [n - 4 * Math.min(t, n - t), 4 * (t <= n / 2 ? t : n - t)];
      expect(
        Math.abs(re!.storage.data[t] as number) - Math.abs(Math.sin((Math.PI * cosine) / (2 * n))),
      ).toBeCloseTo(0, 15);
      const folded = sine <= n ? sine : 2 * n - sine;
      expect(Math.abs(im!.storage.data[t] as number) - Math.sin((Math.PI * folded) / (2 * n))).toBeCloseTo(
        0,
        15,
      );
      expect(Number(re!.storage.data[t]) * cosine).toBeGreaterThanOrEqual(0);
      expect(Number(im!.storage.data[t]) * (2 * t - n)).toBeGreaterThanOrEqual(0);
    }
  }
});

it('remembers what was used last, up to a limit', () => {
  const made: number[] = [];
  const get = rememberByLength(10, n => n, n => ({ n: made.push(n) && n })); // biome-ignore format: short
  const [four, three] = [get(4), get(3)];
  expect(get(4)).toBe(four);
  get(5);
  expect(made).toEqual([4, 3, 5]);
  expect(get(4)).toBe(four);
  expect(get(3)).not.toBe(three);
  expect(get(11)).not.toBe(get(11));
  expect(made).toEqual([4, 3, 5, 3, 11, 11]);
  for (let k = 0; k < 20; k++) get(k % 2 === 0 ? 6 : 4);
  expect(made.length).toBe(8);
});
