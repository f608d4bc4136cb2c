/** Square systems and inverses, by elimination with partial pivoting as LAPACK's getrf does it. */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { asOperands } from '../convert/operands.ts';
import { fault, showShape } from '../errors.ts';
import { broadcastLeading, stretch } from '../views/broadcast.ts';
import { castTo } from '../views/cast.ts';
import { identityMatrix } from '../views/fill.ts';
import { joined } from '../views/join.ts';
import { firstPlaces } from '../views/places.ts';
import { anyZero, isZero } from '../views/reduce.ts';
import type { View } from '../views/view.ts';
import { countOf, view } from '../views/view.ts';
import { adjointOfMatrix } from './adjoint.ts';
import type { Term } from './arithmetic.ts';
import { type Cells, eachMatrix } from './elements.ts';
import { diagonalOf, eliminateLarge, substituteLarge } from './eliminate.ts';
import { eliminate, MOST_WRITTEN_OUT, substitute, withIdentity } from './eliminate-small.ts';
import {
  batchFirst,
  batchLast,
  batchOf,
  columnsOf,
  type FloatDType,
  firstLast,
  floatArgument,
  inCommonType,
  newMatrices,
  rowsOf,
  squaresArgument,
  vectorsHint,
} from './matrices.ts';

const firstZero = firstPlaces(isZero);

/** Throws where a pivot, of [n, …batch], is zero. */
function checkPivots(name: string, pivots: View): void {
  if (countOf(pivots) === 0) return;
  if (!anyZero(pivots)) return;
  const [[...place]] = firstZero(null, [firstLast(pivots)], 1);
  place.pop();
  const which = place.length > 0 ? ` at [${place.join(', ')}]` : '';
  throw fault(
    'value',
    name,
    `Singular matrix: the matrix${which} has no inverse; pinv gives the least-squares solution of least length`,
    { index: place },
  );
}

/** Pivots […batch, n, 1] as [n, …batch]. */
function diagonal(pivots: View): View {
  const [n, , ...batch] = batchLast(pivots).shape;
  const [down, , ...across] = batchLast(pivots).strides;
  return view(pivots, [n, ...batch], [down, ...across]);
}

const pivotsOf = (rows: readonly (readonly Term[])[]): Term[] => rows.map((row, k) => row[k]);

/** Augmented rows as [n, columns, …batch], in memory of their own. */
function augmented(a: View<FloatDType>, b: View<FloatDType>): View<'float64'> {
  const rows = [a, b].map(x => castTo(batchLast(x), 'float64'));
  return joined(rows, 1, 'float64') as View<'float64'>;
}

/** What stands right of a matrix when it is eliminated, and the pivots. */
function eliminated(augmented: Cells): readonly Cells[] {
  const { rows } = eliminate(augmented);
  return [substitute(rows), pivotsOf(rows).map(pivot => [pivot])];
}

const smallSolutions = eachMatrix<null>((_, x, y) => eliminated(x.map((row, i) => [...row, ...y[i]])));
const smallInverses = eachMatrix<null>((_, x) => eliminated(withIdentity(x)));

/** The solutions of systems (…, n, n) for right sides (…, n, m) of the same batch; errors name `name`. */
function solved(name: string, left: View<FloatDType>, right: View<FloatDType>): View<FloatDType> {
  const [n, m, batch] = [rowsOf(left), columnsOf(right), batchOf(left)];
  if (countOf(left) === 0) return newMatrices(left, batch, n, m);
  if (n > MOST_WRITTEN_OUT) {
    const factored = eliminateLarge(augmented(left, right));
    checkPivots(name, diagonalOf(factored.rows));
    const found = batchFirst(substituteLarge(factored));
    factored.rows.storage.dispose();
    return castTo(found, left.dtype);
  }
  const result = newMatrices(left, batch, n, m);
  if (countOf(result) === 0) return result;
  const pivots = newMatrices(left, batch, n, 1);
  smallSolutions(null, [left, right], [result, pivots]);
  checkPivots(name, diagonal(pivots));
  return result;
}

/** Right sides are matrices, or where `list` is true lists. */
const solveOperation = defineOperation<{ name: string; list: boolean }, View<FloatDType>>({
  name: 'solve',
  /** With b̄ = a⁻ᵀ·g: b̄, and −b̄·xᵀ. */
  adjoint: ({ input, result, options: { list } }, [g], tools) => {
    const columns = (x: View) => (list ? tools.reshape(x, [...x.shape, 1]) : x);
    const a = adjointOfMatrix(input(0), tools);
    const sides = tools.solve(a, columns(g));
    const ofA = tools.negate(tools.matmul(sides, adjointOfMatrix(columns(result()), tools)));
    return [ofA, list ? tools.reshape(sides, g.shape) : sides];
  },
  run: (inputs, { name, list }) => {
    const [left, right] = inputs as readonly View<FloatDType>[];
    const sides = list ? view(right, [...right.shape, 1], [...right.strides, 0]) : right;
    const n = rowsOf(left);
    const batch = broadcastLeading(name, [batchOf(left), batchOf(sides)], [left.shape, right.shape], 2);
    const found = solved(
      name,
      stretch(left, [...batch, n, n]),
      stretch(sides, [...batch, n, columnsOf(sides)]),
    );
    return list ? view(found, found.shape.slice(0, -1), found.strides.slice(0, -1)) : found;
  },
});

/**
 * Solves a·x = b for each pair of a batch; leading axes broadcast. Source: numpy.linalg.solve (LAPACK gesv).
 *
 * @param a (…, n, n)
 * @param b (…, n, m), or (n) for one right side
 * @returns (…, n, m), or (…, n); float32 if both are (a list beside float32 is), else float64
 * @throws ConcordatError 'Singular matrix' with the place of the first one; for shapes that do not fit
 * @example
 * import { solve } from 'concordat';
 * solve([[2, 0], [0, 4]], [2, 2]).toArray(); // => [1, 0.5]
 * solve([[2, 0], [0, 4]], [[2, 4], [2, 8]]).toArray(); // => [[1, 2], [0.5, 2]]
 */
export function solve(a: ArrayLike, b: ArrayLike): NDArray<FloatDType> {
  const [first, second] = asOperands('solve', [
    ['a', a],
    ['b', b],
  ]);
  return solveSides('solve', first, second, second.shape.length === 1);
}

/** `solve` for right sides that are one list for each matrix, or matrices; errors show the shapes as they were given. */
export function solveSides(name: string, a: ArrayLike, b: ArrayLike, list: boolean): NDArray<FloatDType> {
  const given = floatArgument(name, 'b', b);
  const [left, right] = inCommonType(squaresArgument(name, 'a', a), given);
  const shapes = [left.shape, right.shape];
  const signature = list ? '(m,m),(m)->(m)' : '(m,m),(m,n)->(m,n)';
  const refused = (what: string) => {
    const said = `a has shape ${showShape(left.shape)}, b ${showShape(right.shape)}`;
    return fault('shape', name, `Input operand 1 ${what}; ${said}`, { shapes });
  };
  const least = list ? 1 : 2;
  if (right.shape.length < least)
    throw refused(
      `does not have enough dimensions (has ${right.shape.length}, gufunc core with signature ${signature} requires ${least})`,
    );
  const rows = right.shape[right.shape.length - least];
  const n = rowsOf(left);
  if (rows !== n)
    throw refused(
      `has a mismatch in its core dimension 0, with gufunc signature ${signature} (size ${rows} is different from ${n})` +
        (list ? '' : vectorsHint('solve', left.shape, right.shape)),
    );
  return solveOperation([left, right], { name, list });
}

const invOperation = defineOperation<Record<string, never>, View<FloatDType>>({
  name: 'inv',
  /** −yᵀ·g·yᵀ. */
  adjoint: ({ result }, [g], tools) => {
    const y = adjointOfMatrix(result(), tools);
    return [tools.negate(tools.matmul(tools.matmul(y, g), y))];
  },
  run: ([a]) => {
    const x = a as View<FloatDType>;
    const [n, batch] = [rowsOf(x), batchOf(x)];
    if (n > MOST_WRITTEN_OUT && countOf(x) > 0)
      return solved('inv', x, stretch(identityMatrix('inv', n, x.dtype), [...batch, n, n]));
    const result = newMatrices(x, batch, n, n);
    if (countOf(result) === 0) return result;
    const pivots = newMatrices(x, batch, n, 1);
    smallInverses(null, [x], [result, pivots]);
    checkPivots('inv', diagonal(pivots));
    return result;
  },
});

/**
 * The inverses of square matrices. Source: numpy.linalg.inv (LAPACK gesv).
 *
 * @param a (…, n, n), of any strides
 * @returns (…, n, n); float32 stays, everything else gives float64
 * @throws ConcordatError 'Singular matrix' with the place of the first one; where the last two axes differ
 * @example
 * import { inv } from 'concordat';
 * inv([[2, 0], [0, 4]]).toArray(); // => [[0.5, 0], [0, 0.25]]
 */
export const inv = (a: ArrayLike): NDArray<FloatDType> => invOperation([squaresArgument('inv', 'a', a)], {});
