/** Every operation on every type: the interpreter's tables against the second writing of them, and against C. */
import { describe, expect, it } from 'vitest';
import { dtypes, type RealDType, type TypedArray } from '../../src/kernels/dtype.ts';
import * as e from '../../src/kernels/expression.ts';
import { interpret } from '../../src/kernels/interpret.ts';
import { foldOperation } from '../../src/kernels/scalar.ts';
import { binaryExact, castExact, type Exact, isFloat, settle, unaryExact } from './arithmetic.ts';
import { fold, stored } from './evaluate.ts';
import { realTypes } from './generate.ts';

const floats = [
  0,
  -0,
  0.25,
  -0.25,
  0.5,
  -0.5,
  0.49999999999999994,
  1,
  -1,
  1.5,
  -1.5,
  2.5,
  -2.5,
  3,
  -3,
  7,
  0.1,
  -0.3,
  127.9,
  -128.9,
  255.5,
  256,
  300.7,
  -300.7,
  65536.5,
  2147483647,
  2147483648,
  -2147483648,
  -2147483649,
  4294967301,
  2 ** 52 + 1,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  2 ** 63 + 2048,
  2 ** 64,
  1e20,
  -1e20,
  1e300,
  5e-324,
  NaN,
  Infinity,
  -Infinity,
];

/** Values of a type: its edges, and what is easily got wrong. */
function samples(dtype: RealDType): Exact[] {
  if (dtype === 'bool') return [false, true];
  if (isFloat(dtype)) return floats.map(x => settle(x, dtype));
  const bits = 8n * BigInt(dtypes[dtype].bytes);
  const around = [
    0n,
    1n,
    2n,
    3n,
    5n,
    7n,
    63n,
    64n,
    100n,
    2n ** 36n + 1n,
    2n ** 60n + 2n ** 36n + 1n,
    2n ** 62n + 2n ** 38n,
  ];
  const edges = [2n ** bits, 2n ** (bits - 1n), 2n ** (bits - 1n) - 1n];
  return [...new Set([...around, ...edges].flatMap(x => [x, -x]).map(x => settle(x, dtype)))];
}

const memoryOf = (values: readonly Exact[], dtype: RealDType): TypedArray =>
  (dtypes[dtype].array as unknown as { from(values: unknown[]): TypedArray }).from(
    values.map(x => stored(x, dtype)),
  );

/** Runs an expression of loads 0, 1, … of one type over lists of values. */
function compute(make: (...loads: e.Expression[]) => e.Expression, dtype: RealDType, ...lists: Exact[][]) {
  const value = make(...lists.map((_, input) => e.load(input, dtype)));
  const data = new dtypes[value.dtype].array(lists[0].length) as TypedArray;
  interpret(
    {
      shape: [lists[0].length],
      reduction: [],
      inputs: lists.map(() => ({ dtype, strides: [1], gathers: [], fill: 0 })),
      outputs: [{ dtype: value.dtype, strides: [1], value }],
    },
    lists.map(list => ({ data: memoryOf(list, dtype), base: 0 })),
    [{ data, base: 0 }],
  );
  return { dtype: value.dtype, elements: Array.from(data as Float64Array) as e.Scalar[] };
}

const allowed = (make: () => e.Expression): boolean => {
  try {
    make();
    return true;
  } catch {
    return false;
  }
};

describe.each(realTypes)('%s', dtype => {
  const values = samples(dtype);
  const pairs = values.flatMap(a => values.map(b => [a, b] as const));
  const one = e.constant(1, dtype);

  it('unary operations', () => {
    for (const op of e.unaryOperations) {
      if (!allowed(() => e.unary(op, one))) continue;
      const ours = compute(a => e.unary(op, a), dtype, values);
      const expected = values.map(a => stored(settle(unaryExact(op, a, dtype), ours.dtype), ours.dtype));
      expect(ours.elements, op).toEqual(expected);
    }
  });

  it('binary operations', () => {
    const [left, right] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
    for (const op of e.binaryOperations) {
      if (!allowed(() => e.binary(op, one, one))) continue;
      const ours = compute((a, b) => e.binary(op, a, b), dtype, left, right);
      const expected = pairs.map(([a, b]) =>
        stored(settle(binaryExact(op, a, b, dtype), ours.dtype), ours.dtype),
      );
      expect(ours.elements, op).toEqual(expected);
    }
  });

  it('casts to every type, as C does and saturating', () => {
    for (const to of realTypes)
      for (const mode of ['c', 'saturate'] as const) {
        const ours = compute(a => e.cast(a, to, mode), dtype, values);
        const expected = values.map(a => stored(dtype === to ? a : castExact(a, dtype, to, mode), to));
        expect(ours.elements, `${to} ${mode}`).toEqual(expected);
      }
  });

  it('reductions, of none, one and many', () => {
    for (const kind of e.reductionKinds) {
      if (!allowed(() => e.reduce(kind, one))) continue;
      for (const list of [[], values.slice(1, 2), values, values.toReversed()]) {
        const data = new dtypes[dtype].array(1) as TypedArray;
        interpret(
          {
            shape: [],
            reduction: [list.length],
            inputs: [{ dtype, strides: [1], gathers: [], fill: 0 }],
            outputs: [{ dtype, strides: [], value: e.reduce(kind, e.load(0, dtype)) }],
          },
          [{ data: memoryOf(list, dtype), base: 0 }],
          [{ data, base: 0 }],
        );
        expect([data[0]], kind).toEqual([stored(fold(kind, dtype, list), dtype)]);
      }
    }
  });

  it('refuses operations that have no meaning', () => {
    const refused = e.unaryOperations.filter(op => !allowed(() => e.unary(op, one)));
    const floatOnly = ['sqrt', 'exp', 'log', 'sin', 'cos', 'tan', 'tanh'];
    expect(refused).toEqual(
      isFloat(dtype) ? ['not'] : dtype === 'bool' ? ['negate', ...floatOnly] : [...floatOnly, 'not'],
    );
  });
});

/*
 * What C makes of float64 on x86-64: NumPy 1.24.2, `np.array(v).astype(...)`, where its vector and its scalar code
 * agree (beyond 32 bits they do not for the narrow types).
 */
const given = [
  0.5, -0.5, 1.5, -1.5, 127.9, 128, -128.9, -129, 255.9, 256, 300.7, -300.7, 32768, -32769, 65536, 70000.5,
  2147483647,
];
const narrow: Partial<Record<RealDType, number[]>> = {
  int8: [0, 0, 1, -1, 127, -128, -128, 127, -1, 0, 44, -44, 0, -1, 0, 112, -1],
  uint8: [0, 0, 1, 255, 127, 128, 128, 127, 255, 0, 44, 212, 0, 255, 0, 112, 255],
  int16: [0, 0, 1, -1, 127, 128, -128, -129, 255, 256, 300, -300, -32768, 32767, 0, 4464, -1],
  uint16: [0, 0, 1, 65535, 127, 128, 65408, 65407, 255, 256, 300, 65236, 32768, 32767, 0, 4464, 65535],
  int32: [0, 0, 1, -1, 127, 128, -128, -129, 255, 256, 300, -300, 32768, -32769, 65536, 70000, 2147483647],
  uint32: [
    0, 0, 1, 4294967295, 127, 128, 4294967168, 4294967167, 255, 256, 300, 4294966996, 32768, 4294934527,
    65536, 70000, 2147483647,
  ],
};
const farGiven = [
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32 + 5,
  -(2 ** 32) - 5,
  2 ** 62,
  2 ** 63,
  -(2 ** 63),
  2 ** 63 + 2048,
  2 ** 63 * 1.5,
  2 ** 64,
  -(2 ** 64),
  1e20,
  -1e20,
  NaN,
  Infinity,
  -Infinity,
];
const low = -9223372036854775808n;
const high = 9223372036854775808n;
const far: Partial<Record<RealDType, (number | bigint)[]>> = {
  int64: [
    2147483648n,
    -2147483649n,
    4294967301n,
    -4294967301n,
    4611686018427387904n,
    ...new Array(11).fill(low),
  ],
  uint64: [
    2147483648n,
    18446744071562067967n,
    4294967301n,
    18446744069414584315n,
    4611686018427387904n,
    high,
    high,
    9223372036854777856n,
    13835058055282163712n,
    0n,
    high,
    0n,
    high,
    high,
    0n,
    high,
  ],
  uint32: [2147483648, 2147483647, 5, 4294967291, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  int32: [...new Array(16).fill(-2147483648)],
};

describe('casts of float64 against C', () => {
  it.each(Object.entries(narrow))('to %s', (to, expected) => {
    expect(compute(a => e.cast(a, to as RealDType), 'float64', given).elements).toEqual(expected);
  });
  it.each(Object.entries(far))('to %s, far out', (to, expected) => {
    expect(compute(a => e.cast(a, to as RealDType), 'float64', farGiven).elements).toEqual(expected);
  });
  it('from int64 and uint64 to float32 rounds once', () => {
    const signed = [
      2n ** 60n + 2n ** 36n + 1n,
      -(2n ** 60n + 2n ** 36n + 1n),
      2n ** 62n + 2n ** 38n,
      2n ** 62n + 2n ** 38n + 1n,
      2n ** 63n - 1n,
    ];
    expect(compute(a => e.cast(a, 'float32'), 'int64', signed).elements).toEqual([
      1.1529216420458004e18, -1.1529216420458004e18, 4.611686018427388e18, 4.611686568183202e18,
      9.223372036854776e18,
    ]);
    expect(
      compute(a => e.cast(a, 'float32'), 'uint64', [2n ** 63n + 2n ** 39n + 1n, 2n ** 64n - 1n]).elements,
    ).toEqual([9.223373136366404e18, 1.8446744073709552e19]);
  });
});

it('every reduction folds by an operation', () => {
  expect(Object.keys(foldOperation)).toEqual([...e.reductionKinds]);
});
