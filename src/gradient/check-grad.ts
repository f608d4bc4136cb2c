/** Gradients held to differences. */
import { array } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { type ArrayLike, asView } from '../convert/convert.ts';
import { checkFunction, checkOptions, fault } from '../errors.ts';
import { isComplex } from '../kernels/dtype.ts';
import { elementsOf } from '../views/elements.ts';
import { countOf } from '../views/view.ts';
import { grad } from './grad.ts';
import type { Differentiable } from './vjp.ts';

/** Options of `checkGrad`. */
export interface CheckGradOptions {
  /** By how much elements are moved; 1e-5 unless said. */
  readonly step?: number;
  /** How far apart gradient and differences may be, of the largest gradient; 1e-6 unless said. */
  readonly tolerance?: number;
}

/** What `checkGrad` found. */
export interface CheckGradReport {
  /** Whether all elements agree. */
  readonly agrees: boolean;
  /** The largest difference, of the largest gradient (or of 1, where that is smaller). */
  readonly largestError: number;
  /** The place of the worst element in row-major order, its gradient, and the difference quotient there. */
  readonly place: number;
  readonly gradient: number;
  readonly difference: number;
}

/**
 * Holds the gradient of a function to central differences in float64, (f(x + h) − f(x − h)) ÷ 2h, element by element: for
 * functions with a `customGradient`, and for doubts. It calls f twice for each element.
 *
 * @param f a function of one array whose value is one real number
 * @param x where; it is taken in float64
 * @param options `step`, `tolerance`
 * @throws ConcordatError as `grad` does, and for complex arrays
 * @example
 * import { checkGrad, multiply, sum } from 'concordat';
 * checkGrad(x => sum(multiply(x, x)), [1, 2, 3]).agrees; // => true
 */
export function checkGrad(
  f: Differentiable<[NDArray]>,
  x: ArrayLike,
  options: CheckGradOptions = {},
): CheckGradReport {
  checkFunction('checkGrad', 'f', f);
  checkOptions('checkGrad', options, ['step', 'tolerance']);
  const { step = 1e-5, tolerance = 1e-6 } = options;
  const given = asView(x, 'checkGrad', 'x');
  if (isComplex(given.dtype))
    throw fault('dtype', 'checkGrad', `x is ${given.dtype}; differences are taken of real numbers`, {
      dtype: given.dtype,
    });
  const point = asView(x, 'checkGrad', 'x', 'float64');
  const values = elementsOf(point) as Float64Array;
  const gradients = elementsOf(grad(f)(point)) as Float64Array;
  const at = (k: number, by: number): number => {
    const moved = values.slice();
    moved[k] += by;
    return Number((f(array({ data: moved, shape: point.shape })) as NDArray).item());
  };
  const scale = gradients.reduce((largest, g) => Math.max(largest, Math.abs(g)), 1);
  let worst = { largestError: 0, place: 0, gradient: gradients[0] ?? 0, difference: gradients[0] ?? 0 };
  for (let k = 0; k < countOf(point); k++) {
    const difference = (at(k, step) - at(k, -step)) / (2 * step);
    const error = Math.abs(gradients[k] - difference) / scale;
    if (!(error <= worst.largestError))
      worst = { largestError: error, place: k, gradient: gradients[k], difference };
  }
  return { agrees: worst.largestError <= tolerance, ...worst };
}
