/** Linear algebra against its definitions, over sizes written out and sizes in loops, and over every way to lie in memory. */
import { afterEach, describe, expect, it } from 'vitest';
import { broadcastTo } from '../../src/array/broadcast.ts';
import { array, astype } from '../../src/array/convert.ts';
import { eye, zeros } from '../../src/array/create.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { expandDims, flip, squeeze, transpose } from '../../src/array/views.ts';
import { linalg } from '../../src/dialects/numpy/index.ts';
import {
  det,
  inv,
  matmul,
  norm,
  pinv,
  rightInverse,
  singularValues,
  solve,
  svd,
} from '../../src/linalg/index.ts';
import { setRunner } from '../../src/runtime/settings.ts';
import {
  apart,
  determinant,
  drawn,
  identity,
  type Matrix,
  matricesOf,
  penrose,
  product,
  transposed,
} from './support.ts';

const runners = ['interpret', 'auto'] as const;
const sizes = [
  [1, 1],
  [1, 3],
  [3, 1],
  [2, 2],
  [2, 4],
  [4, 2],
  [3, 3],
  [3, 5],
  [5, 3],
  [4, 4],
  [5, 5],
  [8, 6],
  [7, 9],
] as const;
const batches = [1, 3, 9];

afterEach(() => setRunner('auto'));

/** The same matrices, lying with the batch last, backwards, or stretched. */
const ways: Record<string, (x: NDArray) => NDArray> = {
  'row by row': x => x,
  'batch last': x => transpose(astype(transpose(x, [1, 2, 0]), 'float64'), [2, 0, 1]),
  'batch backwards': x => flip(x, { axis: 0 }),
};

describe('in one literal', () => {
  const a: Matrix = [
    [2, 0],
    [0, 4],
  ];
  it('matmul multiplies rows by columns', () =>
    expect(
      matmul(
        [
          [1, 2],
          [3, 4],
        ],
        [[1], [10]],
      ).toArray(),
    ).toEqual([[21], [43]]));
  it('det of a diagonal matrix is the product of the diagonal', () => expect(det(a).item()).toBe(8));
  it('inv inverts', () =>
    expect(inv(a).toArray()).toEqual([
      [0.5, 0],
      [0, 0.25],
    ]));
  it('solve gives x with a·x = b', () => expect(solve(a, [2, 4]).toArray()).toEqual([1, 1]));
  it('norm is the length of a vector', () => expect(norm([3, 4]).item()).toBe(5));
  it('singularValues of a diagonal matrix are its entries, the largest first', () =>
    expect(singularValues(a).toArray()).toEqual([4, 2]));
  it('svd gives them with their vectors', () => expect(svd(a).s.toArray()).toEqual([4, 2]));
  it('pinv of a column is its row over the squared length', () =>
    expect(pinv([[1], [1]]).toArray()).toEqual([[expect.closeTo(0.5, 12), expect.closeTo(0.5, 12)]]));
  it('rightInverse of a row is its column over the squared length', () =>
    expect(rightInverse([[2, 0]]).toArray()).toEqual([[0.5], [0]]));
});

describe.each(runners)('with the runner %s', runner => {
  it.each(sizes)('pinv of %i×%i meets the conditions of Penrose, however it lies', (m, n) => {
    setRunner(runner);
    for (const batch of batches)
      for (const way of Object.values(ways)) {
        const x = way(drawn([batch, m, n], 7 * m + n + batch));
        const results = matricesOf(pinv(x));
        for (const [k, a] of matricesOf(x).entries()) expect(penrose(a, results[k])).toBeLessThan(1e-9);
      }
  });

  it.each(sizes)('svd of %i×%i gives the matrix back from orthonormal vectors', (m, n) => {
    setRunner(runner);
    for (const fullMatrices of [true, false]) {
      const x = drawn([3, m, n], 11 * m + n);
      const { u, s, vh } = svd(x, { fullMatrices });
      const [left, values, right] = [matricesOf(u), s.toArray<Matrix>(), matricesOf(vh)];
      matricesOf(x).forEach((a, k) => {
        const stretched = left[k].map(row => values[k].map((value, j) => row[j] * value));
        expect(apart(product(stretched, right[k].slice(0, values[k].length)), a)).toBeLessThan(1e-13);
        expect(apart(product(transposed(left[k]), left[k]), identity(left[k][0].length))).toBeLessThan(1e-13);
        expect(apart(product(right[k], transposed(right[k])), identity(right[k].length))).toBeLessThan(1e-13);
        expect([...values[k]].sort((a, b) => b - a)).toEqual(values[k]);
      });
      expect(apart(singularValues(x).toArray<Matrix>(), values)).toBeLessThan(1e-13);
    }
  });

  it.each([1, 2, 3, 4, 5, 7])('inv, solve and det of matrices of %i rows', n => {
    setRunner(runner);
    for (const way of Object.values(ways)) {
      const x = way(drawn([3, n, n], 13 * n));
      const [inverses, dets] = [matricesOf(inv(x)), det(x).toArray<number[]>()];
      const right = drawn([3, n, 2], 17 * n);
      const solved = matricesOf(solve(x, right));
      matricesOf(x).forEach((a, k) => {
        expect(apart(product(a, inverses[k]), identity(n))).toBeLessThan(1e-9);
        expect(apart(product(a, solved[k]), matricesOf(right)[k])).toBeLessThan(1e-9);
        expect(Math.abs(dets[k] - determinant(a))).toBeLessThan(1e-12);
      });
    }
  });

  it('knows the pseudo-inverse that other libraries get wrong', () => {
    setRunner(runner);
    const p = pinv([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]).toArray<Matrix>();
    const right = [
      [-23, -6, 11],
      [-2, 0, 2],
      [19, 6, -7],
    ].map(row => row.map(x => x / 36));
    expect(apart(p, right)).toBeLessThan(1e-15);
  });
});

describe('shapes that do not fit are named as they were given', () => {
  const of = (...shape: number[]) => zeros(shape);
  it.each<[string, () => unknown, RegExp]>([
    ['matmul of stacks', () => matmul(of(2, 3, 3), of(4, 3, 1)), /shapes \(2, 3, 3\) \(4, 3, 1\); axis -3 has 2 and 4/],
    ['solve of stacks', () => solve(of(2, 3, 3), of(4, 3, 1)), /shapes \(2, 3, 3\) \(4, 3, 1\); axis -3 has 2 and 4/],
    ["NumPy's solve of stacks", () => linalg.solve(of(5, 3, 3), of(4, 3)), /shapes \(5, 3, 3\) \(4, 3\); axis -3 has 5 and 4/],
    ["NumPy's solve of vectors", () => linalg.solve(of(5, 3, 3), of(5, 4)), /\(m,m\),\(m\)->\(m\) \(size 4 is .* 3\); a has shape \(5, 3, 3\), b \(5, 4\)$/],
    ['solve of one vector', () => solve(of(3, 3), of(4)), /\(size 4 is different from 3\); a has shape \(3, 3\), b \(4,\)$/],
    ['solve of a number', () => solve(of(3, 3), 1), /does not have enough dimensions \(has 0.*b \(\)$/],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
    expect(call).not.toThrow(/1\)$|\(2,\)|\(5,\)/);
  }); // biome-ignore format: a table

  it('a stack of vectors is told from a matrix', () => {
    const [a, b] = [of(5, 3, 3), of(5, 3)];
    expect(() => matmul(a, b)).toThrow(
      /write squeeze\(matmul\(a, expandDims\(b, -1\)\), { axis: -1 }\), in NumPy \(a @ b/,
    );
    expect(() => solve(a, b)).toThrow(/write squeeze\(solve\(a, expandDims\(b, -1\)\), { axis: -1 }\)/);
    expect(squeeze(matmul(a, expandDims(b, -1)), { axis: -1 }).shape).toEqual([5, 3]);
    expect(() => matmul(of(3, 3), of(5, 3))).toThrow(/expandDims\(b, -1\)/);
    for (const other of [of(5, 4), of(4, 3), of(4)]) expect(() => matmul(a, other)).not.toThrow(/expandDims/);
  });
});

describe('singular matrices', () => {
  it('have determinant 0, and neither inverse nor solution', () => {
    const singular = [
      [1, 2, 3],
      [2, 4, 6],
      [0, 0, 1],
    ];
    expect(det(singular).item() === 0).toBe(true);
    expect(det(zeros([6, 6])).item() === 0).toBe(true);
    expect(() => inv([eye(3), singular].map(x => array(x as never).toArray() as never))).toThrow(
      'inv: Singular matrix: the matrix at [1] has no inverse; pinv gives',
    );
    expect(() => solve(singular, [1, 2, 3])).toThrow('solve: Singular matrix');
    expect(() => inv(zeros([5, 5]))).toThrow('Singular matrix');
  });

  it('are refused by rightInverse, which names the place and pinv', () => {
    expect(() =>
      rightInverse([
        [
          [1, 0, 0],
          [0, 1, 0],
        ],
        [
          [1, 2, 3],
          [2, 4, 6],
        ],
      ]),
    ).toThrow(/rightInverse: J·Jᵀ of the matrix at \[1\] is singular.*pinv/);
    expect(() => rightInverse([[1], [2]])).toThrow(/2 rows of 1 elements are never independent/);
    const many = drawn([6, 8], 5).toArray<Matrix>();
    expect(() => rightInverse([...many.slice(0, 5), many[0]])).toThrow('is singular');
  });

  it('rightInverse is pinv where it exists', () => {
    for (const shape of [
      [2, 4],
      [3, 3],
      [5, 9],
    ]) {
      const x = drawn([4, ...shape], 23);
      expect(apart(matricesOf(rightInverse(x)).flat(), matricesOf(pinv(x)).flat())).toBeLessThan(1e-9);
    }
  });
});

describe('elements at the ends of the range', () => {
  it.each([1e-300, 1e-160, 1, 1e160, 1e300])('pinv of matrices of size %f', size => {
    for (const [m, n] of [
      [2, 4],
      [1, 3],
      [4, 3],
      [5, 5],
    ]) {
      const x = drawn([3, m, n], 31);
      const large = array(x.toArray<Matrix[]>().map(a => a.map(row => row.map(value => value * size))));
      const scaled = matricesOf(pinv(large)).map(p => p.map(row => row.map(value => value * size)));
      expect(apart(scaled.flat(), matricesOf(pinv(x)).flat())).toBeLessThan(1e-9);
    }
  });

  it('float32 is computed in float64, as NumPy does it', () => {
    const x = astype(drawn([5, 2, 4], 37), 'float32');
    const [narrow, wide] = [pinv(x), pinv(astype(x, 'float64'))];
    expect(narrow.dtype).toBe('float32');
    expect(narrow.toArray()).toEqual(astype(wide, 'float32').toArray());
    const graded = pinv(
      astype(
        [
          [1e30, 0],
          [0, 1e-30],
        ],
        'float32',
      ),
      { rcond: 0 },
    ).toArray<Matrix>();
    expect(graded[0][0] * 1e30).toBeCloseTo(1, 6);
    expect(graded[1][1] / 1e30).toBeCloseTo(1, 6);
  });

  it('two parallel rows have one singular value, also where no cutoff says so', () => {
    const rows = [
      [0, 0],
      [-2.8678596, 4.6200933],
    ];
    for (const dtype of ['float32', 'float64'] as const)
      for (const matrix of [rows, transposed(rows)]) {
        const a = astype(matrix, dtype).toArray<Matrix>();
        expect(penrose(a, pinv(astype(matrix, dtype), { rcond: 0 }).toArray<Matrix>())).toBeLessThan(1e-6);
      }
  });

  it('a NaN spoils its own matrix alone', () => {
    for (const [m, n] of [
      [1, 4],
      [4, 1],
      [2, 4],
      [3, 3],
    ])
      for (const spoilt of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const data = drawn([3, m, n], 41).toArray<Matrix[]>();
        data[1][0][0] = spoilt;
        const results = matricesOf(pinv(data));
        expect(results[1].flat().every(Number.isNaN)).toBe(true);
        for (const k of [0, 2]) expect(penrose(data[k], results[k])).toBeLessThan(1e-9);
        const single = matricesOf(pinv(astype(data, 'float32')));
        expect(single[1].flat().every(Number.isNaN)).toBe(true);
      }
    expect(
      singularValues([
        [Number.NaN, 1],
        [2, 3],
      ])
        .toArray<number[]>()
        .every(Number.isNaN),
    ).toBe(true);
  });

  it('tiny singular values come out to nearly all digits', () => {
    // Rows of very different size: graded, not ill-conditioned in the sense that matters to Jacobi.
    const values = singularValues([
      [1, 0.5, 0.25],
      [1e-20, 3e-20, 0],
      [0, 1e-40, 2e-40],
    ]).toArray<number[]>();
    const inverse = singularValues(
      inv([
        [1, 0.5, 0.25],
        [1e-20, 3e-20, 0],
        [0, 1e-40, 2e-40],
      ]),
    ).toArray<number[]>();
    for (const [k, value] of values.entries()) expect(value * inverse[2 - k]).toBeCloseTo(1, 12);
  });
});

describe('empty and stretched batches', () => {
  it('have empty results of the right shapes', () => {
    expect(pinv(zeros([0, 2, 4])).shape).toEqual([0, 4, 2]);
    expect(pinv(zeros([3, 0, 4])).shape).toEqual([3, 4, 0]);
    expect(inv(zeros([0, 3, 3])).shape).toEqual([0, 3, 3]);
    expect(det(zeros([2, 0, 0])).toArray()).toEqual([1, 1]);
    expect(svd(zeros([0, 4])).vh.toArray()).toEqual(identity(4));
    expect(matmul(zeros([2, 0]), zeros([0, 3])).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(singularValues(zeros([2, 3, 0])).shape).toEqual([2, 0]);
  });

  it('a stretched batch is read where it lies', () => {
    const one = drawn([1, 2, 4], 43);
    const many = pinv(broadcastTo(one, [5, 2, 4]));
    for (const p of matricesOf(many)) expect(p).toEqual(matricesOf(pinv(one))[0]);
  });

  it('results lie in memory as the matrices do', () => {
    const x = transpose(drawn([2, 4, 10], 47), [2, 0, 1]);
    expect(pinv(x).strides).toEqual([1, 20, 10]);
    expect(pinv(drawn([10, 2, 4], 47)).strides).toEqual([8, 2, 1]);
  });
});

describe('cutoffs', () => {
  it('rcond beyond 1 leaves nothing', () => {
    for (const x of [drawn([2, 4], 3), drawn([1, 4], 3), drawn([3, 4], 3)])
      expect(
        pinv(x, { rcond: 1 })
          .toArray<Matrix>()
          .flat()
          .every(value => value === 0),
      ).toBe(true);
  });

  it('an rcond that does not fit the batch is refused', () => {
    expect(() => pinv(drawn([3, 2, 2], 3), { rcond: [1e-3, 1e-3] })).toThrow(/rtol|could not be broadcast/);
    expect(() => pinv(drawn([2, 2], 3), { rcond: [1e-3, 1e-3] })).toThrow(
      'does not broadcast to the leading axes',
    );
  });
});

describe('norm', () => {
  it('keeps axes where it is asked to', () => {
    const x = drawn([2, 3, 4], 53);
    expect(norm(x, { axis: [0, 2], keepdims: true }).shape).toEqual([1, 3, 1]);
    expect(norm(x, { axis: 1, ord: Infinity }).shape).toEqual([2, 4]);
  });

  it('says which orders there are', () => {
    expect(() => norm([[1, 2]], { ord: 3 })).toThrow(
      "it must be 1, -1, 2, -2, Infinity, -Infinity, 'fro' or 'nuc'",
    );
    expect(() => norm([1, 2], { ord: 'fro' })).toThrow("Invalid norm order 'fro' for vectors");
  });
});

describe('arguments', () => {
  it('complex numbers and too few axes are refused', () => {
    expect(() => pinv([{ re: 1, im: 2 }])).toThrow('matrices of complex numbers are not supported');
    expect(() => svd([1, 2])).toThrow('1-dimensional array given. Array must be at least two-dimensional');
    expect(() => inv(zeros([2, 4, 1000]))).toThrow('transpose(x, [2, 0, 1]) brings them to the last two');
  });
});
