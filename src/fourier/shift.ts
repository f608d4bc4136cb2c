/** Where place 0 of a spectrum stands: at the start, as transforms give it, or in the middle, as people look at it. */

import type { NDArray } from '../array/ndarray.ts';
import { defineOperation } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { asView } from '../convert/convert.ts';
import { checkAxis, checkIntegers, checkOptions } from '../errors.ts';
import { rolled, turned } from '../views/repeat.ts';

/** Options of `fftshift` and `ifftshift`. */
export interface ShiftOptions {
  /** The axis or axes to shift; all of them unless said. */
  axes?: number | readonly number[] | null;
}

/** By how many places each axis is shifted. */
const shift = (name: string) =>
  defineOperation<{ steps: readonly number[] }>({
    name,
    run: ([x], { steps }) => rolled(x, steps),
    adjoint: ({ options: { steps } }, [g], { roll }) => [
      roll(
        g,
        steps.map(step => -step),
        [...steps.keys()],
      ),
    ],
  });

function shiftBy(name: string, steps: (extent: number) => number) {
  const operation = shift(name);
  return (x: ArrayLike, options: ShiftOptions = {}): NDArray => {
    checkOptions(name, options, ['axes']);
    const source = asView(x, name, 'x');
    const { axes } = options;
    const { shape } = source;
    const named =
      axes === undefined || axes === null
        ? [...shape.keys()]
        : checkIntegers(name, 'axes', axes).map(axis => checkAxis(name, axis, shape.length));
    const totals = shape.map(() => 0);
    for (const axis of named) totals[axis] = turned(totals[axis], steps(shape[axis]), shape[axis]);
    return operation([source], { steps: totals });
  };
}

/**
 * Moves place 0 to the middle, place ⌊n/2⌋, of each axis.
 *
 * @param x an array of any shape
 * @param options `axes`: one or several, all unless said
 * @throws ConcordatError when an axis is not there
 * @example
 * import { fftshift } from 'concordat';
 * fftshift([0, 1, 2, -2, -1]).toArray(); // => [-2, -1, 0, 1, 2]
 */
export const fftshift: (x: ArrayLike, options?: ShiftOptions) => NDArray = shiftBy('fftshift', extent =>
  Math.floor(extent / 2),
);

/**
 * Moves the middle, place ⌊n/2⌋, of each axis to place 0: the inverse of `fftshift`, from which it differs for odd n.
 *
 * @param x an array of any shape
 * @param options `axes`: one or several, all unless said
 * @throws ConcordatError when an axis is not there
 * @example
 * import { ifftshift } from 'concordat';
 * ifftshift([-2, -1, 0, 1, 2]).toArray(); // => [0, 1, 2, -2, -1]
 */
export const ifftshift: (x: ArrayLike, options?: ShiftOptions) => NDArray = shiftBy(
  'ifftshift',
  extent => -Math.floor(extent / 2),
);
