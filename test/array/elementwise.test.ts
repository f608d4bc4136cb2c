/** Types of results, weak scalars, complex numbers, choice: what the table of NumPy's values does not show. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as c from '../../src/array/index.ts';
import { type ArrayLike, array, type NDArray, type ScalarLike } from '../../src/array/index.ts';
import { type DType, dtypes, promoteTypes } from '../../src/kernels/dtype.ts';
import { tries } from '../property.ts';
import { allTypes, arrays, contents, contentsOf, counting, modelOf, refusal } from './support.ts';

const pairs = allTypes.flatMap(a => allTypes.map(b => [a, b] as const));
const isComplex = (dtype: DType) => dtype.startsWith('complex');
const one = (dtype: DType) => counting([1], dtype);

describe('in one literal', () => {
  it('add adds', () => expect(c.add([1, 2], [10, 20]).toArray()).toEqual([11, 22]));
  it('subtract takes the second from the first', () =>
    expect(c.subtract([5, 7], [1, 2]).toArray()).toEqual([4, 5]));
  it('multiply stretches a row over a column', () =>
    expect(c.multiply([[2], [3]], [1, 10]).toArray()).toEqual([
      [2, 20],
      [3, 30],
    ]));
  it('divide divides truly, whole numbers too', () =>
    expect(c.divide([1, 3], [2, 2]).toArray()).toEqual([0.5, 1.5]));
  it('floorDivide rounds down, below zero too', () =>
    expect(c.floorDivide([7, -7], 2).toArray()).toEqual([3, -4]));
  it('remainder has the sign of the divisor', () =>
    expect(c.remainder([7, -7], 3).toArray()).toEqual([1, 2]));
  it('power raises', () => expect(c.power([2, 3], [3, 2]).toArray()).toEqual([8, 9]));
  it('negate changes the sign', () => expect(c.negate([1, -2]).toArray()).toEqual([-1, 2]));
  it('abs drops the sign', () => expect(c.abs([1, -2]).toArray()).toEqual([1, 2]));
  it('sign is −1, 0 or 1', () => expect(c.sign([-5, 0, 7]).toArray()).toEqual([-1, 0, 1]));
  it('realPart and imaginaryPart are the two numbers', () => {
    expect(c.realPart([{ re: 1, im: 2 }]).toArray()).toEqual([1]);
    expect(c.imaginaryPart([{ re: 1, im: 2 }]).toArray()).toEqual([2]);
  });
  it('conjugate turns the imaginary part around', () =>
    expect(c.conjugate([{ re: 1, im: 2 }]).toArray()).toEqual([{ re: 1, im: -2 }]));

  it('equal and notEqual compare', () => {
    expect(c.equal([1, 2], [1, 3]).toArray()).toEqual([true, false]);
    expect(c.notEqual([1, 2], [1, 3]).toArray()).toEqual([false, true]);
  });
  it('less and greater leave equal ones out', () => {
    expect(c.less([1, 2, 3], 2).toArray()).toEqual([true, false, false]);
    expect(c.greater([1, 2, 3], 2).toArray()).toEqual([false, false, true]);
  });
  it('lessEqual and greaterEqual let equal ones in', () => {
    expect(c.lessEqual([1, 2, 3], 2).toArray()).toEqual([true, true, false]);
    expect(c.greaterEqual([1, 2, 3], 2).toArray()).toEqual([false, true, true]);
  });
  it('logicalAnd, logicalOr and logicalNot take what is not zero for true', () => {
    expect(c.logicalAnd([0, 1, 2], [1, 0, 3]).toArray()).toEqual([false, false, true]);
    expect(c.logicalOr([0, 1, 0], [1, 0, 0]).toArray()).toEqual([true, true, false]);
    expect(c.logicalNot([0, 1, 2]).toArray()).toEqual([true, false, false]);
  });
  it('maximum and minimum take one of the two', () => {
    expect(c.maximum([1, 5], [3, 2]).toArray()).toEqual([3, 5]);
    expect(c.minimum([1, 5], [3, 2]).toArray()).toEqual([1, 2]);
  });
  it('where takes the first where the condition holds', () =>
    expect(c.where([true, false], [1, 2], [10, 20]).toArray()).toEqual([1, 20]));
  it('isNaN and isFinite ask', () => {
    expect(c.isNaN([1, NaN, Infinity]).toArray()).toEqual([false, true, false]);
    expect(c.isFinite([1, NaN, Infinity]).toArray()).toEqual([true, false, false]);
  });

  it('sqrt, exp and log are those of one number', () => {
    expect(c.sqrt([4, 9]).toArray()).toEqual([2, 3]);
    expect(c.exp([0]).toArray()).toEqual([1]);
    expect(c.log([1]).toArray()).toEqual([0]);
  });
  it('sin and cos take radians', () => {
    expect(c.sin([0]).toArray()).toEqual([0]);
    expect(c.cos([0]).toArray()).toEqual([1]);
  });
  it('hypot is the length of a vector', () => expect(c.hypot([3, 5], [4, 12]).toArray()).toEqual([5, 13]));
  it('atan2 is the angle of y over x', () =>
    expect(c.atan2([0, 1], [1, 0]).toArray()).toEqual([0, Math.PI / 2]));
  it('floor and ceil go to the next whole number', () => {
    expect(c.floor([1.5, -1.5]).toArray()).toEqual([1, -2]);
    expect(c.ceil([1.5, -1.5]).toArray()).toEqual([2, -1]);
  });
  it('round takes halves to the even number', () =>
    expect(c.round([0.5, 1.5, 2.5]).toArray()).toEqual([0, 2, 2]));
});

describe('types of results', () => {
  it('of sums and products hold both operands', () => {
    for (const [a, b] of pairs)
      for (const operation of [c.add, c.multiply])
        expect(operation(one(a), one(b)).dtype).toBe(promoteTypes(a, b));
  });

  it('of quotients are floating', () => {
    for (const [a, b] of pairs) {
      const both = promoteTypes(a, b);
      const integral = !isComplex(both) && dtypes[both].kind !== 'f';
      expect(c.divide(one(a), one(b)).dtype, `${a} ${b}`).toBe(integral ? 'float64' : both);
    }
  });

  it('of comparisons are bool', () => {
    for (const [a, b] of pairs) {
      expect(c.equal(one(a), one(b)).dtype).toBe('bool');
      expect(c.logicalOr(one(a), one(b)).dtype).toBe('bool');
      if (!isComplex(promoteTypes(a, b))) expect(c.less(one(a), one(b)).dtype).toBe('bool');
    }
  });

  it('of elementary functions are float32 for 16 bits and less, else float64', () => {
    const wide: DType[] = ['int32', 'int64', 'uint32', 'uint64', 'float64'];
    const functions = [
      c.sqrt,
      c.exp,
      c.log,
      c.sin,
      c.cos,
      (x: NDArray) => c.hypot(x, x),
      (x: NDArray) => c.atan2(x, x),
    ];
    for (const dtype of allTypes.filter(dtype => !isComplex(dtype)))
      for (const operation of functions)
        expect(operation(one(dtype)).dtype).toBe(wide.includes(dtype) ? 'float64' : 'float32');
  });

  it('of bool are small integers where truth has no arithmetic', () => {
    const truth = array([true, false]);
    for (const operation of [c.floorDivide, c.remainder, c.power])
      expect(operation(truth, truth).dtype).toBe('int8');
    expect(c.add(truth, truth).toArray()).toEqual([true, false]);
    expect(c.multiply(truth, [true, true]).dtype).toBe('bool');
    expect(c.abs(truth).dtype).toBe('bool');
    for (const call of [() => c.subtract(truth, truth), () => c.negate(truth)])
      expect(refusal(call).message).toMatch(
        /numpy boolean subtract is not supported; use xor, or cast first \(the operands are bool\)/,
      );
  });
});

describe('a scalar beside an array is weak', () => {
  it.each<[DType, ScalarLike, DType]>([
    ['uint8', 1, 'uint8'],
    ['uint8', 255, 'uint8'],
    ['int8', -128, 'int8'],
    ['int64', 5n, 'int64'],
    ['uint64', 2n ** 63n, 'uint64'],
    ['uint8', 1.5, 'float64'],
    ['int32', NaN, 'float64'],
    ['float32', 1.5, 'float32'],
    ['float32', 1e300, 'float32'],
    ['float32', 7n, 'float32'],
    ['complex64', 0.1, 'complex64'],
    ['bool', 1, 'int64'],
    ['bool', 1.5, 'float64'],
    ['int8', true, 'int8'],
    ['bool', true, 'bool'],
    ['float32', { re: 1, im: 2 }, 'complex64'],
    ['complex64', { re: 1, im: 2 }, 'complex64'],
    ['int8', { re: 1, im: 2 }, 'complex128'],
    // What does not fit widens.
    ['uint8', -1, 'int16'],
    ['int8', 200, 'int16'],
    ['int8', 2 ** 40, 'int64'],
    ['uint64', -1, 'float64'],
    ['int64', 2 ** 63, 'float64'],
    ['int8', -(2 ** 15), 'int16'],
    ['uint8', 300, 'uint16'],
    ['uint16', 70000, 'uint32'],
    ['uint32', 5e9, 'uint64'],
    ['uint8', -300, 'int16'],
    ['uint64', 1e20, 'float64'],
    ['bool', 2n ** 63n, 'uint64'],
    ['bool', 1e20, 'float64'],
    // As in NumPy 2; NumPy 1.24 takes float64.
    ['float32', 70000, 'float32'],
  ])('%s + %o is %s', (dtype, scalar, result) => {
    const x = one(dtype);
    expect(c.add(x, scalar).dtype).toBe(result);
    expect(c.add(scalar, x).dtype).toBe(result);
    expect(c.where([true], scalar, x).dtype).toBe(result);
  });

  it('and is no less exact for it', () => {
    expect(c.add(array([1n]), 2n ** 62n).toArray()).toEqual([2n ** 62n + 1n]);
    expect(c.multiply(array([100], { dtype: 'uint8' }), 3).toArray()).toEqual([44]);
    expect(c.multiply(array([120, 200], { dtype: 'uint8' }), 300).toArray()).toEqual([36000, 60000]);
    expect(c.divide(array([true]), 1e20).toArray()).toEqual([1e-20]);
    expect(c.add(array([1], { dtype: 'uint8' }), -2).toArray()).toEqual([-1]);
    expect(c.add(2, 3).item()).toBe(5);
    expect(c.add(2n, true)).toMatchObject({ dtype: 'int64', shape: [] });
    expect(c.add(array(1, { dtype: 'float64' }), one('float32')).dtype).toBe('float64');
  });
});

describe('complex numbers', () => {
  const z = [
    { re: 3, im: 4 },
    { re: 0, im: -1 },
  ];
  it('have parts, conjugates and lengths', () => {
    expect(c.realPart(z).toArray()).toEqual([3, 0]);
    expect(c.imaginaryPart(z).toArray()).toEqual([4, -1]);
    expect(c.imaginaryPart(one('int8')).toArray()).toEqual([0]);
    expect(c.conjugate(z).toArray()).toEqual([
      { re: 3, im: -4 },
      { re: 0, im: 1 },
    ]);
    expect(c.conjugate(one('int8')).dtype).toBe('int8');
    expect(c.abs(z).toArray()).toEqual([5, 1]);
    expect(c.abs(array(z, { dtype: 'complex64' })).dtype).toBe('float32');
    expect(c.negate(z).toArray()[1 as never]).toEqual({ re: -0, im: 1 });
  });

  it('are added, multiplied, divided and compared', () => {
    const by = { re: 0, im: 1 };
    expect(c.add(z, by).toArray()).toEqual([
      { re: 3, im: 5 },
      { re: 0, im: 0 },
    ]);
    expect(c.subtract(z, by).toArray()).toEqual([
      { re: 3, im: 3 },
      { re: 0, im: -2 },
    ]);
    expect(c.multiply(z, by).toArray()).toEqual([
      { re: -4, im: 3 },
      { re: 1, im: 0 },
    ]);
    expect(c.divide(z, by).toArray()).toEqual([
      { re: 4, im: -3 },
      { re: -1, im: -0 },
    ]);
    expect(c.equal(z, [{ re: 3, im: 4 }, 0]).toArray()).toEqual([true, false]);
    expect(
      c
        .notEqual(z, [
          { re: 3, im: 5 },
          { re: 0, im: -1 },
        ])
        .toArray(),
    ).toEqual([true, false]);
    expect(c.isNaN([{ re: 0, im: NaN }, 1]).toArray()).toEqual([true, false]);
    expect(c.isFinite([{ re: 0, im: Infinity }, 1]).toArray()).toEqual([false, true]);
    expect(c.logicalAnd(z, [1, 0]).toArray()).toEqual([true, false]);
  });

  it('have no order and no elementary functions here', () => {
    const binary = [
      'less',
      'lessEqual',
      'greater',
      'greaterEqual',
      'minimum',
      'maximum',
      'floorDivide',
      'remainder',
      'power',
      'hypot',
      'atan2',
    ];
    const unary = ['sign', 'sqrt', 'exp', 'log', 'sin', 'cos', 'floor', 'ceil', 'round'];
    const named = c as unknown as Record<string, (...given: ArrayLike[]) => NDArray>;
    for (const name of [...binary, ...unary]) {
      const error = refusal(() => named[name](...(unary.includes(name) ? [z] : [z, z])));
      expect(error).toMatchObject({ code: 'dtype', fields: { function: name, dtype: 'complex128' } });
      expect(error.message).toMatch(new RegExp(`^${name}: complex numbers have no order`));
    }
  });
});

describe('operations', () => {
  it('read views of any layout', () => {
    fc.assert(
      fc.property(arrays(['float64', 'int32']), x => {
        const at = (index: readonly number[]) => modelOf(x).at(index) as number;
        expect(contents(c.subtract(c.multiply(x, 2), c.flip(x, { axis: [] })))).toEqual(
          contentsOf({ shape: x.shape, at: index => at(index) }),
        );
        expect(contents(c.less(x, 3))).toEqual(contentsOf({ shape: x.shape, at: index => at(index) < 3 }));
        expect(contents(c.where(c.less(x, 0), 0, x))).toEqual(
          contentsOf({ shape: x.shape, at: index => Math.max(at(index), 0) }),
        );
      }),
      tries(200),
    );
  });

  it('change none of their operands', () => {
    const x = counting([3]);
    c.add(x, x);
    c.negate(x);
    expect(x.toArray()).toEqual([1, 2, 3]);
  });

  it('choose', () => {
    expect(c.where([true, false], [1, 2], [3, 4]).toArray()).toEqual([1, 4]);
    expect(c.where([[1], [0]], [1, 2], 0).toArray()).toEqual([
      [1, 2],
      [0, 0],
    ]);
    expect(c.where([NaN, 0], 1, 2).toArray()).toEqual([1, 2]);
    expect(c.where(true, one('int8'), one('uint8')).dtype).toBe('int16');
    expect(c.where([true, false], [{ re: 1, im: 2 }], [3]).toArray()).toEqual([
      { re: 1, im: 2 },
      { re: 3, im: 0 },
    ]);
    expect(refusal(() => c.where([true, false], [1, 2, 3], 0)).message).toMatch(
      /^where: operands could not be broadcast/,
    );
  });

  it('name themselves and their arguments when these are no arrays', () => {
    expect(refusal(() => c.add('a' as never, [1])).message).toMatch(/^add: a is 'a'; it must be an array/);
    expect(refusal(() => c.add([1], null as never)).message).toMatch(/^add: b is null/);
    expect(refusal(() => c.add(undefined as never, undefined as never)).message).toMatch(
      /^add: a is undefined/,
    );
    expect(refusal(() => c.sqrt({} as never)).message).toMatch(/^sqrt: x is \{\}/);
    expect(refusal(() => c.where('x' as never, 1, 2)).message).toMatch(/^where: condition is 'x'/);
  });

  it('refuse negative integer powers, of integers only', () => {
    for (const exponent of [-1, [-2n], [1n, -1n]])
      expect(refusal(() => c.power(array([2, 3], { dtype: 'int64' }), exponent as never)).message).toMatch(
        /^power: Integers to negative integer powers are not allowed/,
      );
    expect(c.power(array([2n]), -1.5).dtype).toBe('float64');
    expect(c.power([2, 4], -1).toArray()).toEqual([0.5, 0.25]);
    expect(c.power(array([3], { dtype: 'uint8' }), array([2], { dtype: 'int8' })).toArray()).toEqual([9]);
  });
});

describe('elementary functions', () => {
  it('are those of Math, rounded to the type', () => {
    const values = [-2.5, -1, 0, 0.1, 0.5, 1, 3, 100, Infinity, NaN];
    const unary = {
      sqrt: Math.sqrt,
      exp: Math.exp,
      log: Math.log,
      sin: Math.sin,
      cos: Math.cos,
      floor: Math.floor,
      ceil: Math.ceil,
    };
    const named = c as unknown as Record<string, (...given: ArrayLike[]) => NDArray>;
    // The compiled functions are within two units in the last place of these.
    const close = (made: number[], wanted: number[], unit: number, name: string) => {
      made.forEach((value, k) => {
        if (Math.abs(value - wanted[k]) <= 2 * unit * Math.abs(wanted[k])) return;
        expect(value, `${name}(${values[k]})`).toBe(wanted[k]);
      });
    };
    for (const [name, rule] of Object.entries(unary)) {
      close(named[name](values).toArray<number[]>(), values.map(rule), 2 ** -52, name);
      const rounded = values.map(Math.fround).map(rule).map(Math.fround);
      close(named[name](Float32Array.from(values)).toArray<number[]>(), rounded, 2 ** -23, name);
    }
    const pairs = values.flatMap(a => values.map(b => [a, b] as const));
    const [left, right] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
    expect(c.atan2(left, right).toArray()).toEqual(pairs.map(([a, b]) => Math.atan2(a, b)));
    expect(c.hypot(left, right).toArray()).toEqual(pairs.map(([a, b]) => Math.hypot(a, b)));
    expect(c.hypot([3e200], [4e200]).item()).toBeCloseTo(5e200, -187);
  });

  it('keep integers as they are where they round', () => {
    for (const operation of [c.floor, c.ceil, c.round]) {
      expect(operation(array([2n ** 62n + 1n])).toArray()).toEqual([2n ** 62n + 1n]);
      expect(operation(array([-7], { dtype: 'int8' }))).toMatchObject({ dtype: 'int8' });
    }
  });
});

it('takes no option that it does not have', () => {
  const named = c as unknown as Record<string, (...given: unknown[]) => NDArray>;
  expect(() => named.round([1.25], { decimals: 1 })).toThrow(
    /^round: unknown option 'decimals'; the options are out/,
  );
  expect(() => named.round()).toThrow(/^round: 0 arguments were given; it takes 1 array and options/);
  expect(() => named.add(1, 2, {}, 3)).toThrow(/^add: 4 arguments were given; it takes 2 arrays/);
  expect(() => named.add(1, 2, 3)).toThrow(/^add: options are 3/);
});
