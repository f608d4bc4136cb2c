/** torch.linalg: pseudo-inverses by torch's rule of what counts as zero. Source: torch 1.13, linalg_pinv. */

import { maximum, where } from '../../array/comparison.ts';
import type { NDArray } from '../../array/ndarray.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { fault } from '../../errors.ts';
import { dtypes } from '../../kernels/dtype.ts';
import type { FloatDType } from '../../linalg/matrices.ts';
import { pinvWithin } from '../../linalg/pinv.ts';
import { arrayLike, flag, passedOn } from '../kinds.ts';
import { keywordOnly, optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';

/** The arguments of `pinv` after the matrices, by name. */
export interface PinvKeywords {
  /** Singular values up to this count as zero; a number, or an array over the leading axes. */
  atol?: ArrayLike | null;
  /** Singular values up to this part of the largest count as zero. */
  rtol?: ArrayLike | null;
  /** Whether the matrices are symmetric; then only the lower triangle is read. */
  hermitian?: boolean;
}

const tolerance = optional(passedOn<ArrayLike | null>('a number, or an array over the leading axes'), null);

const pseudoInverse = signature('torch.linalg.pinv', {
  A: arrayLike,
  rcond: tolerance,
  hermitian: optional(flag, false),
  atol: keywordOnly(tolerance),
  rtol: keywordOnly(tolerance),
} satisfies Takes<PinvKeywords>);

/**
 * `torch.linalg.pinv`: the pseudo-inverse, without the singular values up to max(atol, rtol · σ₁). Without tolerances rtol is
 * max(m, n) · ε of the element type; with atol above zero alone it is 0. (NumPy's rcond is 1e-15, whatever the type: in
 * float32 it keeps what is only rounding.)
 *
 * @param A (…, m, n), float32 or float64
 * @param rest `rcond`, `hermitian` by position, as before torch 1.11; `atol`, `rtol`, `hermitian` by name
 * @returns (…, n, m)
 * @throws ConcordatError for integers, as torch does
 * @example
 * import { linalg } from 'concordat/torch';
 * linalg.pinv([[2, 0], [0, 1e-20]]).toArray(); // => [[0.5, 0], [0, 0]]
 */
export function pinv(
  A: ArrayLike,
  ...rest: Rest<[rcond: number, hermitian: boolean], PinvKeywords>
): NDArray<FloatDType> {
  return pseudoInverse.call([A, ...rest], inverted);
}

function inverted(call: Bound<typeof pseudoInverse.parameters>): NDArray<FloatDType> {
  const { name } = pseudoInverse;
  const { A: x, rcond, hermitian, atol, rtol: given } = call;
  if (dtypes[x.dtype].kind !== 'f')
    throw fault(
      'dtype',
      name,
      `Expected a floating point or complex tensor as input. Got ${x.dtype}; here float32 and float64 are supported`,
      { dtype: x.dtype },
    );
  const [m, n] = x.shape.slice(-2);
  const usual = Math.max(m, n) * (x.dtype === 'float32' ? 2 ** -23 : 2 ** -52);
  const rtol = given ?? rcond ?? (atol === null ? usual : where(maximum(atol, 0), 0, usual));
  return pinvWithin(name, x, { rtol, atol: atol ?? undefined, hermitian });
}
