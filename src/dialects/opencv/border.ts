/** OpenCV's border types: numbers to extensions, by way of their names in the boundary table. */
import { type Boundary, readBoundary } from '../../boundary/table.ts';
import {
  BORDER_CONSTANT,
  BORDER_ISOLATED,
  BORDER_REFLECT,
  BORDER_REFLECT_101,
  BORDER_REPLICATE,
  BORDER_WRAP,
} from './constants.ts';

/** The name of each number in the boundary table. */
const names: Readonly<Record<number, string>> = {
  [BORDER_CONSTANT]: 'BORDER_CONSTANT',
  [BORDER_REPLICATE]: 'BORDER_REPLICATE',
  [BORDER_REFLECT]: 'BORDER_REFLECT',
  [BORDER_WRAP]: 'BORDER_WRAP',
  [BORDER_REFLECT_101]: 'BORDER_REFLECT_101',
};

/**
 * The extension that a border type names; the flag BORDER_ISOLATED is dropped.
 *
 * @throws ConcordatError for numbers that the function does not take, with the names of those that it does
 */
export function borderFrom(
  vocabulary: 'cv2.copyMakeBorder' | 'cv2.filter2D',
  functionName: string,
  borderType: number,
): Boundary {
  const number = borderType & ~BORDER_ISOLATED;
  const wording =
    number === BORDER_WRAP
      ? 'Assertion failed: columnBorderType != BORDER_WRAP; '
      : 'Unknown/unsupported border type; ';
  return readBoundary(vocabulary, names[number] ?? number, functionName, 'borderType', wording);
}
