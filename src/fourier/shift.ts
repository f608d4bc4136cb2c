/** Where place 0 of a spectrum stands: at the start, as transforms give it, or in the middle, as people look at it. */
import { roll } from '../array/arrange.ts';
import { type ArrayLike, asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { checkAxis, checkIntegers, checkOptions } from '../errors.ts';

/** Options of `fftshift` and `ifftshift`. */
export interface ShiftOptions {
  /** The axis or axes to shift; all of them unless said. */
  axes?: number | readonly number[] | null;
}

function shiftBy(
  name: string,
  x: ArrayLike,
  options: ShiftOptions,
  steps: (extent: number) => number,
): NDArray {
  checkOptions(name, options, ['axes']);
  const source = asArray(x, name, 'x');
  const { axes } = options;
  const named =
    axes === undefined || axes === null
      ? [...source.shape.keys()]
      : checkIntegers(name, 'axes', axes).map(axis => checkAxis(name, axis, source.ndim));
  return roll(
    source,
    named.map(axis => steps(source.shape[axis])),
    { axis: named },
  );
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
export const fftshift = (x: ArrayLike, options: ShiftOptions = {}): NDArray =>
  shiftBy('fftshift', x, options, extent => Math.floor(extent / 2));

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
export const ifftshift = (x: ArrayLike, options: ShiftOptions = {}): NDArray =>
  shiftBy('ifftshift', x, options, extent => -Math.floor(extent / 2));
