/** What is said where nothing was found: how much agrees, what would help, and why image and kernel were of no use. */
import {
  add,
  array,
  astype,
  convolve,
  divide,
  explain,
  flip,
  multiply,
  type NDArray,
  pad,
  probe,
  reshape,
  roll,
  slice,
} from 'concordat';
import { nn } from 'concordat/torch';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../property.ts';

const x = probe([9, 8], [3, 3]).image as NDArray;
const { kernel } = probe([9, 8], [3, 3]);
const changed = (at: [number, number][], value = 0.5): NDArray => {
  const copy = array(x.toArray() as number[][]);
  for (const [i, j] of at) copy.data[i * 8 + j] = value;
  return copy;
};

describe('the text', () => {
  const lines = explain(
    x,
    changed([
      [1, 2],
      [4, 3],
      [4, 5],
      [6, 2],
    ]),
  ).text.split('\n');
  it('says how much differs, and where', () => {
    expect(lines[0]).toMatch(/^differs by up to \d.*; no explanation was found$/);
    expect(lines[1]).toBe(
      '4 of 72 elements differ, the first at [1, 2], [4, 3], [4, 5], all within [1:7, 2:6]; 68 agree',
    );
  });

  it('says that the arrays were exchanged, and which options would help', () => {
    expect(lines[2]).toBe('with the arrays exchanged nothing was found either');
    expect(lines[3]).toContain('`image` and `kernel`');
    expect(lines[4]).toContain('`rtol`');
    const known = explain(x, changed([[0, 0]]), { image: x, kernel: [[1]] }).text;
    expect(known).not.toContain('`image`');
  });

  it('proposes a tolerance that then makes them equal', () => {
    fc.assert(
      fc.property(fc.double({ min: -9, max: -3, noNaN: true }), level => {
        const other = add(x, multiply(roll(x, [2, 3], { axis: [0, 1] }), 10 ** level));
        const { text } = explain(x, other);
        const [, name, value] = /`([ra]tol)` (\S+) would/.exec(text)!;
        expect(explain(x, other, { [name]: Number(value) }).equal).toBe(true);
        expect(explain(x, other, { [name]: Number(value) / 2 }).equal).toBe(false);
      }),
      tries(8),
    );
  });

  it('tells an explanation of the first by the second', () => {
    const inner = slice(x, [2, 8], [1, 7]);
    const text = explain(
      multiply(inner, 1),
      convolve(x, [[0, 1]], { boundary: 'edge', window: 'same' }),
    ).text;
    expect(text).not.toContain('nothing was found either');
    const { text: image } = explain(x, convolve(x, kernel), { image: x, kernel });
    expect(image).toContain('no explanation was found');
  });
});

describe('rtol and atol', () => {
  it('take the place of rounding, in equality and in findings', () => {
    const noisy = add(x, multiply(flip(x, { axis: 0 }), 1e-7));
    expect(explain(x, noisy)).toMatchObject({ equal: false, findings: [] });
    expect(explain(x, noisy, { atol: 1e-3 }).equal).toBe(true);
    expect(explain(x, roll(noisy, 2, { axis: 1 }), { atol: 1e-3 }).findings[0]).toMatchObject({
      kind: 'shift',
      offset: [0, 2],
    });
    expect(explain([1, 2, 3], [1, 2, 3 + 1e-15]).equal).toBe(true);
    expect(explain([1, 2, 3], [1, 2, 3 + 1e-15], { rtol: 0 }).equal).toBe(false);
    expect(explain([1, Infinity], [1, 5], { rtol: 1 }).equal).toBe(false);
    expect(explain([1, 5], [1, Infinity], { rtol: 1 }).equal).toBe(false);
    expect(explain([1, Infinity, NaN], [1, Infinity, NaN], { rtol: 0 }).equal).toBe(true);
  });

  it('are numbers of 0 or more', () => {
    for (const wrong of [-1, NaN, Infinity, '1e-3', null])
      expect(() => explain([1], [2], { rtol: wrong as number })).toThrow(/explain: rtol is .*0 or more/);
  });
});

describe('that the reference is no convolution of image and kernel', () => {
  const proof = 'not the convolution of this image with this kernel under any common convention';
  const remark = (a: NDArray, options = {}) =>
    explain(a, roll(a, 1, { axis: 0 }), { image: x, kernel, ...options }).remark;

  it('is said where it was shown', () => {
    expect(remark(x)).toContain(proof);
    expect(remark(convolve(x, add(kernel, 1)))).toContain(proof);
    expect(remark(convolve(x, kernel, { boundary: 'mirror' }))).toBeUndefined();
  });

  it('is not said of what was not looked into', () => {
    const batch = (y: NDArray) => reshape(y, [1, 1, ...y.shape]);
    const conv2d = (options: object): NDArray => {
      const { shape } = nn.functional.conv2d(batch(x), batch(kernel), options);
      return reshape(nn.functional.conv2d(batch(x), batch(kernel), options), shape.slice(2));
    };
    const bytes = astype(x, 'uint8');
    const cases: [NDArray, RegExp, object?][] = [
      [conv2d({ stride: 2, padding: 1 }), /shape \(5, 4\).*strides/],
      [conv2d({ dilation: 2, padding: 2 }), /dilation of 2/],
      [pad(slice(convolve(x, kernel), [1, -1], [1, -1]), 1, { value: 5 }), /at its edges/],
      [
        astype(convolve(bytes, divide(kernel, 1e6)), 'uint8'),
        /uint8/,
        { image: bytes, kernel: divide(kernel, 1e6) },
      ],
      [
        astype(astype(convolve(divide(x, 7), kernel), 'float32'), 'float64'),
        /digits of float32/,
        { image: divide(x, 7) },
      ],
      [convolve(x, kernel, { window: { start: -2, length: 11 } }), /paddings/],
    ];
    for (const [a, why, options] of cases) {
      expect(remark(a, options)).toMatch(why);
      expect(remark(a, options)).not.toContain(proof);
    }
  });
});
