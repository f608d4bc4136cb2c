import { type ConventionName, convolve, correlate, type NDArray, probe } from 'concordat';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tries } from '../property.ts';

const run = ({ operation, boundary, origin }: ConventionName, image: NDArray, kernel: NDArray) =>
  (operation === 'convolution' ? convolve : correlate)(image, kernel, { boundary, origin })
    .toTypedArray()
    .join();

const boundaries = ['constant', 'edge', 'symmetric', 'mirror', 'periodic'] as const;

/** Every convention by what it computes on the probe: the groups that the probe itself cannot separate. */
function observed(image: NDArray, kernel: NDArray): string[][] {
  const origins = kernel.shape.some(taps => taps % 2 === 0)
    ? (['lower', 'upper'] as const)
    : (['lower'] as const);
  const groups = new Map<string, string[]>();
  for (const operation of ['convolution', 'correlation'] as const)
    for (const boundary of boundaries)
      for (const origin of origins) {
        const name = { operation, boundary, origin };
        const result = run(name, image, kernel);
        groups.set(result, [...(groups.get(result) ?? []), JSON.stringify(name)]);
      }
  return [...groups.values()].filter(group => group.length > 1);
}

it('separates everything that can be separated, and nothing else', () => {
  const extent = fc.integer({ min: 1, max: 9 });
  const taps = fc.integer({ min: 1, max: 7 });
  fc.assert(
    fc.property(extent, extent, taps, taps, (height, width, rows, columns) => {
      const { image, kernel, inseparable } = probe([height, width], [rows, columns]);
      const names = inseparable.map(group =>
        group.map(({ operation, boundary, origin }) => JSON.stringify({ operation, boundary, origin })),
      );
      expect(names).toEqual(observed(image, kernel));
    }),
    tries(60),
  );
});

it('knows that edge and symmetric are one under a 3×3 kernel', () => {
  const groups = probe([8, 8], [3, 3]).inseparable.map(group => group.map(({ boundary }) => boundary));
  expect(groups).toEqual([
    ['edge', 'symmetric'],
    ['edge', 'symmetric'],
  ]);
  expect(probe([8, 8], [5, 5]).inseparable).toEqual([]);
});

it('is the same every time, and has the shapes asked for', () => {
  const [first, second] = [probe([5, 6], [2, 3]), probe([5, 6], [2, 3])];
  expect(first.image.toArray()).toEqual(second.image.toArray());
  expect([first.image.shape, first.kernel.shape]).toEqual([
    [5, 6],
    [2, 3],
  ]);
});

it('refuses shapes of different rank', () => {
  expect(() => probe([5], [2, 3])).toThrow(/same number of axes/);
});

it('says what a shape must be', () => {
  const unsafe = probe as (...shapes: unknown[]) => unknown;
  const refusal = (...shapes: unknown[]) => expect(() => unsafe(...shapes));
  refusal([16, 16]).toThrow(/^probe: kernelShape is undefined; it must be a list of whole numbers/);
  refusal(16, [3, 3]).toThrow(/^probe: imageShape is 16; it must be a list of whole numbers/);
  refusal([16, 16], [3, '3']).toThrow(/^probe: an extent of kernelShape is '3'/);
});

it('tells of long axes as quickly as of short ones', () => {
  const began = performance.now();
  const { inseparable } = probe([3_000_000], [200_000]);
  expect(inseparable).toEqual([]);
  expect(probe([3_000_000], [3]).inseparable).toEqual(probe([8], [3]).inseparable);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(() => probe([1e5, 1e5], [3, 3])).toThrow(
    /^probe: the image of shape \(100000, 100000\) would take 80 GB; an array may take/,
  );
  expect(() => probe([3, 3], [1e9, 1e9])).toThrow(/^probe: the kernel of shape/);
});
