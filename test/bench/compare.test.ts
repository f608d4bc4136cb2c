import { describe, expect, it } from 'vitest';
import { compare } from '../../bench/harness/compare.ts';
import { noise, permute, type Values } from '../../bench/harness/values.ts';

const reference: Values = { shape: [8, 16], data: noise(1, [8, 16]) };
const changed = (change: (data: Float32Array) => void): Values => {
  const data = Float32Array.from(reference.data);
  change(data);
  return { shape: reference.shape, data };
};

describe('the comparison', () => {
  it('lets equal and close results pass', () => {
    expect(compare(reference, reference, 0)).toEqual({ error: 0 });
    const close = compare(
      changed(data => {
        data[5] += 1e-5;
      }),
      reference,
      1e-3,
    );
    expect(close.mismatch).toBeUndefined();
    expect(close.error).toBeGreaterThan(1e-5);
  });

  it('refuses one wrong element, wherever it stands, and says which', () => {
    for (const place of [0, 77, 127]) {
      const wrong = changed(data => {
        data[place] += 0.01;
      });
      expect(compare(wrong, reference, 1e-3).mismatch).toContain(`element ${place} of 128`);
    }
  });

  it('refuses NaN and infinity that the reference has not, and the reverse', () => {
    for (const planted of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const wrong = changed(data => {
        data[9] = planted;
      });
      expect(compare(wrong, reference, 1).mismatch).toContain('element 9');
      expect(compare(reference, wrong, 1).mismatch).toContain('element 9');
      expect(compare(wrong, wrong, 0).mismatch).toBeUndefined();
    }
    const [up, down] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(planted =>
      changed(data => {
        data[9] = planted;
      }),
    );
    expect(compare(up, down, 1).mismatch).toContain('element 9');
  });

  it('refuses another shape, missing elements, and a reference that proves nothing', () => {
    expect(compare({ ...reference, shape: [16, 8] }, reference, 1).mismatch).toContain('shape (16, 8)');
    expect(compare({ ...reference, data: new Float32Array(3) }, reference, 1).mismatch).toContain(
      '3 elements',
    );
    const zeros = { shape: [2], data: new Float32Array(2) };
    expect(compare(zeros, zeros, 1).mismatch).toContain('proves nothing');
    const nothing = { shape: [0], data: new Float32Array(0) };
    expect(compare(nothing, nothing, 1).mismatch).toContain('proves nothing');
  });
});

describe('the values', () => {
  it('noise fills −0.5 to 0.5 and depends on the seed', () => {
    const [a, b] = [noise(1, [1000]), noise(2, [1000])];
    expect(Math.min(...a)).toBeLessThan(-0.49);
    expect(Math.max(...a)).toBeGreaterThan(0.49);
    expect(a.some((value, place) => value === b[place])).toBe(false);
  });

  it('permute moves the axes', () => {
    const values = { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] };
    expect(permute(values, [1, 0])).toEqual({ shape: [3, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6) });
  });
});
