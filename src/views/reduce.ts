/**
 * Reductions over axes: sum, mean, minimum, maximum, product, any, all. Sums of floats carry their rounding errors
 * along, so they are at least as accurate as NumPy's pairwise ones.
 */
import { ConcordatError, showShape } from '../errors.ts';
import { type DType, dtypes, isComplex } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { onlyElement } from './elements.ts';
import { type Compute, everyAxis, foldOver } from './fold.ts';
import { checkOut } from './out.ts';
import { rows } from './rows.ts';
import { sizeOf, type View, view } from './view.ts';

interface Row {
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
} satisfies Readonly<Record<string, Row>>;

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
  const { types, fold, empty }: Row = reductions[reduction];
  const count = sizeOf(axes.map(axis => shape[axis]));
  if (!empty && count === 0)
    throw new ConcordatError(
      'shape',
      `${functionName}: zero-size array of shape ${showShape(shape)} to reduction operation ${reduction}imum which has no identity`,
      { function: functionName, shape },
    );
  return value => fold(v.castValue(value, types(value.dtype, functionName)), count);
}

/**
 * A reduction of a value that is computed at every point of arrays, which broadcast to the shape of the first one: no
 * array of the values is made. Over all axes unless some are named.
 *
 * @param key a name of what is computed; see `NestBuilder.run`
 */
export function reduceOf(
  reduction: ReductionName,
  key: string,
  arrays: readonly View[],
  compute: Compute,
  axes: readonly number[] = everyAxis(arrays[0]),
): View {
  const fold = reducer(reduction, arrays[0].shape, axes);
  return foldOver(`${reduction} of ${key}`, arrays, axes, (...elements) => [fold(compute(...elements))])[0];
}

/** Whether no element is infinite or NaN. */
export const allFinite = (x: View): boolean =>
  onlyElement(reduceOf('all', 'finite', [x], rows.isFinite.compute)) as boolean;

/** Whether an element is zero. */
export const isZero: Compute = x => v.equal(x, v.constantValue(0, x.dtype));

/** Whether a real element is below zero, and above it. */
const isNegative: Compute = x => v.realValue(e.binary('less', x.re, e.constant(0, x.re.dtype)));
const isPositive: Compute = x => v.realValue(e.binary('less', e.constant(0, x.re.dtype), x.re));

/** Whether any element is zero. */
export const anyZero = (x: View): boolean => onlyElement(reduceOf('any', 'zero', [x], isZero)) as boolean;

/** Whether any element is below zero. */
export const anyNegative = (x: View): boolean =>
  onlyElement(reduceOf('any', 'negative', [x], isNegative)) as boolean;

/** Whether any element is above zero; a NaN is not. */
export const anyPositive = (x: View): boolean =>
  onlyElement(reduceOf('any', 'positive', [x], isPositive)) as boolean;

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

/** A reduction over axes. */
export function reduced(name: ReductionName, x: View, { axes, keepdims, out }: Folding): View {
  const kept = (axis: number) => !axes.includes(axis);
  const shape = keepdims
    ? x.shape.map((extent, axis) => (kept(axis) ? extent : 1))
    : x.shape.filter((_, axis) => kept(axis));
  const fold = reducer(name, x.shape, axes);
  const [result] = foldOver(`reduce ${name}`, [x], axes, element => [fold(element)], {
    name,
    out: dtype => out && withoutAxes(checkOut(name, out, shape, dtype), keepdims ? axes : []),
  });
  if (out) return out;
  return keepdims ? withAxes(result, x.shape, axes) : result;
}
