/**
 * The types and values of operations of two operands against NumPy: every pair of element types, and numbers at the ends
 * of every type beside every type, with the values at which rules part.
 */
import type { NDArray } from '../../src/array/index.ts';
import * as c from '../../src/array/index.ts';
import { allocate, type Complex, type DType, dtypes } from '../../src/kernels/dtype.ts';
import { allTypes, counting } from '../array/support.ts';
import type { Tolerance } from './agreement.ts';
import { generate, random, randomView } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

type Binary = (a: c.ArrayLike, b: c.ArrayLike) => NDArray;
const real = allTypes.filter(dtype => dtypes[dtype].kind !== 'c');
const isFloating = (dtype: DType) => 'fc'.includes(dtypes[dtype].kind);

/** NumPy computes with 8 bits in half precision; ours is float32. */
const wider = (python: string) =>
  `(lambda a, b: ${python}(a, b, dtype='f4') if ${python}(a, b).dtype == 'f2' else ${python}(a, b))`;
const functions: readonly [string, string, Binary, readonly DType[], Tolerance?][] = [
  ['floorDivide', 'np.floor_divide', c.floorDivide, real],
  ['remainder', 'np.remainder', c.remainder, real],
  ['power', 'np.power', c.power, real, { rtol: 2 ** -22, atol: 0 }],
  ['hypot', wider('np.hypot'), c.hypot, real, { rtol: 2 ** -22, atol: 0 }],
  ['atan2', wider('np.arctan2'), c.atan2, real, { rtol: 2 ** -22, atol: 0 }],
  ['divide', 'np.true_divide', c.divide, allTypes],
  ['minimum', 'np.minimum', c.minimum, real],
  ['maximum', 'np.maximum', c.maximum, real],
  ['equal', 'np.equal', c.equal, allTypes],
  ['less', 'np.less', c.less, real],
  ['greaterEqual', 'np.greater_equal', c.greaterEqual, real],
  ['logicalOr', 'np.logical_or', c.logicalOr, allTypes],
  ['multiply', 'np.multiply', c.multiply, allTypes],
  ['subtract', 'np.subtract', c.subtract, allTypes.filter(dtype => dtype !== 'bool')],
  [
    'concatenate',
    '(lambda a, b: np.concatenate([np.atleast_1d(a), np.atleast_1d(b)]))',
    (a, b) => c.concatenate([a, b]),
    allTypes,
  ],
  ['add', 'np.add', c.add, allTypes],
  ['where', '(lambda a, b: np.where(True, a, b))', (a, b) => c.where(true, a, b), allTypes],
];

for (const [name, theirs, ours, types, tolerance] of functions)
  peerCases(
    `${name} of every pair of types`,
    types.flatMap(first =>
      types.map(second => {
        const arrays = { a: counting([3], first), b: counting([3], second) };
        return { python: `${theirs}(a, b)`, arrays, ours: () => ours(arrays.a, arrays.b), tolerance };
      }),
    ),
  );

/** Whole numbers at the ends of the integer types, and fractions. */
const ends = [7, 8, 15, 16, 31, 32, 53].flatMap(bits => [
  2 ** bits - 1,
  2 ** bits,
  -(2 ** bits),
  -(2 ** bits) - 1,
]);
const wholes = [
  ...ends.filter(Number.isSafeInteger),
  0,
  1,
  -1,
  3,
  200,
  300,
  -129,
  40000,
  -40000,
  70000,
  5e9,
  -5e9,
];
const scalars: readonly [number | bigint | boolean, string][] = [
  ...wholes.map((value): [number, string] => [value, String(value)]),
  ...[2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), 2n ** 64n - 1n].map((value): [bigint, string] => [
    value,
    `${value}`,
  ]),
  [1.5, '1.5'],
  [-0.25, '-0.25'],
  [1e20, '1e20'],
  [true, 'True'],
];
for (const [name, theirs, ours, types, tolerance] of functions.filter(([name]) => name !== 'concatenate'))
  peerCases(
    `${name} of a number and every type`,
    types.flatMap(dtype =>
      scalars
        // Beside floats a number is weak as in NumPy 2; NumPy 1.24 looks whether float16 or float32 has it.
        .filter(
          ([value]) => !isFloating(dtype) || (Math.abs(Number(value)) <= 300 && typeof value !== 'bigint'),
        )
        .filter(([value]) => !(name === 'power' && Number(value) < 0 && Number.isInteger(Number(value))))
        .flatMap(([value, python]) => {
          const x = counting([3], dtype);
          const of = (expression: string, call: () => NDArray) => ({
            python: expression,
            arrays: { x },
            ours: call,
            tolerance,
          });
          return [
            of(`${theirs}(x, ${python})`, () => ours(x, value)),
            ...(name === 'power' ? [] : [of(`${theirs}(${python}, x)`, () => ours(value, x))]),
          ];
        }),
    ),
  );

const special = [0, -0, 1, -1, 3, -7, 0.1, 1e-45, 1e30, -1e30, 3e38, Infinity, -Infinity, NaN];
/** Two lists of which every element of the first meets every element of the second. */
function everyPair(values: readonly number[], dtype: 'float32' | 'float64') {
  const list = (pick: (i: number, j: number) => number) => {
    const data = allocate(dtype, values.length ** 2);
    for (let i = 0; i < values.length; i++)
      for (let j = 0; j < values.length; j++) data[i * values.length + j] = pick(i, j);
    return c.array(data);
  };
  return { a: list(i => values[i]), b: list((_, j) => values[j]) };
}

const large = [...special, 2 ** 24, 2 ** 24 + 2, 123456792, -123456792, 2 ** 31, 1e10, 7, 16777213, 1 / 3];
peerCases(
  'floorDivide and remainder of floats, large ones and special ones',
  (['float32', 'float64'] as const).flatMap(dtype => [
    ...functions.slice(0, 2).map(([, theirs, ours]) => {
      const arrays = everyPair(large, dtype);
      return { python: `${theirs}(a, b)`, arrays, ours: () => ours(arrays.a, arrays.b) };
    }),
    ...generate(40, () => {
      const draw = () => {
        const data = allocate(dtype, 64);
        for (let k = 0; k < 64; k++) data[k] = (random.next() - 0.5) * 2 ** random.integer(0, 60);
        return c.array(data);
      };
      const arrays = { a: draw(), b: draw() };
      return { python: 'np.floor_divide(a, b)', arrays, ours: () => c.floorDivide(arrays.a, arrays.b) };
    }),
  ]),
);

peerCases(
  'quotients and angles keep the sign of a zero that is a number',
  real.flatMap(dtype => {
    const x = randomView([5], dtype);
    return [
      { python: 'np.true_divide(x, -0.0)', arrays: { x }, ours: () => c.divide(x, -0) },
      { python: 'np.true_divide(-0.0, x)', arrays: { x }, ours: () => c.divide(-0, x) },
      {
        python: "np.arctan2(-0.0, x, dtype='f8').astype('f4')",
        arrays: { x },
        ours: () => c.astype(c.atan2(-0, x), 'float32'),
        tolerance: { rtol: 1e-6, atol: 0 },
      },
      {
        python: "np.arctan2(x, -0.0, dtype='f8').astype('f4')",
        arrays: { x },
        ours: () => c.astype(c.atan2(x, -0), 'float32'),
        tolerance: { rtol: 1e-6, atol: 0 },
      },
    ];
  }),
);

const complexOf = (values: readonly Complex[], dtype: 'complex64' | 'complex128') =>
  c.astype(c.array(values), dtype);
const parts = [0, -0, 1, -2.5, Infinity, NaN];
const pairs = parts.flatMap(re => parts.map(im => ({ re, im })));
peerCases(
  'complex quotients, by zeros of every type and special numbers too',
  (['complex64', 'complex128'] as const).flatMap((dtype): PeerCase[] => {
    const z = complexOf(pairs, dtype);
    const column = c.reshape(z, [-1, 1]);
    return [
      ...real.map(type => {
        const zero = c.zeros([1], { dtype: type });
        return { python: 'z / zero', arrays: { z, zero }, ours: () => c.divide(z, zero) };
      }),
      { python: 'z / 0', arrays: { z }, ours: () => c.divide(z, 0) },
      { python: 'z / 3', arrays: { z }, ours: () => c.divide(z, 3) },
      { python: 'z / column', arrays: { z, column }, ours: () => c.divide(z, column) },
      ...generate(20, () => {
        const draw = () => ({
          re: random.next() - 0.5,
          im: (random.next() - 0.5) * 10 ** random.integer(-3, 3),
        });
        const arrays = {
          a: complexOf(Array.from({ length: 50 }, draw), dtype),
          b: complexOf(Array.from({ length: 50 }, draw), dtype),
        };
        return { python: 'a / b', arrays, ours: () => c.divide(arrays.a, arrays.b) };
      }),
    ];
  }),
);
