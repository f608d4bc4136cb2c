/** The widths of torch's pad: pairs that start with the last axis, brought into the order of the axes. */
import { fault } from '../../errors.ts';
import type { View } from '../../views/view.ts';
import { showSize } from './tensor.ts';

/** How much to add before and after one axis; negative widths crop. */
export type Width = readonly [before: number, after: number];

/**
 * The widths of every axis of `x`, of the list that was given.
 *
 * @throws ConcordatError for an odd number of widths, and for more than the array has axes
 */
export function readWidths(functionName: string, x: View, given: readonly number[]): Width[] {
  const facts = { argument: 'pad', shape: x.shape, pad: given };
  if (given.length % 2 !== 0)
    throw fault(
      'value',
      functionName,
      `Padding length must be divisible by 2; pad has ${given.length} numbers`,
      facts,
    );
  if (given.length > 2 * x.shape.length)
    throw fault(
      'value',
      functionName,
      `Padding length too large; pad has ${given.length} numbers, two for each of the ${x.shape.length} axes of ${showSize(x.shape)} are ${2 * x.shape.length}`,
      facts,
    );
  return x.shape.map((_, axis): Width => {
    const place = 2 * (x.shape.length - 1 - axis);
    return place < given.length ? [given[place], given[place + 1]] : [0, 0];
  });
}
