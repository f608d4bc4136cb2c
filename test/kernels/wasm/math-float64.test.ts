import { describe, expect, it } from 'vitest';
import {
  type BinaryOperation,
  binaryOperations,
  type UnaryOperation,
} from '../../../src/kernels/expression.ts';
import { binaryFunction, unaryFunction } from '../../../src/kernels/scalar.ts';
import { mathKernel } from './math-kernel.ts';
import { distance64, type Exact, exactCos, exactExp, exactLog, exactly, exactSin } from './math-reference.ts';
import { pairs, randomNumbers, specials64 } from './math-samples.ts';

/** In units of the last place. Among a million arguments each, the largest were 0.79, 0.84, 0.79 and 0.78. */
const BOUND = 0.85;
const count = process.env.CONCORDAT_LONG === '1' ? 60_000 : 6000;

type Draw = (random: () => number) => number;
const power = (random: () => number, lowest: number) => (random() < 0.5 ? -1 : 1) * 2 ** (lowest * random());

const cases: Record<'exp' | 'log' | 'sin' | 'cos', { exact: (x: number) => Exact; draws: Draw[] }> = {
  exp: {
    exact: exactExp,
    draws: [
      r => (r() - 0.5) * 1416,
      r => r() - 0.5,
      r => power(r, -60),
      r => -705 - r() * 40,
      () => -708.7297030040254,
    ],
  },
  log: {
    exact: exactLog,
    draws: [
      r => 2 ** (r() * 2045 - 1022),
      r => 0.5 + r() * 1.2,
      r => Math.abs(1 + power(r, -50)) || 2,
      r => 2 ** (-1022 - r() * 52),
      () => 0.6991243189693681,
    ],
  },
  sin: {
    exact: exactSin,
    draws: [
      r => (r() - 0.5) * 2 ** 21,
      r => (r() - 0.5) * 20,
      r => power(r, -45),
      r => Math.floor(r() * 6e5) * (Math.PI / 2),
      () => -3.924256064160867,
    ],
  },
  cos: {
    exact: exactCos,
    draws: [
      r => (r() - 0.5) * 2 ** 21,
      r => (r() - 0.5) * 20,
      r => power(r, -45),
      r => Math.floor(r() * 6e5) * (Math.PI / 2),
      () => -2.3512849922924905,
    ],
  },
};

describe('the exact functions that float64 is measured with', () => {
  const { exp, log, sin, cos } = cases;
  it.each([
    [exp, 1, Math.E],
    [exp, -700, Math.exp(-700)],
    [log, 10, Math.LN10],
    [log, 1 - 2 ** -53, -(2 ** -53)],
    [sin, 1e6, -0.34999350217129294],
    [sin, Math.PI, 1.2246467991473532e-16],
    [cos, 1e6, 0.9367521275331447],
    [cos, 0, 1],
  ])('agree with tables (case %#)', ({ exact }, x, wanted) => {
    expect(distance64(wanted, exact(x))).toBeLessThan(0.6);
  });

  it('measure in units of the last place', () => {
    expect(distance64(1 + 2 ** -51, exactly(1))).toBe(2);
    expect(distance64(3 * 2 ** -1074, exactly(2 ** -1074))).toBe(2);
    expect(distance64(Infinity, exactly(1))).toBe(Infinity);
  });
});

describe('float64', () => {
  it.each(Object.keys(cases) as (keyof typeof cases)[])(
    `%s is right to ${BOUND} units of the last place`,
    op => {
      const { exact, draws } = cases[op];
      const random = randomNumbers();
      const { x, result, run } = mathKernel('f64x2', op);
      for (let k = 0; k < count; k++) x[k] = draws[k % draws.length](random);
      run(count);
      const errors = Array.from({ length: count }, (_, k) => distance64(result[k], exact(x[k])));
      const most = Math.max(
        ...errors.slice(0, 6000),
        errors.reduce((a, b) => Math.max(a, b), 0),
      );
      expect(most, `at ${x[errors.indexOf(most)]}`).toBeLessThan(BOUND);
      expect(most).toBeGreaterThan(0.5);
    },
  );

  const inline = new Set<string>(Object.keys(cases));
  const others = ['tan', 'tanh', 'power', 'atan2', 'hypot', 'floorDivide', 'remainder'] as const;
  it.each([...(Object.keys(cases) as (keyof typeof cases)[]), ...others])(
    '%s is right for special numbers',
    op => {
      const binary = (binaryOperations as readonly string[]).includes(op);
      const f = (
        binary
          ? binaryFunction(op as BinaryOperation, 'float64')
          : unaryFunction(op as UnaryOperation, 'float64')
      ) as (a: number, b: number) => number;
      const kernel = mathKernel('f64x2', op);
      const [x, y] = pairs(specials64);
      kernel.x.set(x);
      kernel.y.set(y);
      kernel.run(x.length + 1);
      const faults = x.flatMap((a, k) => {
        const [right, got] = [f(a, y[k]), kernel.result[k]];
        const close =
          inline.has(op) && right !== 0 && Number.isFinite(right) && distance64(got, exactly(right)) <= 1;
        return Object.is(got, right) || close ? [] : [`${op}(${a}, ${y[k]}) is ${right}, got ${got}`];
      });
      expect(faults).toEqual([]);
    },
  );
});
