/** Elements put elsewhere: rolled, tiled, repeated. */
import { type AxisMap, extensionMap, mapOf } from '../boundary/extension.ts';
import { modulo } from '../boundary/table.ts';
import { dtypes } from '../kernels/dtype.ts';
import { checkSize } from '../limits.ts';
import { contiguousCopy } from './copy.ts';
import { gathered } from './gather.ts';
import { reshaped } from './layout.ts';
import { type View, view } from './view.ts';

/** A shift turned on by another one; turns of whole numbers stay whole however large the shifts are. */
export const turned = (shift: number, step: number, extent: number): number =>
  extent === 0 ? 0 : modulo(shift + modulo(step, extent), extent);

/** The elements shifted along each axis, by less than its extent; what leaves at one end enters at the other. */
export const rolled = (x: View, steps: readonly number[]): View =>
  gathered(
    x,
    steps.map((step, k) => (step > 0 ? extensionMap('periodic', x.shape[k], -step, x.shape[k]) : null)),
    0,
    'roll',
  );

/** The elements of a view, copied, in another shape. */
function copyOver(
  name: string,
  x: View,
  shape: readonly number[],
  seen: readonly number[],
  strides: readonly number[],
): View {
  checkSize(name, shape, dtypes[x.dtype].bytes);
  return reshaped(contiguousCopy(view(x, seen, strides)), shape);
}

/** The view repeated so many times along each axis; missing axes are added in front. */
export function tiled(x: View, counts: readonly number[]): View {
  const missing = counts.length - x.shape.length;
  const extentOf = (axis: number) => x.shape[axis - missing] ?? 1;
  return copyOver(
    'tile',
    x,
    counts.map((count, axis) => count * extentOf(axis)),
    counts.flatMap((count, axis) => [count, extentOf(axis)]),
    counts.flatMap((_, axis) => [0, x.strides[axis - missing] ?? 0]),
  );
}

/** Each element repeated along an axis, one behind the other: all as often, or each as often as its count says. */
export function repeated(x: View, counts: readonly number[], axis: number): View {
  if (counts.length === 1)
    return copyOver(
      'repeat',
      x,
      x.shape.with(axis, x.shape[axis] * counts[0]),
      x.shape.toSpliced(axis + 1, 0, counts[0]),
      x.strides.toSpliced(axis + 1, 0, 0),
    );
  return gathered(
    x,
    x.shape.map((_, k) => (k === axis ? repeatedMap(counts) : null)),
    0,
    'repeat',
  );
}

/** Where the elements stand that are each repeated so many times. */
export function repeatedMap(counts: readonly number[]): AxisMap {
  /** The place after the last repetition of each element. */
  const ends = new Float64Array(counts.length);
  let total = 0;
  counts.forEach((count, k) => {
    total += count;
    ends[k] = total;
  });
  const elementAt = (place: number): number => {
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] > place) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return mapOf(
    total,
    from => {
      const first = elementAt(from);
      return { length: ends[first] - from, first, step: 0 };
    },
    (from, length) => {
      const table = new Int32Array(length);
      let element = elementAt(from);
      for (let place = from; place < from + length; element++) {
        const end = Math.min(ends[element], from + length);
        table.fill(element, place - from, end - from);
        place = end;
      }
      return table;
    },
  );
}
