/** The elements of views as nested JavaScript arrays. */
import { ConcordatError, showShape } from '../errors.ts';
import type { DType, ElementOf } from '../kernels/dtype.ts';
import { MOST_LISTED } from '../limits.ts';
import { elementAt, elementsOf } from './elements.ts';
import type { View } from './view.ts';

/** The elements of an array as nested JavaScript arrays. */
export type NestedElements<D extends DType> = ElementOf<D> | NestedElements<D>[];

/** Throws where an array would have too many elements, or rows, for JavaScript lists; empty rows count too. */
function checkListed(functionName: string, shape: readonly number[]): void {
  let count = 1;
  for (const extent of shape) {
    count *= extent;
    if (count <= MOST_LISTED) continue;
    throw new ConcordatError(
      'shape',
      `${functionName}: an array of shape ${showShape(shape)} has too many elements or rows for lists, which may have up to 2^27`,
      { function: functionName, shape },
    );
  }
}

/** The elements as nested lists; of no axes, the one element. Errors name `functionName`. */
export function nestedElements(x: View, functionName: string): unknown {
  const { shape, dtype } = x;
  checkListed(functionName, shape);
  const flat = elementsOf(x);
  let next = 0;
  const build = (axis: number): unknown =>
    axis === shape.length
      ? elementAt(flat, next++, dtype)
      : Array.from({ length: shape[axis] }, () => build(axis + 1));
  return build(0);
}
