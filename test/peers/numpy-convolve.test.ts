/** concordat/numpy against NumPy: convolve, correlate, roll. */
import * as np from 'concordat/numpy';
import { expect, it } from 'vitest';
import { isFinite } from '../../src/array/comparison.ts';
import { array } from '../../src/array/convert.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { type DType, dtypeNames } from '../../src/kernels/dtype.ts';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

const { convolve, correlate } = np;
const functions = { convolve, correlate };
const modes = ['full', 'same', 'valid'] as const;

/** One axis, now and then seen through a view. */
const sequence = (length: number, dtype: DType): NDArray =>
  random.next() < 0.3 ? randomView([length], dtype) : randomArray([length], dtype);

const pair = (
  a: NDArray,
  v: NDArray,
  mode: (typeof modes)[number],
  name: 'convolve' | 'correlate',
): PeerCase => ({
  python: `np.${name}(a, v, '${mode}')`,
  arrays: { a, v },
  ours: () => functions[name](a, v, mode),
});

for (const name of ['convolve', 'correlate'] as const) {
  peerCases(
    `${name}: lengths and modes, all types with all types`,
    generate(260, index => {
      const dtype = dtypeNames[index % dtypeNames.length];
      const other = random.boolean() ? dtype : random.pick(dtypeNames);
      const [n, k] = [random.integer(1, 9), random.integer(1, 9)];
      return pair(sequence(n, dtype), sequence(k, other), random.pick(modes), name);
    }),
  );

  // Products of 8 bits and more wrap in the narrow types.
  peerCases(
    `${name}: whole numbers that wrap`,
    generate(30, () => {
      const dtype = random.pick(['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint64'] as const);
      const large = (length: number) =>
        array(
          Array.from({ length }, () => BigInt(random.integer(0, 2 ** 31 - 1))),
          { dtype },
        );
      return pair(large(random.integer(1, 5)), large(random.integer(1, 5)), random.pick(modes), name);
    }),
  );

  const special = [0, 1, -2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const values = (dtype: DType) =>
    array(
      Array.from({ length: random.integer(1, 6) }, () => random.pick(special)),
      { dtype },
    );
  peerCases(
    `${name}: where NaN and infinity go`,
    generate(50, index => {
      const dtype = (['float64', 'float32'] as const)[index % 2];
      return pair(values(dtype), values(dtype), random.pick(modes), name);
    }),
  );

  // Beside an infinity, which part of a complex number becomes NaN is the business of NumPy's BLAS.
  peerCases(
    `${name}: which complex sums are finite`,
    generate(30, () => {
      const example = pair(values('complex128'), values('complex64'), random.pick(modes), name);
      const ours = () => isFinite(example.ours() as NDArray);
      return { ...example, python: `np.isfinite(${example.python})`, ours };
    }),
  );
}

const one = array([1.5]);
const none = array([], { dtype: 'float64' });
const flat = array([1, 2, 3]);
peerCases('convolve and correlate: what is taken and what is refused', [
  { python: 'np.convolve(a, 2.0)', arrays: { a: flat }, ours: () => np.convolve(flat, 2) },
  { python: 'np.convolve(0.5, a)', arrays: { a: flat }, ours: () => np.convolve(0.5, flat) },
  {
    python: 'np.convolve(a, a, mode="same")',
    arrays: { a: flat },
    ours: () => np.convolve(flat, flat, { mode: 'same' }),
  },
  {
    python: 'np.convolve(v=a, a=b)',
    arrays: { a: flat, b: one },
    ours: () => np.convolve(one, { v: flat } as never),
  },
  { python: 'np.correlate(a, a)', arrays: { a: flat }, ours: () => np.correlate(flat, flat) },
  {
    python: 'np.correlate(a, 2.0)',
    arrays: { a: flat },
    ours: () => np.correlate(flat, 2),
    raises: /too small depth/,
  },
  {
    python: 'np.correlate(2.0, a)',
    arrays: { a: flat },
    ours: () => np.correlate(2, flat),
    raises: /too small depth/,
  },
  {
    python: 'np.convolve([a], a)',
    arrays: { a: flat },
    ours: () => np.convolve([[1, 2, 3]], flat),
    raises: /too deep/,
  },
  {
    python: 'np.correlate(a, [a])',
    arrays: { a: flat },
    ours: () => np.correlate(flat, [[1, 2]]),
    raises: /too deep/,
  },
  {
    python: 'np.convolve(n, a)',
    arrays: { a: one, n: none },
    ours: () => np.convolve(none, one),
    raises: /v cannot be empty/,
  },
  {
    python: 'np.convolve(a, n)',
    arrays: { a: one, n: none },
    ours: () => np.convolve(one, none),
    raises: /v cannot be empty/,
  },
  {
    python: 'np.convolve(n, n)',
    arrays: { n: none },
    ours: () => np.convolve(none, none),
    raises: /a cannot be empty/,
  },
  {
    python: 'np.correlate(n, a)',
    arrays: { a: one, n: none },
    ours: () => np.correlate(none, one),
    raises: /first array argument/,
  },
  {
    python: 'np.correlate(a, n)',
    arrays: { a: one, n: none },
    ours: () => np.correlate(one, none),
    raises: /second array argument/,
  },
  {
    python: "np.convolve(a, a, 'x')",
    arrays: { a: flat },
    ours: () => np.convolve(flat, flat, 'x' as never),
    raises: /mode must be one of 'valid', 'same', or 'full' \(got 'x'\)/,
  },
  {
    python: 'np.convolve(a, a, None)',
    arrays: { a: flat },
    ours: () => np.convolve(flat, flat, null as never),
    raises: /mode/,
  },
  {
    python: 'np.convolve(a, a, "full", 1)',
    arrays: { a: flat },
    ours: () => np.convolve(flat, flat, ...(['full', 1] as unknown as ['full'])),
  },
  {
    python: 'np.convolve(a)',
    arrays: { a: flat },
    ours: () => (np.convolve as unknown as (...given: NDArray[]) => NDArray)(flat),
    raises: /missing/,
  },
  {
    python: 'np.convolve(a, a, modus="full")',
    arrays: { a: flat },
    ours: () => np.convolve(flat, flat, { modus: 'full' } as never),
    raises: /unexpected keyword argument/,
  },
]);

it('plain numbers are float64, bigints int64', () => {
  expect(np.convolve([1, 2], [1, 2]).dtype).toBe('float64');
  expect(np.convolve([1n, 2n], [1n, 2n]).dtype).toBe('int64');
});

peerCases(
  'roll',
  generate(120, index => {
    const shape = randomShape(index % 4, 0, 4);
    const a = random.boolean() ? randomArray(shape, 'int16') : randomView(shape, 'complex64');
    const shift = () => random.integer(-9, 9);
    const axes = Array.from({ length: random.integer(1, 3) }, () =>
      random.integer(-shape.length, shape.length - 1),
    );
    if (shape.length === 0 || random.next() < 0.25) {
      const shifts = random.boolean() ? shift() : [shift(), shift()];
      return {
        python: `np.roll(a, ${JSON.stringify(shifts)})`,
        arrays: { a },
        ours: () => np.roll(a, shifts),
      };
    }
    const [shifts, axis] = random.pick<[number | number[], number | number[]]>([
      [shift(), axes[0]],
      [shift(), axes],
      [axes.map(shift), axes],
      [axes.map(shift), axes[0]],
      [[shift()], axes],
    ]);
    return {
      python: `np.roll(a, ${JSON.stringify(shifts)}, axis=${JSON.stringify(axis)})`,
      arrays: { a },
      ours: () => (random.boolean() ? np.roll(a, shifts, axis) : np.roll(a, shifts, { axis })),
    };
  }),
);

const square = array([
  [1, 2],
  [3, 4],
]);
const rollRefused = (call: string, ours: () => NDArray, raises?: RegExp): PeerCase => ({
  python: `np.roll(a, ${call})`,
  arrays: { a: square },
  ours,
  raises,
});
peerCases('roll: what is refused', [
  rollRefused('1, 2', () => np.roll(square, 1, 2), /axis 2 is out of bounds for array of dimension 2/),
  rollRefused('[1, 2, 1], [0, 1]', () => np.roll(square, [1, 2, 1], [0, 1]), /shape mismatch/),
  rollRefused('[1, 1], ()', () => np.roll(square, [1, 1], []), /shape mismatch/),
  rollRefused('1, ()', () => np.roll(square, 1, [])),
  rollRefused('[], []', () => np.roll(square, [], [])),
  rollRefused('1.5, 0', () => np.roll(square, 1.5, 0)),
  rollRefused('[[1]], 0', () => np.roll(square, [[1]] as never, 0), /should be scalars or 1D sequences/),
]);
