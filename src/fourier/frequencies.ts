/** The frequencies that belong to the places of a spectrum. */

import { defineOperation, type NDArray } from '../array/ndarray.ts';
import { checkInteger, fault, show } from '../errors.ts';
import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { generated } from '../views/fill.ts';

/** k·step for the `count` places k = 0, 1, …; from place `turn` on, k − count: those places are negative. */
interface Frequencies {
  readonly name: string;
  readonly count: number;
  readonly turn: number;
  readonly step: number;
  readonly dtype: 'float32' | 'float64';
}

const frequenciesOperation = defineOperation<Frequencies>({
  name: 'frequencies',
  run: (_, { name, count, turn, step, dtype }) => {
    const place = e.coordinate(0, 'float64');
    const number = (value: number) => e.constant(value, 'float64');
    const signed = e.select(
      e.binary('less', place, number(turn)),
      place,
      e.binary('subtract', place, number(count)),
    );
    const value = e.binary('multiply', e.cast(signed, dtype), e.constant(step, dtype));
    return generated(name, [count], dtype, realValue(value));
  },
});

/** The frequencies of `count` places; from place `turn` on they are negative. */
export const frequencies = <D extends 'float32' | 'float64'>(
  name: string,
  count: number,
  turn: number,
  step: number,
  dtype: D,
): NDArray<D> => frequenciesOperation([], { name, count, turn, step, dtype }) as NDArray as NDArray<D>;

function stepOf(name: string, n: number, d: number): number {
  if (typeof d === 'number' && Number.isFinite(d) && d !== 0) return 1 / (n * d);
  throw fault('value', name, `d is ${show(d)}; it must be a finite number other than 0`, {
    argument: 'd',
    value: d,
  });
}

/**
 * The frequencies of the n places of `fft`, in cycles per unit of the sample spacing d: (0, 1, …, −2, −1) ÷ (n·d).
 *
 * @param n the length of the transform
 * @param d the distance between samples
 * @throws ConcordatError when n < 1 or d is 0
 * @example
 * import { fftfreq } from 'concordat';
 * fftfreq(4).toArray(); // => [0, 0.25, -0.5, -0.25]
 * fftfreq(5, 0.1).toArray(); // => [0, 2, 4, -4, -2]
 */
export const fftfreq = (n: number, d = 1): NDArray<'float64'> => {
  const places = checkInteger('fftfreq', 'n', n, 1);
  const step = stepOf('fftfreq', places, d);
  return frequencies('fftfreq', places, Math.ceil(places / 2), step, 'float64');
};

/**
 * The frequencies of the places 0 … n/2 of `rfft`: (0, 1, …, ⌊n/2⌋) ÷ (n·d).
 *
 * @param n the length of the transform
 * @param d the distance between samples
 * @throws ConcordatError when n < 1 or d is 0
 * @example
 * import { rfftfreq } from 'concordat';
 * rfftfreq(4).toArray(); // => [0, 0.25, 0.5]
 */
export const rfftfreq = (n: number, d = 1): NDArray<'float64'> => {
  const places = checkInteger('rfftfreq', 'n', n, 1);
  const step = stepOf('rfftfreq', places, d);
  const count = Math.floor(places / 2) + 1;
  return frequencies('rfftfreq', count, count, step, 'float64');
};
