/** Norms of vectors and matrices. Source: numpy.linalg.norm. */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import { type ArrayLike, asView } from '../convert/convert.ts';
import { checkOptions, fault, show, showShape } from '../errors.ts';
import type { Step, Tools } from '../gate/record.ts';
import { isComplex } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import { castValue, magnitude, realValue, type Value } from '../kernels/value.ts';
import { axesOf } from '../views/axes.ts';
import { computation } from '../views/computation.ts';
import { transposed } from '../views/layout.ts';
import { reduced, reductionOf, withAxes } from '../views/reduce.ts';
import type { View } from '../views/view.ts';
import { equal, number, root, select, type Term, times } from './arithmetic.ts';
import { asFloats, type FloatDType } from './matrices.ts';
import { valuesOf } from './svd.ts';

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
const lengthOf = (x: Value): Value =>
  magnitude(isComplex(x.dtype) || x.dtype === 'float32' ? x : castValue(x, 'float64'));

const largest = reductionOf<null>('max', (_, x) => lengthOf(x));
const smallest = reductionOf<null>('min', (_, x) => lengthOf(x));
const sumOf = computation<number>((order, element) => {
  const { term, finish } = foldOf(order);
  return [realValue(finish(e.reduce('preciseSum', term(lengthOf(element).re))))];
});

/** A norm of vectors along one axis, or of everything along several. */
function vectorNorm(x: View, order: number, axes: readonly number[]): View {
  if (Math.abs(order) === Infinity) return (order > 0 ? largest : smallest)(null, [x], axes);
  return sumOf(order, [x], { axes })[0];
}

/** A norm of matrices, in the words of rows and columns. */
function matrixNorm(x: View, order: NormOrder, [rows, columns]: readonly number[]): View {
  if (order === 'fro') return vectorNorm(x, 2, [rows, columns]);
  if (order === 1 || order === -1 || order === Infinity || order === -Infinity) {
    const folded = Math.abs(order) === 1 ? rows : columns;
    const left = folded === rows ? columns : rows;
    const sums = vectorNorm(x, 1, [folded]);
    const axis = left > folded ? left - 1 : left;
    return reduced(order > 0 ? 'max' : 'min', sums, { axes: [axis], keepdims: false });
  }
  if (order === 2 || order === -2 || order === 'nuc') {
    const batch = x.shape.map((_, axis) => axis).filter(axis => axis !== rows && axis !== columns);
    const values = valuesOf(asFloats(transposed(x, [...batch, rows, columns])));
    const fold = order === 'nuc' ? 'sum' : order === 2 ? 'max' : 'min';
    return reduced(fold, values, { axes: [batch.length], keepdims: false });
  }
  throw fault(
    'value',
    'norm',
    `Invalid norm order for matrices: ${show(order)}; it must be 1, -1, 2, -2, Infinity, -Infinity, 'fro' or 'nuc'`,
    { argument: 'ord', value: order },
  );
}

/** What a norm folds, and how; `order` is null for the root of the sum of squares. */
interface Norm {
  readonly axes: readonly number[];
  readonly order: NormOrder | null;
  /** Whether two axes are those of matrices. */
  readonly matrices: boolean;
  readonly keepdims: boolean;
}

const normOperation = defineOperation<Norm, View<FloatDType>>({
  name: 'norm',
  run: ([x], { axes, order, matrices, keepdims }) => {
    const values = matrices ? matrixNorm(x, order!, axes) : vectorNorm(x, (order ?? 2) as number, axes);
    return (keepdims ? withAxes(values, x.shape, axes) : values) as View<FloatDType>;
  },
  adjoint: (step, [g], tools) => [normGradient(step, g, tools)],
});

/** The gradient of a norm of vectors, or of the root of the sum of squares; where the norm is 0, it is 0. */
function normGradient({ options, input, result, shapes: [shape] }: Step<Norm>, g: View, tools: Tools): View {
  const { axes, order, matrices } = options;
  if (matrices && order !== 'fro')
    throw fault('value', 'norm', `of order ${show(order)} of matrices cannot be differentiated`, {
      ord: order,
    });
  const p = matrices ? 2 : ((order ?? 2) as number);
  const kept = shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const [x, y, scale] = [input(0), tools.reshape(result(), kept), tools.reshape(g, kept)];
  const isZero = tools.equal(y, 0);
  const length = tools.where(isZero, 1, y);
  if (p === 2) return tools.multiply(scale, tools.where(isZero, 0, tools.divide(x, length)));
  const size = tools.abs(x);
  const direction = tools.divide(x, tools.where(tools.equal(size, 0), 1, size));
  if (p === 0) return tools.zeros(shape, g.dtype);
  if (p === 1) return tools.multiply(scale, direction);
  if (Math.abs(p) === Infinity) {
    const isTaken = tools.astype(tools.equal(size, y), g.dtype);
    return tools.multiply(
      tools.multiply(scale, direction),
      tools.divide(isTaken, tools.sum(isTaken, axes, true)),
    );
  }
  const share = tools.power(tools.divide(tools.where(isZero, 1, size), length), p - 1);
  return tools.where(isZero, 0, tools.multiply(tools.multiply(scale, direction), share));
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
  const source = asView(x, 'norm', 'x');
  const axes = axesOf('norm', axis, source.shape.length);
  const bad = (what: string): never => {
    throw fault('value', 'norm', `${what}; x has shape ${showShape(source.shape)}`, {
      ord,
      axis,
      shape: source.shape,
    });
  };
  if (isComplex(source.dtype) && axes.length === 2 && (ord === 2 || ord === -2 || ord === 'nuc'))
    bad(`singular values of ${source.dtype} are not supported`);
  const matrices = ord !== null && axes.length === 2;
  if (ord !== null && axes.length > 2)
    bad('Improper number of dimensions to norm: ord needs one axis, or two');
  if (ord === null && axis !== null && axes.length > 2)
    bad('Improper number of dimensions to norm: ord needs one axis, or two');
  if (axes.length === 1 && typeof ord === 'string') bad(`Invalid norm order ${show(ord)} for vectors`);
  return normOperation([source], { axes, order: ord, matrices, keepdims });
}
