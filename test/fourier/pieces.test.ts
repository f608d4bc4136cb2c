import { array, fft2, irfft2, rfft, rfft2, slice } from 'concordat';
import { expect, it } from 'vitest';

/** Whole numbers, so that no rounding hides an element in the wrong place. */
const numbers = (rows: number, columns: number) =>
  array({
    data: Float64Array.from({ length: rows * columns }, (_, k) => ((k * 7919) % 251) - 125),
    shape: [rows, columns],
  });

it('gives a row of many the bits that it has by itself', () => {
  const many = numbers(2600, 1024);
  const all = rfft(many);
  for (const row of [0, 1023, 1024, 2599])
    expect(slice(all, [row, row + 1]).toArray()).toEqual(rfft(slice(many, [row, row + 1])).toArray());
});

it('goes there and back in pieces, along both axes', () => {
  for (const [rows, columns] of [
    [1500, 1501],
    [3, 700_000],
  ]) {
    const x = numbers(rows, columns);
    const back = irfft2(rfft2(x), { s: [rows, columns] });
    const [given, made] = [x.toTypedArray(), back.toTypedArray()];
    expect(made.every((value, k) => Math.abs(Number(value) - Number(given[k])) < 1e-9)).toBe(true);
  }
  expect(fft2(numbers(1, 1)).toArray()).toEqual([[{ re: -125, im: 0 }]]);
});
