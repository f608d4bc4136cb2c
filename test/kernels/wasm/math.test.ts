import { describe, expect, it } from 'vitest';
import {
  type BinaryOperation,
  binaryOperations,
  type UnaryOperation,
} from '../../../src/kernels/expression.ts';
import { binaryFunction, unaryFunction } from '../../../src/kernels/scalar.ts';
import { type FloatKind, vectorMath } from '../../../src/kernels/wasm/math/index.ts';
import { CAPACITY, mathKernel } from './math-kernel.ts';
import {
  distance32,
  everyExponent,
  pairs,
  randomNumbers,
  specials,
  specials64,
  worstCases,
} from './math-samples.ts';

/** The largest error in units of float32's last place, against the operation in float64; 0 is the same number. */
const bounds: Partial<Record<UnaryOperation | BinaryOperation, number>> = {
  exp: 0.99,
  log: 0.85,
  sin: 0.501,
  cos: 0.501,
  tan: 0,
  tanh: 0.501,
  power: 0.501,
  atan2: 0,
  hypot: 0.501,
  floorDivide: 0,
  remainder: 0,
};
const operations = Object.keys(bounds) as (UnaryOperation | BinaryOperation)[];
const isBinary = (op: string): op is BinaryOperation => (binaryOperations as readonly string[]).includes(op);
const scalar = (
  op: UnaryOperation | BinaryOperation,
  kind: FloatKind,
): ((a: number, b: number) => number) => {
  const dtype = kind === 'f32x4' ? 'float32' : 'float64';
  return (isBinary(op) ? binaryFunction(op, dtype) : unaryFunction(op, dtype)) as never;
};

/** Results for any number of arguments, as a list. */
function compute(kind: FloatKind, op: string, x: ArrayLike<number>, y?: ArrayLike<number>): number[] {
  const kernel = mathKernel(kind, op);
  return Array.from({ length: Math.ceil(x.length / CAPACITY) }, (_, k) => {
    const piece = (values: ArrayLike<number>) =>
      Array.prototype.slice.call(values, k * CAPACITY, (k + 1) * CAPACITY);
    kernel.x.set(piece(x));
    if (y) kernel.y.set(piece(y));
    const count = Math.min(CAPACITY, x.length - k * CAPACITY);
    kernel.run(count);
    return Array.from(kernel.result.subarray(0, count));
  }).flat();
}

interface Fault {
  readonly error: number;
  readonly text: string;
}

/** The largest error over these arguments, which are rounded to float32 first. */
function worst(op: UnaryOperation | BinaryOperation, x: ArrayLike<number>, y: ArrayLike<number> = []): Fault {
  const f = scalar(op, 'f32x4');
  const results = compute('f32x4', op, x, isBinary(op) ? y : undefined);
  return results.reduce<Fault>(
    (most, got, k) => {
      const [a, b] = [Math.fround(x[k]), Math.fround(y[k] ?? 0)];
      const right = f(a, b);
      const error =
        bounds[op] === 0 ? (Object.is(got, Math.fround(right)) ? 0 : Infinity) : distance32(got, right);
      return error > most.error ? { error, text: `${op}(${a}, ${b}) is ${right}, got ${got}` } : most;
    },
    { error: 0, text: '' },
  );
}

function expectWithin(op: UnaryOperation | BinaryOperation, fault: Fault): void {
  expect(fault.error, fault.text).toBeLessThanOrEqual(bounds[op]!);
}

const many = process.env.CONCORDAT_LONG === '1' ? 1024 : 128;

describe('float32', () => {
  it('has every function that is not one instruction', () => {
    expect(Object.keys(vectorMath.f32x4).sort()).toEqual([...operations].sort());
    expect(Object.keys(vectorMath.f64x2).sort()).toEqual([...operations].sort());
  });

  it.each(operations)('%s is right for special numbers', op => {
    expectWithin(op, worst(op, ...pairs(specials)));
  });

  it.each(operations.filter(op => !isBinary(op)))('%s is right in every binade', op => {
    const random = randomNumbers();
    expectWithin(op, worst(op, everyExponent(random, many)));
    expectWithin(
      op,
      worst(op, [...worstCases, ...Array.from({ length: many * 256 }, () => (random() - 0.5) * 210)]),
    );
  });

  it.each(operations.filter(isBinary))('%s is right for all sizes of its operands', op => {
    const random = randomNumbers();
    const first = everyExponent(random, many);
    const second = everyExponent(random, many);
    const mixed = Float32Array.from(second, () => second[Math.floor(random() * second.length)]);
    expectWithin(op, worst(op, first, mixed));
    const alike = Array.from({ length: many * 256 }, () => Math.exp(10 * random() - 5));
    expectWithin(
      op,
      worst(
        op,
        alike,
        alike.map(() => (random() - 0.5) * 60),
      ),
    );
    // Powers near 1 with large exponents, and whole exponents of negative numbers.
    expectWithin(
      op,
      worst(
        op,
        alike.map(() => 1 + (random() - 0.5) / 1000),
        alike.map(() => (random() - 0.5) * 2e5),
      ),
    );
    expectWithin(
      op,
      worst(
        op,
        alike.map(x => -x),
        alike.map(() => Math.round((random() - 0.5) * 40)),
      ),
    );
  });
});

describe.each(['f32x4', 'f64x2'] as const)('a lane of %s', kind => {
  const values = kind === 'f32x4' ? specials : specials64;
  const lanes = kind === 'f32x4' ? 4 : 2;

  it.each(operations)('has the same %s whatever its neighbours are', op => {
    const [x, y] = isBinary(op)
      ? pairs(values.filter((_, k) => k % 3 === 0))
      : [[...values, ...worstCases], []];
    const repeated = (list: number[]) => list.flatMap(value => Array<number>(lanes).fill(value));
    const alone = compute(kind, op, repeated(x), repeated(y)).filter((_, k) => k % lanes === 0);
    for (let shift = 0; shift < lanes; shift++) {
      // Each number stands in each lane, and has other neighbours in each.
      const order = x.flatMap((_, k) =>
        Array.from({ length: lanes }, (_, lane) => (k + shift + lane * (shift + 3)) % x.length),
      );
      const list = (values: number[]) => order.map(k => values[k]);
      const got = compute(kind, op, list(x), y.length > 0 ? list(y) : y);
      expect(got).toEqual(order.map(k => alone[k]));
    }
  });
});
