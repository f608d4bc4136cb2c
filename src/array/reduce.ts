/**
 * Reductions over axes: sum, mean, minimum, maximum, product, any, all. Sums of floats carry their rounding errors
 * along, so they are at least as accurate as NumPy's pairwise ones.
 */
import { ConcordatError, checkOptions, showShape } from '../errors.ts';
import { type DType, dtypes, isComplex } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { view } from './build.ts';
import { type ArrayLike, asArray } from './convert.ts';
import { type Compute, everyAxis, foldOver } from './fold.ts';
import { type NDArray, sizeOf } from './ndarray.ts';
import { defineOperation } from './operation.ts';
import { checkOut } from './out.ts';
import { rows } from './rows.ts';
import { axesOf } from './views.ts';

/** Options of a reduction. */
export interface ReduceOptions {
  /** The axis or axes to fold; all of them when not given. */
  axis?: number | readonly number[] | null;
  /** Keeps the folded axes with extent 1. */
  keepdims?: boolean;
  /** An array of the result's shape and type that the result is written into and that is returned. */
  out?: NDArray;
}

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
  arrays: readonly NDArray[],
  compute: Compute,
  axes: readonly number[] = everyAxis(arrays[0]),
): NDArray {
  const fold = reducer(reduction, arrays[0].shape, axes);
  return foldOver(`${reduction} of ${key}`, arrays, axes, (...elements) => [fold(compute(...elements))])[0];
}

/** Whether no element is infinite or NaN. */
export const allFinite = (x: NDArray): boolean =>
  reduceOf('all', 'finite', [x], rows.isFinite.compute).item<boolean>();

/** Whether an element is zero. */
export const isZero: Compute = x => v.equal(x, v.constantValue(0, x.dtype));

/** Whether any element is zero. */
export const anyZero = (x: NDArray): boolean => reduceOf('any', 'zero', [x], isZero).item<boolean>();

/** A view without these axes, all of extent 1. */
const withoutAxes = (x: NDArray, axes: readonly number[]): NDArray =>
  view(
    x,
    x.shape.filter((_, axis) => !axes.includes(axis)),
    x.strides.filter((_, axis) => !axes.includes(axis)),
  );

function defineReduction(name: ReductionName) {
  const operation = defineOperation<{ axes: readonly number[]; keepdims: boolean; out?: NDArray }>({
    name,
    run: ([x], { axes, keepdims, out }) => {
      const kept = x.shape.map((_, axis) => axis).filter(axis => !axes.includes(axis));
      const resultShape = keepdims
        ? x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))
        : kept.map(axis => x.shape[axis]);
      const fold = reducer(name, x.shape, axes);
      const [result] = foldOver(`reduce ${name}`, [x], axes, element => [fold(element)], {
        name,
        out: dtype => out && withoutAxes(checkOut(name, out, resultShape, dtype), keepdims ? axes : []),
      });
      if (out) return out;
      if (!keepdims) return result;
      const strides = x.shape.map((_, axis) =>
        axes.includes(axis) ? 0 : result.strides[kept.indexOf(axis)],
      );
      return view(result, resultShape, strides);
    },
  });
  return (x: ArrayLike, options: ReduceOptions = {}): NDArray => {
    checkOptions(name, options, ['axis', 'keepdims', 'out']);
    const source = asArray(x, name, 'x');
    const axes = axesOf(name, options.axis, source.ndim);
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
