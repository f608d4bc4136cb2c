/** Right inverses Jᵀ(JJᵀ)⁻¹: what people write for the pseudo-inverse of matrices with independent rows. */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { fault, showShape } from '../errors.ts';
import * as v from '../kernels/value.ts';
import { firstPlaces } from '../views/places.ts';
import { countOf, newView, type View, view } from '../views/view.ts';
import {
  dot,
  larger,
  less,
  magnitude,
  number,
  over,
  smaller,
  type Term,
  workingEpsilon,
} from './arithmetic.ts';
import { type Cells, eachMatrix } from './elements.ts';
import { eliminate, MOST_WRITTEN_OUT, nonZero, substitute } from './eliminate-small.ts';
import {
  batchOf,
  columnsOf,
  constantMatrices,
  type FloatDType,
  matricesArgument,
  newMatrices,
  rowsOf,
} from './matrices.ts';
import { pseudoInverse } from './pinv.ts';
import { valuesOf } from './svd.ts';

const firstBelow = firstPlaces<number>((limit, value) =>
  v.realValue(less(value.re, number(limit, value.re))),
);

/** Throws where `quality`, […batch], of JJᵀ is not above the rounding of its elements. */
function checkQuality(quality: View, limit: number): void {
  if (countOf(quality) === 0) return;
  const [place] = firstBelow(limit, [quality], 1);
  if (!place) return;
  const which = place.length > 0 ? ` of the matrix at [${place.join(', ')}]` : '';
  throw fault(
    'value',
    'rightInverse',
    `J·Jᵀ${which} is singular: its rows depend on each other, and no right inverse exists; pinv gives the pseudo-inverse, which does not need them to be independent`,
    { index: place },
  );
}

/** Jᵀ(JJᵀ)⁻¹ written out, and the smallest pivot of JJᵀ beside its largest. */
function written(rows: Cells): [Term[][], Term] {
  const gram = rows.map(a => rows.map(b => dot(a, b)));
  const eliminated = eliminate(gram.map((row, i) => [...row, ...columnsAt(rows, i)]));
  const pivots = eliminated.rows.map((row, k) => magnitude(row[k]));
  const solved = substitute(eliminated.rows);
  const quality = over(pivots.reduce(smaller), nonZero(pivots.reduce(larger)));
  return [solved[0].map((_, j) => solved.map(row => row[j])), quality];
}

/** (JJᵀ)⁻¹J is the transpose of what is wanted: J stands behind JJᵀ as right sides. */
const columnsAt = (rows: Cells, i: number): readonly Term[] => rows[i];

const smallInverses = eachMatrix<null>((_, rows) => {
  const [inverse, smallest] = written(rows);
  return [inverse, [[smallest]]];
});

const rightInverseOperation = defineOperation<Record<string, never>, View<FloatDType>>({
  name: 'rightInverse',
  run: ([a]) => {
    const x = a as View<FloatDType>;
    const [m, n, batch] = [rowsOf(x), columnsOf(x), batchOf(x)];
    // JJᵀ has the square of the condition; float32 elements say nothing beyond 2²³ times the smallest singular value.
    const limit = m * (x.dtype === 'float32' ? workingEpsilon('float32') ** 2 : workingEpsilon('float64'));
    if (m > MOST_WRITTEN_OUT) {
      const values = valuesOf(x);
      const [first, last] = [0, m - 1].map(k =>
        view(
          values,
          batch,
          values.strides.slice(0, -1),
          values.offset + k * values.strides[values.shape.length - 1],
        ),
      );
      checkQuality(ratio(last, first), Math.sqrt(limit));
      // The rows are independent: then the pseudo-inverse is Jᵀ(JJᵀ)⁻¹, without squaring the condition.
      return pseudoInverse(x, { relative: constantMatrices(1e-15, x.dtype, batch), absolute: null });
    }
    const result = newMatrices(x, batch, n, m);
    if (countOf(result) === 0) return result;
    const quality = newView('float64', [...batch, 1, 1]);
    smallInverses(null, [x], [result, quality]);
    checkQuality(view(quality, batch, quality.strides.slice(0, -2)), limit);
    return result;
  },
});

const ratios = eachMatrix<null>((_, x, y) => [[[over(x[0][0], nonZero(y[0][0]))]]]);

function ratio(a: View<FloatDType>, b: View<FloatDType>): View<FloatDType> {
  const result = newMatrices(a, a.shape, 1, 1);
  const cells = (x: View) => view(x, [...x.shape, 1, 1], [...x.strides, 0, 0]);
  ratios(null, [cells(a), cells(b)], [result]);
  return view(result, a.shape, result.strides.slice(0, -2));
}

/**
 * The right inverse Jᵀ(JJᵀ)⁻¹ of each matrix: J times it is the identity. It exists where the rows of J are independent,
 * and is refused where JJᵀ is singular to working precision: `pinv` is not.
 *
 * @param j (…, m, n) with m ≤ n, of any strides: a (2, 4, N) array seen as (N, 2, 4) is not copied first
 * @returns (…, n, m); float32 stays, everything else gives float64
 * @throws ConcordatError where JJᵀ is singular, with the place of the first such matrix; where m > n
 * @example
 * import { rightInverse } from 'concordat';
 * rightInverse([[1, 0, 0], [0, 2, 0]]).toArray(); // => [[1, 0], [0, 0.5], [0, 0]]
 */
export function rightInverse(j: ArrayLike): NDArray<FloatDType> {
  const x = matricesArgument('rightInverse', 'j', j);
  if (rowsOf(x) > columnsOf(x))
    throw fault(
      'shape',
      'rightInverse',
      `j has shape ${showShape(x.shape)}: ${rowsOf(x)} rows of ${columnsOf(x)} elements are never independent, so J·Jᵀ is singular; pinv gives a left inverse`,
      { shape: x.shape },
    );
  return rightInverseOperation([x], {});
}
