/** torch's subscripts: `t[…]` and `t[…] = value`. */

import { assignAt, readAt } from '../../array/indexed.ts';
import { NDArray } from '../../array/ndarray.ts';
import { type ArrayLike, asView } from '../../convert/convert.ts';
import { fault, show } from '../../errors.ts';
import { type IndexTerm, termsOf } from '../../indexed/index-terms.ts';
import { valueShape } from '../../indexed/value-shape.ts';
import { draftIndex, type ParsedTerm, refusal, settleEntries } from '../../indexing/index.ts';
import { onlyElement } from '../../views/elements.ts';
import { isScalar, type ScalarLike } from '../../views/scalar.ts';
import { countOf, memoryOf } from '../../views/view.ts';
import { passedOn } from '../kinds.ts';
import { type Bound, signature } from '../signature.ts';
import { checkScalarFits } from './scalar-fits.ts';
import { tensor, typeName } from './tensor.ts';

/** The terms follow the tensor one by one, and are read as one list. */
const indexing = signature('torch.index', {
  t: tensor,
  terms: passedOn<readonly IndexTerm[]>('the terms of an index'),
});

/**
 * `t[…]`: the elements that an index names, by torch's rules, where they differ from NumPy's: an integer selects before
 * index tensors are looked at, so that it never moves their axes; steps are positive; a tensor without axes is an
 * integer and gives a view; a uint8 tensor is a mask; the terms behind a mask of several axes act on the axis right after
 * its first; a list of lists alone stands for its rows. Source: torch 1.13.
 *
 * @param t the tensor
 * @param terms integers, text such as `':'`, `'1:5'`, `'...'`, null, booleans, lists, and int64, uint8 or bool tensors
 * @returns a view where only integers, slices, `'...'` and null were given, else a copy
 * @throws ConcordatError in torch's words: an index out of bounds, a step below 1, tensors that do not broadcast, a mask
 *   of another shape
 * @example
 * import { zeros } from 'concordat';
 * import { index } from 'concordat/torch';
 * const t = zeros([2, 3, 4, 5]);
 * index(t, 0, ':', [0, 1, 1]).shape; // => [3, 3, 5]
 * index(t, 0, ':', ':', [0, 1, 1]).shape; // => [3, 4, 3]
 * t.at(0, ':', ':', [0, 1, 1]).shape; // => [3, 3, 4]
 */
export function index(t: ArrayLike, ...terms: IndexTerm[]): NDArray {
  const { name } = indexing;
  return indexing.call([t, terms], call => readAt(call.t, torchTerms(name, call.terms), name, 'torch'));
}

const assigning = signature('torch.setIndex', {
  t: passedOn<NDArray>('a tensor, which is written in place'),
  terms: passedOn<readonly IndexTerm[]>('a list of the terms of an index'),
  value: passedOn<NDArray | ScalarLike>('a number or a tensor'),
});

/**
 * `t[…] = value`: writes in place where the index says. A tensor must have the element type of `t` where index tensors
 * are among the terms, and is cast elsewhere; a number must fit the type.
 *
 * @param t the tensor
 * @param terms the terms of the index, in a list
 * @param value a number or a tensor that broadcasts to what the index names; leading axes of 1 count for nothing
 * @returns `t`
 * @throws ConcordatError in torch's words, as `index`; for a value that does not broadcast, of another type, or a number
 *   that does not fit
 * @example
 * import { zeros } from 'concordat';
 * import { setIndex } from 'concordat/torch';
 * setIndex(zeros([2, 2]), [0, '...'], 7).toArray(); // => [[7, 7], [0, 0]]
 */
export function setIndex<T extends NDArray>(
  t: T,
  terms: readonly IndexTerm[],
  value: NDArray | ScalarLike,
): T {
  assigning.call([t, terms, value], assigned);
  return t;
}

function assigned({ t, terms, value }: Bound<typeof assigning.parameters>): NDArray {
  const { name } = assigning;
  if (!(t instanceof NDArray) || !Array.isArray(terms))
    throw fault(
      'value',
      name,
      `it takes a tensor that is written in place, a list of terms, and a value; they are ${show(t)}, ${show(terms)}`,
    );
  const read = torchTerms(name, terms);
  if (isScalar(value)) checkScalarFits(name, value, t.dtype);
  if (!isScalar(value) && !(value instanceof NDArray))
    throw refusal(
      name,
      'TypeError',
      `can't assign a ${Array.isArray(value) ? 'list' : typeof value} to a ${typeName(t.dtype)} tensor`,
      'a value is a number or a tensor; array() makes one',
      { argument: 'value' },
    );
  const [only] = read;
  // torch leaves at once where a lone False says that nothing is meant.
  if (read.length === 1 && only.kind === 'mask' && only.shape.length === 0 && only.data[0] === 0) return t;
  const given = isScalar(value) ? asView(value, name, 'value') : value;
  // What torch refuses before it looks at element types.
  const draft = draftIndex(name, t.shape, read, 'torch');
  if (draft.pending.some(({ extents }) => extents.includes(0))) settleEntries(name, draft);
  valueShape(name, draft, given.shape, false);
  const arrays = read.filter(({ kind }) => kind === 'integers' || kind === 'mask');
  const [first] = arrays;
  const isMask = first?.kind === 'mask' && first.shape.length > 0;
  // One number where a mask says is a fill, and True by itself a new axis: neither looks at the type of a tensor.
  const basic = arrays.length === 0 || (read.length === 1 && !isMask && first.kind === 'mask');
  const fills = basic ? given.shape.length === 0 : arrays.length === 1 && isMask && countOf(given) === 1;
  if (fills) checkScalarFits(name, onlyElement(given), t.dtype);
  else if (!basic && !isScalar(value) && given.dtype !== t.dtype)
    throw refusal(
      name,
      'RuntimeError',
      `Index put requires the source and destination dtypes match, got ${typeName(t.dtype)} for the destination and ${typeName(given.dtype)} for the source.`,
      `write astype(value, '${t.dtype}')`,
      { argument: 'value', dtype: given.dtype, expected: t.dtype },
    );
  return assignAt(t, read, given, name, 'torch');
}

/** The terms as torch sees them. */
export function torchTerms(name: string, given: readonly unknown[]): ParsedTerm[] {
  const [only] = given;
  // torch 1.13 takes a list of lists for the index itself.
  const rows = given.length === 1 && Array.isArray(only) && only.some(Array.isArray) && only.length < 32;
  return (rows ? (only as unknown[]) : given).flatMap(value => termOf(name, value));
}

function termOf(name: string, value: unknown): ParsedTerm[] {
  if (value instanceof NDArray) {
    const { dtype } = value;
    if (dtype === 'uint8') {
      const data = value.toTypedArray() as Uint8Array;
      return [{ kind: 'mask', shape: value.shape, data }];
    }
    const place = value.ndim === 0 && /^u?int/.test(dtype);
    if (dtype !== 'int64' && dtype !== 'bool' && !place)
      throw refusal(
        name,
        'IndexError',
        'tensors used as indices must be long, byte or bool tensors',
        `this one is ${dtype}; write astype(ids, 'int64')`,
        { argument: 'terms', dtype },
      );
    if (place) return [{ kind: 'integer', value: Number(memoryOf(value)[value.offset]) }];
  }
  if (typeof value === 'number' && !Number.isInteger(value))
    throw refusal(
      name,
      'IndexError',
      'only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got float)',
      `${value} is no place; Math.floor makes one`,
      { argument: 'terms', value },
    );
  return termsOf(name, [value]);
}
