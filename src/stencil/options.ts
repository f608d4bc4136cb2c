/** The options of `stencil`, and the checks of those that speak of arrays. */
import { type Boundary, checkBoundary } from '../boundary/table.ts';
import { checkChoice, checkIntegers, fault } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import { checkDType } from '../views/check-dtype.ts';
import { type ScalarLike, scalarParts } from '../views/scalar.ts';

const reductionNames = ['sum', 'mean', 'min', 'max'] as const;

/** Options of `stencil`. */
export interface StencilOptions {
  /** How inputs continue past their edges: 'constant' unless said; one name, or one for each axis that offsets name. */
  boundary?: Boundary | readonly Boundary[];
  /** What the 'constant' boundary fills with: 0 unless said. */
  value?: ScalarLike;
  /** The element type of the results, which are cast to it as `astype` does. */
  dtype?: DType;
  /** Folds each result over `axis`. */
  reduce?: (typeof reductionNames)[number];
  /** The axis or axes of the broadcast shape to fold; all of them when not given. */
  axis?: number | readonly number[] | null;
  /** The number of inputs, for a callback with rest parameters. */
  inputs?: number;
  /** What errors call the function: 'stencil' unless said. */
  name?: string;
}

/** Checked options. */
export interface StencilSettings {
  readonly name: string;
  /** The extension of the axis that is `back` axes before the last one. */
  readonly boundaryAt: (back: number) => Boundary;
  readonly fill: { readonly re: Scalar; readonly im: Scalar };
  readonly dtype?: DType;
  readonly reduce?: StencilOptions['reduce'];
  readonly axis?: StencilOptions['axis'];
}

/** @param axes how many last axes offsets name */
export function settingsOf(name: string, options: StencilOptions, axes: number): StencilSettings {
  const { boundary = 'constant', value = 0, dtype, reduce, axis } = options;
  const each = Array.isArray(boundary);
  const list = (each ? boundary : [boundary]).map(one => checkBoundary(name, one));
  if (each && list.length !== axes)
    throw fault(
      'option',
      name,
      `boundary has ${list.length} names; it must be one name, or one for each of the ${axes} last axes that offsets name`,
      { argument: 'boundary', given: list.length, axes },
    );
  if (dtype !== undefined) checkDType(name, dtype);
  if (reduce !== undefined) checkChoice(name, 'reduce', reduce, reductionNames);
  else if (axis !== undefined)
    throw fault('option', name, 'axis says what reduce folds, and reduce is not given', {
      argument: 'axis',
      axis,
    });
  if (axis !== undefined && axis !== null) checkIntegers(name, 'axis', axis);
  return {
    name,
    boundaryAt: each ? back => list[list.length - 1 - back] : () => list[0],
    fill: scalarParts(value, name, 'value'),
    dtype,
    reduce,
    axis: Array.isArray(axis) ? [...axis] : axis,
  };
}
