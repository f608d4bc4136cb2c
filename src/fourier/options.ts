/** Reads and checks the options of transforms: which axes, how long, in which norm. */

import { checkAxis, checkChoice, checkInteger, checkOptions, fault, show } from '../errors.ts';
import { checkSize } from '../limits.ts';
import type { View } from '../views/view.ts';

/**
 * Where the factor 1/n goes: `'backward'` into the inverse transform, `'forward'` into the forward one, `'ortho'`
 * 1/√n into both.
 */
export type Norm = 'backward' | 'ortho' | 'forward';

/** Options of transforms along one axis. */
export interface AxisOptions {
  /** The length: of the transform, of the result for `irfft`. The input is cut, or zeros follow it, to fit. */
  n?: number | null;
  /** The axis, the last one unless said. */
  axis?: number;
  /** Where the factor 1/n goes: 'backward' unless said. */
  norm?: Norm | null;
}

/** Options of transforms along several axes. */
export interface AxesOptions {
  /** A length for each axis, null where it stays as it is. Without `axes` it is for the last axes. */
  s?: readonly (number | null)[] | null;
  /** The axes: unless said all (the last two for the two-dimensional ones), or as many of the last as `s` has. */
  axes?: readonly number[] | null;
  /** Where the factor 1/n goes: 'backward' unless said. */
  norm?: Norm | null;
}

/** `complex` keeps the extent, `spectrum` takes n reals to n/2 + 1 places, `reals` takes those back. */
export type StepKind = 'complex' | 'spectrum' | 'reals';

/** A transform of length n along one axis. */
export interface AxisTransform {
  readonly kind: StepKind;
  readonly axis: number;
  readonly n: number;
}

/** A transform: its steps, one after the other, and what becomes of the whole. */
export interface TransformRequest {
  readonly steps: readonly AxisTransform[];
  readonly inverse: boolean;
  /** The factor of the result. */
  readonly factor: number;
  /** The shape of the result. */
  readonly shape: readonly number[];
  /** Whether the result is real numbers. */
  readonly real: boolean;
}

/** What a function asks for: the kind of its last axis (all others are complex) and its direction. */
export interface Direction {
  readonly name: string;
  readonly kind: StepKind;
  readonly inverse: boolean;
}

/** Tables of a transform hold places of twice its length as 32-bit integers. */
const LONGEST = 2 ** 30;

/** The places of an axis that a step reads, and that it writes. */
export const extentsOf = ({ kind, n }: AxisTransform): { reads: number; writes: number } => {
  const half = Math.floor(n / 2) + 1;
  return { reads: kind === 'reals' ? half : n, writes: kind === 'spectrum' ? half : n };
};

/** The request of a transform along one axis. */
export function alongAxis(direction: Direction, x: View, options: AxisOptions): TransformRequest {
  checkOptions(direction.name, options, ['n', 'axis', 'norm']);
  const { n, axis, norm } = options;
  return request(direction, x, n === undefined || n === null ? undefined : [n], [axis ?? -1], norm);
}

/** The request of a transform along several axes: `preset` unless the options name others. */
export function alongAxes(
  direction: Direction,
  x: View,
  options: AxesOptions,
  preset?: readonly number[],
): TransformRequest {
  checkOptions(direction.name, options, ['s', 'axes', 'norm']);
  const s = checkList(direction.name, 's', options.s);
  const count = s ? s.length : x.shape.length;
  const axes =
    checkList(direction.name, 'axes', options.axes) ??
    preset ??
    Array.from({ length: count }, (_, index) => index - count);
  return request(direction, x, s, axes, options.norm);
}

function checkList<T>(name: string, argument: string, list: readonly T[] | null | undefined) {
  if (list === null || list === undefined || Array.isArray(list)) return list ?? undefined;
  throw fault('option', name, `${argument} is ${show(list)}; it must be a list, one entry for each axis`, {
    argument,
    value: list,
  });
}

function request(
  { name, kind, inverse }: Direction,
  x: View,
  lengths: readonly (number | null)[] | undefined,
  given: readonly number[],
  norm: Norm | null | undefined,
): TransformRequest {
  const axes = given.map(axis => checkAxis(name, axis, x.shape.length));
  const where = checkChoice<Norm>(name, 'norm', norm ?? 'backward', ['backward', 'ortho', 'forward']);
  if (lengths && lengths.length !== axes.length)
    throw fault(
      'shape',
      name,
      `Shape and axes have different lengths: s has ${lengths.length}, axes ${axes.length}`,
      { s: lengths, axes: given },
    );
  if (axes.length === 0 && kind !== 'complex')
    throw fault('axis', name, 'must transform at least one axis; axes is empty', { axes });
  const shape = [...x.shape];
  const steps = orderOf(kind, axes.length).map(index => {
    const axis = axes[index];
    const own = index === axes.length - 1 ? kind : 'complex';
    // Without s the lengths are those of the input, even where an axis is transformed twice; null takes what is there.
    const found = (lengths ? shape : x.shape)[axis];
    const n = lengths?.[index] ?? (own === 'reals' ? 2 * (found - 1) : found);
    const step = { kind: own, axis, n: checkLength(name, axis, n) };
    // Between its steps a transform holds complex numbers of this many places.
    checkSize(name, shape.with(axis, step.n), 16);
    shape[axis] = extentsOf(step).writes;
    return step;
  });
  const count = steps.reduce((product, { n }) => product * n, 1);
  const full = where === 'ortho' ? 1 / Math.sqrt(count) : 1 / count;
  const unscaled = where === (inverse ? 'forward' : 'backward');
  return { steps, inverse, factor: unscaled ? 1 : full, shape, real: kind === 'reals' };
}

/** In which order the axes are transformed: as NumPy does it, real axes where they are real. */
function orderOf(kind: StepKind, count: number): number[] {
  const indices = Array.from({ length: count }, (_, index) => index);
  if (kind === 'complex') return indices.reverse();
  return kind === 'reals' ? indices : [count - 1, ...indices.slice(0, -1)];
}

function checkLength(name: string, axis: number, n: unknown): number {
  const length = checkInteger(name, `the length along axis ${axis}`, n);
  if (length > LONGEST)
    throw fault(
      'shape',
      name,
      `the length along axis ${axis} is ${length}; a transform may have up to 2^30 places`,
      { axis, n: length, maximum: LONGEST },
    );
  if (length >= 1) return length;
  throw fault(
    'shape',
    name,
    `Invalid number of FFT data points (${length}) specified. Axis ${axis} needs at least 1`,
    { axis, n: length, minimum: 1 },
  );
}
