/** `numpy.matmul`. */

import type { NDArray } from '../../array/ndarray.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { matmul as product } from '../../linalg/index.ts';
import { arrayLike } from '../kinds.ts';
import { signature } from '../signature.ts';

const multiplication = signature('numpy.matmul', { a: arrayLike, b: arrayLike });

/**
 * `numpy.matmul`: the library's own `matmul`, but for lists, which are float64 whatever stands beside them, as in NumPy.
 *
 * @param a (…, n, k), or (k)
 * @param b (…, k, m), or (k)
 * @throws ConcordatError in NumPy's words when the inner sizes differ or an operand has no axis
 * @example
 * import { matmul } from 'concordat/numpy';
 * matmul([[1, 2], [3, 4]], [1, 10]).toArray(); // => [21, 43]
 * matmul(new Float32Array([1, 2]), [3, 4]).dtype; // => 'float64'
 */
export const matmul = (a: ArrayLike, b: ArrayLike): NDArray =>
  multiplication.call([a, b], call => product(call.a, call.b));
