/** Which values may be assigned to an index: what NumPy and torch allow, what they say, and why it went wrong. */
import { sizeOf } from '../extents.ts';
import { type Draft, type IndexLibrary, type PythonError, refusal, tightShape } from '../indexing/index.ts';

const fits = (shape: readonly number[], target: readonly number[]): boolean =>
  shape.length <= target.length &&
  shape.every((extent, axis) => extent === 1 || extent === target[axis + target.length - shape.length]);

/** Leading extents of 1 that are too many count for nothing. */
function withoutLeadingOnes(shape: readonly number[], rank: number): readonly number[] {
  let first = 0;
  while (shape.length - first > rank && shape[first] === 1) first++;
  return shape.slice(first);
}

/** The shape in which a value broadcasts to what an index names; throws what the library says where it does not. */
export function valueShape(
  caller: string,
  draft: Draft,
  shape: readonly number[],
  accumulate: boolean,
): readonly number[] {
  const fail = (python: PythonError, words: string, hint: string): never => {
    throw refusal(caller, python, words, hint, { argument: 'value', shape, target: draft.shape });
  };
  const target = draft.shape;
  if (accumulate) {
    if (fits(shape, target)) return shape;
    const words = 'array is not broadcastable to correct shape';
    return fail(
      'ValueError',
      words,
      `values of shape ${tightShape(shape)} are added at places of shape ${tightShape(target)}`,
    );
  }
  return shapesByLibrary[draft.library](draft, shape, fail);
}

type Fail = (python: PythonError, words: string, hint: string) => never;

/** NumPy's rule: it depends on what kind of index it is. */
function numpyShape(draft: Draft, shape: readonly number[], fail: Fail): readonly number[] {
  const target = draft.shape;
  if (draft.kind === 'mask') return maskedShape(shape, target[0], fail);
  const kept = withoutLeadingOnes(shape, target.length);
  if (fits(kept, target)) return kept;
  if (draft.kind === 'place') {
    const size = sizeOf(shape);
    return fail(
      'ValueError',
      'setting an array element with a sequence.',
      `the index names one element, and the value has ${size}`,
    );
  }
  if (draft.kind === 'view')
    return fail(
      'ValueError',
      `could not broadcast input array from shape ${tightShape(kept)} into shape ${tightShape(target)}`,
      hintFor(kept, target),
    );
  return fail(
    'ValueError',
    `shape mismatch: value array of shape ${tightShape(shape)} could not be broadcast to indexing result of shape ${tightShape(target)}`,
    hintFor(kept, target),
  );
}

function maskedShape(shape: readonly number[], count: number, fail: Fail): readonly number[] {
  const words = 'NumPy boolean array indexing assignment';
  if (shape.length > 1)
    return fail(
      'TypeError',
      `${words} requires a 0 or 1-dimensional input, input has ${shape.length} dimensions`,
      `the mask names ${count} places in a row; to take values from the same places, index them by the mask too`,
    );
  if (shape.length === 0 || shape[0] === count || shape[0] === 1) return shape;
  return fail(
    'ValueError',
    `${words} cannot assign ${shape[0]} input values to the ${count} output values where the mask is true`,
    'give one value, or one for each place; to take values from the same places, index them by the mask too',
  );
}

function torchShape(draft: Draft, shape: readonly number[], fail: Fail): readonly number[] {
  const target = draft.shape;
  const kept = withoutLeadingOnes(shape, 0);
  if (fits(kept, target)) return kept;
  const list = (each: readonly number[]) => `[${each.join(', ')}]`;
  // True by itself is a new axis there.
  if (draft.block && !(draft.kind === 'flag' || draft.source.length + draft.pending.length === 0))
    return fail(
      'RuntimeError',
      `shape mismatch: value tensor of shape ${list(kept)} cannot be broadcast to indexing result of shape ${list(target)}`,
      hintFor(kept, target),
    );
  if (kept.length > target.length)
    return fail(
      'RuntimeError',
      `expand(tensor of size ${list(kept)}, size=${list(target)}): the number of sizes provided (${target.length}) must be greater or equal to the number of dimensions in the tensor (${kept.length})`,
      'only leading dimensions of size 1 are dropped',
    );
  const missing = target.length - kept.length;
  const axis = target.findLastIndex(
    (extent, k) => k >= missing && kept[k - missing] !== 1 && kept[k - missing] !== extent,
  );
  return fail(
    'RuntimeError',
    `The expanded size of the tensor (${target[axis]}) must match the existing size (${kept[axis - missing]}) at non-singleton dimension ${axis}.  Target sizes: ${list(target)}.  Tensor sizes: ${list(kept)}`,
    hintFor(kept, target),
  );
}

/** How to bring leading axes back to where they belong: the first `count` of them behind the next `past`. */
interface Move {
  readonly count: number;
  readonly past: number;
}

/** The move of leading axes after which a value would fit; what separated index arrays do to a result, undone. */
function moveThatFits(shape: readonly number[], target: readonly number[]): Move | null {
  if (shape.length !== target.length) return null;
  for (let count = 1; count < shape.length; count++)
    for (let past = 1; count + past <= shape.length; past++) {
      const moved = [
        ...shape.slice(count, count + past),
        ...shape.slice(0, count),
        ...shape.slice(count + past),
      ];
      if (fits(moved, target)) return { count, past };
    }
  return null;
}

function hintFor(shape: readonly number[], target: readonly number[]): string {
  const move = moveThatFits(shape, target);
  if (!move) {
    const missing = target.length - shape.length;
    const wrong = shape.findIndex((extent, k) => extent !== 1 && extent !== target[k + missing]);
    return missing < 0
      ? `the value has ${shape.length} axes, and the place for it ${target.length}`
      : `axis ${wrong} of the value has ${shape[wrong]} elements where there are ${target[wrong + missing]} places; they must be equal, or 1`;
  }
  const { count, past } = move;
  const order = shape.map((_, axis) =>
    axis < past ? axis + count : axis < past + count ? axis - past : axis,
  );
  const leading = count === 1 ? 'axis' : 'axes';
  return (
    `the leading ${leading} of the value belong${count === 1 ? 's' : ''} behind the next ${past === 1 ? 'one' : past}: in data[n, :, ids] the ` +
    'integer counts as an index array, the slice separates the two, and NumPy then moves the indexed axis to the front. ' +
    "Write data[n][:, ids] (here data.at(n).at(':', ids)), " +
    `or value.transpose(${order.join(', ')}) (here transpose(value, [${order.join(', ')}])), ` +
    'or no loop: new[:, :, :len(ids)] = data[:, :, ids] ' +
    `(here next.set\`:, :, :\${ids.length}\`(data.at(':', ':', ids)))`
  );
}

/** What each library allows. */
const shapesByLibrary: Readonly<
  Record<IndexLibrary, (draft: Draft, shape: readonly number[], fail: Fail) => readonly number[]>
> = { numpy: numpyShape, torch: torchShape };
