/** Operations that put elements elsewhere: roll, tile, repeat. */
import { indexTable } from '../boundary/table.ts';
import { ConcordatError, checkAxis, checkIntegers, checkOptions } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import { type ArrayLike, asArray } from './convert.ts';
import { gatherAxes } from './gather.ts';
import type { NDArray } from './ndarray.ts';
import { expandDims, reshape } from './views.ts';

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
    const total = steps.reduce((sum, step) => sum + step, 0);
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
    totals[wide[index]] += step;
  });
  return gatherAxes(
    source,
    totals.map((step, k) =>
      step === 0 ? null : indexTable('periodic', source.shape[k], -step, source.shape[k]),
    ),
  );
}

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
  let source = asArray(x, 'tile', 'x');
  const given = checkIntegers('tile', 'repetitions', repetitions, 0);
  while (given.length < source.ndim) given.unshift(1);
  while (source.ndim < given.length) source = expandDims(source, 0);
  const tables = given.map((count, axis) =>
    count === 1 ? null : indexTable('periodic', source.shape[axis], 0, count * source.shape[axis]),
  );
  return gatherAxes(source, tables);
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
  const once = checkIntegers('repeat', 'repeats', repeats, 0);
  const counts = once.length === 1 ? new Array<number>(extent).fill(once[0]) : once;
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
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total >= 2 ** 31)
    throw new ConcordatError('value', `repeat: an axis of ${total} elements is too long`, {
      function: 'repeat',
      argument: 'repeats',
      axis,
    });
  const places = new Int32Array(total);
  let next = 0;
  counts.forEach((count, index) => {
    places.fill(index, next, next + count);
    next += count;
  });
  return gatherAxes(
    source,
    source.shape.map((_, k) => (k === axis ? places : null)),
  );
}
