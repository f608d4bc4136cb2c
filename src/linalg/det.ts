/** Determinants, by elimination with partial pivoting as LAPACK's getrf does it. */
import { NestBuilder, view } from '../array/build.ts';
import { castTo } from '../array/cast.ts';
import type { ArrayLike } from '../array/convert.ts';
import { ones } from '../array/create.ts';
import { type NDArray, newArray } from '../array/ndarray.ts';
import { defineOperation } from '../array/operation.ts';
import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { times } from './arithmetic.ts';
import { type Cells, eachMatrix } from './elements.ts';
import { diagonalOf, eliminateLarge } from './eliminate.ts';
import { eliminate, MOST_WRITTEN_OUT } from './eliminate-small.ts';
import { batchLast, batchOf, type FloatDType, inMemoryOfItsOwn, rowsOf, squares } from './matrices.ts';

/** sign · the product of pivots [n, …batch]. */
function productOf(pivots: NDArray<'float64'>, sign: NDArray<'float64'>): NDArray<'float64'> {
  const [n, ...batch] = pivots.shape;
  const [down, ...across] = pivots.strides;
  const nest = new NestBuilder(batch, [n]);
  const factor = nest.load(pivots, { strides: [...across, down] }).re;
  const result = nest.store<'float64'>(realValue(times(nest.load(sign).re, e.reduce('product', factor))));
  nest.run('linalg det');
  return result;
}

const detOperation = defineOperation<Record<string, never>, NDArray<FloatDType>>({
  name: 'det',
  run: ([a]) => {
    const x = a as NDArray<FloatDType>;
    const [n, batch] = [rowsOf(x), batchOf(x)];
    if (n === 0) return ones(batch, { dtype: x.dtype });
    if (x.size === 0) return newArray(x.dtype, batch);
    if (n > MOST_WRITTEN_OUT) {
      const { rows, sign } = eliminateLarge(inMemoryOfItsOwn(batchLast(x)));
      return castTo(productOf(diagonalOf(rows), sign), x.dtype);
    }
    const result = newArray(x.dtype, [...batch, 1, 1]);
    eachMatrix('det', [x], [result], (cells: Cells) => {
      const { rows, sign } = eliminate(cells);
      return [[[rows.map((row, k) => row[k]).reduce(times, sign)]]];
    });
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
export const det = (a: ArrayLike): NDArray<FloatDType> => detOperation([squares('det', 'a', a)], {});
