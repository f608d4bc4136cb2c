/** One call of each function of `concordat/opencv`. */

import * as constants from '../../../src/dialects/opencv/constants.ts';
import * as entry from '../../../src/dialects/opencv/index.ts';
import { libraryOf, matrix } from './library.ts';

export const opencv = libraryOf(
  'cv2.',
  entry,
  {
    copyMakeBorder: [matrix, 1, 1, 1, 1, entry.BORDER_REFLECT],
    filter2D: [matrix, -1, [[1, 2]], { delta: 1 }],
    flip: [matrix, 1],
  },
  Object.fromEntries(Object.keys(constants).map(name => [name, 'a number'])),
);
