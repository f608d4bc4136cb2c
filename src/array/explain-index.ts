/** `explainIndex`: what an index would do, without an array. */
import { ConcordatError, show } from '../errors.ts';
import { type IndexTerm, termFrom, termsOf } from '../indexed/index-terms.ts';
import {
  explainTerms,
  type IndexExplanation,
  parseValue,
  parseWritten,
  type ParsedTerm as Term,
} from '../indexing/index.ts';
import { isView, type View } from '../views/view.ts';

/** What the names in the text of an index stand for: terms, or text such as 'bool(3, 50)' and 'np.arange(5)'. */
export type IndexNames = Readonly<Record<string, IndexTerm>>;

/**
 * Says where each axis of the result of an index comes from, in NumPy and in torch, whether the result is a view, whether
 * the two silently differ (equal shapes, other axes), and whether a place is named several times.
 *
 * @param shape the extents of the indexed array, or the array itself, of which only the shape matters
 * @param index as it stands in a program, with or without the array: `'data[n, :, ids]'`, `'[n, :, [2, 3, 4]]'`. A name is
 *   what `names` says, or what stands behind it (`'[n, ids=[2, 3]]'`), or else one integer whose value does not matter,
 *   which `assumed` says. Or a list of terms, as `x.at` takes them
 * @param names what names stand for: terms, or text. `'bool(3, 50)'` is a mask and `'int(3)'` an array of places of which
 *   only the shape is known; `'np.arange(5)'` counts
 * @returns a record with `numpy`, `torch`, `differ`, `repeats`, `assumed` and `text`; an index that a library refuses is in
 *   it as its error
 * @throws ConcordatError for text that cannot be read, a shape that is none, and names that do not stand in the index
 * @example
 * import { explainIndex } from 'concordat';
 * const found = explainIndex([2, 3, 50, 25, 1], 'data[n, :, ids, :, :]', { ids: [2, 3, 4] });
 * found.numpy.shape; // => [3, 3, 25, 1]
 * found.numpy.axes[0].text; // => 'ids along axis 2'
 * found.torch.axes[0].text; // => 'axis 1, all of it'
 * found.differ; // => 'silently'
 * found.instead; // => 'data[n][:, ids]'
 * explainIndex([5], '[[1, 1]]').repeats; // => { axes: [0], place: [1], times: 2 }
 */
export function explainIndex(
  shape: readonly number[] | View,
  index: string | readonly IndexTerm[],
  names: IndexNames = {},
): IndexExplanation {
  const name = 'explainIndex';
  const refuse = (what: string, argument: string): never => {
    throw new ConcordatError('value', `${name}: ${what}`, { function: name, argument });
  };
  const extents = isView(shape) ? shape.shape : shape;
  if (!Array.isArray(extents) || !extents.every(extent => Number.isSafeInteger(extent) && extent >= 0))
    refuse(`shape is ${show(shape)}; it must be a list of extents, such as [2, 3, 50, 25, 1]`, 'shape');
  if (typeof index !== 'string' && !Array.isArray(index))
    refuse(`index is ${show(index)}; it must be text, such as '[0, :, [2, 3]]', or a list of terms`, 'index');
  if (names === null || typeof names !== 'object' || Array.isArray(names))
    refuse(`names is ${show(names)}; it must be a record, such as { ids: [2, 3, 4] }`, 'names');
  if (typeof index !== 'string') {
    const [unused] = Object.keys(names);
    if (unused !== undefined) refuse(`the name ${show(unused)} cannot stand in a list of terms`, 'names');
    return explainTerms(name, extents, termsOf(name, index));
  }
  const known = new Map(Object.entries(names).map(([key, value]) => [key, valueOf(name, value)]));
  const written = parseWritten(name, index, known);
  const unused = [...known.keys()].find(key => !written.used.has(key));
  if (unused !== undefined) refuse(`there is no name ${show(unused)} in the index ${show(index)}`, 'names');
  return explainTerms(name, extents, written.terms, written.name);
}

/** What a name stands for: one term. */
function valueOf(caller: string, value: IndexTerm): Term {
  return typeof value === 'string' ? parseValue(caller, value) : termFrom(caller, value, 0)[0];
}
