import { describe, expect, test } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { NDArray } from '../../src/array/ndarray.ts';
import { sizeOf } from '../../src/extents.ts';
import { luminance } from '../../src/io/index.ts';
import { mulberry32 } from '../random.ts';
import { errorOf } from './fixtures.ts';

const random = mulberry32(1).below;
const bytes = (...shape: number[]) => {
  const size = sizeOf(shape);
  return { data: Uint8Array.from({ length: size }, () => random(256)), shape };
};
const weigh = (r: number, g: number, b: number) => 0.299 * r + 0.587 * g + 0.114 * b;

describe('luminance', () => {
  test.each([3, 4])('of %i channels weighs the first three', channels => {
    const { data, shape } = bytes(5, 7, channels);
    const result = luminance({ data, shape });
    expect([result.dtype, result.shape]).toEqual(['float64', [5, 7]]);
    result.toTypedArray().forEach((value, pixel) => {
      const [r, g, b] = data.subarray(pixel * channels);
      expect(value).toBeCloseTo(weigh(r, g, b), 10);
    });
  });

  test.each([[[4, 6]], [[4, 6, 1]], [[4, 6, 2]]])('of grey %j is the grey', shape => {
    const image = bytes(...shape);
    const grey = image.data.filter((_, k) => k % (shape[2] ?? 1) === 0);
    expect([...luminance(image).toTypedArray()]).toEqual([...grey]);
  });

  test('a grey colour keeps its value exactly, on every scale', () => {
    const greys = Uint16Array.from({ length: 65536 }, (_, k) => k);
    const colours = new NDArray('uint16', { data: greys }, [256, 256, 3], [256, 1, 0]);
    expect(luminance(colours).toTypedArray()).toEqual(Float64Array.from(greys));
  });

  test('floats keep their scale; NaN passes where it is', () => {
    expect(luminance([[[0.5, 0.25, 1]]]).item()).toBeCloseTo(weigh(0.5, 0.25, 1), 15);
    const result = luminance([[[NaN, 0, 0], [1, 1, 1]], [[1, 1, 1], [0, 0, 0]]]); // biome-ignore format: one row
    expect(result.toArray()).toEqual([
      [NaN, 1],
      [1, 0],
    ]);
    expect(luminance({ data: Float32Array.from([1, 1, 1, NaN]), shape: [1, 1, 4] }).item()).toBe(1);
  });

  test('of a view, of ImageData, of 64-bit integers and of nothing', () => {
    const data = Uint8Array.from({ length: 24 }, (_, k) => k);
    const planes = new NDArray('uint8', { data }, [2, 4, 3], [4, 1, 8]);
    expect(luminance(planes).toTypedArray()[0]).toBe((299 * 0 + 587 * 8 + 114 * 16) / 1000);
    expect(
      luminance({ data: new Uint8ClampedArray(8).fill(9), width: 2, height: 1 } as never).toArray(),
    ).toEqual([[9, 9]]);
    expect(luminance(array([[1n, 2n]])).toArray()).toEqual([[1, 2]]);
    expect(luminance({ data: new Uint8Array(0), shape: [0, 5, 3] }).shape).toEqual([0, 5]);
  });

  test('other shapes and complex elements are refused', () => {
    expect(errorOf(() => luminance([1, 2])).message).toContain('shape (2,); it must be (H, W) or (H, W, C)');
    expect(errorOf(() => luminance(bytes(2, 2, 5))).message).toContain('(2, 2, 5)');
    expect(errorOf(() => luminance(bytes(2, 2, 0))).message).toContain('(2, 2, 0)');
    expect(errorOf(() => luminance([[{ re: 1, im: 2 }]])).message).toContain('complex128');
  });
});
