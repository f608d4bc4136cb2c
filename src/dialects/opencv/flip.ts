/** OpenCV's flip. */

import type { NDArray } from '../../array/ndarray.ts';
import { flip as flipAxes } from '../../array/views.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { integer } from '../kinds.ts';
import type { Rest } from '../rest.ts';
import { signature } from '../signature.ts';
import { destination, fromMatrix, matrix } from './matrix.ts';

const flipping = signature('cv2.flip', { src: matrix, flipCode: integer(), dst: destination });

/**
 * `cv2.flip`: an image reversed along its axes.
 *
 * @param src (rows, columns) or (rows, columns, channels)
 * @param flipCode 0 turns it upside down, a positive number left to right, a negative one both
 * @param rest `dst`, which must be null
 * @throws ConcordatError for element types and numbers of axes that OpenCV does not take
 * @example
 * import * as cv2 from 'concordat/opencv';
 * cv2.flip([[1, 2], [3, 4]], 1).toArray(); // => [[2, 1], [4, 3]]
 */
export function flip(
  src: ArrayLike,
  flipCode: number,
  ...rest: Rest<[dst: null | undefined], { dst?: null }>
): NDArray {
  return flipping.call([src, flipCode, ...rest], ({ src: image, flipCode: code }) =>
    fromMatrix(flipAxes(image, { axis: code === 0 ? [0] : code > 0 ? [1] : [0, 1] })),
  );
}
