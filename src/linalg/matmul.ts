/** The product of matrices, over any leading axes. Source: the rules of numpy.matmul (PEP 465). */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { asOperands } from '../convert/operands.ts';
import { fault, showShape } from '../errors.ts';
import type { Adjoint } from '../gate/record.ts';
import { type DType, promoteTypes } from '../kernels/dtype.ts';
import * as v from '../kernels/value.ts';
import { broadcastLeading, stretch } from '../views/broadcast.ts';
import { computation } from '../views/computation.ts';
import { squeezed } from '../views/layout.ts';
import type { View } from '../views/view.ts';
import { view } from '../views/view.ts';
import { adjointOfMatrix, batchAxes } from './adjoint.ts';
import { batchOf, columnsOf, rowsOf, vectorsHint } from './matrices.ts';

const sumOfProducts = computation<DType>((dtype, left, right) => [
  v.sum(v.multiply(v.castValue(left, dtype), v.castValue(right, dtype))),
]);

/** The products of matrices (…, n, k) and (…, k, m), whose leading axes broadcast to `batch`. */
function product(a: View, b: View, batch: readonly number[]): View {
  const [rows, inner] = a.shape.slice(-2);
  const columns = b.shape[b.shape.length - 1];
  const [first, second] = [stretch(a, [...batch, rows, inner]), stretch(b, [...batch, inner, columns])];
  const rank = batch.length;
  const points = [...batch, rows, columns, inner];
  const [ofRows, ofInner] = first.strides.slice(rank);
  const [ofTerms, ofColumns] = second.strides.slice(rank);
  const left = view(first, points, [...first.strides.slice(0, rank), ofRows, 0, ofInner]);
  const right = view(second, points, [...second.strides.slice(0, rank), 0, ofColumns, ofTerms]);
  const dtype = promoteTypes(a.dtype, b.dtype);
  return sumOfProducts(dtype, [left, right], { axes: [rank + 2], name: 'matmul' })[0];
}

/** g·bᴴ and aᴴ·g; a list is a row on the left, a column on the right. */
const matmulAdjoint: Adjoint<Record<string, never>> = ({ input, shapes }, [g], tools) => {
  const [row, column] = [shapes[0].length === 1, shapes[1].length === 1];
  const { reshape, matmul } = tools;
  const a = row ? reshape(input(0), [1, ...shapes[0]]) : input(0);
  const b = column ? reshape(input(1), [...shapes[1], 1]) : input(1);
  const rank = g.shape.length - (row ? 0 : 1) - (column ? 0 : 1);
  const whole = reshape(g, [...g.shape.slice(0, rank), rowsOf(a), columnsOf(b)]);
  const ofA = matmul(whole, adjointOfMatrix(b, tools));
  const ofB = matmul(adjointOfMatrix(a, tools), whole);
  return [
    row ? reshape(tools.sum(ofA, batchAxes(ofA), false), shapes[0]) : ofA,
    column ? reshape(tools.sum(ofB, batchAxes(ofB), false), shapes[1]) : ofB,
  ];
};

const matmulOperation = defineOperation<Record<string, never>>({
  name: 'matmul',
  adjoint: matmulAdjoint,
  run: ([first, second]) => {
    const [row, column] = [first.shape.length === 1, second.shape.length === 1];
    const left = row ? view(first, [1, ...first.shape], [0, ...first.strides]) : first;
    const right = column ? view(second, [...second.shape, 1], [...second.strides, 0]) : second;
    checkInner(first, second, columnsOf(left), rowsOf(right));
    const batch = broadcastLeading('matmul', [batchOf(left), batchOf(right)], [first.shape, second.shape], 2);
    const rank = batch.length;
    return squeezed(product(left, right, batch), [...(row ? [rank] : []), ...(column ? [rank + 1] : [])]);
  },
});

/**
 * The matrix product over the last two axes; leading axes broadcast. A list counts as a row on the left and as a column
 * on the right, and its axis is left out of the result.
 *
 *     y[…, i, j] = Σ_k  a[…, i, k] · b[…, k, j]
 *
 * Sums are taken in the type of the result, as NumPy does; integers wrap. A list beside a float32 array is float32. Source:
 * numpy.matmul.
 *
 * @param a (…, n, k), or (k)
 * @param b (…, k, m), or (k)
 * @returns (…, n, m)
 * @throws ConcordatError in NumPy's words when the inner sizes differ or an operand has no axis
 * @example
 * import { matmul } from 'concordat';
 * matmul([[1, 2], [3, 4]], [[0, 1], [1, 0]]).toArray(); // => [[2, 1], [4, 3]]
 * matmul([[1, 2], [3, 4]], [1, 10]).toArray(); // => [21, 43]
 */
export function matmul(a: ArrayLike, b: ArrayLike): NDArray {
  const [first, second] = asOperands('matmul', [
    ['a', a],
    ['b', b],
  ]);
  [first, second].forEach((operand, place) => {
    if (operand.shape.length === 0)
      throw fault(
        'shape',
        'matmul',
        `Input operand ${place} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1); multiply by a number with multiply`,
        { argument: 'ab'[place] },
      );
  });
  return matmulOperation([first, second], {});
}

function checkInner(first: View, second: View, inner: number, other: number): void {
  if (inner === other) return;
  const axis = Math.max(0, second.shape.length - 2);
  const reversed =
    first.shape.length > 2 &&
    second.shape.length === first.shape.length &&
    second.shape.every((n, k) => n === first.shape.at(-1 - k));
  const why = reversed
    ? `. Transposing an array of ${second.shape.length} axes reverses all of them: (${first.shape.join(', ')}) became (${second.shape.join(', ')}). Swap only the last two: transpose(x, [${lastSwapped(first.shape.length)}]), in NumPy x.swapaxes(-1, -2)`
    : `; the operands have shapes ${showShape(first.shape)} and ${showShape(second.shape)}, and the last axis of the first must be as long as the ${second.shape.length === 1 ? 'second' : 'second last of the second'}${vectorsHint('matmul', first.shape, second.shape)}`;
  throw fault(
    'shape',
    'matmul',
    `Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${other} is different from ${inner})${why}`,
    { axis, shapes: [first.shape, second.shape] },
  );
}

function lastSwapped(rank: number): string {
  const order = Array.from({ length: rank }, (_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  return order.join(', ');
}
