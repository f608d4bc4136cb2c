import { array, probe, tile } from 'concordat';
import { signal } from 'concordat/scipy';
import { nn } from 'concordat/torch';
import { expect, it } from 'vitest';
import { reshape, slice } from '../../src/array/views.ts';
import { middleOfTiled } from '../../src/diagnosis/tiled.ts';
import type { NDArray } from '../../src/index.ts';

const half = (extent: number) => Math.floor(extent / 2);
const lift = (x: NDArray) => reshape(x, [1, 1, ...x.shape]);

/** What the bands must give: the middle of the whole. */
function whole(image: NDArray, convolve: (tiled: NDArray) => NDArray): NDArray {
  const [height, width] = image.shape;
  const result = convolve(tile(image, [2, 2]));
  return slice(result, [half(height), -Math.ceil(height / 2)], [half(width), -Math.ceil(width / 2)]);
}

it('is the middle of the tiled convolution, bit by bit, made in one piece or in bands', () => {
  for (const [rows, columns] of [
    [7, 5],
    [900, 700],
    [901, 2],
    [2, 300_001],
    [1201, 513],
  ])
    for (const taps of [
      [1, 1],
      [3, 3],
      [2, 4],
      [5, 2],
    ].filter(([k]) => k <= rows)) {
      const { image, kernel } = probe([rows, columns], taps);
      const same = (tiled: NDArray) => signal.convolve2d(tiled, kernel, { mode: 'same' });
      const padded = (tiled: NDArray) => {
        const result = nn.functional.conv2d(lift(tiled), lift(kernel), { padding: 1 });
        return reshape(result, result.shape.slice(2));
      };
      for (const convolve of [same, padded]) {
        const parts: number[] = [];
        const made = middleOfTiled(image, kernel, convolve, part => parts.push(part));
        const wanted = whole(image, convolve);
        expect(made.shape).toEqual(wanted.shape);
        expect(
          Buffer.from(made.toTypedArray().slice().buffer).equals(
            Buffer.from(wanted.toTypedArray().slice().buffer),
          ),
        ).toBe(true);
        if (parts.length > 0) expect(parts.at(-1)).toBe(1);
      }
    }
});

it('tells of every band', () => {
  const { image, kernel } = probe([1024, 1024], [3, 3]);
  const parts: number[] = [];
  middleOfTiled(
    image,
    kernel,
    tiled => signal.convolve2d(tiled, kernel, { mode: 'same' }),
    part => parts.push(part),
  );
  expect(parts).toEqual([0.5, 1]);
  expect(middleOfTiled(array([[1, 2]]), array([[1]]), x => x).toArray()).toEqual([[2, 1]]);
});
