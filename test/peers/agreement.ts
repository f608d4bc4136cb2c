/** Whether two arrays are the same: shape, element type, values; and if not, where not. */
import type { NDArray } from '../../src/array/ndarray.ts';
import { showShape } from '../../src/errors.ts';
import { componentCount } from '../../src/kernels/dtype.ts';

/**
 * How near values must be: equal (NaN equals NaN, −0 equals 0), or |ours − theirs| ≤ atol + rtol·|theirs|, where
 * `relativeTo: 'largest'` takes the largest finite |theirs| of the array (for results of Fourier transforms).
 */
export type Tolerance =
  | 'exact'
  | { readonly rtol: number; readonly atol: number; readonly relativeTo?: 'element' | 'largest' };

const SHOWN = 4;

/** Says how `ours` differs from `theirs`; undefined when it does not. */
export function disagreement(
  ours: NDArray,
  theirs: NDArray,
  tolerance: Tolerance = 'exact',
): string | undefined {
  if (showShape(ours.shape) !== showShape(theirs.shape))
    return `shape differs: ours ${showShape(ours.shape)}, theirs ${showShape(theirs.shape)}`;
  if (ours.dtype !== theirs.dtype) return `dtype differs: ours ${ours.dtype}, theirs ${theirs.dtype}`;
  const parts = componentCount(ours.dtype);
  const [left, right] = [ours.toTypedArray(), theirs.toTypedArray()];
  const element = (flat: typeof left, index: number) =>
    Array.from({ length: parts }, (_, part) => flat[index * parts + part]);
  const magnitude = (index: number) => Math.hypot(...element(right, index).map(Number));
  const indices = Array.from({ length: ours.size }, (_, index) => index);
  const relative = tolerance !== 'exact' && tolerance.relativeTo === 'largest';
  const largest = relative
    ? indices
        .map(magnitude)
        .filter(Number.isFinite)
        .reduce((a, b) => Math.max(a, b), 0)
    : 0;
  const near = (index: number) => {
    const [a, b] = [element(left, index), element(right, index)];
    if (a.every((x, part) => same(x, b[part]))) return true;
    if (tolerance === 'exact') return false;
    const room = tolerance.atol + tolerance.rtol * (relative ? largest : magnitude(index));
    return Number.isFinite(room) && a.every((x, part) => same(x, b[part]) || distance(x, b[part]) <= room);
  };
  const wrong = indices.filter(index => !near(index));
  if (wrong.length === 0) return undefined;
  const first = wrong.slice(0, SHOWN).map(index => {
    const place = `[${position(index, ours.shape).join(', ')}]`;
    return `${place} ours ${element(left, index).join(' + i·')}, theirs ${element(right, index).join(' + i·')}`;
  });
  const more = wrong.length > SHOWN ? '; …' : '';
  return `${wrong.length} of ${ours.size} elements differ: ${first.join('; ')}${more}`;
}

const same = (x: number | bigint, y: number | bigint): boolean =>
  x === y || (Number.isNaN(x) && Number.isNaN(y));

const distance = (x: number | bigint, y: number | bigint): number =>
  Math.abs(Number(typeof x === 'bigint' && typeof y === 'bigint' ? x - y : Number(x) - Number(y)));

function position(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  for (const extent of [...shape].reverse()) {
    place.unshift(index % extent);
    index = Math.floor(index / extent);
  }
  return place;
}

/** The shape, type and, where short, the elements of an array, for messages. */
export function describeArray(array: NDArray): string {
  const flat = array.toTypedArray();
  const elements = flat.length <= 12 ? ` [${Array.from(flat as Iterable<number>, String).join(', ')}]` : '';
  return `${showShape(array.shape)} ${array.dtype}${elements}`;
}
