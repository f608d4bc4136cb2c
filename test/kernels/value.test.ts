/** Complex arithmetic as pairs of real expressions, against complex numbers written out. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DType, dtypes, isComplex } from '../../src/kernels/dtype.ts';
import * as v from '../../src/kernels/value.ts';
import { tries } from '../property.ts';
import { valueAt } from './evaluate.ts';

type Pair = readonly [re: number, im: number];
const nothing = { nest: { shape: [], reduction: [], inputs: [], outputs: [] }, inputs: [], parameters: [] };

/** What a value of constants comes to. */
const numbers = ({ re, im }: v.Value) => [re, im].map(part => part && valueAt(part, [], nothing));
const complex = ([re, im]: Pair, dtype: DType = 'complex128') => v.constantValue(re, dtype, im);

const part = fc.oneof(fc.integer({ min: -8, max: 8 }), fc.double({ min: -1e3, max: 1e3, noNaN: true }));
const pair = fc.tuple(part, part);

describe('arithmetic', () => {
  it('adds, subtracts, multiplies as complex numbers do', () => {
    fc.assert(
      fc.property(pair, pair, (x, y) => {
        const [[a, b], [c, d]] = [x, y];
        expect(numbers(v.add(complex(x), complex(y)))).toEqual([a + c, b + d]);
        expect(numbers(v.subtract(complex(x), complex(y)))).toEqual([a - c, b - d]);
        expect(numbers(v.multiply(complex(x), complex(y)))).toEqual([a * c - b * d, a * d + b * c]);
        expect(numbers(v.negate(complex(x)))).toEqual([-a, -b]);
        expect(numbers(v.conjugate(complex(x)))).toEqual([a, -b]);
        expect(numbers(v.magnitude(complex(x)))).toEqual([Math.hypot(a, b), undefined]);
        expect(numbers(v.equal(complex(x), complex(y)))).toEqual([a === c && b === d, undefined]);
        expect(numbers(v.equal(complex(x), complex(x)))[0]).toBe(true);
      }),
      tries(200),
    );
  });

  it('divides so that the quotient times the divisor is the dividend', () => {
    const scale = fc.constantFrom(1, 1e150, 1e-150, 1e200);
    fc.assert(
      fc.property(pair, pair, scale, (x, y, factor) => {
        fc.pre(Math.hypot(...y) > 1e-3);
        const large: Pair = [y[0] * factor, y[1] * factor];
        const [re, im] = numbers(v.divide(complex(x), complex(large))) as number[];
        const [a, b] = [re * factor, im * factor];
        const size = Math.hypot(...x) + 1e-12;
        expect(Math.abs(a * y[0] - b * y[1] - x[0])).toBeLessThan(1e-13 * size);
        expect(Math.abs(a * y[1] + b * y[0] - x[1])).toBeLessThan(1e-13 * size);
      }),
      tries(200),
    );
  });

  // NumPy 1.24.2: np.divide(np.complex128(a), np.complex128(b)).
  it.each<[Pair, Pair, Pair]>([
    [
      [0, 0],
      [0, 0],
      [NaN, NaN],
    ],
    [
      [1, 0],
      [0, 0],
      [Infinity, NaN],
    ],
    [
      [0, 1],
      [0, 0],
      [NaN, Infinity],
    ],
    [
      [1, 1],
      [0, 0],
      [Infinity, Infinity],
    ],
    [
      [-1, 0],
      [0, 0],
      [-Infinity, NaN],
    ],
    [
      [Infinity, 0],
      [0, 0],
      [Infinity, NaN],
    ],
    [
      [Infinity, 0],
      [1, 0],
      [Infinity, NaN],
    ],
    [
      [Infinity, 0],
      [0, 1],
      [NaN, -Infinity],
    ],
    [
      [1, 0],
      [0, 1],
      [0, -1],
    ],
    [
      [1, 0],
      [Infinity, 0],
      [0, 0],
    ],
    [
      [1, 0],
      [Infinity, Infinity],
      [NaN, NaN],
    ],
    [
      [1, 1],
      [1e200, 1e200],
      [1e-200, 0],
    ],
    [
      [1, 0],
      [2, 1],
      [0.4, -0.2],
    ],
  ])('%j ÷ %j', (a, b, quotient) => {
    const ours = numbers(v.divide(complex(a), complex(b)));
    expect(ours.map(x => (x as number) + 0)).toEqual(quotient);
  });
});

describe('types', () => {
  it('meet in the type that holds both', () => {
    const types: [DType, DType, DType][] = [
      ['float32', 'complex64', 'complex64'],
      ['int32', 'complex64', 'complex128'],
      ['uint8', 'int8', 'int16'],
    ];
    for (const [a, b, both] of types)
      for (const combine of [v.add, v.subtract, v.multiply]) {
        const made = combine(v.constantValue(3, a), v.constantValue(2, b));
        expect(made.dtype).toBe(both);
        expect(made.re.dtype).toBe(dtypes[both].component);
        expect(made.im !== undefined).toBe(isComplex(both));
      }
  });

  it('cast part by part', () => {
    expect(numbers(v.castValue(complex([1.5, 2.5]), 'int8'))).toEqual([1n, undefined]);
    expect(numbers(v.castValue(v.constantValue(3, 'int8'), 'complex64'))).toEqual([3, 0]);
    expect(numbers(v.castValue(complex([0, 2]), 'bool'))).toEqual([true, undefined]);
    expect(numbers(v.castValue(complex([0, 0]), 'bool'))).toEqual([false, undefined]);
    expect(numbers(v.castValue(complex([NaN, 0]), 'bool'))).toEqual([true, undefined]);
    expect(numbers(v.castValue(complex([0.1, 0.2]), 'complex64'))).toEqual([0.1, 0.2].map(Math.fround));
    expect(v.castValue(v.constantValue(1, 'int8'), 'int8').re).toMatchObject({ op: 'constant' });
  });

  it('say what a sum is made of', () => {
    const kinds = (value: v.Value) => [value.re, value.im].map(part => part && 'kind' in part && part.kind);
    expect(kinds(v.sum(complex([1, 2]), true))).toEqual(['preciseSum', 'preciseSum']);
    expect(kinds(v.sum(complex([1, 2])))).toEqual(['sum', 'sum']);
    expect(kinds(v.sum(v.constantValue(1, 'int8'), true))).toEqual(['sum', undefined]);
  });

  it('keep the type of what needs no parts', () => {
    expect(numbers(v.magnitude(v.constantValue(1, 'bool')))).toEqual([true, undefined]);
    expect(numbers(v.conjugate(v.constantValue(1, 'int8')))).toEqual([1n, undefined]);
  });
});
