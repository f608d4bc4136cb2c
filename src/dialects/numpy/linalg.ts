/** numpy.linalg: the functions of this library under NumPy's names and argument rules. Source: numpy 1.24. */

import type { NDArray } from '../../array/ndarray.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { fault } from '../../errors.ts';
import * as own from '../../linalg/index.ts';
import { solveSides } from '../../linalg/solve.ts';
import { arrayLike, flag, passedOn } from '../kinds.ts';
import { optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { signature } from '../signature.ts';

type Floats = NDArray<own.FloatDType>;

/** The arguments of `pinv` after the matrices, by name. */
export interface PinvKeywords {
  /** The part of the largest singular value up to which others count as zero. */
  rcond?: ArrayLike;
  /** Whether the matrices are symmetric. */
  hermitian?: boolean;
}

const pseudoInverse = signature('numpy.linalg.pinv', {
  a: arrayLike,
  rcond: optional(passedOn<ArrayLike>('a number, or an array over the leading axes'), 1e-15),
  hermitian: optional(flag, false),
} satisfies Takes<PinvKeywords>);

/**
 * `numpy.linalg.pinv`.
 *
 * @param a (…, m, n)
 * @param rest `rcond` (1e-15): a number, or an array over the leading axes; `hermitian`
 * @throws ConcordatError as the library's own `pinv`, and for arguments that there are not
 * @example
 * import { linalg } from 'concordat/numpy';
 * linalg.pinv([[2, 0], [0, 4]]).toArray(); // => [[0.5, 0], [0, 0.25]]
 */
export function pinv(
  a: ArrayLike,
  ...rest: Rest<[rcond: ArrayLike, hermitian: boolean], PinvKeywords>
): Floats {
  return pseudoInverse.call([a, ...rest], ({ a: x, rcond, hermitian }) => own.pinv(x, { rcond, hermitian }));
}

/** The arguments of `svd` after the matrices, by name. */
export interface SvdKeywords {
  /** Whether u and vh are square: true unless said. */
  full_matrices?: boolean;
  /** Whether u and vh are wanted: true unless said. */
  compute_uv?: boolean;
  /** Whether the matrices are symmetric: false unless said. */
  hermitian?: boolean;
}

const decomposition = signature('numpy.linalg.svd', {
  a: arrayLike,
  full_matrices: optional(flag, true),
  compute_uv: optional(flag, true),
  hermitian: optional(flag, false),
} satisfies Takes<SvdKeywords>);

/**
 * `numpy.linalg.svd`: [u, s, vh], or s alone with `compute_uv=False`.
 *
 * @param a (…, m, n)
 * @param rest `full_matrices` (true), `compute_uv` (true), `hermitian` (false; it only saves NumPy time)
 * @throws ConcordatError as the library's own `svd`, and for arguments that there are not
 * @example
 * import { linalg } from 'concordat/numpy';
 * linalg.svd([[0, 2], [1, 0]], { compute_uv: false }).toArray(); // => [2, 1]
 */
export function svd(a: ArrayLike, keywords: SvdKeywords & { compute_uv: false }): Floats;
export function svd(
  a: ArrayLike,
  ...rest: Rest<[full_matrices: boolean, compute_uv: true, hermitian: boolean], SvdKeywords>
): [u: Floats, s: Floats, vh: Floats];
export function svd(a: ArrayLike, ...rest: unknown[]): Floats | [Floats, Floats, Floats] {
  return decomposition.call([a, ...rest], (call): Floats | [Floats, Floats, Floats] => {
    if (!call.compute_uv) return own.singularValues(call.a);
    const { u, s, vh } = own.svd(call.a, { fullMatrices: call.full_matrices });
    return [u, s, vh];
  });
}

/** The arguments of `norm` after the array, by name. */
export interface NormKeywords {
  /** Which norm; that of Frobenius, or the length of a vector, unless said. */
  ord?: own.NormOrder | null;
  /** The axis of vectors, or the two of matrices; unless said all that there are. */
  axis?: number | readonly [number, number] | null;
  /** Whether the axes stay, with extent 1: false unless said. */
  keepdims?: boolean;
}

const norms = signature('numpy.linalg.norm', {
  x: arrayLike,
  ord: optional(passedOn<own.NormOrder | null>('the name or the number of a norm'), null),
  axis: optional(passedOn<number | readonly [number, number] | null>('one axis, or two'), null),
  keepdims: optional(flag, false),
} satisfies Takes<NormKeywords>);

/**
 * `numpy.linalg.norm`.
 *
 * @param x an array
 * @param rest `ord`, `axis`, `keepdims`
 * @throws ConcordatError as the library's own `norm`, and for arguments that there are not
 * @example
 * import { linalg } from 'concordat/numpy';
 * linalg.norm([[1, 2], [3, 4]], 'fro').item().toFixed(6); // => '5.477226'
 */
export function norm(
  x: ArrayLike,
  ...rest: Rest<
    [ord: own.NormOrder | null, axis: number | readonly [number, number] | null, keepdims: boolean],
    NormKeywords
  >
): Floats {
  return norms.call([x, ...rest], ({ x: source, ord, axis, keepdims }) =>
    own.norm(source, { ord, axis, keepdims }),
  );
}

const solving = signature('numpy.linalg.solve', { a: arrayLike, b: arrayLike });

/**
 * `numpy.linalg.solve`. In NumPy 1.24 `b` is a list of right sides exactly where it has one axis fewer than `a`; else its last
 * two axes are matrices. (Since NumPy 2, and in the library's own `solve`, only a `b` of one axis is a list.)
 *
 * @param a (…, n, n)
 * @param b (…, n), or (…, n, m)
 * @throws ConcordatError as the library's own `solve`, and where `b` has one axis and `a` more than two
 * @example
 * import { linalg } from 'concordat/numpy';
 * linalg.solve([[2, 0], [0, 4]], [2, 2]).toArray(); // => [1, 0.5]
 */
export function solve(a: ArrayLike, b: ArrayLike): Floats {
  return solving.call([a, b], ({ a: left, b: right }) => {
    const { name } = solving;
    const rank = right.shape.length;
    const list = rank === left.shape.length - 1;
    if (!list && rank < 2)
      throw fault(
        'shape',
        name,
        `Input operand 1 does not have enough dimensions (has ${rank}, gufunc core with signature (m,m),(m,n)->(m,n) requires 2); for one right side for all matrices write b[:, None], here expandDims(b, 1)`,
        { shapes: [left.shape, right.shape] },
      );
    return solveSides(name, left, right, list);
  });
}

const determinant = signature('numpy.linalg.det', { a: arrayLike });

/**
 * `numpy.linalg.det`: the determinants of square matrices, the library's own `det`.
 *
 * @param a (…, n, n)
 * @returns (…), float32 or float64
 * @throws ConcordatError where the last two axes differ
 * @example
 * import { linalg } from 'concordat/numpy';
 * linalg.det([[2, 0], [0, 4]]).item(); // => 8
 */
export const det = (a: ArrayLike): Floats => determinant.call([a], call => own.det(call.a));

const inversion = signature('numpy.linalg.inv', { a: arrayLike });

/**
 * `numpy.linalg.inv`: the inverses of square matrices, the library's own `inv`.
 *
 * @param a (…, n, n)
 * @returns (…, n, n), float32 or float64
 * @throws ConcordatError 'Singular matrix' with the place of the first one; where the last two axes differ
 * @example
 * import { linalg } from 'concordat/numpy';
 * linalg.inv([[2, 0], [0, 4]]).toArray(); // => [[0.5, 0], [0, 0.25]]
 */
export const inv = (a: ArrayLike): Floats => inversion.call([a], call => own.inv(call.a));
