/** The reductions over axes: sum, mean, minimum, maximum, any, all. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { checkOptions } from '../errors.ts';
import { sizeOf } from '../extents.ts';
import type { Adjoint, Step, Tools } from '../gate/record.ts';
import { axesOf } from '../views/axes.ts';
import { type Folding, type ReductionName, reduced } from '../views/reduce.ts';
import type { View } from '../views/view.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

/** Options of a reduction. */
export interface ReduceOptions {
  /** The axis or axes to fold; all of them when not given. */
  axis?: number | readonly number[] | null;
  /** Keeps the folded axes with extent 1. */
  keepdims?: boolean;
  /** An array of the result's shape and type that the result is written into and that is returned. */
  out?: View;
}

/** A view of the reduced axes put back with extent 1. */
const unfolded = ({ options: { axes }, shapes: [shape] }: Step<Folding>, g: View, { reshape }: Tools): View =>
  reshape(
    g,
    shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
  );

/** Of the smallest and the largest: those that are equal share the gradient, as with torch's amin and amax. */
const extreme: Adjoint<Folding> = (step, [g], tools) => {
  const { axes } = step.options;
  const isTaken = tools.equal(step.input(0), unfolded(step, step.result(), tools));
  const count = tools.sum(tools.astype(isTaken, g.dtype), axes, true);
  return [tools.where(isTaken, tools.divide(unfolded(step, g, tools), count), 0)];
};

const reductionAdjoints: Readonly<Partial<Record<ReductionName, Adjoint<Folding>>>> = {
  sum: (step, [g], tools) => [tools.broadcastTo(unfolded(step, g, tools), step.shapes[0])],
  mean: (step, [g], tools) => {
    const [shape] = step.shapes;
    const count = sizeOf(step.options.axes.map(axis => shape[axis]));
    return [tools.broadcastTo(tools.divide(unfolded(step, g, tools), count), shape)];
  },
  min: extreme,
  max: extreme,
};

function defineReduction(name: ReductionName) {
  const operation = defineOperation<Folding>({
    name,
    run: ([x], folding) => reduced(name, x, folding),
    adjoint: reductionAdjoints[name],
  });
  return (x: ArrayLike, options: ReduceOptions = {}): NDArray => {
    checkOptions(name, options, ['axis', 'keepdims', 'out']);
    const source = asView(x, name, 'x');
    const axes = axesOf(name, options.axis, source.shape.length);
    return operation([source], { axes, keepdims: options.keepdims ?? false, out: options.out });
  };
}

/**
 * The sum over axes. Narrow integers are summed in 64 bits and wrap there.
 *
 * @example
 * import { sum } from 'concordat';
 * sum([[1, 2], [3, 4]]).item(); // => 10
 * sum([[1, 2], [3, 4]], { axis: 0 }).toArray(); // => [4, 6]
 */
export const sum = defineReduction('sum');

/**
 * The mean over axes; integers give float64, an empty axis NaN.
 *
 * @example
 * import { mean } from 'concordat';
 * mean([[1, 2], [3, 4]], { axis: 1 }).toArray(); // => [1.5, 3.5]
 */
export const mean = defineReduction('mean');

/**
 * The smallest element; NaN if there is one. Of zeros of both signs it may be either.
 *
 * @throws ConcordatError for an empty array
 * @example
 * import { min } from 'concordat';
 * min([3, 1, 2]).item(); // => 1
 */
export const min = defineReduction('min');

/**
 * The largest element; NaN if there is one. Of zeros of both signs it may be either.
 *
 * @throws ConcordatError for an empty array
 * @example
 * import { max } from 'concordat';
 * max([[1, 5], [3, 2]], { axis: 1, keepdims: true }).toArray(); // => [[5], [3]]
 */
export const max = defineReduction('max');

/**
 * Whether every element is non-zero.
 *
 * @example
 * import { all } from 'concordat';
 * all([1, 0]).item(); // => false
 */
export const all = defineReduction('all');

/**
 * Whether any element is non-zero.
 *
 * @example
 * import { any } from 'concordat';
 * any([1, 0]).item(); // => true
 */
export const any = defineReduction('any');
