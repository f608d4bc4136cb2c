/** scipy.ndimage.convolve and correlate, in any number of dimensions. Source: SciPy 1.10. */
import { conjugate } from '../../array/arithmetic.ts';
import type { NDArray } from '../../array/ndarray.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { fault, show, showShape } from '../../errors.ts';
import type { DType } from '../../kernels/dtype.ts';
import type { ScalarLike } from '../../views/scalar.ts';
import type { Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { arrays, type NdimageMode, readOrigin, readOutput, rules } from './ndimage-parameters.ts';
import { runFilter } from './ndimage-run.ts';

/** The arguments of `convolve` and `correlate` after the arrays, by name. */
export interface NdimageKeywords {
  /** The element type of the result; null, as unless said, for the input's. */
  output?: DType | null;
  /** 'reflect' unless said: c b a | a b c | c b a. */
  mode?: NdimageMode;
  /** What 'constant' fills with; 0 unless said. */
  cval?: ScalarLike;
  /** By how much the tap over the output pixel lies past K // 2: one number, or one an axis; 0 unless said. */
  origin?: number | readonly number[];
}

type NdimageRest = Rest<
  [
    output: DType | null | undefined,
    mode: NdimageMode | undefined,
    cval: ScalarLike | undefined,
    origin: number | readonly number[] | undefined,
  ],
  NdimageKeywords
>;

const parameters = {
  ...arrays,
  ...rules<number | readonly number[]>('a whole number, or a list with one for each axis'),
} satisfies Takes<NdimageKeywords>;

const convolution = signature('scipy.ndimage.convolve', parameters);
const correlation = signature('scipy.ndimage.correlate', parameters);

/**
 * `scipy.ndimage.convolve`: the convolution of an array with weights of as many axes.
 *
 *     y[n] = Σ_k w[k] · ext(x)[n − (k − K // 2 − origin)]
 *
 * The result has the shape of the input and, without `output`, its element type: sums are taken in float64 and stored as
 * C does, cut towards 0 and wrapped. Weights of at most 2.2e-16 are left out, even over infinity. Complex weights are
 * not conjugated. Source: SciPy 1.10, but right where known-bugs.ts says so.
 *
 * @param input an array of any shape
 * @param weights of as many axes, none of them empty
 * @param rest `output`, `mode` ('reflect'), `cval` (0), `origin` (0): in this order, or by name in a last object; an
 *   array to write into is refused as `output`, arrays are values here
 * @throws ConcordatError where SciPy raises: weights of another rank, an origin outside of them, an unknown mode or one
 *   for each axis, a complex result for a real output or the reverse, a complex `cval` for a real input
 * @example
 * import { ndimage } from 'concordat/scipy';
 * ndimage.convolve([1, 2, 3], [1, 0, -1], { mode: 'wrap' }).toArray(); // => [-1, 2, -1]
 * ndimage.convolve([1, 2, 3], [1, 1]).toArray(); // => [3, 5, 6]
 */
export function convolve(input: ArrayLike, weights: ArrayLike, ...rest: NdimageRest): NDArray {
  return convolution.call([input, weights, ...rest], call => filtered(convolution.name, -1, call));
}

/**
 * `scipy.ndimage.correlate`: the correlation of an array with weights of as many axes; complex weights are conjugated.
 *
 *     y[n] = Σ_k conj(w[k]) · ext(x)[n + k − K // 2 − origin]
 *
 * Else as `convolve`.
 *
 * @param input an array of any shape
 * @param weights of as many axes, none of them empty
 * @param rest `output`, `mode` ('reflect'), `cval` (0), `origin` (0): in this order, or by name in a last object
 * @throws ConcordatError where `convolve` does
 * @example
 * import { ndimage } from 'concordat/scipy';
 * ndimage.correlate([1, 2, 3], [1, 0, -1], { mode: 'wrap' }).toArray(); // => [1, -2, 1]
 * ndimage.correlate([1, 2, 3], [1, 1]).toArray(); // => [2, 3, 5]
 */
export function correlate(input: ArrayLike, weights: ArrayLike, ...rest: NdimageRest): NDArray {
  return correlation.call([input, weights, ...rest], call => filtered(correlation.name, 1, call));
}

function filtered(name: string, sign: 1 | -1, call: Bound<typeof parameters>): NDArray {
  const { input: x, weights: w } = call;
  const output = readOutput(name, call.output, x.dtype, w.dtype);
  const rank = x.shape.length;
  const places = spread(name, call.origin, rank);
  if (w.shape.length !== rank || w.shape.includes(0))
    throw fault(
      'shape',
      name,
      `filter weights array has incorrect shape. It is ${showShape(w.shape)}; it must have ${rank} axes, as the input has, and none may be empty`,
      { argument: 'weights', shape: w.shape, input: x.shape },
    );
  const origins = places.map((origin, axis) => readOrigin(name, origin, w.shape[axis], axis));
  const boundary = call.mode;
  const weights = sign === 1 ? conjugate(w) : w;
  return runFilter(
    { name, sign, origins, boundary, ignoreBelow: Number.EPSILON },
    x,
    weights,
    call.cval,
    output,
  );
}

function spread(name: string, value: unknown, rank: number): unknown[] {
  if (!Array.isArray(value)) return Array.from({ length: rank }, () => value);
  if (value.length === rank) return value;
  throw fault(
    'value',
    name,
    `sequence argument must have length equal to input rank; origin is ${show(value)} and the input has ${rank} axes`,
    { argument: 'origin', value, rank },
  );
}
