import { describe, expect, it } from 'vitest';
import { convolve2d } from '../../src/dialects/scipy/convolve2d.ts';
import {
  add,
  array,
  checkGrad,
  customGradient,
  exp,
  grad,
  hessianVectorProduct,
  jvp,
  mean,
  multiply,
  NDArray,
  round,
  sin,
  sqrt,
  stopGradient,
  sum,
  transpose,
  valueAndGrad,
  vjp,
  where,
  zeros,
} from '../../src/index.ts';
import { refusal } from '../array/support.ts';

const square = (x: NDArray) => sum(multiply(x, x));

describe('grad', () => {
  it('is 2x for Σx²', () => {
    expect(grad(square)([1, 2, 3]).toArray()).toEqual([2, 4, 6]);
  });
  it('has the shape and the type of the argument', () => {
    const g = grad(square)(array([[1, 2]], { dtype: 'float32' }));
    expect([g.dtype, g.shape, g.toArray()]).toEqual(['float32', [1, 2], [[2, 4]]]);
  });
  it('is zero where nothing depends on the argument', () => {
    expect(grad((_: NDArray) => sum([1, 2]))([1, 2]).toArray()).toEqual([0, 0]);
  });
  it('takes another argument, or several', () => {
    const product = (x: NDArray, y: NDArray) => sum(multiply(x, y));
    expect(grad(product, { argument: 1 })([1, 2], [3, 4]).toArray()).toEqual([1, 2]);
    const both = grad(product, { argument: [0, 1] })([1, 2], [3, 4]);
    expect(both.map(g => g.toArray())).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });
  it('keeps lists and records', () => {
    const f = ({ weights, bias }: { weights: NDArray[]; bias: NDArray }) =>
      add(sum(multiply(weights[0], weights[1])), sum(bias));
    const g = grad(f)({
      weights: [array([1, 2]), array([3, 4])],
      bias: array([5]),
    });
    expect([g.weights.map(w => w.toArray()), g.bias.toArray()]).toEqual([
      [
        [3, 4],
        [1, 2],
      ],
      [1],
    ]);
  });
  it('goes through a dialect, as one convolution', () => {
    const f = (k: NDArray) =>
      sum(
        convolve2d(
          [
            [1, 2],
            [3, 4],
          ],
          k,
          'valid',
        ),
      );
    expect(grad(f)([[1, 1]]).toArray()).toEqual([[6, 4]]);
  });
  it("is torch's of complex numbers: ∂Re + i·∂Im", () => {
    const f = (x: NDArray) => sum(multiply(x, { re: 0, im: 1 })).at();
    const real = (x: NDArray) => mean(multiply(stopGradient(x), 1));
    expect(refusal(() => grad(f)([{ re: 1, im: 2 }])).message).toMatch(/complex128/);
    expect(grad(real)([1]).toArray()).toEqual([0]);
  });
  it('leads down to the minimum, step by step', () => {
    let x = array([1, 2]);
    for (let k = 0; k < 200; k++) x = add(x, multiply(grad(square)(x), -0.1));
    expect(x.toArray<number[]>().every(value => Math.abs(value) < 1e-15)).toBe(true);
  });
});

describe('grad refuses', () => {
  it('a value that is not one real number', () => {
    expect(refusal(() => grad((x: NDArray) => x)([1, 2])).message).toMatch(
      /^grad: f gave float64 of shape \(2,\); a gradient is that of one real number: fold with sum\(\) or mean\(\), or use vjp/,
    );
  });
  it('integers', () => {
    expect(refusal(() => grad(square)(array([1, 2], { dtype: 'int32' }))).message).toMatch(
      /^grad: argument 0 is int32; only floating point and complex arrays have gradients/,
    );
  });
  it('numbers made of what the value depends on', () => {
    expect(
      refusal(() => grad((x: NDArray) => sum(multiply(x, x.at(0).item<number>())))([1, 2])).message,
    ).toMatch(/^grad: item would make numbers of an array that the result depends on/);
  });
  it('to need what was overwritten', () => {
    const f = (x: NDArray) => {
      const y = multiply(x, x);
      const z = multiply(y, y);
      y.set([0], 0);
      return sum(z);
    };
    expect(refusal(() => grad(f)([1, 2])).message).toMatch(
      /^grad: what multiply was given or gave was overwritten/,
    );
  });
  it('a view of what was overwritten since', () => {
    const f = (x: NDArray) => {
      const y = multiply(zeros([2, 2]), x);
      const view = transpose(y);
      y.set([0], x);
      return sum(view);
    };
    expect(refusal(() => grad(f)([1, 2])).message).toMatch(
      /^grad: sum reads an array whose memory was written to/,
    );
  });
});

describe('overwriting', () => {
  it('is a new value where nothing else needs the old one', () => {
    const f = (x: NDArray) => {
      const y = zeros([3]);
      y.set([0], x.at(0));
      y.set([1], multiply(x.at(1), x.at(1)));
      return sum(multiply(y, [1, 10, 100]));
    };
    expect(grad(f)([5, 3]).toArray()).toEqual([1, 60]);
  });
  it('with out gives what add gives', () => {
    const f = (x: NDArray) => sum(add(multiply(x, 2), x, { out: zeros([2]) }));
    expect(grad(f)([5, 3]).toArray()).toEqual([3, 3]);
  });
});

describe('beside grad', () => {
  it('valueAndGrad gives both', () => {
    const { value, gradient } = valueAndGrad((x: NDArray) => mean(multiply(x, x)))([3, 4]);
    expect([value.item(), gradient.toArray()]).toEqual([12.5, [3, 4]]);
  });
  it('vjp pulls any gradient back, as often as is wanted', () => {
    const { value, pull } = vjp((x: NDArray) => multiply(x, x), [1, 2, 3]);
    expect(value.toArray()).toEqual([1, 4, 9]);
    expect(pull([1, 0, 1])[0].toArray()).toEqual([2, 0, 6]);
    expect(pull()[0].toArray()).toEqual([2, 4, 6]);
  });
  it('jvp is the derivative along a direction', () => {
    const { value, tangent } = jvp(
      (x: NDArray, y: NDArray) => multiply(x, exp(y)),
      [
        [1, 2],
        [0, 0],
      ],
      [
        [1, 0],
        [0, 3],
      ],
    );
    expect([value.toArray(), tangent.toArray()]).toEqual([
      [1, 2],
      [1, 6],
    ]);
  });
  it('hessianVectorProduct is that of the gradient', () => {
    const cube = (x: NDArray) => sum(multiply(x, multiply(x, x)));
    expect(hessianVectorProduct(cube, [1, 2], [1, 10]).toArray()).toEqual([6, 120]);
  });
  it('stopGradient leaves a factor out', () => {
    expect(grad((x: NDArray) => sum(multiply(x, stopGradient(x))))([2, 3]).toArray()).toEqual([2, 3]);
  });
  it('customGradient may read numbers within its function', () => {
    const halved = customGradient(
      x => array([x.at(0).item<number>() / 2]),
      ({ gradient }) => [multiply(gradient, 0.5)],
    );
    expect(grad((x: NDArray) => sum(halved(x)))([3]).toArray()).toEqual([0.5]);
  });
  it('customGradient puts another derivative in', () => {
    const straight = customGradient(
      x => round(x),
      ({ gradient }) => [gradient],
    );
    expect(grad((x: NDArray) => sum(straight(x)))([0.2, 0.7]).toArray()).toEqual([1, 1]);
  });
});

describe('checkGrad', () => {
  it('agrees where the derivative is right', () => {
    expect(checkGrad((x: NDArray) => sum(sin(x)), [0.5, 1, 2])).toMatchObject({ agrees: true });
  });
  it('finds a derivative that is wrong, and where', () => {
    const wrong = customGradient(
      x => sin(x),
      ({ inputs: [x], gradient }) => [multiply(gradient, where([true, false, true], 1, x))],
    );
    const report = checkGrad((x: NDArray) => sum(wrong(x)), [0, 1, 0]);
    expect(report).toMatchObject({ agrees: false, place: 1, gradient: 1 });
    expect(report.difference).toBeCloseTo(Math.cos(1), 8);
  });
});

describe('where a function has no slope', () => {
  it.each([['√x at 0 is infinite', (x: NDArray) => sum(sqrt(x)), Infinity]] as const)(
    '%s',
    (_, f, expected) => {
      expect(grad(f)([0]).toArray()).toEqual([expected]);
    },
  );
});

it('gives arrays', () => {
  expect(grad(square)([1])).toBeInstanceOf(NDArray);
});
