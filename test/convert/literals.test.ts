/** Numbers and lists beside arrays: what type they take, in every function of the library that takes several arrays. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { array, type NDArray } from '../../src/array/index.ts';
import type { Nested } from '../../src/convert/nested.ts';
import { ConcordatError } from '../../src/errors.ts';
import * as c from '../../src/index.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import { allTypes, contents, counting } from '../array/support.ts';
import { tries } from '../property.ts';

const float32 = counting([3, 3], 'float32');
const sobel = [
  [1, 0, -1],
  [2, 0, -2],
  [1, 0, -1],
];

describe('a literal takes the precision of the array beside it', () => {
  it('in a convolution', () => {
    expect(c.convolve(float32, sobel).dtype).toBe('float32');
    expect(c.correlate(sobel, float32).dtype).toBe('float32');
    expect(c.convolve(counting([3, 3], 'complex64'), sobel).dtype).toBe('complex64');
    expect(c.convolve({ data: new Float32Array(9), shape: [3, 3] }, sobel).dtype).toBe('float32');
  });

  it('in algebra, joins and choices', () => {
    expect(c.add(float32, [0.1, 0.2, 0.3]).dtype).toBe('float32');
    expect(c.matmul(float32, sobel).dtype).toBe('float32');
    expect(c.solve(c.eye(3, { dtype: 'float32' }), [1, 2, 3]).dtype).toBe('float32');
    expect(c.concatenate([sobel, float32, [[1, 2, 3]]]).dtype).toBe('float32');
    expect(c.where(true, float32, sobel).dtype).toBe('float32');
    expect(c.where(true, 0, float32).dtype).toBe('float32');
    expect(c.stencil((x, y) => x.mul(y))(float32, 0.5).dtype).toBe('float32');
  });

  it('beside several it is the type that holds these', () => {
    expect(c.concatenate([new Float32Array(1), new Int16Array(1), [1]]).dtype).toBe('float32');
    expect(c.concatenate([new Float32Array(1), new Int32Array(1), [1]]).dtype).toBe('float64');
  });

  it('is as large as the type allows', () => {
    expect(c.add(new Float32Array(1), [1e300]).toArray()).toEqual([Infinity]);
    expect(c.multiply(Float32Array.of(1), [0.1]).toArray()).toEqual([Math.fround(0.1)]);
  });

  it('also where a stencil chooses between numbers', () => {
    const signed = c.stencil(x => x.gt(0).where(1, x.lt(0).where(-1, 0)).mul(x));
    expect(signed(float32).dtype).toBe('float32');
    expect(signed(counting([2], 'uint8')).dtype).toBe('int16');
    expect(c.stencil(x => x.gt(0).where(1, 0))(float32).dtype).toBe('float64');
  });
});

describe('a literal is what array makes of it', () => {
  it('beside integers, if it is a list; a number is weak by its value', () => {
    expect(c.convolve(counting([3, 3], 'uint8'), sobel).dtype).toBe('float64');
    expect(c.add(counting([3], 'uint8'), [1, 2, 3]).dtype).toBe('float64');
    expect(c.add(counting([3], 'uint8'), [1n, 2n, 3n]).dtype).toBe('int64');
    expect(c.add(counting([3], 'uint8'), 1).dtype).toBe('uint8');
  });

  it('among literals, and in array, allClose, compare and explain', () => {
    expect(c.convolve([1, 2, 3], [1]).dtype).toBe('float64');
    expect(c.add([1], 1).dtype).toBe('float64');
    expect(array([[1, 2]]).dtype).toBe('float64');
    const tenth = Float32Array.of(0.1);
    expect(c.allClose(tenth, [0.1], { rtol: 0, atol: 0 }).equal).toBe(false);
    expect(c.add(tenth, array([0.1])).dtype).toBe('float64');
    const image = Float32Array.of(0.1, 0.7, 0.2, 0.9, 0.4);
    expect(c.explain([0.1, 0.7, 0.2, 0.9, 0.4], image).findings.map(({ kind }) => kind)).toEqual([
      'precision',
    ]);
  });

  it('not where an array is among its rows', () => {
    expect(c.add(new Float32Array(2), [array([1, 2])]).dtype).toBe('float64');
    expect(c.add(new Float32Array(2), [Float32Array.of(1, 2)]).dtype).toBe('float32');
    expect(c.add(new Float32Array(2), [Float32Array.of(1, 2), [1, 2]]).dtype).toBe('float64');
  });
});

/** A function of two arrays of the shape, called with both. */
interface Several {
  readonly shape: readonly number[];
  readonly call: (a: c.ArrayLike, b: c.ArrayLike) => NDArray;
}

type Binary = (a: c.ArrayLike, b: c.ArrayLike) => NDArray;
const over = (shape: readonly number[], call: Binary): Several => ({ shape, call });
const { add, subtract, multiply, divide, floorDivide, remainder, power, hypot, atan2 } = c;
const { minimum, maximum, equal, notEqual, less, lessEqual, greater, greaterEqual } = c;
const elementwise = {
  ...{ add, subtract, multiply, divide, floorDivide, remainder, power, hypot, atan2 },
  ...{ minimum, maximum, equal, notEqual, less, lessEqual, greater, greaterEqual },
  ...{ logicalAnd: c.logicalAnd, logicalOr: c.logicalOr },
};

/** Every public function whose result has a type that several arrays decide on. */
const several: Readonly<Record<string, Several>> = {
  ...Object.fromEntries(Object.entries(elementwise).map(([name, call]) => [name, over([4], call)])),
  where: over([4], (a, b) => c.where([true, false, true, false], a, b)),
  concatenate: over([2, 2], (a, b) => c.concatenate([a, b], { axis: 1 })),
  stack: over([4], (a, b) => c.stack([a, b])),
  convolve: over([2, 2], c.convolve),
  correlate: over([2, 2], c.correlate),
  matmul: over([2, 2], c.matmul),
  solve: over([2, 2], c.solve),
  stencil: over([4], (a, b) => c.stencil((x, y) => x.add(y.offset(1)).max(y))(a, b)),
};

/** The other functions: of one array or none, of which an array decides alone, or where literals are float64. */
const others =
  `ConcordatError NDArray abs all any arange array astype boundaryFrom boundaryName broadcastTo ceil conjugate cos det exp
   expandDims explainIndex eye fft fft2 fftfreq fftn fftshift flip floor full heapStatistics ifft ifft2 ifftn ifftshift
   imaginaryPart inv irfft irfft2 irfftn isFinite isNaN log logicalNot max mean min negate norm ones pad pinv probe realPart
   repeat reshape rfft rfft2 rfftfreq rfftn rightInverse roll round scatterAdd scope setHeapLimit setRunner setThreads sign
   sin singularValues slice sqrt squeeze sum svd threads tile transpose zeros allClose compare explain checkGrad customGradient grad
   hessianVectorProduct jvp stopGradient valueAndGrad vjp`.split(/\s+/);

it('every public function is in one of the two lists', () => {
  const functions = Object.entries(c).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  expect(functions.sort()).toEqual([...Object.keys(several), ...others].sort());
});

const isFloating = (dtype: DType) => /^(float|complex)/.test(dtype);
const precisionOf = (dtype: DType) => (/^(float32|complex64)$/.test(dtype) ? 'float32' : 'float64');

/** The type that a list of elements of type `natural` shall take beside an array of type `other`. */
function expectedType(natural: DType, other: DType): DType {
  if (!isFloating(other) || natural === 'bool') return natural;
  if (!natural.startsWith('complex')) return precisionOf(other);
  return precisionOf(other) === 'float32' ? 'complex64' : 'complex128';
}

/** What a call gives, or the kind of its error. */
function outcome(call: () => NDArray): unknown {
  try {
    const result = call();
    return { dtype: result.dtype, ...contents(result) };
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    return error.code;
  }
}

const element = fc.integer({ min: 1, max: 4 });
const elements = fc.oneof(
  element,
  element.map(BigInt),
  fc.boolean(),
  fc.record({ re: element, im: element }),
  element.map(x => x / 8),
);
const nestedIn = (shape: readonly number[], flat: readonly unknown[]): Nested =>
  shape.length === 1
    ? (flat as Nested)
    : Array.from({ length: shape[0] }, (_, k) => flat.slice(2 * k, 2 * k + 2) as Nested);

describe.each(Object.entries(several))('%s', (_, { shape, call }) => {
  it('takes a list as it takes the array of the type that the rule says, on either side', () => {
    const list = fc.oneof(
      fc.array(element, { minLength: 4, maxLength: 4 }),
      fc.array(elements, { minLength: 4, maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...allTypes), list, fc.boolean(), (dtype, flat, left) => {
        const x = counting(shape, dtype);
        const literal = nestedIn(shape, flat);
        const typed = array(literal, { dtype: expectedType(array(literal).dtype, dtype) });
        const beside = (other: c.ArrayLike) => outcome(() => (left ? call(other, x) : call(x, other)));
        expect(beside(literal)).toEqual(beside(typed));
      }),
      tries(60),
    );
  });

  it('keeps the type of a floating array beside lists of real numbers', () => {
    const literal = nestedIn(shape, [1, 2, 3, 5]);
    for (const dtype of allTypes.filter(isFloating)) {
      const x = counting(shape, dtype);
      const beside = (other: c.ArrayLike) => outcome(() => call(x, other)) as { dtype?: DType };
      expect(beside(literal).dtype, dtype).toBe(beside(x).dtype);
    }
  });
});

describe('a number', () => {
  const taking = Object.entries(several).filter(
    ([name]) => !/^(concatenate|stack|convolve|correlate|matmul|solve|stencil)$/.test(name),
  );
  it.each(taking)('keeps the type of a floating array in %s', (_, { shape, call }) => {
    for (const dtype of allTypes.filter(isFloating)) {
      const x = counting(shape, dtype);
      for (const number of [2, 0.1, 3n, true, -0]) {
        const beside = (other: c.ArrayLike) => outcome(() => call(x, other)) as { dtype?: DType };
        expect(beside(number).dtype, `${dtype} ${number}`).toBe(beside(x).dtype);
      }
    }
  });

  it('is in a stencil what it is in a function', () => {
    const pairs = [
      ['add', 'add'],
      ['sub', 'subtract'],
      ['mul', 'multiply'],
      ['div', 'divide'],
      ['pow', 'power'],
      ['min', 'minimum'],
      ['max', 'maximum'],
      ['hypot', 'hypot'],
      ['atan2', 'atan2'],
      ['eq', 'equal'],
      ['lt', 'less'],
    ] as const;
    const numbers = [
      0,
      -0,
      1,
      3,
      127,
      128,
      200,
      255,
      256,
      300,
      40000,
      70000,
      2 ** 31,
      5e9,
      0.5,
      true,
      3n,
      2n ** 63n,
    ];
    for (const [method, name] of pairs)
      for (const dtype of allTypes)
        for (const number of numbers) {
          const x = counting([3], dtype);
          const inStencil = outcome(() => c.stencil(y => y[method](number))(x));
          expect(inStencil, `${name} ${dtype} ${number}`).toEqual(
            outcome(() => elementwise[name](x, number)),
          );
        }
  });

  it('that fills keeps it too, whatever the type', () => {
    for (const dtype of allTypes) {
      const x = counting([3], dtype);
      expect(c.pad(x, 1, { value: 1 }).dtype).toBe(dtype);
      expect(c.convolve(x, x, { value: 0.5 }).dtype).toBe(dtype);
      expect(c.full([2], 0.5, { dtype }).dtype).toBe(dtype);
      expect(c.stencil(y => y.offset(1), { value: 1 })(x).dtype).toBe(dtype);
    }
  });

  it('or a list that is written into an array leaves its type', () => {
    for (const dtype of allTypes) {
      const x = counting([3], dtype);
      expect(x.set([':'], [0.5, 1, 2]).dtype).toBe(dtype);
      expect(c.scatterAdd(x, [[0, 0]], [1, 1]).dtype).toBe(dtype);
    }
  });
});
