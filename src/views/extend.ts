/** Views continued past their edges. */
import { type AxisMap, extensionMap } from '../boundary/extension.ts';
import { type Boundary, extensions } from '../boundary/table.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { gathered } from './gather.ts';
import type { ScalarLike } from './scalar.ts';
import type { View } from './view.ts';

/**
 * The elements of a view and of its extension, so many before and after each axis.
 *
 * @throws ConcordatError, which names `functionName`, when an empty axis is continued by its own elements
 */
export function extended(
  x: View,
  pairs: readonly (readonly [number, number])[],
  boundary: Boundary,
  value: ScalarLike,
  functionName: string,
): View {
  const maps = extensionMaps(x.shape, pairs, boundary, functionName);
  return gathered(x, maps, value, functionName);
}

/** Where the elements of a view and of its extension come from, by axis. */
export const extensionMaps = (
  shape: readonly number[],
  pairs: readonly (readonly [number, number])[],
  boundary: Boundary,
  functionName: string,
): (AxisMap | null)[] =>
  shape.map((extent, axis) => {
    const [before, after] = pairs[axis];
    if (before === 0 && after === 0) return null;
    if (extent === 0 && boundary !== 'constant')
      throw new ConcordatError(
        'shape',
        `${functionName}: can't extend empty axis ${axis} using modes other than 'constant'; the shape is ${showShape(shape)}`,
        { function: functionName, axis, shape, boundary: extensions[boundary].name },
      );
    return extensionMap(boundary, extent, -before, extent + before + after);
  });
