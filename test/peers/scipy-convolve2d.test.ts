/** concordat/scipy against SciPy: signal.convolve2d and signal.correlate2d. */
import { signal } from 'concordat/scipy';
import { expect, it } from 'vitest';
import { array, astype } from '../../src/array/convert.ts';
import { zeros } from '../../src/array/create.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { makeConvention, perAxis } from '../../src/convolution/convention.ts';
import { referenceConvolution } from '../../src/convolution/reference.ts';
import { bugsOf } from '../../src/dialects/known-bugs.ts';
import { type DType, dtypeNames, promoteTypes } from '../../src/kernels/dtype.ts';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

const { convolve2d, correlate2d } = signal;
const functions = { convolve2d, correlate2d };
type Name = keyof typeof functions;
const modes = ['full', 'same', 'valid'] as const;
const boundaries = ['fill', 'pad', 'wrap', 'circular', 'symm', 'symmetric'] as const;
const numbers = dtypeNames.filter(dtype => dtype !== 'bool');

const source = (shape: number[], dtype: DType): NDArray =>
  random.next() < 0.3 ? randomView(shape, dtype) : randomArray(shape, dtype);

/** What 'valid' is where in2 is the larger one: its places in which in1 fits, from the last to the first. */
function validOfSmaller(in1: NDArray, in2: NDArray): NDArray {
  const axes = in1.shape.map((extent, axis) => {
    const length = in2.shape[axis] - extent + 1;
    return { origin: 0, window: { start: 1 - length, length } };
  });
  const convention = perAxis(makeConvention({ sign: 1 }, { conjugate: true }), axes);
  return astype(referenceConvolution(in1, in2, convention), promoteTypes(in1.dtype, in2.dtype));
}

for (const name of ['convolve2d', 'correlate2d'] as const) {
  peerCases(
    `${name}: modes and boundaries, kernels of every size`,
    generate(260, index => {
      const dtype =
        index % 3 === 0 ? random.pick(numbers) : random.pick(['float64', 'int32', 'complex128'] as const);
      const [mode, boundary] = [random.pick(modes), random.pick(boundaries)];
      let [one, two] = [randomShape(2, 1, 6), randomShape(2, 1, 6)];
      if (mode === 'valid' && random.next() < 0.9) {
        const low = one.map((extent, axis) => Math.min(extent, two[axis]));
        const high = one.map((extent, axis) => Math.max(extent, two[axis]));
        [one, two] = random.boolean() ? [low, high] : [high, low];
      }
      const a = source(one, dtype);
      const b = source(two, random.boolean() ? dtype : random.pick(dtypeNames));
      const fillvalue = random.pick([0, 0, 1, -2, 3]);
      const [bug] = bugsOf(`scipy.signal.${name}`, {
        shapes: [one, two],
        dtypes: [a.dtype, b.dtype],
        options: { mode, boundary },
      });
      return {
        python: `signal.${name}(a, b, '${mode}', '${boundary}', ${fillvalue})`,
        arrays: { a, b },
        ours: () =>
          random.boolean()
            ? functions[name](a, b, mode, boundary, fillvalue)
            : functions[name](a, b, mode, { boundary, fillvalue }),
        knownBug: bug && { id: bug.id, right: () => validOfSmaller(a, b) },
      };
    }),
  );

  peerCases(
    `${name}: kernels many periods larger than the image`,
    generate(40, () => {
      const [a, b] = [source(randomShape(2, 1, 3), 'float32'), source(randomShape(2, 5, 12), 'float32')];
      const [mode, boundary] = [random.pick(['full', 'same'] as const), random.pick(boundaries)];
      return {
        python: `signal.${name}(a, b, '${mode}', boundary='${boundary}')`,
        arrays: { a, b },
        ours: () => functions[name](a, b, { mode, boundary }),
      };
    }),
  );

  const special = [0, 1, -2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  peerCases(
    `${name}: where NaN and infinity go`,
    generate(50, () => {
      const values = (rows: number, columns: number) =>
        array(
          Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.pick(special))),
        );
      const [a, b] = [values(2, random.integer(1, 4)), values(random.integer(1, 2), random.integer(1, 3))];
      const [mode, boundary] = [random.pick(['full', 'same'] as const), random.pick(boundaries)];
      return {
        python: `signal.${name}(a, b, '${mode}', '${boundary}')`,
        arrays: { a, b },
        ours: () => functions[name](a, b, mode, boundary),
      };
    }),
  );
}

const fills: [string, number | bigint, DType][] = [
  ['300', 300, 'uint8'],
  ['-1', -1, 'uint8'],
  ['2.7', 2.7, 'uint8'],
  ['-2.7', -2.7, 'int16'],
  ['5e9', 5e9, 'int32'],
  ['2.0**63', 2 ** 63, 'uint64'],
  ['2.0**63', 2 ** 63, 'int64'],
  ['2.0**64', 2 ** 64, 'uint64'],
  ['-2.0**63', -(2 ** 63), 'uint8'],
  ['2.0**63', 2 ** 63, 'uint8'],
  ['2**53 + 1', 9007199254740993n, 'int64'],
  ['0.1', 0.1, 'float32'],
  ['1e300', 1e300, 'float32'],
];
const empty = (rows: number, columns: number) => zeros([rows, columns]);
const [square, row] = [
  array([
    [1, 2],
    [3, 4],
  ]),
  array([[2, 3]]),
];
const call = (
  name: Name,
  a: NDArray,
  b: NDArray,
  rest: string,
  ours: () => NDArray,
  raises?: RegExp,
): PeerCase => ({ python: `signal.${name}(a, b${rest})`, arrays: { a, b }, ours, raises });

peerCases('convolve2d: fill values as elements', [
  ...fills.map(([text, value, dtype]) => {
    const [a, b] = [randomArray([2, 2], dtype), array([[1], [1]], { dtype })];
    return call('convolve2d', a, b, `, fillvalue=${text}`, () => convolve2d(a, b, { fillvalue: value }));
  }),
  call('convolve2d', square, row, ', fillvalue=[2]', () =>
    convolve2d(square, row, { fillvalue: [2] as never }),
  ),
  call(
    'convolve2d',
    square,
    row,
    ', fillvalue=[2, 3]',
    () => convolve2d(square, row, { fillvalue: [2, 3] as never }),
    /must be (a )?scalar or an array with one element/,
  ),
  call('convolve2d', square, row, ', fillvalue=True', () => convolve2d(square, row, { fillvalue: true })),
  call('convolve2d', square, row, ', fillvalue=float("nan")', () =>
    convolve2d(square, row, { fillvalue: Number.NaN }),
  ),
  call(
    'convolve2d',
    square,
    row,
    ', fillvalue=1+2j',
    () => convolve2d(square, row, { fillvalue: { re: 1, im: 2 } }),
    /could not cast `fillvalue` directly to the output type/,
  ),
  call('convolve2d', astype(square, 'complex64'), row, ", 'full', 'fill', 1+2j", () =>
    convolve2d(astype(square, 'complex64'), row, 'full', 'fill', { re: 1, im: 2 }),
  ),
  call(
    'convolve2d',
    astype(square, 'int16'),
    astype(row, 'int16'),
    ', fillvalue=float("nan")',
    () => convolve2d(astype(square, 'int16'), astype(row, 'int16'), { fillvalue: Number.NaN }),
    /could not cast/,
  ),
]);

peerCases('convolve2d and correlate2d: what is taken and what is refused', [
  ...dtypeNames.flatMap(dtype => {
    const [a, b] = [randomArray([3, 3], dtype), randomArray([2, 2], dtype)];
    const raises = dtype === 'bool' ? /not available for this type/ : undefined;
    return (['convolve2d', 'correlate2d'] as const).map(name =>
      call(name, a, b, '', () => functions[name](a, b), raises),
    );
  }),
  call(
    'convolve2d',
    square,
    row,
    ", 'same', 'reflect'",
    () => convolve2d(square, row, 'same', 'reflect' as never),
    /Incorrect boundary value/,
  ),
  call(
    'correlate2d',
    square,
    row,
    ", 'valid', 'nope'",
    () => correlate2d(square, row, 'valid', 'nope' as never),
    /Acceptable boundary flags are 'fill', 'circular' \(or 'wrap'\), and 'symmetric' \(or 'symm'\)\./,
  ),
  call(
    'convolve2d',
    square,
    row,
    ", 'nope'",
    () => convolve2d(square, row, 'nope' as never),
    /Acceptable mode flags are 'valid', 'same', or 'full'/,
  ),
  call('convolve2d', square, row, ', 2', () => convolve2d(square, row, 2 as never), /Acceptable mode flags/),
  call(
    'convolve2d',
    square,
    array([[1, 2, 3]]),
    ", 'valid'",
    () => convolve2d(square, [[1, 2, 3]], 'valid'),
    /For 'valid' mode, one must be at least as large as the other in every dimension/,
  ),
  call('convolve2d', array([1, 2]), row, '', () => convolve2d([1, 2], row), /inputs must both be 2-D arrays/),
  call(
    'correlate2d',
    row,
    array([[[1]]]),
    '',
    () => correlate2d(row, [[[1]]]),
    /inputs must both be 2-D arrays/,
  ),
  call(
    'convolve2d',
    square,
    row,
    ", 'full', 'fill', 0, 3",
    () => convolve2d(square, row, ...(['full', 'fill', 0, 3] as never as ['full'])),
    /positional arguments/,
  ),
]);

const shapes: [number, number][] = [
  [0, 3],
  [0, 0],
  [3, 0],
  [1, 2],
  [2, 2],
];
peerCases(
  'convolve2d: empty arrays',
  shapes.flatMap(one =>
    shapes.flatMap(two =>
      modes.map(mode => {
        const [a, b] = [empty(...one), empty(...two)];
        return call('convolve2d', a, b, `, '${mode}', fillvalue=3`, () =>
          convolve2d(a, b, mode, { fillvalue: 3 }),
        );
      }),
    ),
  ),
);

it('refuses to repeat nothing, where SciPy ends the process', () => {
  expect(
    bugsOf('scipy.signal.convolve2d', {
      shapes: [
        [0, 3],
        [2, 2],
      ],
      options: { boundary: 'wrap' },
    }),
  ).toHaveLength(1);
  expect(() => convolve2d(zeros([0, 3]), [[1], [2]], 'full', 'wrap')).toThrow(/can't extend empty axis 0/);
  expect(() => correlate2d(zeros([3, 0]), [[1, 2]], 'full', 'symm')).toThrow(/can't extend empty axis 1/);
});
