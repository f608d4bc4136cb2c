/** concordat/scipy against SciPy: ndimage.convolve, correlate, convolve1d, correlate1d. */
import { ndimage } from 'concordat/scipy';
import { expect, it } from 'vitest';
import { array, astype } from '../../src/array/convert.ts';
import { zeros } from '../../src/array/create.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { makeConvention, perAxis } from '../../src/convolution/convention.ts';
import { referenceConvolution } from '../../src/convolution/reference.ts';
import { bugsOf } from '../../src/dialects/known-bugs.ts';
import { type DType, dtypeNames, isComplex } from '../../src/kernels/dtype.ts';
import type { ScalarLike } from '../../src/views/scalar.ts';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { type KnownBugCase, type PeerCase, peerCases } from './harness.ts';

const { convolve, correlate, convolve1d, correlate1d } = ndimage;
const grids = { convolve, correlate };
const lines = { convolve1d, correlate1d };
const modes = [
  'reflect',
  'grid-mirror',
  'mirror',
  'nearest',
  'constant',
  'grid-constant',
  'wrap',
  'grid-wrap',
] as const;
const realNames = dtypeNames.filter(dtype => !isComplex(dtype));
const weightTypes = [
  'float64',
  'float64',
  'float32',
  'int8',
  'uint16',
  'bool',
  'complex128',
  'complex64',
] as const;

const source = (shape: number[], dtype: DType): NDArray =>
  random.next() < 0.3 ? randomView(shape, dtype) : randomArray(shape, dtype);

/** SciPy stores bytes in bool arrays that are neither 0 nor 1; as truth values they are what ours are. */
const python = (call: string): string =>
  `(lambda y: y.view(np.uint8) != 0 if y.dtype == bool else y)(${call})`;
const originFor = (taps: number) => random.integer(-(taps >> 1), (taps - 1) >> 1);

/** A fill value that the input can have, as SciPy takes it and as we do. */
function cvalFor(input: DType): [string, ScalarLike] {
  if (isComplex(input) && random.boolean()) return ['2-1j', { re: 2, im: -1 }];
  const value = random.pick([0, 3, -1.5]);
  return [`${value}`, value];
}

/** A name for `output` that fits, or none. */
function outputFor(input: DType, weights: DType): DType | null {
  if (random.boolean()) return null;
  return isComplex(input) || isComplex(weights)
    ? random.pick(['complex64', 'complex128'] as const)
    : random.pick(realNames);
}

const none = (value: unknown) => (value === null ? 'None' : `'${value}'`);

/** What is right where the library reads beyond its array. */
function mirrored(
  name: 'convolve' | 'correlate',
  x: NDArray,
  w: NDArray,
  origins: number[],
  dtype: DType,
): NDArray {
  const sign = name === 'convolve' ? -1 : 1;
  const rules = makeConvention({ sign, boundary: 'symmetric', window: 'same' }, { conjugate: sign === 1 });
  const axes = origins.map(plus => ({ origin: { at: 'upper', plus } as const }));
  const sums = referenceConvolution(x, w, perAxis(rules, axes));
  return astype(dtype === 'bool' ? astype(sums, 'uint8') : sums, dtype);
}

function gridCase(
  name: 'convolve' | 'correlate',
  x: NDArray,
  w: NDArray,
  mode: (typeof modes)[number],
): PeerCase {
  const origins = w.shape.map(originFor);
  const fits = w.shape.every(taps => origins[0] >= -(taps >> 1) && origins[0] <= (taps - 1) >> 1);
  const origin = random.pick<number | number[]>([0, fits ? (origins[0] ?? 0) : 0, origins]);
  const [text, cval] = cvalFor(x.dtype);
  const output = outputFor(x.dtype, w.dtype);
  const [bug] = bugsOf(`scipy.ndimage.${name}`, { shapes: [x.shape, w.shape], options: { mode, origin } });
  const ours = () =>
    random.boolean()
      ? grids[name](x, w, output, mode, cval, origin)
      : grids[name](x, w, { output, mode, cval, origin });
  const each = Array.isArray(origin) ? origin : w.shape.map(() => origin);
  const known: KnownBugCase | undefined = bug && {
    id: bug.id,
    right: () => mirrored(name, x, w, each, ours().dtype),
  };
  return {
    python: python(`ndimage.${name}(x, w, ${none(output)}, '${mode}', ${text}, ${JSON.stringify(origin)})`),
    arrays: { x, w },
    ours,
    knownBug: known,
  };
}

for (const name of ['convolve', 'correlate'] as const) {
  peerCases(
    `${name}: one to three axes, all types, modes, origins, outputs`,
    generate(330, index => {
      const rank = index % 4;
      const x = source(randomShape(rank, 1, rank === 3 ? 4 : 6), dtypeNames[index % dtypeNames.length]);
      const w = source(randomShape(rank, 1, rank === 3 ? 3 : 5), random.pick(weightTypes));
      return gridCase(name, x, w, modes[index % modes.length]);
    }),
  );

  peerCases(
    `${name}: kernels many periods larger than the array`,
    generate(80, index => {
      const rank = 1 + (index % 2);
      const x = source(randomShape(rank, 1, 3), 'float64');
      const w = source(randomShape(rank, 1, 13), 'float64');
      return gridCase(name, x, w, modes[index % modes.length]);
    }),
  );

  peerCases(
    `${name}: reflections from beyond two periods`,
    generate(30, index => {
      const x = source([random.integer(1, 3), random.integer(1, 3)], index % 2 ? 'float64' : 'int16');
      const w = source([random.integer(1, 3), random.integer(12, 30)], 'float64');
      return gridCase(name, x, w, random.pick(['reflect', 'grid-mirror'] as const));
    }),
  );
}

for (const name of ['convolve1d', 'correlate1d'] as const)
  peerCases(
    `${name}: axes, all types, modes, origins, outputs`,
    generate(200, index => {
      const rank = 1 + (index % 3);
      const x = source(randomShape(rank, 1, 5), dtypeNames[index % dtypeNames.length]);
      const weights = source([random.integer(1, 9)], random.pick(weightTypes));
      // Symmetric and antisymmetric weights take other paths in SciPy.
      const half = Array.from({ length: random.integer(0, 3) }, () => random.integer(-8, 8) / 4);
      const sign = random.pick([1, -1]);
      const even = array([...half, sign === 1 ? 0.5 : 0, ...half.map(value => sign * value).reverse()]);
      const w = index % 3 === 0 ? even : weights;
      const [axis, mode, origin] = [
        random.integer(-rank, rank - 1),
        modes[index % modes.length],
        originFor(w.size),
      ];
      const [text, cval] = cvalFor(x.dtype);
      const output = outputFor(x.dtype, w.dtype);
      return {
        python: python(`ndimage.${name}(x, w, ${axis}, ${none(output)}, '${mode}', ${text}, ${origin})`),
        arrays: { x, w },
        ours: () =>
          random.boolean()
            ? lines[name](x, w, axis, output, mode, cval, origin)
            : lines[name](x, w, { axis, output, mode, cval, origin }),
      };
    }),
  );

const special = [0, 1, -2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const values = (length: number, from: readonly number[]) => Array.from({ length }, () => random.pick(from));
peerCases(
  'where NaN and infinity go, and weights that are next to nothing',
  generate(160, index => {
    const x = array(values(random.integer(1, 6), special), {
      dtype: index % 5 === 0 ? 'complex128' : 'float64',
    });
    const mode = random.pick(modes);
    const name = (['convolve', 'correlate', 'convolve1d', 'correlate1d'] as const)[index % 4];
    // The 1-D functions of SciPy add what lies under equal weights first, so that an infinite one may miss a 0.
    const w = array(
      values(random.integer(1, 4), name.endsWith('1d') ? special.slice(0, 4) : [...special, 3e-17]),
    );
    const kernel = w.toArray() as number[];
    const [bug] = bugsOf(`scipy.ndimage.${name}`, { shapes: [x.shape, w.shape], options: { mode }, kernel });
    const run = { ...grids, ...lines }[name];
    return {
      python: `ndimage.${name}(x, w, mode='${mode}')`,
      arrays: { x, w },
      ours: () => (bug ? zeros([0]) : run(x, w, { mode })),
      knownBug: bug && { id: bug.id, right: () => zeros([0]) },
    };
  }).filter(({ knownBug }) => !knownBug),
);

const [row, cells] = [
  array([1, 2, 3]),
  array([
    [1, 2],
    [3, 4],
  ]),
];
const known = (name: keyof typeof grids | keyof typeof lines, w: number[], right: number[]): PeerCase => {
  const kernel = array(w);
  const [bug] = bugsOf(`scipy.ndimage.${name}`, { shapes: [row.shape, kernel.shape], kernel: w });
  return {
    python: `ndimage.${name}(x, w, mode='constant')`,
    arrays: { x: row, w: kernel },
    ours: () => ({ ...grids, ...lines })[name](row, kernel, { mode: 'constant' }),
    knownBug: { id: bug.id, right: () => array(right) },
  };
};
const [a, b] = [2 ** -56, 2 ** -54];
peerCases('weights that SciPy changes', [
  known('correlate', [2, 1, Number.NaN], [Number.NaN, Number.NaN, Number.NaN]),
  known('convolve', [Number.NaN, 0, 1], [Number.NaN, Number.NaN, Number.NaN]),
  known('correlate1d', [2, 1, Number.NaN], [Number.NaN, Number.NaN, Number.NaN]),
  known('correlate1d', [a, 0, b], [2 * b, a + 3 * b, 2 * a]),
  known('convolve1d', [a, 0, b], [2 * a, 3 * a + b, 2 * b]),
  {
    python: 'ndimage.correlate(x, w)',
    arrays: { x: row, w: zeros([0, 3]) },
    ours: () => correlate(row, zeros([0, 3])),
    knownBug: { id: bugsOf('scipy.ndimage.correlate', { shapes: [[3], [0, 3]] })[0].id },
  },
]);

const call = (
  text: string,
  arrays: Record<string, NDArray>,
  ours: () => NDArray,
  raises?: RegExp,
): PeerCase => ({
  python: `ndimage.${text}`,
  arrays,
  ours,
  raises,
});
const imaginary = array([
  { re: 0, im: 1 },
  { re: 2, im: 0 },
]);
const empty = zeros([0]);
peerCases('ndimage: what is taken and what is refused', [
  ...dtypeNames.flatMap(dtype => {
    const [x, w] = [randomArray([3], dtype), randomArray([2], dtype)];
    return [
      { ...call('', {}, () => correlate(x, w)), python: python('ndimage.correlate(x, w)'), arrays: { x, w } },
      {
        ...call('', {}, () => convolve1d(x, w)),
        python: python('ndimage.convolve1d(x, w)'),
        arrays: { x, w },
      },
    ];
  }),
  call('correlate(3., 2.)', {}, () => correlate(3, 2)),
  call('correlate1d(3., [2.])', {}, () => correlate1d(3, [2]), /axis -1 is out of bounds/),
  call('correlate(x, [])', { x: row }, () => correlate(row, []), /filter weights array has incorrect shape/),
  call(
    'convolve(x, [[1]])',
    { x: row },
    () => convolve(row, [[1]]),
    /filter weights array has incorrect shape/,
  ),
  call(
    'convolve(x, [1j])',
    { x: cells },
    () => convolve(cells, [{ re: 0, im: 1 }]),
    /filter weights array has incorrect shape/,
  ),
  call('correlate1d(x, [])', { x: row }, () => correlate1d(row, []), /no filter weights given/),
  call('convolve1d(x, [])', { x: row }, () => convolve1d(row, []), /no filter weights given/),
  call('convolve1d(x, [[1]])', { x: row }, () => convolve1d(row, [[1]]), /no filter weights given/),
  call('correlate1d(x, 3.)', { x: row }, () => correlate1d(row, 3), /no filter weights given/),
  call(
    'correlate1d(x, [1], 1)',
    { x: row },
    () => correlate1d(row, [1], 1),
    /axis 1 is out of bounds for array of dimension 1/,
  ),
  call('correlate(e, [1, 2])', { e: empty }, () => correlate(empty, [1, 2])),
  call("convolve1d(e, [1, 2], mode='wrap')", { e: empty }, () => convolve1d(empty, [1, 2], { mode: 'wrap' })),
  call("correlate(e, [[1, 2]], mode='wrap')", { e: zeros([3, 0]) }, () =>
    correlate(zeros([3, 0]), [[1, 2]], { mode: 'wrap' }),
  ),
  call('correlate1d(e, [1, 2], 0)', { e: zeros([0, 3]) }, () => correlate1d(zeros([0, 3]), [1, 2], 0)),
  call(
    "correlate(x, [1], mode='symmetric')",
    { x: row },
    () => correlate(row, [1], { mode: 'symmetric' as never }),
    /boundary mode not supported/,
  ),
  call(
    "correlate1d(x, [1], mode='edge')",
    { x: row },
    () => correlate1d(row, [1], { mode: 'edge' as never }),
    /boundary mode not supported/,
  ),
  call(
    "correlate(x, [1], mode=['wrap'])",
    { x: row },
    () => correlate(row, [1], { mode: ['wrap'] as never }),
    /A sequence of modes is not supported/,
  ),
  call("convolve1d(x, [1], mode=['wrap'])", { x: row }, () =>
    convolve1d(row, [1], { mode: ['wrap'] as never }),
  ),
  ...([1, -1, -2, 0.5] as const).flatMap(origin => [
    call(`correlate(x, [1, 2], origin=${origin})`, { x: row }, () => correlate(row, [1, 2], { origin })),
    call(`convolve(x, [1, 2], origin=${origin})`, { x: row }, () => convolve(row, [1, 2], { origin })),
    call(`correlate1d(x, [1, 2], origin=${origin})`, { x: row }, () => correlate1d(row, [1, 2], { origin })),
    call(`convolve1d(x, [1, 2], origin=${origin})`, { x: row }, () => convolve1d(row, [1, 2], { origin })),
  ]),
  call(
    'correlate(x, [1, 2, 3], origin=[2])',
    { x: row },
    () => correlate(row, [1, 2, 3], { origin: [2] }),
    /[Ii]nvalid origin/,
  ),
  call(
    'convolve1d(x, [1, 2], origin=1)',
    { x: row },
    () => convolve1d(row, [1, 2], { origin: 1 }),
    /Invalid origin.*origin must satisfy/,
  ),
  call(
    'correlate(x, [1, 2], origin=[0, 0])',
    { x: row },
    () => correlate(row, [1, 2], { origin: [0, 0] }),
    /sequence argument must have length equal to input rank/,
  ),
  call("correlate(x, [1, 2.5], output='float')", { x: row }, () =>
    correlate(row, [1, 2.5], 'float' as never),
  ),
  call("correlate(x, [1, 2.5], output='int')", { x: row }, () => correlate(row, [1, 2.5], 'int' as never)),
  call("correlate(x, [1], output='nope')", { x: row }, () => correlate(row, [1], 'nope' as never), /nope/),
  call(
    "correlate(x, [1], output='complex64')",
    { x: row },
    () => correlate(row, [1], 'complex64'),
    /array type.*not supported/,
  ),
  call(
    "correlate1d(z, [1], output='float32')",
    { z: imaginary },
    () => correlate1d(imaginary, [1], { output: 'float32' }),
    /output must have complex dtype/,
  ),
  call("correlate(x, [1], mode='wrap', cval=1j)", { x: row }, () =>
    correlate(row, [1], { mode: 'wrap', cval: { re: 0, im: 1 } }),
  ),
  call(
    'correlate(x, [1j], cval=1j)',
    { x: row },
    () => correlate(row, [{ re: 0, im: 1 }], { cval: { re: 0, im: 1 } }),
    /Cannot provide a complex-valued cval when the input is real/,
  ),
  call("correlate(x, [1], cval='3')", { x: row }, () => correlate(row, [1], { cval: '3' as never })),
  call("convolve1d(x, [1, 1], mode='constant', cval=float('nan'))", { x: row }, () =>
    convolve1d(row, [1, 1], { mode: 'constant', cval: Number.NaN }),
  ),
]);

it('keeps every weight in the 1-D functions and drops tiny ones in the others', () => {
  expect(correlate([1, 1], [3e-17]).toArray()).toEqual([0, 0]);
  expect(correlate1d([1, 1], [3e-17]).toArray()).toEqual([3e-17, 3e-17]);
});

it('refuses an array to write into', () => {
  expect(() => correlate(row, [1], zeros([3]) as never)).toThrow(/output is a NDArray; it must be the name/);
});
