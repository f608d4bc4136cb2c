/** Operations that put elements elsewhere: roll, tile, repeat. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { ConcordatError, checkAxis, checkIntegers, checkOptions } from '../errors.ts';
import { sizeOf } from '../extents.ts';
import type { DType } from '../kernels/dtype.ts';
import { reshaped } from '../views/layout.ts';
import { repeated, repeatedMap, rolled, tiled, turned } from '../views/repeat.ts';
import { countOf, type View } from '../views/view.ts';
import { foldBackOperation } from './gather.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

/** All elements along one axis. */
const flattened = (x: View): View => reshaped(x, [countOf(x)]);

const rollOperation = defineOperation<{ steps: readonly number[]; flat: boolean }>({
  name: 'roll',
  run: ([x], { steps, flat }) => (flat ? reshaped(rolled(flattened(x), steps), x.shape) : rolled(x, steps)),
  adjoint: ({ options: { steps, flat }, shapes: [shape] }, [g], { reshape, roll }) => {
    const back = steps.map(step => -step);
    const axes = [...steps.keys()];
    if (!flat) return [roll(g, back, axes)];
    return [reshape(roll(reshape(g, [sizeOf(shape)]), back, axes), shape)];
  },
});

const tileOperation = defineOperation<{ counts: readonly number[] }>({
  name: 'tile',
  run: ([x], { counts }) => tiled(x, counts),
  adjoint: ({ options: { counts }, shapes: [shape] }, [g], { reshape, sum }) => {
    const extents = counts.map((_, axis) => shape[axis - counts.length + shape.length] ?? 1);
    const parts = counts.flatMap((count, axis) => [count, extents[axis]]);
    const copies = counts.map((_, axis) => 2 * axis);
    return [reshape(sum(reshape(g, parts), copies, false), shape)];
  },
});

const repeatOperation = defineOperation<{ counts: readonly number[]; axis: number; flat: boolean }>({
  name: 'repeat',
  run: ([x], { counts, axis, flat }) => repeated(flat ? flattened(x) : x, counts, axis),
  adjoint: ({ options: { counts, axis, flat }, shapes: [shape] }, [g], { apply, reshape }) => {
    const source = flat ? [sizeOf(shape)] : shape;
    const each = counts.length === 1 ? new Array<number>(source[axis]).fill(counts[0]) : counts;
    const maps = source.map((_, k) => (k === axis ? repeatedMap(each) : null));
    return [reshape(apply(foldBackOperation, [g], { maps, shape: source }), shape)];
  },
});

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
  const source = asView(x, 'roll', 'x');
  const { axis } = options;
  const steps = checkIntegers('roll', 'shift', shift);
  if (axis === undefined || axis === null) {
    const total = steps.reduce((sum, step) => turned(sum, step, countOf(source)), 0);
    return rollOperation([source], { steps: [total], flat: true });
  }
  const axes = checkIntegers('roll', 'axis', axis).map(one => checkAxis('roll', one, source.shape.length));
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
  return rollOperation([source], { steps: totals, flat: false });
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
  const source = asView(x, 'tile', 'x');
  const given = checkIntegers('tile', 'repetitions', repetitions, 0);
  while (given.length < source.shape.length) given.unshift(1);
  return tileOperation([source], { counts: given });
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
  const given = asView(x, 'repeat', 'x');
  const flat = options.axis === undefined || options.axis === null;
  const shape = flat ? [countOf(given)] : given.shape;
  const axis = checkAxis('repeat', options.axis ?? 0, shape.length);
  const extent = shape[axis];
  const counts = checkIntegers('repeat', 'repeats', repeats, 0);
  if (counts.length !== 1 && counts.length !== extent)
    throw new ConcordatError(
      'shape',
      `repeat: ${counts.length} repeats for axis ${axis}, which has ${extent} elements`,
      { function: 'repeat', axis, repeats: counts.length, extent },
    );
  return repeatOperation([given], { counts, axis, flat });
}
