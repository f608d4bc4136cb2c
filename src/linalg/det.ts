/** Determinants, by elimination with partial pivoting as LAPACK's getrf does it. */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { castTo } from '../views/cast.ts';
import { filled } from '../views/fill.ts';
import { countOf, newView, type View, view } from '../views/view.ts';
import { adjointOfMatrix, asMatrices } from './adjoint.ts';
import { times } from './arithmetic.ts';
import { eachMatrix } from './elements.ts';
import { diagonalOf, eliminateLarge } from './eliminate.ts';
import { eliminate, MOST_WRITTEN_OUT } from './eliminate-small.ts';
import {
  batchLast,
  batchOf,
  type FloatDType,
  inMemoryOfItsOwn,
  rowsOf,
  squaresArgument,
} from './matrices.ts';

/** sign · the product of pivots [n, …batch]. */
function productOf(pivots: View<'float64'>, sign: View<'float64'>): View<'float64'> {
  const [n, ...batch] = pivots.shape;
  const [down, ...across] = pivots.strides;
  const nest = new NestBuilder(batch, [n]);
  const factor = nest.load(pivots, { strides: [...across, down] }).re;
  const result = nest.store<'float64'>(realValue(times(nest.load(sign).re, e.reduce('product', factor))));
  nest.run();
  return result;
}

const smallDeterminants = eachMatrix<null>((_, cells) => {
  const { rows, sign } = eliminate(cells);
  return [[[rows.map((row, k) => row[k]).reduce(times, sign)]]];
});

const detOperation = defineOperation<Record<string, never>, View<FloatDType>>({
  name: 'det',
  /** g·det(a)·a⁻ᵀ. */
  adjoint: ({ input, result }, [g], tools) => [
    tools.multiply(
      asMatrices(tools.multiply(g, result()), tools),
      adjointOfMatrix(tools.inv(input(0)), tools),
    ),
  ],
  run: ([a]) => {
    const x = a as View<FloatDType>;
    const [n, batch] = [rowsOf(x), batchOf(x)];
    if (n === 0) return filled('det', batch, 1, x.dtype);
    if (countOf(x) === 0) return newView(x.dtype, batch);
    if (n > MOST_WRITTEN_OUT) {
      const { rows, sign } = eliminateLarge(inMemoryOfItsOwn(batchLast(x)));
      return castTo(productOf(diagonalOf(rows), sign), x.dtype);
    }
    const result = newView(x.dtype, [...batch, 1, 1]);
    smallDeterminants(null, [x], [result]);
    return view(result, batch, result.strides.slice(0, -2));
  },
});

/**
 * The determinants of square matrices: the product of the pivots. Source: numpy.linalg.det (LAPACK getrf).
 *
 * @param a (…, n, n)
 * @returns (…), float32 or float64
 * @throws ConcordatError where the last two axes differ
 * @example
 * import { det } from 'concordat';
 * det([[1, 2], [3, 4]]).item().toFixed(12); // => '-2.000000000000'
 */
export const det = (a: ArrayLike): NDArray<FloatDType> => detOperation([squaresArgument('det', 'a', a)], {});
