import {
  add,
  allClose,
  array,
  astype,
  convolve,
  correlate,
  divide,
  explain,
  flip,
  less,
  multiply,
  type NDArray,
  negate,
  pad,
  probe,
  roll,
  slice,
  transpose,
  where,
} from 'concordat';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../property.ts';
import { bare, facts } from './support.ts';

const picture = (height: number, width: number): NDArray => probe([height, width], [3, 3]).image;

describe('single causes', () => {
  const x = picture(9, 7);
  const { kernel } = probe([9, 7], [3, 3]);
  const periodic = convolve(x, kernel, { boundary: 'periodic' });
  const setting = { image: x, kernel };

  it('says equal of equal arrays, and of rounding errors', () => {
    expect(explain(x, x)).toMatchObject({ equal: true, maxAbsError: 0, findings: [], alternatives: [] });
    expect(explain(x, add(x, 1e-13))).toMatchObject({ equal: true });
    expect(explain(x, add(x, 1e-6))).toMatchObject({ equal: false });
  });

  it('a periodic shift', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -3, max: 3 }), (i, j) => {
        fc.pre(i !== 0 || j !== 0);
        expect(facts(x, roll(x, [i, j], { axis: [0, 1] }))).toEqual([
          { kind: 'shift', offset: [i, j], periodic: true },
        ]);
      }),
      tries(30),
    );
  });

  it('a shift with something else in the vacated part', () => {
    const large = picture(20, 16);
    const moved = pad(
      slice(large, [2], [0, -1]),
      [
        [0, 2],
        [1, 0],
      ],
      { value: 1000 },
    );
    expect(facts(large, moved)).toEqual([{ kind: 'shift', offset: [-2, 1], periodic: false }]);
  });

  it('a flipped or transposed result', () => {
    expect(facts(x, flip(x, { axis: 1 }))).toEqual([{ kind: 'flip', of: 'result', axes: [1] }]);
    expect(facts(x, transpose(x))).toEqual([{ kind: 'transpose', of: 'result', axes: [1, 0] }]);
  });

  it('a flipped or transposed kernel', () => {
    const same = { boundary: 'periodic' } as const;
    expect(facts(periodic, correlate(x, kernel, same), setting)).toEqual([
      { kind: 'flip', of: 'kernel', axes: [0, 1] },
    ]);
    expect(facts(periodic, convolve(x, flip(kernel, { axis: 0 }), same), setting)).toEqual([
      { kind: 'flip', of: 'kernel', axes: [0] },
    ]);
    expect(facts(periodic, convolve(x, transpose(kernel), same), setting)).toEqual([
      { kind: 'transpose', of: 'kernel', axes: [1, 0] },
    ]);
  });

  it('another boundary, whatever the reference has', () => {
    const names = ['constant', 'mirror', 'periodic', 'symmetric'] as const;
    for (const from of names)
      for (const to of names.filter(name => name !== from)) {
        const [a, b] = [convolve(x, kernel, { boundary: from }), convolve(x, kernel, { boundary: to })];
        const { findings, alternatives } = explain(a, b, setting);
        expect([findings, ...alternatives].map(explanation => explanation.map(bare))).toContainEqual([
          expect.objectContaining({ kind: 'boundary', to }),
        ]);
      }
  });

  it('the other middle of an even kernel', () => {
    const even = probe([9, 7], [2, 4]).kernel;
    const options = { boundary: 'mirror', origin: 'lower' } as const;
    const a = convolve(x, even, options);
    const b = convolve(x, even, { ...options, origin: 'upper' });
    const { findings } = explain(a, b, { image: x, kernel: even });
    expect(findings.map(bare)).toEqual([{ kind: 'origin', from: [0, 1], to: [1, 2], boundary: 'mirror' }]);
    expect(findings[0].fix.typescript).toBe("result = convolve(image, kernel, { boundary: 'mirror' });");
    const [back] = explain(b, a, { image: x, kernel: even }).findings;
    expect(back.fix.typescript).toContain("origin: 'upper'");
  });

  it('edge and symmetric stay alternatives under a 3×3 kernel', () => {
    const { findings, alternatives } = explain(periodic, convolve(x, kernel, { boundary: 'edge' }), setting);
    expect(
      [...findings, ...alternatives.flat()].map(finding => finding.kind === 'boundary' && finding.to).sort(),
    ).toEqual(['edge', 'symmetric']);
  });

  it('a crop, with and without the convolution at hand', () => {
    const valid = convolve(x, kernel, { window: 'valid' });
    const crop = { kind: 'crop', start: [1, 1], shape: [7, 5] };
    expect(facts(periodic, valid)).toEqual([crop]);
    expect(facts(periodic, valid, setting)).toEqual([crop]);
    expect(facts(convolve(x, kernel), convolve(x, kernel, { window: 'full' }), setting)).toEqual([
      { kind: 'crop', start: [-1, -1], shape: [11, 9] },
    ]);
  });

  it('a stride', () => {
    expect(facts(x, slice(x, [1, null, 2], [0, null, 3]))).toEqual([
      { kind: 'stride', stride: [2, 3], offset: [1, 0], shape: [4, 3] },
    ]);
  });

  it('a stride that begins late and ends early', () => {
    const image = picture(64, 64);
    const same = convolve(image, kernel, { boundary: 'periodic' });
    const valid = convolve(image, kernel, { window: 'valid', stride: 2 });
    const fact = { kind: 'stride', stride: [2, 2], offset: [1, 1], shape: [31, 31] };
    expect(facts(same, valid)).toEqual([fact]);
    expect(facts(same, valid, { image, kernel })).toEqual([fact]);
    expect(facts(convolve(image, kernel), valid, { image, kernel })).toEqual([fact]);
    const inner = slice(slice(image, [0, null, 2], [0, null, 2]), [1, -1], [1, -1]);
    expect(facts(image, inner)).toEqual([
      { kind: 'stride', stride: [2, 2], offset: [2, 2], shape: [30, 30] },
    ]);
    const deep = slice(image, [40, 55, 3], [20, 40, 4]);
    expect(facts(image, deep)).toEqual([{ kind: 'stride', stride: [3, 4], offset: [40, 20], shape: [5, 5] }]);
    expect(
      facts(same, convolve(image, flip(kernel), { window: 'valid', stride: 3 }), { image, kernel }),
    ).toEqual([
      { kind: 'flip', of: 'kernel', axes: [0, 1] },
      { kind: 'stride', stride: [3, 3], offset: [1, 1], shape: [21, 21] },
    ]);
  });

  it('a stride where one axis keeps a single element', () => {
    expect(facts(x, slice(x, [1, null, 2], [4, 5]))).toEqual([
      { kind: 'stride', stride: [2, 7], offset: [1, 4], shape: [4, 1] },
    ]);
  });

  it('a scale', () => {
    expect(facts(x, multiply(x, -1))).toEqual([{ kind: 'scale', factor: -1 }]);
    expect(facts(x, multiply(x, 1 / 9))).toEqual([{ kind: 'scale', factor: 1 / 9 }]);
  });

  it('fewer digits', () => {
    const fine = multiply(x, Math.PI);
    expect(facts(fine, astype(fine, 'float32'))).toEqual([
      { kind: 'precision', from: 'float64', to: 'float32', how: 'computed' },
    ]);
    expect(facts(fine, astype(astype(fine, 'float32'), 'float64'))).toEqual([
      { kind: 'precision', from: 'float64', to: 'float32', how: 'computed' },
    ]);
    expect(facts(fine, astype(fine, 'int16'))).toEqual([
      { kind: 'precision', from: 'float64', to: 'int16', how: 'truncated' },
    ]);
  });
});

describe('combinations', () => {
  const x = picture(11, 8);
  const { kernel } = probe([11, 8], [3, 3]);
  const reference = convolve(x, kernel, { boundary: 'periodic' });
  const setting = { image: x, kernel };
  const correlated = correlate(x, kernel, { boundary: 'periodic' });

  it('flip and shift', () => {
    expect(facts(reference, roll(correlated, [2, -3], { axis: [0, 1] }), setting)).toEqual([
      { kind: 'flip', of: 'kernel', axes: [0, 1] },
      { kind: 'shift', offset: [2, -3], periodic: true },
    ]);
  });

  it('flip, scale and shift', () => {
    const other = multiply(roll(correlated, [1, 1], { axis: [0, 1] }), 0.25);
    expect(facts(reference, other, setting).map(({ kind }) => kind)).toEqual(['flip', 'scale', 'shift']);
  });

  it('shift and float32', () => {
    const fine = multiply(reference, Math.PI);
    expect(facts(fine, astype(roll(fine, 3, { axis: 1 }), 'float32')).map(({ kind }) => kind)).toEqual([
      'shift',
      'precision',
    ]);
  });

  it('nothing fits: it says so', () => {
    const result = explain(reference, x, setting);
    expect(result).toMatchObject({ equal: false, findings: [], alternatives: [] });
    expect(result.text).toContain('no explanation');
  });
});

describe('arrays that allow much', () => {
  it('reports an axis on which nothing changes as any', () => {
    const rows = Array.from({ length: 6 }, () => [1, 2, 3, 5, 8, 13]);
    expect(facts(rows, roll(rows, 2, { axis: 1 }))).toEqual([
      { kind: 'shift', offset: [null, 2], periodic: true },
    ]);
  });

  it('lists each offset that fits a repeating pattern', () => {
    const stripes = [[0, 1, 0, 1, 0, 1, 0, 1]];
    const { findings, alternatives } = explain(stripes, [[1, 0, 1, 0, 1, 0, 1, 0]]);
    const offsets = [findings, ...alternatives].flatMap(([finding]) =>
      finding.kind === 'shift' ? [finding.offset[1]] : [],
    );
    expect(offsets.sort()).toEqual([-1, -3, 1, 3].sort());
  });

  it('keeps NaN where it is', () => {
    const x = [[1, NaN, 3, 4, 9]];
    expect(explain(x, x)).toMatchObject({ equal: true });
    expect(facts(x, roll(x, 1, { axis: 1 }))).toEqual(
      [{ kind: 'shift', offset: [null, 1], periodic: true }].map(fact => ({
        ...fact,
        offset: [expect.toSatisfy((step: unknown) => step === null || step === 0), 1],
      })),
    );
  });

  it('takes arrays of any rank, empty ones and scalars', () => {
    expect(explain(3, 3).equal).toBe(true);
    expect(facts(3, 6)).toEqual([{ kind: 'scale', factor: 2 }]);
    expect(explain([], []).equal).toBe(true);
    expect(explain([1, 2], []).findings).toEqual([]);
    const cube = array(probe([4, 5, 6], [1, 1, 1]).image);
    expect(facts(cube, roll(cube, [1, 2, 3], { axis: [0, 1, 2] }))).toEqual([
      { kind: 'shift', offset: [1, 2, 3], periodic: true },
    ]);
    expect(facts(cube, transpose(cube, [2, 0, 1]))).toEqual([
      { kind: 'transpose', of: 'result', axes: [2, 0, 1] },
    ]);
  });
});

it('refuses an image without a kernel', () => {
  expect(() => explain([1], [2], { image: [1] })).toThrow(/give both or neither/);
  expect(() => explain([1], [2], { picture: [1] } as never)).toThrow(/unknown option 'picture'/);
});

describe('answers that are easily wrong', () => {
  const x = picture(12, 13);
  const zerosWith = (shape: [number, number], row: number, column: number): NDArray => {
    const data = new Float64Array(shape[0] * shape[1]);
    data[row * shape[1] + column] = 1;
    return array({ data, shape });
  };
  const block = (top: number, left: number): NDArray => {
    const data = Float64Array.from({ length: 300 * 200 }, (_, place) => {
      const [row, column] = [Math.floor(place / 200) - top, (place % 200) - left];
      return row >= 0 && row < 150 && column >= 0 && column < 90 ? 1 : 0;
    });
    return array({ data, shape: [300, 200] });
  };

  it('finds one point, and one block, in a large array', () => {
    expect(facts(zerosWith([300, 200], 37, 53), zerosWith([300, 200], 100, 70))).toEqual([
      { kind: 'shift', offset: [63, 17], periodic: true },
    ]);
    expect(facts(block(50, 40), block(80, 57))).toEqual([
      { kind: 'shift', offset: [30, 17], periodic: true },
    ]);
  });

  it('does not take differences for float32 that are not', () => {
    const high = add(divide(picture(20, 20), 1000), 1e6);
    expect(facts(high, add(divide(slice(picture(20, 27), null, [7]), 1000), 1e6))).toEqual([]);
    expect(facts(high, roll(high, [3, 2], { axis: [0, 1] }))).toEqual([
      { kind: 'shift', offset: [3, 2], periodic: true },
    ]);
    const fine = divide(x, Math.PI);
    const changed = array(fine.toArray() as number[][]);
    changed.data[5] = Number(changed.data[5]) + 1e-3;
    expect(facts(fine, changed)).toEqual([]);
  });

  it('says which of two is the coarse one', () => {
    const fine = divide(x, Math.PI);
    const [finding] = explain(astype(fine, 'float32'), fine).findings;
    expect(bare(finding)).toEqual({ kind: 'precision', from: 'float32', to: 'float64', how: 'computed' });
    expect(finding.text).toContain('the reference has the digits of float32 only');
    expect(finding.fix.python).toContain('np.float64');
  });

  it('measures factors that are not round, and those of whole numbers', () => {
    expect(facts(x, multiply(x, 1e6 * Math.PI))[0]).toMatchObject({ factor: expect.closeTo(1e6 * Math.PI) });
    expect(
      facts(array([[49, 98, 490]], { dtype: 'int32' }), array([[1, 2, 10]], { dtype: 'int32' })),
    ).toEqual([{ kind: 'scale', factor: 1 / 49 }]);
    const unit = divide(add(x, 1000), 2001);
    for (const [half, how] of [
      [0.5, 'rounded'],
      [0, 'truncated'],
    ] as const)
      expect(facts(unit, astype(add(multiply(unit, 255), half), 'uint8'))).toEqual([
        { kind: 'scale', factor: 255 },
        { kind: 'precision', from: 'float64', to: 'uint8', how },
      ]);
    expect(facts(x, multiply(slice(x, [2, 9], [1, 8]), -1)).map(({ kind }) => kind)).toEqual([
      'scale',
      'crop',
    ]);
  });

  it('finds the factor of a part that lacks the largest value', () => {
    for (const extent of [8, 11, 15])
      for (const factor of [2, -3, 1 / 9, 0.7]) {
        const image = picture(extent, 9);
        const part = multiply(slice(image, [2, 5], [3, 6]), factor);
        const [scale, crop] = facts(image, part);
        expect(scale).toEqual({ kind: 'scale', factor: expect.closeTo(factor, 12) });
        expect(crop).toEqual({ kind: 'crop', start: [2, 3], shape: [3, 3] });
      }
    const large = picture(40, 50);
    expect(facts(large, multiply(slice(large, [1, 30, 2], [2, 40, 3]), 3))).toEqual([
      { kind: 'scale', factor: 3 },
      { kind: 'stride', stride: [2, 3], offset: [1, 2], shape: [15, 13] },
    ]);
    const { kernel } = probe([15, 9], [3, 3]);
    const image = picture(15, 9);
    const same = convolve(image, kernel, { boundary: 'mirror' });
    expect(facts(same, multiply(slice(same, [4, 9], [2, 7]), 2), { image, kernel })).toEqual([
      { kind: 'scale', factor: 2 },
      { kind: 'crop', start: [4, 2], shape: [5, 5] },
    ]);
    const correlated = correlate(image, kernel, { boundary: 'mirror' });
    expect(
      facts(same, multiply(slice(correlated, [4, 9], [2, 7]), 2), { image, kernel }).map(({ kind }) => kind),
    ).toEqual(['flip', 'scale', 'crop']);
    const bytes = astype(multiply(slice(image, [2, 12], [1, 8]), 0.125), 'int16');
    expect(facts(image, bytes).map(({ kind }) => kind)).toEqual(['scale', 'crop', 'precision']);
  });

  it('finds shifts of what was then made whole, strided or cropped', () => {
    const other = divide(roll(x, [3, 2], { axis: [0, 1] }), 7);
    expect(facts(divide(x, 7), astype(other, 'int16')).map(({ kind }) => kind)).toEqual([
      'shift',
      'precision',
    ]);
    expect(facts(divide(x, 7), slice(other, [null, null, 2], [null, null, 3]))).toEqual([
      { kind: 'shift', offset: [3, 2], periodic: true },
      { kind: 'stride', stride: [2, 3], offset: [0, 0], shape: [6, 5] },
    ]);
    expect(facts(x, slice(transpose(x), [1, 9], [2, 9])).map(({ kind }) => kind)).toEqual([
      'transpose',
      'crop',
    ]);
  });

  it('tells large 64-bit integers apart', () => {
    const large = (first: bigint) => ({
      data: BigInt64Array.from({ length: 6 }, (_, i) => 2n ** 60n + ((BigInt(i) + first) % 6n)),
      shape: [6],
    });
    expect(facts(large(0n), large(5n))).toEqual([{ kind: 'shift', offset: [1], periodic: true }]);
  });

  it('sees that the image was changed in between', () => {
    const image = array(x.toArray() as number[][]);
    const { kernel } = probe([12, 13], [3, 3]);
    const options = { boundary: 'periodic' } as const;
    for (let round = 0; round < 2; round++) {
      image.data[7] = 1e4 * round;
      const [a, b] = [convolve(image, kernel, options), correlate(image, kernel, options)];
      expect(facts(a, b, { image, kernel })).toEqual([{ kind: 'flip', of: 'kernel', axes: [0, 1] }]);
    }
  });

  it('is not blinded by a huge value', () => {
    expect(explain([1, 1e308, 3], [5, 1e308, 9])).toMatchObject({
      equal: false,
      maxAbsError: 6,
      findings: [],
    });
    const depth = add(picture(20, 16), 5000);
    const mask = less(slice(picture(20, 17), null, [0, 16]), 0);
    const filled = where(mask, 1e20, depth);
    const moved = where(mask, 1e20, add(depth, 40));
    expect(explain(filled, moved)).toMatchObject({ equal: false, findings: [] });
    expect(explain(filled, filled)).toMatchObject({ equal: true });
    expect(explain(filled, filled).remark).toBeUndefined();
  });

  it('says so where a transform of a huge value leaves noise on the others', () => {
    const image = array(picture(20, 16).toArray() as number[][]);
    image.data[100] = 1e12;
    const { kernel } = probe([20, 16], [3, 3]);
    const options = { boundary: 'periodic' } as const;
    const spectral = convolve(image, kernel, { ...options, method: 'fft' });
    const found = explain(convolve(image, kernel, options), spectral, { image, kernel });
    expect(found).toMatchObject({
      equal: true,
      remark: expect.stringMatching(/largest value, \d\.\de\+1\d: /),
    });
  });

  it('does not say so of a Fourier transform', () => {
    const smooth = divide(add(picture(40, 30), 1e4), 7);
    const { kernel } = probe([40, 30], [3, 3]);
    const sobel = [
      [1, 0, -1],
      [2, 0, -2],
      [1, 0, -1],
    ];
    for (const taps of [kernel, sobel]) {
      const options = { boundary: 'periodic' } as const;
      const [direct, spectral] = [
        convolve(smooth, taps, options),
        convolve(smooth, taps, { ...options, method: 'fft' }),
      ];
      const found = explain(direct, spectral, { image: smooth, kernel: taps });
      expect(found.maxAbsError).toBeGreaterThan(0);
      expect([found.equal, found.remark]).toEqual([true, undefined]);
    }
  });

  it('says that the reference is no convolution of image and kernel', () => {
    const { kernel } = probe([12, 13], [3, 3]);
    const result = explain(x, roll(x, 1, { axis: 0 }), { image: x, kernel });
    expect(result.remark).toContain('not the convolution');
    expect(result.findings.map(({ kind }) => kind)).toEqual(['shift']);
  });
});

describe('fixes, carried out', () => {
  const x = picture(9, 12);
  const mend = (a: NDArray, b: NDArray): [NDArray, NDArray] => {
    const code = [...explain(a, b).findings].reverse().map(({ fix }) => fix.typescript);
    const names = { flip, transpose, roll, slice, multiply, divide, negate };
    const run = new Function(
      ...Object.keys(names),
      'result',
      'reference',
      `${code.join('\n')}\nreturn [result, reference];`,
    );
    return run(...Object.values(names), b, a);
  };
  const { kernel } = probe([9, 12], [4, 2]);
  it.each([
    ['roll', x, roll(x, [2, -3], { axis: [0, 1] })],
    ['roll, then crop', x, slice(roll(x, [2, -3], { axis: [0, 1] }), [1, 8], [0, 9])],
    ['flip, scale, then crop', x, multiply(slice(flip(x, { axis: 1 }), [1, 8], [2, 9]), 0.5)],
    ['transpose, then stride', x, slice(transpose(x), [1, null, 2], [0, null, 3])],
    [
      'roll, then a stride from one place to another',
      x,
      slice(roll(x, 2, { axis: 0 }), [1, 8, 2], [0, 11, 3]),
    ],
    [
      'a full window of an even kernel',
      convolve(x, kernel, { boundary: 'periodic' }),
      convolve(x, kernel, { boundary: 'periodic', window: 'full' }),
    ],
  ])('%s', (_, a, b) => {
    const [result, reference] = mend(a, b);
    expect(reference.size).toBeGreaterThan(12);
    expect(allClose(result, reference).equal).toBe(true);
  });
});
