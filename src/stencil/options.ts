/** The options of `stencil`, and their checks. */
import { type Boundary, checkBoundary } from '../boundary/table.ts';
import { ConcordatError, checkChoice, checkInteger, checkIntegers, checkOptions, show } from '../errors.ts';
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

const optionNames = ['boundary', 'value', 'dtype', 'reduce', 'axis', 'inputs', 'name'];

const fault = (name: string, argument: string, what: string, fields: Record<string, unknown> = {}) =>
  new ConcordatError('option', `${name}: ${what}`, { function: name, argument, ...fields });

/** The name that errors speak of, checked before all else. */
export function nameOf(options: StencilOptions): string {
  checkOptions('stencil', options, optionNames);
  const { name = 'stencil' } = options;
  if (typeof name !== 'string' || name === '')
    throw fault('stencil', 'name', `name is ${show(name)}; it must be a text`);
  return name;
}

/** Inputs of one function: each is an address that compiled code keeps. */
const MOST_INPUTS = 1024;

/** The number of inputs of a callback. */
export function inputCount(name: string, body: unknown, { inputs }: StencilOptions): number {
  if (typeof body !== 'function')
    throw new ConcordatError(
      'value',
      `${name}: the callback is ${show(body)}; it must be a function of inputs that returns an expression`,
      { function: name, argument: 'callback', value: body },
    );
  const count = inputs === undefined ? body.length : checkInteger(name, 'inputs', inputs, 1);
  if (count === 0)
    throw fault(
      name,
      'inputs',
      'the callback names no inputs; say how many there are with the option inputs',
    );
  if (count > MOST_INPUTS)
    throw fault(name, 'inputs', `inputs is ${count}; a stencil may have ${MOST_INPUTS}`, { inputs: count });
  if (count < body.length)
    throw fault(name, 'inputs', `inputs is ${count}; the callback names ${body.length}`, {
      inputs: count,
      named: body.length,
    });
  return count;
}

/** @param axes how many last axes offsets name */
export function settingsOf(name: string, options: StencilOptions, axes: number): StencilSettings {
  const { boundary = 'constant', value = 0, dtype, reduce, axis } = options;
  const each = Array.isArray(boundary);
  const list = (each ? boundary : [boundary]).map(one => checkBoundary(name, one));
  if (each && list.length !== axes)
    throw fault(
      name,
      'boundary',
      `boundary has ${list.length} names; it must be one name, or one for each of the ${axes} last axes that offsets name`,
      { given: list.length, axes },
    );
  if (dtype !== undefined) checkDType(name, dtype);
  if (reduce !== undefined) checkChoice(name, 'reduce', reduce, reductionNames);
  else if (axis !== undefined)
    throw fault(name, 'axis', 'axis says what reduce folds, and reduce is not given', { axis });
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
