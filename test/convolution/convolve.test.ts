/** `convolve` and `correlate`, directly and by Fourier, against the definition. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  abs,
  allClose,
  array,
  astype,
  max,
  type NDArray,
  notEqual,
  realPart,
  slice,
  zeros,
} from '../../src/array/index.ts';
import { arrayOf } from '../../src/array/ndarray.ts';
import { boundaryNames } from '../../src/boundary/table.ts';
import { type AxisConvention, type Convention, makeConvention } from '../../src/convolution/convention.ts';
import { type ConvolveOptions, convolve, correlate } from '../../src/convolution/index.ts';
import { convolveChannels, convolveWith } from '../../src/convolution/operation.ts';
import { referenceConvolution } from '../../src/convolution/reference.ts';
import { type DType, promoteTypes } from '../../src/kernels/dtype.ts';
import { allTypes, contents, counting, refusal } from '../array/support.ts';
import { tries } from '../property.ts';
import { type Call, drawArray, drawCall, pick, whole } from './support.ts';

/** The definition's result in the type that holds image and kernel. */
function defined({ image, kernel, convention }: Call): NDArray {
  const dtype = promoteTypes(image.dtype, kernel.dtype);
  const exact = referenceConvolution(image, kernel, convention);
  if (dtype === 'bool') return notEqual(exact, 0);
  return astype(dtype.startsWith('complex') ? exact : realPart(exact), dtype);
}

/** A call as text, for a failure. */
const told = ({ image, kernel, options }: Call) =>
  JSON.stringify({ image: [image.shape, image.dtype], kernel: [kernel.shape, kernel.dtype], ...options });

describe('in one literal', () => {
  it('convolve turns the kernel around', () =>
    expect(convolve([0, 0, 1, 0, 0], [1, 2, 3]).toArray()).toEqual([0, 1, 2, 3, 0]));
  it('correlate does not', () =>
    expect(correlate([0, 0, 1, 0, 0], [1, 2, 3]).toArray()).toEqual([0, 3, 2, 1, 0]));
  it('takes zeros outside', () => expect(correlate([1, 1, 1], [1, 1, 1]).toArray()).toEqual([2, 3, 2]));
  it('goes around where the boundary is periodic', () =>
    expect(correlate([1, 1, 1], [1, 1, 1], { boundary: 'periodic' }).toArray()).toEqual([3, 3, 3]));
});

describe('the direct method', () => {
  it('strides over pictures and kernels of which no axis lies close', () => {
    // More than seven taps, and a picture that is sorted anew before it is read.
    const apart = (length: number, step: number, dtype: DType) => {
      const places = slice(zeros([length * step], { dtype }), [0, length * step, step]);
      return places.set([':'], astype(array(Array.from({ length }, (_, k) => (k * 7) % 19)), dtype));
    };
    const close = (x: NDArray) => array(x.toArray() as number[], { dtype: x.dtype });
    for (const dtype of ['int32', 'float32', 'float64'] as const) {
      const [x, w] = [apart(400, 2, dtype), apart(9, 3, dtype)];
      const wanted = correlate(close(x), close(w), { stride: 2 });
      expect(contents(correlate(x, w, { stride: 2 }))).toEqual(contents(wanted));
    }
  });

  it('is the definition, for every type, shape and option', () => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const call = drawCall(draw, allTypes);
        const [ours, expected] = [call.run(), defined(call)];
        expect(ours.dtype).toBe(expected.dtype);
        expect(contents(ours), told(call)).toEqual(contents(expected));
      }),
      tries(700),
    );
  });

  it('sees kernels that are several periods long', () => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const image = drawArray(draw, [whole(draw, 1, 3)], 'float64');
        const kernel = drawArray(draw, [whole(draw, 9, 20)], 'float64');
        const boundary = pick(draw, boundaryNames);
        const origin = whole(draw, 0, 19);
        const convention = makeConvention({ sign: -1, boundary, origin });
        const expected = realPart(referenceConvolution(image, kernel, convention));
        expect(contents(convolve(image, kernel, { boundary, origin }))).toEqual(contents(expected));
        expect(
          allClose(convolve(image, kernel, { boundary, origin, method: 'fft' }), expected, { atol: 1e-10 }),
        ).toMatchObject({ equal: true });
      }),
      tries(80),
    );
  });

  it('keeps NaN and infinity where the taps reach', () => {
    const image = [1, 1, NaN, 1, 1, Infinity, 1, 1];
    expect(correlate(image, [1, 1, 1]).toArray()).toEqual([
      2,
      NaN,
      NaN,
      NaN,
      Infinity,
      Infinity,
      Infinity,
      2,
    ]);
    // A tap of 0 does not hide them: 0 · NaN and 0 · ∞ are NaN.
    expect(correlate(image, [1, 0, 1], { origin: 0 }).toArray()).toEqual([
      NaN,
      NaN,
      NaN,
      Infinity,
      NaN,
      Infinity,
      1,
      1,
    ]);
    const fft = convolve(image, [1, 1, 1], { method: 'fft' }).toArray() as number[];
    expect(fft.every(Number.isNaN)).toBe(true);
  });

  it('adds no more of −0, tiny or huge numbers than the definition does', () => {
    expect(convolve([1e308], [10]).toArray()).toEqual([Infinity]);
    expect(
      convolve(Float32Array.of(1e8, 1, -1e8), Float32Array.of(1, 1, 1), { window: 'valid' }).toArray(),
    ).toEqual([0]);
    expect(convolve([5e-324], [1]).toArray()).toEqual([5e-324]);
  });
});

describe('the Fourier method', () => {
  const floating: DType[] = ['float32', 'float64', 'complex64', 'complex128'];
  it.each<[string, readonly DType[]]>([
    ['floating types', floating],
    ['integers and bool, exactly', allTypes.filter(dtype => !floating.includes(dtype))],
  ])('agrees with the direct one: %s', (_, types) => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const call = drawCall(draw, types);
        const [ours, expected] = [call.run({ method: 'fft' }), call.run({ method: 'direct' })];
        expect([ours.shape, ours.dtype], told(call)).toEqual([expected.shape, expected.dtype]);
        // Sums that do not fit a type wrap in one way directly and in another after rounding: stay where they fit.
        if (!fits(call, expected.dtype)) return;
        const rounding: Partial<Record<DType, number>> = {
          float32: 2e-5,
          complex64: 2e-5,
          float64: 1e-13,
          complex128: 1e-13,
        };
        const largest = expected.size ? Number(max(abs(astype(expected, 'complex128'))).item()) : 0;
        const atol = (rounding[expected.dtype] ?? 0) * Math.max(largest, 64);
        expect(allClose(ours, expected, { rtol: 0, atol }), told(call)).toMatchObject({ equal: true });
      }),
      tries(120),
    );
  });

  /** Whether no sum of a call leaves the range of a type. */
  const fits = ({ image, kernel, convention }: Call, dtype: DType): boolean => {
    const exact = realPart(referenceConvolution(image, kernel, convention));
    return (
      dtype === 'bool' || allClose(astype(astype(exact, dtype), 'float64'), exact, { rtol: 0, atol: 0 }).equal
    );
  };
});

describe('truth by Fourier', () => {
  it('is truth, not what rounding leaves', () => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const image = drawArray(draw, [whole(draw, 1, 40)], 'bool');
        const kernel = drawArray(draw, [whole(draw, 1, 9)], 'bool');
        const boundary = pick(draw, boundaryNames);
        const [ours, direct] = [
          convolve(image, kernel, { boundary, method: 'fft' }),
          convolve(image, kernel, { boundary }),
        ];
        expect(contents(ours)).toEqual(contents(direct));
      }),
      tries(50),
    );
  });
});

describe('shapes at the edge of sense', () => {
  it('one pixel', () => {
    expect(
      convolve(
        [[3]],
        [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
        ],
      ).toArray(),
    ).toEqual([[15]]);
    for (const boundary of boundaryNames.slice(1))
      expect(
        convolve(
          [[3]],
          [
            [1, 2, 3],
            [4, 5, 6],
            [7, 8, 9],
          ],
          { boundary },
        ).toArray(),
      ).toEqual([[135]]);
    expect(
      convolve(
        [[3]],
        [
          [1, 2],
          [3, 4],
        ],
        { window: 'full' },
      ).toArray(),
    ).toEqual([
      [3, 6],
      [9, 12],
    ]);
    expect(
      convolve(
        [[3]],
        [
          [1, 2],
          [3, 4],
        ],
        { window: 'valid' },
      ).shape,
    ).toEqual([0, 0]);
  });

  it('no pixel', () => {
    for (const method of ['direct', 'fft'] as const)
      for (const boundary of boundaryNames) {
        const options: ConvolveOptions = { boundary, method };
        expect(
          convolve(
            zeros([0, 5]),
            [
              [1, 2],
              [3, 4],
            ],
            options,
          ).shape,
        ).toEqual([0, 5]);
        expect(convolve([], [1, 2, 3], { ...options, window: 'full' }).shape).toEqual([0]);
        expect(convolve([], [1], { ...options, window: 'valid' }).shape).toEqual([0]);
      }
    const window = { start: 0, length: 2 };
    expect(convolve([], [1, 2], { window, value: 5 }).toArray()).toEqual([15, 15]);
    expect(refusal(() => convolve(zeros([3, 0]), [[1, 1]], { window, boundary: 'edge' }))).toMatchObject({
      code: 'shape',
      message: "convolve: can't extend empty axis 1 with boundary 'edge'; the image has shape (3, 0)",
    });
  });

  it('no axes', () => {
    expect(convolve(5, 3).item()).toBe(15);
    expect(correlate(array(5n), 2n)).toMatchObject({ dtype: 'int64', shape: [] });
    expect(convolve(5, 3, { method: 'fft' }).item()).toBe(15);
  });
});

describe('the two functions', () => {
  it('differ by a flip', () => {
    expect(convolve([1, 2, 3], [1, 0, -1]).toArray()).toEqual(correlate([1, 2, 3], [-1, 0, 1]).toArray());
    expect(convolve([1, 2, 4], [1, 10], { window: 'full' }).toArray()).toEqual([1, 12, 24, 40]);
    expect(correlate([{ re: 0, im: 1 }], [{ re: 0, im: 1 }]).toArray()).toEqual([{ re: -1, im: 0 }]);
  });

  it('sum in the type that holds both, and wrap there', () => {
    const bytes = Uint8Array.of(200, 100);
    expect(convolve(bytes, Uint8Array.of(1, 2), { window: 'full' }).toArray()).toEqual([200, 244, 200]);
    expect(convolve(bytes, [0.5])).toMatchObject({ dtype: 'float64' });
    expect(convolve(Float32Array.of(1), Float64Array.of(1)).dtype).toBe('float64');
    expect(convolve([true, true], [true, true]).toArray()).toEqual([true, true]);
  });

  it('fill with a value of the type of the sums', () => {
    const options = { value: 0.5, window: 'full' as const };
    for (const method of ['direct', 'fft'] as const) {
      expect(
        allClose(convolve(Uint8Array.of(2), [1, 1, 1], { ...options, method }), [3, 3, 3]),
      ).toMatchObject({ equal: true });
      expect(convolve(Uint8Array.of(2), Uint8Array.of(1, 1), { ...options, method }).toArray()).toEqual([
        2, 2,
      ]);
    }
    expect(convolve([1n], [1n, 1n], { value: 2.5 }).toArray()).toEqual([3n]);
    expect(convolve([1], [1, 1], { value: NaN }).toArray()).toEqual([NaN]);
    expect(
      convolve(
        [1],
        [
          { re: 1, im: 0 },
          { re: 1, im: 0 },
        ],
        { value: { re: 0, im: 2 } },
      ).toArray(),
    ).toEqual([{ re: 1, im: 2 }]);
    expect(convolve(Uint8Array.of(1), Uint8Array.of(1, 1), { value: 300 }).toArray()).toEqual([45]);
  });

  it('change neither image nor kernel', () => {
    const [image, kernel] = [counting([3, 3]), counting([2, 2])];
    convolve(image, kernel, { boundary: 'mirror' });
    expect([image, kernel].map(contents)).toEqual([counting([3, 3]), counting([2, 2])].map(contents));
  });
});

describe('options', () => {
  const [image, kernel] = [counting([4, 4]), counting([3, 3])];
  it('are one for every axis, or one each', () => {
    const one = convolve(image, kernel, {
      boundary: 'edge',
      stride: 2,
      origin: 'upper',
      window: 'full',
      dilation: 2,
    });
    const each = convolve(image, kernel, {
      boundary: ['edge', 'edge'],
      stride: [2, 2],
      origin: ['upper', 'upper'],
      window: ['full', 'full'],
      dilation: [2, 2],
      method: 'auto',
      value: 0,
    });
    expect(contents(one)).toEqual(contents(each));
    expect(contents(convolve(image, kernel, {}))).toEqual(
      contents(
        convolve(image, kernel, {
          boundary: 'constant',
          origin: 'lower',
          window: 'same',
          stride: 1,
          dilation: 1,
        }),
      ),
    );
  });

  it.each<[unknown, RegExp, string]>([
    [
      { mode: 'same' },
      /unknown option 'mode'; the options are boundary, value, origin, window, stride, dilation, method/,
      'option',
    ],
    [null, /options are null; they must be an object/, 'option'],
    ['periodic', /options are 'periodic'/, 'option'],
    [
      { boundary: 'wrap' },
      /boundary is 'wrap'; it must be one of 'constant'.*numpy\.pad's 'wrap' is 'periodic'/,
      'option',
    ],
    [
      { boundary: ['edge'] },
      /boundary has 1 entries; it must be one value, or one for each of the 2 axes/,
      'option',
    ],
    [{ boundary: null }, /boundary is null/, 'option'],
    [{ origin: 'middle' }, /origin is 'middle'; it must be one of 'lower', 'upper'/, 'option'],
    [{ origin: 0.5 }, /origin is 0.5; it must be a whole number/, 'value'],
    [{ origin: NaN }, /origin is NaN/, 'value'],
    [{ window: 'half' }, /window is 'half'; it must be one of 'same', 'full', 'valid'/, 'option'],
    [{ window: { start: 0 } }, /window is \{start\}; an explicit window is \{start, length\}/, 'option'],
    [
      { window: { start: 0, length: -1 } },
      /window\.length is -1; it must be a whole number of at least 0/,
      'value',
    ],
    [{ window: { start: 'a', length: 1 } }, /window\.start is 'a'/, 'value'],
    [{ window: null }, /window is null/, 'option'],
    [{ stride: 0 }, /stride is 0; it must be a whole number of at least 1/, 'value'],
    [{ stride: [1, 1, 1] }, /stride has 3 entries/, 'option'],
    [{ dilation: 1.5 }, /dilation is 1.5/, 'value'],
    [{ method: 'fast' }, /method is 'fast'; it must be one of 'auto', 'direct', 'fft'/, 'option'],
    [{ value: 'a' }, /value is 'a'; it must be a number, or \{re, im\}/, 'value'],
    [{ value: null }, /./, 'value'],
    [{ window: { start: 0, length: 1e15 } }, /the result of shape .* would take/, 'shape'],
    [{ dilation: 1e12, window: 'full' }, /the result of shape .* would take/, 'shape'],
    [{ dilation: 2 ** 53 - 1 }, /along axis 0 places .* would be read/, 'value'],
    [{ dilation: 2 ** 40, method: 'fft' }, /a spectrum, .* would take/, 'shape'],
  ])('refused: number %#', (options, message, code) => {
    for (const call of [convolve, correlate]) {
      if ((options as ConvolveOptions)?.value === null) continue;
      const error = refusal(() => call(image, kernel, options as ConvolveOptions));
      expect(error.message).toMatch(message);
      expect(error.code).toBe(code);
      expect(error.message.startsWith(`${call.name}: `)).toBe(true);
    }
  });

  it('refuse kernels of another rank, and without taps', () => {
    expect(refusal(() => convolve(image, [1, 2]))).toMatchObject({
      code: 'shape',
      message:
        'convolve: the kernel has 1 axes (shape (2,)) and the image 2 (shape (4, 4)); they must have the same number',
      fields: { kernel: [2], image: [4, 4] },
    });
    expect(refusal(() => correlate([1], []))).toMatchObject({
      message: 'correlate: the kernel has shape (0,); axis 0 must have at least one tap',
      fields: { axis: 0 },
    });
    expect(refusal(() => convolve('a' as never, [1])).message).toMatch(/^convolve: image is 'a'/);
    expect(refusal(() => convolve([1], null as never)).message).toMatch(/^convolve: kernel is null/);
  });
});

describe('conventions that dialects use', () => {
  const run = (
    image: NDArray,
    kernel: NDArray,
    axis: Partial<AxisConvention>,
    rest: Partial<Convention>,
    method?: 'fft',
  ) => convolveWith('f', image, kernel, makeConvention(axis, rest), { method });

  it('sum in another type, and store in a third', () => {
    const bytes = array([200, 100, 250], { dtype: 'uint8' });
    const rest = { accumulator: 'float64', result: 'image' } as const;
    expect(run(bytes, array([0.5, 0.5]), {}, rest).toArray()).toEqual([150, 175, 125]);
    expect(run(bytes, array([1, 1]), {}, rest).toArray()).toEqual([44, 94, 250]);
    expect(run(bytes, array([1, 1.01]), {}, { ...rest, cast: 'saturate' }).toArray()).toEqual([
      255, 255, 250,
    ]);
    expect(run(bytes, array([-1, 0]), {}, { ...rest, cast: 'saturate' }).toArray()).toEqual([0, 0, 0]);
    expect(
      run(
        array([1e8, 1, -1e8], { dtype: 'float32' }),
        array([1, 1, 1]),
        {},
        { ...rest, result: 'float64' },
      ).toArray()[1 as never],
    ).toBe(1);
  });

  it('conjugate, leave out small taps and what lies outside', () => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const shape = [whole(draw, 1, 5), whole(draw, 1, 4)];
        const image = drawArray(draw, shape, 'complex128');
        const kernel = drawArray(draw, [whole(draw, 1, 3), whole(draw, 1, 3)], 'complex128');
        const axis = {
          sign: pick(draw, [1, -1] as const),
          boundary: pick(draw, boundaryNames),
          window: pick(draw, ['same', 'full'] as const),
        };
        const rest = {
          conjugate: whole(draw, 0, 1) === 1,
          skipOutside: whole(draw, 0, 1) === 1,
          ignoreBelow: pick(draw, [-1, 0, 5]),
          fill: { re: 1, im: -2 },
        };
        const expected = referenceConvolution(image, kernel, makeConvention(axis, rest));
        expect(contents(run(image, kernel, axis, rest))).toEqual(contents(arrayOf(expected)));
        if (!rest.skipOutside && rest.ignoreBelow < 0)
          expect(allClose(run(image, kernel, axis, rest, 'fft'), expected, { atol: 1e-11 })).toMatchObject({
            equal: true,
          });
      }),
      tries(200),
    );
  });

  it('batches, channels, groups and a bias', () => {
    fc.assert(
      fc.property(fc.gen(), draw => {
        const [batch, groups, inputs, outputs] = [
          whole(draw, 0, 2),
          whole(draw, 1, 3),
          whole(draw, 1, 2),
          whole(draw, 1, 2),
        ];
        const x = drawArray(draw, [batch, groups * inputs, whole(draw, 1, 4), whole(draw, 1, 4)], 'float32');
        const w = drawArray(
          draw,
          [groups * outputs, inputs, whole(draw, 1, 3), whole(draw, 1, 3)],
          'float32',
        );
        const bias = whole(draw, 0, 1) ? drawArray(draw, [groups * outputs], 'float32') : null;
        const convention = makeConvention({ window: { low: 1, high: 2 }, stride: whole(draw, 1, 2) });
        const ours = convolveChannels('f', x, w, bias, convention, groups);
        expect(ours.shape.slice(0, 2)).toEqual([batch, groups * outputs]);
        const plane = (of: NDArray, i: number, j: number) => {
          const part = slice(of, [i, i + 1], [j, j + 1]);
          return {
            ...part,
            picture: array({
              ...part,
              dtype: of.dtype,
              data: part.data,
              shape: part.shape.slice(2),
              strides: part.strides.slice(2),
              offset: part.offset,
            }),
          }.picture;
        };
        for (let b = 0; b < batch; b++)
          for (let o = 0; o < groups * outputs; o++) {
            const group = Math.floor(o / outputs);
            const parts = Array.from({ length: inputs }, (_, c) =>
              contents(
                realPart(referenceConvolution(plane(x, b, group * inputs + c), plane(w, o, c), convention)),
              ).elements.map(Number),
            );
            const start = bias ? Number(contents(bias).elements[o]) : 0;
            const expected = parts[0].map((_, k) => parts.reduce((sum, part) => sum + part[k], start));
            expect(contents(plane(ours, b, o)).elements).toEqual(expected);
          }
      }),
      tries(100),
    );
  });
});
