/** `explainIndex`: what an index would do, without an array. */
import { ConcordatError, show } from '../errors.ts';
import { explain, type IndexExplanation, parseIndex, type IndexTerm as Term } from '../indexing/index.ts';
import { type IndexTerm, termsOf } from './index-terms.ts';
import { NDArray } from './ndarray.ts';

/**
 * Says where each axis of the result of an index comes from, in NumPy and in torch, whether the result is a view, and
 * whether the two silently differ: equal shapes, other axes.
 *
 * @param shape the extents of the indexed array, or the array itself, of which only the shape matters
 * @param index as between Python's brackets, with or without them: `'[n, :, [2, 3, 4]]'`; a name such as `n` stands for
 *   an integer whose value does not matter. Or a list of terms, as `x.at` takes them
 * @returns a record with `numpy`, `torch`, `differ` and `text`; an index that a library refuses is in it as its error
 * @throws ConcordatError for text that cannot be read, and a shape that is none
 * @example
 * import { explainIndex } from 'concordat';
 * const found = explainIndex([2, 3, 50, 25, 1], '[n, :, [2, 3, 4], :, :]');
 * found.numpy.shape; // => [3, 3, 25, 1]
 * found.numpy.axes[0].text; // => '[2, 3, 4] along axis 2'
 * found.torch.axes[0].text; // => 'axis 1, all of it'
 * found.differ; // => 'silently'
 * found.instead; // => 'x[n][:, [2, 3, 4]]'
 */
export function explainIndex(
  shape: readonly number[] | NDArray,
  index: string | readonly IndexTerm[],
): IndexExplanation {
  const name = 'explainIndex';
  const extents = shape instanceof NDArray ? shape.shape : shape;
  if (!Array.isArray(extents) || !extents.every(extent => Number.isSafeInteger(extent) && extent >= 0))
    throw new ConcordatError(
      'value',
      `${name}: shape is ${show(shape)}; it must be a list of extents, such as [2, 3, 50, 25, 1]`,
      { function: name, argument: 'shape' },
    );
  if (typeof index !== 'string' && !Array.isArray(index))
    throw new ConcordatError(
      'value',
      `${name}: index is ${show(index)}; it must be text, such as '[0, :, [2, 3]]', or a list of terms`,
      { function: name, argument: 'index' },
    );
  const terms =
    typeof index === 'string'
      ? (parseIndex(name, [index], { names: true, brackets: 'index' }) as Term[])
      : termsOf(name, index);
  return explain(name, extents, terms);
}
