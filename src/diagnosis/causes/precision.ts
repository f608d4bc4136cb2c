/** The values rounded to a type with fewer digits: by a cast at the end, or by computing in that type. */
import { multiply } from '../../array/arithmetic.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { type DType, dtypes, isComplex, isInteger } from '../../kernels/dtype.ts';
import { narrowed } from '../apply.ts';
import type { Cause } from '../cause.ts';
import { isFloat32, looksLikeFloat32 } from '../digits.ts';
import type { Precision } from '../finding.ts';
import { meets } from '../meets.ts';
import { knownPart } from '../state.ts';
import { epsilonOf, sharedEpsilon } from '../tolerance.ts';

/** How values of one type become another's at the end: only floating-point numbers lose digits to whole ones. */
const casts = (from: DType, to: DType): Precision[] =>
  dtypes[from].kind === 'f' && isInteger(to)
    ? (['truncated', 'rounded'] as const).map(how => ({ kind: 'precision', from, to, how }))
    : [];

/** What an array may look like in the type of the other result: itself, or cast to whole numbers. */
export function seenAs(array: NDArray, to: DType): NDArray[] {
  const facts = casts(array.dtype, to);
  return facts.length > 0 ? facts.map(fact => narrowed(array, fact)) : [array];
}

/** Factors nearer to 1 are none that somebody applied. */
const NEAR = 2 ** -10;

export const otherPrecision: Cause = {
  propose: (state, target) => {
    const [from, to] = [state.array.dtype, target.field.array.dtype];
    if (meets(state, target)) return [];
    const cast = casts(from, to);
    if (cast.length > 0) return cast;
    // Two wide results can differ by the rounding of a narrow type that one of them passed through.
    const narrow: DType = isComplex(from) ? 'complex64' : 'float32';
    const shared = sharedEpsilon(from, to);
    if (shared === 0 || shared >= epsilonOf(narrow) || !meets({ ...state, coarse: true }, target)) return [];
    const factor = state.facts.reduce((all, fact) => (fact.kind === 'scale' ? all * fact.factor : all), 1);
    // So near to 1, a factor that was measured at one element is an error of that element.
    if (factor !== 1 && Math.abs(factor - 1) < NEAR) return [];
    const pair = [state.array, target.field.array].map(array => knownPart(state, array));
    // A factor that was applied afterwards is taken off before values are asked for their type.
    const plain = factor === 1 ? [] : [pair.map(array => multiply(array, 1 / factor))];
    const terms = [target.terms * Math.abs(factor), target.terms];
    const outliers = target.coarse.relative > 0;
    const isRounded = (coarse: 0 | 1) =>
      [pair, ...plain].some(
        (arrays, k) =>
          isFloat32(arrays[coarse]) &&
          looksLikeFloat32(arrays[1 - coarse], arrays[coarse], { terms: terms[k], outliers }),
      );
    if (epsilonOf(from) < epsilonOf(narrow) && isRounded(1))
      return [{ kind: 'precision', from, to: narrow, how: 'computed' }];
    // Where the reference is the narrow one, the other has more digits, not fewer.
    if (isRounded(0)) return [{ kind: 'precision', from: narrow, to, how: 'computed' }];
    return [];
  },
};
