/** Spectra of views and back, along some axes, for operations that multiply spectra. */
import type { View } from '../views/view.ts';
import { alongAxes, type Direction } from './options.ts';
import { transformed } from './steps.ts';

type Transform = (name: string, x: View, lengths: readonly number[], axes: readonly number[]) => View;

/** A transform and its inverse, of real or of complex numbers; errors name the function that asks. */
export interface Spectrum {
  readonly forward: Transform;
  readonly backward: Transform;
}

const transform =
  (kind: Direction['kind'], inverse: boolean): Transform =>
  (name, x, lengths, axes) =>
    transformed(x, alongAxes({ name, kind, inverse }, x, { s: lengths, axes }));

/** Of complex numbers. */
export const complexSpectrum: Spectrum = {
  forward: transform('complex', false),
  backward: transform('complex', true),
};

/** Of real numbers: places 0 … n/2 of the last axis. */
export const realSpectrum: Spectrum = {
  forward: transform('spectrum', false),
  backward: transform('reals', true),
};
