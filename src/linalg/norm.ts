/** Norms of vectors and matrices. Source: numpy.linalg.norm. */
import { view } from '../array/build.ts';
import type { ArrayLike } from '../array/convert.ts';
import { asArray } from '../array/convert.ts';
import { foldOver } from '../array/fold.ts';
import type { NDArray } from '../array/ndarray.ts';
import { defineOperation } from '../array/operation.ts';
import { max, min, reduceOf, sum } from '../array/reduce.ts';
import { axesOf, transpose } from '../array/views.ts';
import { checkOptions, fault, show, showShape } from '../errors.ts';
import { isComplex } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import { castValue, magnitude, realValue, type Value } from '../kernels/value.ts';
import { equal, number, root, select, type Term, times } from './arithmetic.ts';
import type { FloatDType } from './matrices.ts';
import { singularValues } from './svd.ts';

/** Which norm: of a vector any number, of a matrix 1, −1, 2, −2, Infinity, −Infinity, 'fro' or 'nuc'. */
export type NormOrder = number | 'fro' | 'nuc';

/** Options of `norm`. */
export interface NormOptions {
  /** Which norm; without it the root of the sum of squares. */
  readonly ord?: NormOrder | null;
  /** One axis of vectors, or two of matrices (rows, columns); without it all of a list or a matrix. */
  readonly axis?: number | readonly [number, number] | null;
  /** Keeps the axes with extent 1. */
  readonly keepdims?: boolean;
}

/** What is summed of an element's magnitude, and what is made of the sum. */
interface Fold {
  readonly term: (a: Term) => Term;
  readonly finish: (sum: Term) => Term;
}

const power = (a: Term, exponent: number): Term => e.binary('power', a, number(exponent, a));

function foldOf(order: number): Fold {
  if (order === 2) return { term: a => times(a, a), finish: root };
  if (order === 1) return { term: a => a, finish: total => total };
  if (order === 0)
    return {
      term: a => select(equal(a, number(0, a)), number(0, a), number(1, a)),
      finish: total => total,
    };
  return { term: a => power(a, order), finish: total => power(total, 1 / order) };
}

/** The magnitude of an element in the type in which norms are computed. */
const sizeOf = (x: Value): Value =>
  magnitude(isComplex(x.dtype) || x.dtype === 'float32' ? x : castValue(x, 'float64'));

const foldOperation = defineOperation<{ axes: readonly number[]; order: number }, NDArray<FloatDType>>({
  name: 'norm',
  run: ([x], { axes, order }) => {
    if (Math.abs(order) === Infinity)
      return reduceOf(order > 0 ? 'max' : 'min', 'sizes', [x], sizeOf, axes) as NDArray<FloatDType>;
    const { term, finish } = foldOf(order);
    const [result] = foldOver(`linalg norm ${order}`, [x], axes, element => [
      realValue(finish(e.reduce('preciseSum', term(sizeOf(element).re)))),
    ]);
    return result as NDArray<FloatDType>;
  },
});

/** A norm of vectors along one axis, or of everything along several. */
function vectorNorm(x: NDArray, order: number, axes: readonly number[]): NDArray<FloatDType> {
  return foldOperation([x], { axes, order });
}

/** A norm of matrices, in the words of rows and columns. */
function matrixNorm(x: NDArray, order: NormOrder, [rows, columns]: readonly number[]): NDArray<FloatDType> {
  if (order === 'fro') return vectorNorm(x, 2, [rows, columns]);
  if (order === 1 || order === -1 || order === Infinity || order === -Infinity) {
    const folded = Math.abs(order) === 1 ? rows : columns;
    const left = folded === rows ? columns : rows;
    const sums = vectorNorm(x, 1, [folded]);
    const axis = left > folded ? left - 1 : left;
    return (order > 0 ? max : min)(sums, { axis }) as NDArray<FloatDType>;
  }
  if (order === 2 || order === -2 || order === 'nuc') {
    const batch = x.shape.map((_, axis) => axis).filter(axis => axis !== rows && axis !== columns);
    const sorted = [...batch, rows, columns];
    const values = singularValues(transpose(x, sorted));
    const fold = order === 'nuc' ? sum : order === 2 ? max : min;
    return fold(values, { axis: -1 }) as NDArray<FloatDType>;
  }
  throw fault(
    'value',
    'norm',
    `Invalid norm order for matrices: ${show(order)}; it must be 1, -1, 2, -2, Infinity, -Infinity, 'fro' or 'nuc'`,
    { argument: 'ord', value: order },
  );
}

/**
 * The norm of vectors along one axis, or of matrices over two:
 *
 * | ord | vectors | matrices |
 * |---|---|---|
 * | none | √Σx² | √ΣΣx² |
 * | p | (Σ\|x\|^p)^(1/p); 0 counts what is not 0 | |
 * | 1, −1 | | largest, smallest sum of a column |
 * | ∞, −∞ | largest, smallest \|x\| | largest, smallest sum of a row |
 * | 2, −2 | | largest, smallest singular value |
 * | 'fro', 'nuc' | | √ΣΣx², sum of singular values |
 *
 * Without `axis`, the norm of a list or a matrix; of more axes only without `ord`, as of one long list. Source:
 * numpy.linalg.norm.
 *
 * @param x real numbers; float32 stays, everything else gives float64
 * @param options `ord`, `axis`, `keepdims`
 * @returns the axes that are left
 * @throws ConcordatError for an order that there is not, more than two axes, complex numbers
 * @example
 * import { norm } from 'concordat';
 * norm([3, 4]).item(); // => 5
 * norm([[3, 4], [6, 8]], { axis: 1 }).toArray(); // => [5, 10]
 * norm([[1, 2], [3, 4]], { ord: 1 }).item(); // => 6
 */
export function norm(x: ArrayLike, options: NormOptions = {}): NDArray<FloatDType> {
  checkOptions('norm', options, ['ord', 'axis', 'keepdims']);
  const { axis = null, keepdims = false } = options;
  const ord = options.ord ?? null;
  const source = asArray(x, 'norm', 'x');
  const axes = axesOf('norm', axis, source.ndim);
  const bad = (what: string): never => {
    throw fault('value', 'norm', `${what}; x has shape ${showShape(source.shape)}`, {
      ord,
      axis,
      shape: source.shape,
    });
  };
  if (isComplex(source.dtype) && axes.length === 2 && (ord === 2 || ord === -2 || ord === 'nuc'))
    bad(`singular values of ${source.dtype} are not supported`);
  const values = ((): NDArray<FloatDType> => {
    if (ord === null && (axis === null || axes.length <= 2)) return vectorNorm(source, 2, axes);
    if (axes.length === 1)
      return typeof ord === 'number'
        ? vectorNorm(source, ord, axes)
        : bad(`Invalid norm order ${show(ord)} for vectors`);
    if (axes.length !== 2) bad('Improper number of dimensions to norm: ord needs one axis, or two');
    return matrixNorm(source, ord!, axes);
  })();
  if (!keepdims) return values;
  let next = 0;
  const strides = source.shape.map((_, k) => (axes.includes(k) ? 0 : values.strides[next++]));
  return view(
    values,
    source.shape.map((extent, k) => (axes.includes(k) ? 1 : extent)),
    strides,
  );
}
