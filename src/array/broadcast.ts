/** `broadcastTo`. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { ConcordatError, checkIntegers, showShape } from '../errors.ts';
import { sizeOf } from '../extents.ts';
import type { DType } from '../kernels/dtype.ts';
import { broadcasted } from '../views/broadcast.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

const broadcastOperation = defineOperation<{ shape: readonly number[] }>({
  name: 'broadcastTo',
  run: ([x], { shape }) => broadcasted(x, shape),
  adjoint: (_, [g]) => [g],
});

/**
 * A view of an array stretched to a larger shape without copying: axes of extent 1 repeat.
 *
 * @throws ConcordatError when an extent is neither 1 nor equal
 * @example
 * import { array, broadcastTo } from 'concordat';
 * broadcastTo(array([1, 2]), [2, 2]).toArray(); // => [[1, 2], [1, 2]]
 */
export function broadcastTo<D extends DType>(x: NDArray<D>, shape: readonly number[]): NDArray<D>;
export function broadcastTo(x: ArrayLike, shape: readonly number[]): NDArray;
export function broadcastTo(x: ArrayLike, shape: readonly number[]): NDArray {
  const extents = checkIntegers('broadcastTo', 'an extent of shape', shape, 0);
  if (!(sizeOf(extents) <= Number.MAX_SAFE_INTEGER))
    throw new ConcordatError(
      'shape',
      `broadcastTo: an array of shape ${showShape(extents)} would have more than 2^53 elements, which cannot be counted`,
      { function: 'broadcastTo', shape: extents },
    );
  return broadcastOperation([asView(x, 'broadcastTo', 'x')], { shape: extents });
}
