/** What is left to say where nothing explains a difference: how much agrees, where the rest lies, and what would help. */

import type { NDArray } from '../array/ndarray.ts';
import { showShape } from '../errors.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { largestMagnitude, widened } from '../views/magnitude.ts';
import {
  countWhere,
  distance,
  firstPlace,
  isApart,
  largestError,
  reducedNumber,
  type Tolerance,
} from './tolerance.ts';

/** Places that are told. */
const TOLD = 3;

const brackets = (words: readonly (string | number)[]) => `[${words.join(', ')}]`;

/** How many elements of two arrays of one shape differ, where the first are, and in which part all lie. */
export function whereApart(a: NDArray, b: NDArray, tolerance: Tolerance): string {
  const apart = (x: v.Value, y: v.Value) => isApart(x, y, tolerance);
  const count = countWhere([a, b], apart);
  if (count === 0) return '';
  const places: string[] = [];
  let place = firstPlace([a, b], apart);
  for (; place && places.length < TOLD; place = firstPlace([a, b], apart, place))
    places.push(brackets(place));
  const bounds = a.shape.map((extent, axis) => {
    const extreme = (kind: 'minimum' | 'maximum', none: number) =>
      reducedNumber(kind, [a, b], (x, y) =>
        e.select(apart(x, y), e.coordinate(axis, 'float64'), e.constant(none, 'float64')),
      );
    const [low, high] = [extreme('minimum', Infinity), extreme('maximum', -1) + 1];
    return { range: `${low}:${high}`, whole: low === 0 && high === extent };
  });
  const first = places.length > 1 ? `the first at ${places.join(', ')}` : `at ${places[0]}`;
  const within =
    count > 1 && !bounds.every(({ whole }) => whole)
      ? `, all within ${brackets(bounds.map(({ range }) => range))}`
      : '';
  return `${count} of ${a.size} elements differ, ${first}${within}; ${a.size - count} agree`;
}

/** What would help; names of options stand between grave accents. */
export function helpFor(
  a: NDArray,
  b: NDArray,
  { image, tolerance, exchanged }: { image: boolean; tolerance: boolean; exchanged: string | null },
): string[] {
  const same = showShape(a.shape) === showShape(b.shape);
  return [
    exchanged === null
      ? 'with the arrays exchanged nothing was found either'
      : `with the arrays exchanged there is an explanation of the first by the second: ${exchanged}`,
    ...(image
      ? []
      : [
          'if both are convolutions, give `image` and `kernel`: then the kernel and the edges are looked into',
        ]),
    ...(same ? [toleranceHelp(a, b, tolerance)] : []),
  ];
}

/** The least round tolerance with which two arrays would be equal. */
function toleranceHelp(a: NDArray, b: NDArray, given: boolean): string {
  const relative = reducedNumber('maximum', [a, b], (x, y) => {
    const apart = distance(x, y);
    const none = e.constant(0, 'float64');
    return e.select(
      e.binary('equal', apart, none),
      none,
      e.binary('divide', apart, v.magnitude(widened(y)).re),
    );
  });
  const [error, most] = [largestError(a, b), largestMagnitude(b)];
  if (relative <= SMALL) return `\`rtol\` ${roundUp(relative)} would make them equal`;
  if (error <= SMALL * most) return `\`atol\` ${roundUp(error)} would make them equal`;
  return given
    ? 'a wider tolerance (`rtol`, `atol`) would have to be more than a hundredth'
    : 'differences that do not matter can be allowed by `rtol` and `atol`';
}

/** Differences up to which a tolerance is proposed. */
const SMALL = 0.01;

/** The next larger number of two digits. */
function roundUp(value: number): string {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return ((Math.floor(value / unit) + 1) * unit).toExponential(1);
}
