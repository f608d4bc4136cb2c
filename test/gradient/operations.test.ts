/** The gradient of every operation, against central differences; and the gradient of that, for every one. */
import { describe, expect, it } from 'vitest';
import { add, arange, array, grad, multiply, type NDArray, reshape, sin, sum } from '../../src/index.ts';
import { type GradientCase, gradientCases } from './cases.ts';
import { differences } from './differences.ts';

/** Elements that repeat nowhere, in a range. */
function sample({ shape, low = -1, high = 1 }: GradientCase): NDArray {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const data = Float64Array.from(
    { length: size },
    (_, k) => low + (high - low) * ((0.37 + k * 0.6180339887) % 1),
  );
  return array({ data, shape });
}

/** A number of a result in which every element counts, each by another weight. */
function weighed(y: NDArray): NDArray {
  const size = y.shape.reduce((product, extent) => product * extent, 1);
  return sum(multiply(y, add(sin(multiply(reshape(arange(size), y.shape), 2.3)), 1.2)));
}

const close = (found: NDArray, expected: readonly number[], tolerance: number) => {
  const values = [...found.toTypedArray()].map(Number);
  const scale = Math.max(1, ...expected.map(Math.abs));
  expect(values).toHaveLength(expected.length);
  values.forEach((value, k) => {
    expect(Math.abs(value - expected[k]) / scale, `element ${k}: ${value} for ${expected[k]}`).toBeLessThan(
      tolerance,
    );
  });
};

describe('the gradient of', () => {
  it.each(gradientCases.map(one => [one.name, one] as const))('%s', (_, one) => {
    const x = sample(one);
    const f = (each: NDArray) => weighed(one.f(each));
    const found = grad(f)(x);
    expect([found.dtype, found.shape]).toEqual(['float64', x.shape]);
    close(found, differences(f, x), 1e-7);
  });
});

describe('the second derivative of', () => {
  it.each(gradientCases.filter(({ once }) => !once).map(one => [one.name, one] as const))('%s', (_, one) => {
    const x = sample(one);
    const slope = (each: NDArray) => weighed(grad((inner: NDArray) => weighed(one.f(inner)))(each));
    close(grad(slope)(x), differences(slope, x), 1e-6);
  });
});
