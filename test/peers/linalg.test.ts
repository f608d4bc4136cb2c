/** Linear algebra against NumPy and torch: values, shapes, types, refusals. */
import { linalg, matmul } from 'concordat/numpy';
import { linalg as torchLinalg } from 'concordat/torch';
import { add, multiply } from '../../src/array/arithmetic.ts';
import { array, astype } from '../../src/array/convert.ts';
import { eye } from '../../src/array/create.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import type { Tolerance } from './agreement.ts';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

const floats = ['float64', 'float32'] as const;
const near = (dtype: DType): Tolerance =>
  dtype === 'float32'
    ? { rtol: 2e-4, atol: 2e-4, relativeTo: 'largest' }
    : { rtol: 1e-12, atol: 1e-12, relativeTo: 'largest' };

const drawn = (shape: readonly number[], dtype: DType): NDArray =>
  random.boolean() ? randomView(shape, dtype) : randomArray(shape, dtype);
const batch = () => randomShape(random.integer(0, 2), 1, 5);
const size = () => random.pick([1, 2, 2, 3, 3, 4, 5, 6, 9]);

/** Square matrices far from singular ones. */
function regular(shape: readonly number[], n: number, dtype: DType): NDArray {
  const x = drawn([...shape, n, n], dtype);
  return astype(add(x, multiply(eye(n), 4 * n)), dtype);
}

peerCases(
  'matmul: shapes and types',
  generate(200, index => {
    const dtype = (['float64', 'float32', 'int64', 'int8', 'complex128', 'bool'] as const)[index % 6];
    const other = random.pick([dtype, dtype, 'float64'] as const);
    const [n, k, m] = [size(), size(), size()];
    const leading = batch();
    const fewer = random.pick([leading, leading.slice(1), leading.map(() => 1)]);
    const a = random.next() < 0.1 ? drawn([k], dtype) : drawn([...leading, n, k], dtype);
    const b = random.next() < 0.1 ? drawn([k], other) : drawn([...fewer, k, m], other);
    return { python: 'np.matmul(a, b)', arrays: { a, b }, ours: () => matmul(a, b) };
  }),
);

const wrong = (
  python: string,
  arrays: PeerCase['arrays'],
  ours: PeerCase['ours'],
  raises: RegExp,
): PeerCase => ({
  python,
  arrays,
  ours,
  raises,
});
const cube = randomArray([2, 4, 3], 'float64');
const turned = array({ data: cube.data, shape: [3, 4, 2], strides: [1, 3, 12] });
peerCases('what is refused', [
  wrong(
    'np.matmul(a, b)',
    { a: cube, b: turned },
    () => matmul(cube, turned),
    /mismatch in its core dimension 0, with gufunc signature \(n\?,k\),\(k,m\?\)->\(n\?,m\?\) \(size 4 is different from 3\)/,
  ),
  wrong('np.matmul(a, 2.0)', { a: cube }, () => matmul(cube, 2), /does not have enough dimensions/),
  wrong(
    'np.linalg.inv(a)',
    { a: cube },
    () => linalg.inv(cube),
    /Last 2 dimensions of the array must be square/,
  ),
  wrong(
    'np.linalg.det(a)',
    { a: cube },
    () => linalg.det(cube),
    /Last 2 dimensions of the array must be square/,
  ),
  wrong(
    'np.linalg.inv(np.array([1.0, 2.0]))',
    {},
    () => linalg.inv([1, 2]),
    /1-dimensional array given. Array must be at least two-dimensional/,
  ),
  wrong(
    'np.linalg.inv(np.zeros((3, 3)))',
    {},
    () =>
      linalg.inv([
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ]),
    /Singular matrix/,
  ),
  wrong('np.linalg.inv(np.zeros((7, 7)))', {}, () => linalg.inv(multiply(eye(7), 0)), /Singular matrix/),
  wrong(
    'np.linalg.solve(np.array([[1.0, 2.0], [2.0, 4.0]]), np.ones(2))',
    {},
    () =>
      linalg.solve(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 1],
      ),
    /Singular matrix/,
  ),
  wrong(
    'np.linalg.norm(a, 3, (0, 1))',
    { a: cube },
    () => linalg.norm(cube, 3, [0, 1]),
    /Invalid norm order/,
  ),
  wrong(
    'np.linalg.norm(a, 1)',
    { a: cube },
    () => linalg.norm(cube, 1),
    /Improper number of dimensions to norm/,
  ),
]);

peerCases(
  'inv, det and solve',
  generate(300, (index): PeerCase => {
    const dtype = floats[index % 2];
    const n = size();
    const leading = batch();
    const a = regular(leading, n, dtype);
    const tolerance = near(dtype);
    const name = (['inv', 'det', 'solve'] as const)[index % 3];
    if (name !== 'solve')
      return { python: `np.linalg.${name}(a)`, arrays: { a }, ours: () => linalg[name](a), tolerance };
    const b = drawn(random.pick([[...leading, n, size()], [...leading, n], [n], [n, size()]]), dtype);
    return { python: 'np.linalg.solve(a, b)', arrays: { a, b }, ours: () => linalg.solve(a, b), tolerance };
  }),
);

peerCases(
  'pinv: all shapes, full rank or cut off',
  generate(240, index => {
    const dtype = floats[index % 2];
    const a = drawn([...batch(), size(), size()], dtype);
    // What lies near the cutoff may fall on either side of it; whole eighths do not lie near this one.
    const rcond = dtype === 'float32' ? 1e-4 : 1e-9;
    return {
      python: `np.linalg.pinv(a, ${rcond})`,
      arrays: { a },
      ours: () => linalg.pinv(a, rcond),
      tolerance: dtype === 'float32' ? { rtol: 5e-3, atol: 5e-3, relativeTo: 'largest' } : near(dtype),
    };
  }),
);

peerCases(
  'pinv: symmetric matrices of which half is read, cutoffs for each matrix, the default cutoff',
  generate(90, (index): PeerCase => {
    const n = size();
    const leading = [random.integer(1, 4)];
    if (index % 3 === 0) {
      const a = regular(leading, n, 'float64');
      return {
        python: 'np.linalg.pinv(a, hermitian=True)',
        arrays: { a },
        ours: () => linalg.pinv(a, { hermitian: true }),
        tolerance: near('float64'),
      };
    }
    if (index % 3 === 1) {
      const a = drawn([...leading, n, size()], 'float64');
      const rcond = array(
        leading.flatMap(count => Array.from({ length: count }, () => random.pick([1e-9, 0.3, 1.5]))),
      );
      return {
        python: 'np.linalg.pinv(a, rcond)',
        arrays: { a, rcond },
        ours: () => linalg.pinv(a, rcond),
        tolerance: near('float64'),
      };
    }
    const a = regular(leading, n, 'float64');
    return {
      python: 'np.linalg.pinv(a)',
      arrays: { a },
      ours: () => linalg.pinv(a),
      tolerance: near('float64'),
    };
  }),
);

const known = array([
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
]);
peerCases('pinv of a matrix of rank 2 that rounding hides', [
  {
    python: 'np.linalg.pinv(a)',
    arrays: { a: known },
    ours: () => linalg.pinv(known),
    tolerance: { rtol: 0, atol: 1e-14 },
  },
]);

peerCases(
  'torch.linalg.pinv: tolerances',
  generate(90, index => {
    const dtype = floats[index % 2];
    const a = drawn([...batch(), size(), size()], dtype);
    const [python, keywords] = random.pick([
      ['atol=0.37, rtol=0.011', { atol: 0.37, rtol: 0.011 }],
      ['rtol=0.011', { rtol: 0.011 }],
      ['atol=0.37', { atol: 0.37 }],
      ['atol=0.0', { atol: 0 }],
    ] as const);
    // torch's own default drops what NumPy keeps; a matrix of deficient rank must have clear zeros.
    return {
      python: `torch.linalg.pinv(t(a.copy()), ${python})`,
      arrays: { a },
      ours: () => torchLinalg.pinv(a, keywords),
      tolerance: dtype === 'float32' ? { rtol: 5e-3, atol: 5e-3, relativeTo: 'largest' } : near(dtype),
    };
  }),
);

peerCases(
  'singular values',
  generate(120, index => {
    const dtype = floats[index % 2];
    const a = drawn([...batch(), size(), size()], dtype);
    return {
      python: 'np.linalg.svd(a, compute_uv=False)',
      arrays: { a },
      ours: () => linalg.svd(a, { compute_uv: false }),
      tolerance: dtype === 'float32' ? { rtol: 1e-5, atol: 1e-5, relativeTo: 'largest' } : near(dtype),
    };
  }),
);

peerCases(
  'norms',
  generate(200, index => {
    const dtype = floats[index % 2];
    const x = drawn(randomShape(random.integer(1, 3), 1, 6), dtype);
    const ords = [null, 1, -1, 2, -2, Infinity, -Infinity, 'fro', 'nuc', 0, 3, 0.5, -1.5] as const;
    const ord = random.pick(ords);
    const axis = random.pick([null, 0, -1, [0, 1], [1, 0], [-1, 0]] as const);
    const keepdims = random.boolean();
    const text = (value: unknown) =>
      value === null
        ? 'None'
        : value === Infinity
          ? 'np.inf'
          : value === -Infinity
            ? '-np.inf'
            : JSON.stringify(value);
    const axes = Array.isArray(axis) ? `(${axis.join(', ')})` : text(axis);
    return {
      python: `np.linalg.norm(x, ${text(ord)}, ${axes}, ${keepdims ? 'True' : 'False'})`,
      arrays: { x },
      ours: () => linalg.norm(x, ord, axis as null, keepdims),
      tolerance: dtype === 'float32' ? { rtol: 1e-5, atol: 1e-5 } : { rtol: 1e-12, atol: 1e-12 },
    };
  }),
);
