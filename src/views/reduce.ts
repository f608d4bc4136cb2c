/**
 * Reductions over axes: sum, mean, minimum, maximum, product, any, all. Sums of floats carry their rounding errors
 * along, so they are at least as accurate as NumPy's pairwise ones.
 */

import { ConcordatError, showShape } from '../errors.ts';
import { sizeOf } from '../extents.ts';
import { type DType, dtypes, isComplex } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { type Compute, computation, everyAxis } from './computation.ts';
import { onlyElement } from './elements.ts';
import { checkOut } from './out.ts';
import { elementwiseRows } from './rows.ts';
import { type View, view } from './view.ts';

interface ReductionRow {
  /** The type of the result, and of the fold. */
  types: (dtype: DType, name: string) => DType;
  fold: (value: v.Value, count: number) => v.Value;
  /** Whether an empty axis has a result. */
  empty: boolean;
}

/** Sums of narrow integers are taken in 64 bits, as NumPy does. */
const widened = (dtype: DType): DType => {
  const { kind } = dtypes[dtype];
  return kind === 'u' ? 'uint64' : kind === 'i' || kind === 'b' ? 'int64' : dtype;
};
const ordered = (dtype: DType, name: string): DType => {
  if (!isComplex(dtype)) return dtype;
  throw new ConcordatError('dtype', `${name}: complex numbers have no order (the array is ${dtype})`, {
    function: name,
    dtype,
  });
};
const folding = (kind: e.ReductionKind) => (a: v.Value) => v.realValue(e.reduce(kind, a.re));

/** Every reduction, by name. */
const reductions = {
  sum: { types: widened, fold: a => v.sum(a, true), empty: true },
  mean: {
    types: dtype => (isComplex(dtype) || dtypes[dtype].kind === 'f' ? dtype : 'float64'),
    fold: (a, count) => v.divide(v.sum(a, true), v.constantValue(count, a.dtype)),
    empty: true,
  },
  min: { types: ordered, fold: folding('minimum'), empty: false },
  max: { types: ordered, fold: folding('maximum'), empty: false },
  all: { types: () => 'bool', fold: folding('minimum'), empty: true },
  any: { types: () => 'bool', fold: folding('maximum'), empty: true },
} satisfies Readonly<Record<string, ReductionRow>>;

export type ReductionName = keyof typeof reductions;

/**
 * The fold of values over axes of an array of `shape`, in the type in which the reduction computes; errors speak of
 * `functionName`.
 */
export function reducer(
  reduction: ReductionName,
  shape: readonly number[],
  axes: readonly number[],
  functionName: string = reduction,
): (value: v.Value) => v.Value {
  const { types, fold }: ReductionRow = reductions[reduction];
  const count = foldedCount(reduction, shape, axes, functionName);
  return value => fold(v.castValue(value, types(value.dtype, functionName)), count);
}

/** How many elements are folded; none only where the reduction has a result for that. */
function foldedCount(
  reduction: ReductionName,
  shape: readonly number[],
  axes: readonly number[],
  functionName: string = reduction,
): number {
  const count = sizeOf(axes.map(axis => shape[axis]));
  if ((reductions[reduction] as ReductionRow).empty || count > 0) return count;
  throw new ConcordatError(
    'shape',
    `${functionName}: zero-size array of shape ${showShape(shape)} to reduction operation ${reduction}imum which has no identity`,
    { function: functionName, shape },
  );
}

/**
 * A reduction of what is computed at every point of views, for the top of a module: no view of the values is made.
 *
 * @param compute the value that is folded
 * @returns folds over all axes of the first view, to which the others broadcast, unless some are named
 */
export function reductionOf<Data>(
  reduction: ReductionName,
  compute: Compute<Data>,
): (data: Data, inputs: readonly View[], axes?: readonly number[]) => View {
  const folded = computation<{ data: Data; count: number }>(({ data, count }, ...elements) => {
    const { types, fold }: ReductionRow = reductions[reduction];
    const value = compute(data, ...elements);
    return [fold(v.castValue(value, types(value.dtype, reduction)), count)];
  });
  return (data, inputs, axes = everyAxis(inputs[0])) => {
    const count = foldedCount(reduction, inputs[0].shape, axes);
    return folded({ data, count }, inputs, { axes })[0];
  };
}

/** A condition on elements: a bool. */
export type Condition = Compute<null>;

/** Whether elements are zero, below it, and above it; of real ones. */
export const isZero: Condition = (_, x) => v.equal(x, v.constantValue(0, x.dtype));
const isNegative: Condition = (_, x) => v.realValue(e.binary('less', x.re, e.constant(0, x.re.dtype)));
const isPositive: Condition = (_, x) => v.realValue(e.binary('less', e.constant(0, x.re.dtype), x.re));

/** Whether a condition holds for one element, or for all. */
function whether(reduction: 'any' | 'all', condition: Condition): (x: View) => boolean {
  const held = reductionOf(reduction, condition);
  return x => onlyElement(held(null, [x])) as boolean;
}

/** Whether no element is infinite or NaN. */
export const allFinite = whether('all', (_, x) => elementwiseRows.isFinite.compute(x));
export const anyZero = whether('any', isZero);
export const anyNegative = whether('any', isNegative);
/** Whether any element is above zero; a NaN is not. */
export const anyPositive = whether('any', isPositive);

/** A view without these axes, all of extent 1. */
const withoutAxes = (x: View, axes: readonly number[]): View =>
  view(
    x,
    x.shape.filter((_, axis) => !axes.includes(axis)),
    x.strides.filter((_, axis) => !axes.includes(axis)),
  );

/** Axes and results of a reduction. */
export interface Folding {
  readonly axes: readonly number[];
  /** Whether the folded axes stay, with extent 1. */
  readonly keepdims: boolean;
  readonly out?: View;
}

/** What is left of a view of `shape` when `axes` were folded, with these put back, of extent 1. */
export function withAxes(result: View, shape: readonly number[], axes: readonly number[]): View {
  let own = 0;
  const strides = shape.map((_, axis) => (axes.includes(axis) ? 0 : result.strides[own++]));
  return view(
    result,
    shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
    strides,
  );
}

const foldedBy = computation<{ name: ReductionName; count: number }>(({ name, count }, element) => {
  const { types, fold }: ReductionRow = reductions[name];
  return [fold(v.castValue(element, types(element.dtype, name)), count)];
});

/** A reduction over axes. */
export function reduced(name: ReductionName, x: View, { axes, keepdims, out }: Folding): View {
  const isFolded = (axis: number) => axes.includes(axis);
  const shape = keepdims
    ? x.shape.map((extent, axis) => (isFolded(axis) ? 1 : extent))
    : x.shape.filter((_, axis) => !isFolded(axis));
  const count = foldedCount(name, x.shape, axes);
  const target = (dtype: DType) =>
    out && withoutAxes(checkOut(name, out, shape, dtype), keepdims ? axes : []);
  const [result] = foldedBy({ name, count }, [x], { axes, name, out: target });
  if (out) return out;
  return keepdims ? withAxes(result, x.shape, axes) : result;
}
