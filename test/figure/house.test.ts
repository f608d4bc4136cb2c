import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { abs, astype, flip, mean, roll, subtract } from '../../src/array/index.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { decodeJpeg } from '../../src/io/jpeg.ts';
import { decodePng } from '../../src/io/png.ts';

const read = (name: string) => readFileSync(new URL(`../../examples/${name}`, import.meta.url));
const house = astype(decodePng(read('house.png')), 'float64');
const distance = (other: NDArray) => mean(abs(subtract(house, other))).item() as number;

it('the shipped picture is in colour, wider than high, even on both sides', () => {
  expect(house.shape).toEqual([192, 256, 3]);
});

it('the shipped JPEG shows the same', () => {
  expect(distance(astype(decodeJpeg(read('house.jpg')), 'float64'))).toBeLessThan(4);
});

it('a flip or a shift of the shipped picture is another picture', () => {
  for (const other of [
    flip(house, { axis: 0 }),
    flip(house, { axis: 1 }),
    roll(house, 96, { axis: 0 }),
    roll(house, 128, { axis: 1 }),
  ])
    expect(distance(other)).toBeGreaterThan(20);
});
