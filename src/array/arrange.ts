/** Operations that put elements elsewhere: roll, tile, repeat. */
import { type AxisMap, extensionMap, mapOf } from '../boundary/extension.ts';
import { modulo } from '../boundary/table.ts';
import { ConcordatError, checkAxis, checkIntegers, checkOptions } from '../errors.ts';
import { type DType, dtypes } from '../kernels/dtype.ts';
import { checkSize } from '../limits.ts';
import { contiguousCopy, view } from './build.ts';
import { type ArrayLike, asArray } from './convert.ts';
import { gatherAxes } from './gather.ts';
import type { NDArray } from './ndarray.ts';
import { reshape } from './views.ts';

/**
 * Shifts elements along axes; what leaves at one end enters at the other. Without `axis`, the array is shifted as if
 * it were flat. Element i goes to place i + shift.
 *
 * @example
 * import { roll } from 'concordat';
 * roll([1, 2, 3, 4], 1).toArray(); // => [4, 1, 2, 3]
 * roll([[1, 2], [3, 4]], [1, 1], { axis: [0, 1] }).toArray(); // => [[4, 3], [2, 1]]
 */
export function roll<D extends DType>(
  x: NDArray<D>,
  shift: number | readonly number[],
  options?: { axis?: number | readonly number[] | null },
): NDArray<D>;
export function roll(
  x: ArrayLike,
  shift: number | readonly number[],
  options?: { axis?: number | readonly number[] | null },
): NDArray;
export function roll(
  x: ArrayLike,
  shift: number | readonly number[],
  options: { axis?: number | readonly number[] | null } = {},
): NDArray {
  checkOptions('roll', options, ['axis']);
  const source = asArray(x, 'roll', 'x');
  const { axis } = options;
  const steps = checkIntegers('roll', 'shift', shift);
  if (axis === undefined || axis === null) {
    const total = steps.reduce((sum, step) => turned(sum, step, source.size), 0);
    return reshape(roll(reshape(source, [-1]), total, { axis: 0 }), source.shape);
  }
  const axes = checkIntegers('roll', 'axis', axis).map(one => checkAxis('roll', one, source.ndim));
  const shifts = steps.length === 1 ? axes.map(() => steps[0]) : steps;
  const wide = axes.length === 1 ? shifts.map(() => axes[0]) : axes;
  if (shifts.length !== wide.length)
    throw new ConcordatError(
      'value',
      `roll: 'shift' and 'axis' should be scalars or 1D sequences of one length; they have ${shifts.length} and ${axes.length}`,
      { function: 'roll', shift, axis },
    );
  const totals = source.shape.map(() => 0);
  shifts.forEach((step, index) => {
    totals[wide[index]] = turned(totals[wide[index]], step, source.shape[wide[index]]);
  });
  return gatherAxes(
    source,
    totals.map((step, k) =>
      step > 0 ? extensionMap('periodic', source.shape[k], -step, source.shape[k]) : null,
    ),
    0,
    'roll',
  );
}

/** A shift turned on by another one; turns of whole numbers stay whole however large the shifts are. */
const turned = (shift: number, step: number, extent: number): number =>
  extent === 0 ? 0 : modulo(shift + modulo(step, extent), extent);

/**
 * The array repeated `repetitions` times along each axis; missing axes are added in front.
 *
 * @example
 * import { tile } from 'concordat';
 * tile([[1, 2]], [2, 2]).toArray(); // => [[1, 2, 1, 2], [1, 2, 1, 2]]
 */
export function tile<D extends DType>(x: NDArray<D>, repetitions: number | readonly number[]): NDArray<D>;
export function tile(x: ArrayLike, repetitions: number | readonly number[]): NDArray;
export function tile(x: ArrayLike, repetitions: number | readonly number[]): NDArray {
  const source = asArray(x, 'tile', 'x');
  const given = checkIntegers('tile', 'repetitions', repetitions, 0);
  while (given.length < source.ndim) given.unshift(1);
  const missing = given.length - source.ndim;
  const extentOf = (axis: number) => source.shape[axis - missing] ?? 1;
  return copyOver(
    'tile',
    source,
    given.map((count, axis) => count * extentOf(axis)),
    given.flatMap((count, axis) => [count, extentOf(axis)]),
    given.flatMap((_, axis) => [0, source.strides[axis - missing] ?? 0]),
  );
}

/** The elements of a view, copied, in another shape. */
function copyOver(
  name: string,
  x: NDArray,
  shape: readonly number[],
  seen: readonly number[],
  strides: readonly number[],
): NDArray {
  checkSize(name, shape, dtypes[x.dtype].bytes);
  return reshape(contiguousCopy(view(x, seen, strides)), shape);
}

/**
 * Each element repeated `repeats` times, one after the other, along `axis`; without `axis`, of the flat array.
 *
 * @example
 * import { repeat } from 'concordat';
 * repeat([1, 2], 2).toArray(); // => [1, 1, 2, 2]
 * repeat([1, 2], [1, 3]).toArray(); // => [1, 2, 2, 2]
 */
export function repeat<D extends DType>(
  x: NDArray<D>,
  repeats: number | readonly number[],
  options?: { axis?: number | null },
): NDArray<D>;
export function repeat(
  x: ArrayLike,
  repeats: number | readonly number[],
  options?: { axis?: number | null },
): NDArray;
export function repeat(
  x: ArrayLike,
  repeats: number | readonly number[],
  options: { axis?: number | null } = {},
): NDArray {
  checkOptions('repeat', options, ['axis']);
  const given = asArray(x, 'repeat', 'x');
  const flat = options.axis === undefined || options.axis === null;
  const source = flat ? reshape(given, [-1]) : given;
  const axis = checkAxis('repeat', options.axis ?? 0, source.ndim);
  const extent = source.shape[axis];
  const counts = checkIntegers('repeat', 'repeats', repeats, 0);
  if (counts.length === 1)
    return copyOver(
      'repeat',
      source,
      source.shape.with(axis, extent * counts[0]),
      source.shape.toSpliced(axis + 1, 0, counts[0]),
      source.strides.toSpliced(axis + 1, 0, 0),
    );
  if (counts.length !== extent)
    throw new ConcordatError(
      'shape',
      `repeat: ${counts.length} repeats for axis ${axis}, which has ${extent} elements`,
      {
        function: 'repeat',
        axis,
        repeats: counts.length,
        extent,
      },
    );
  return gatherAxes(
    source,
    source.shape.map((_, k) => (k === axis ? repeatedMap(counts) : null)),
    0,
    'repeat',
  );
}

/** Where the elements stand that are each repeated so many times. */
function repeatedMap(counts: readonly number[]): AxisMap {
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
