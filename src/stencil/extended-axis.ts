/** Axes of a stencil's inputs that are read past their ends: what may extend them, and the tables. */

import { LONG } from '../boundary/extension.ts';
import { type Boundary, indexTable } from '../boundary/table.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { allocate, type DType, dtypes } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import { type AxisGather, castScalar } from '../views/bind.ts';
import type { ViewForm } from '../views/view.ts';
import type { StencilSettings } from './options.ts';
import type { Read, Span } from './reads.ts';

export function checkExtent(
  name: string,
  { input }: Read,
  x: ViewForm,
  axis: number,
  boundary: Boundary,
): void {
  if (x.shape[axis] > 0 || boundary === 'constant') return;
  throw new ConcordatError(
    'shape',
    `${name}: can't extend empty axis ${axis} with boundary '${boundary}'; input ${input} has shape ${showShape(x.shape)}`,
    { function: name, input, axis, shape: x.shape, boundary },
  );
}

/** Whether an element of an integer type, or a bool, is exactly this number. */
function isElement(value: Scalar, dtype: DType): boolean {
  const cell = allocate(dtype, 1);
  cell[0] = castScalar(value, dtype) as never;
  return Number(cell[0]) === Number(value);
}

export function checkFill(
  name: string,
  { re, im }: StencilSettings['fill'],
  dtype: DType,
  input: number,
): void {
  const { kind } = dtypes[dtype];
  if (kind === 'c' || (Number(im) === 0 && (kind === 'f' || isElement(re, dtype)))) return;
  throw new ConcordatError(
    'value',
    `${name}: value is ${Number(im) === 0 ? re : `${re} + ${im}i`}, which ${dtype}, the type of input ${input}, does not hold; cast the input first`,
    { function: name, argument: 'value', input, dtype },
  );
}

/** How a read reaches along a loop: `at` tells by how much the counter is moved for a step. */
export interface Along {
  readonly gather?: Omit<AxisGather, 'axis' | 'coefficients'>;
  readonly at: (step: number) => number;
}

/**
 * The table through which an axis of `n` elements is read at places `first` … `first + length − 1` and so many steps
 * around each: all places in a row, or, where steps lie far apart, a row of places for each of them.
 */
export function tableOf(
  boundary: Boundary,
  n: number,
  first: number,
  length: number,
  { low, high, steps }: Span & { readonly steps: () => readonly number[] },
): Along {
  const span = length + high - low;
  const apart = span > LONG ? steps() : [];
  if (span <= Math.max(LONG, apart.length * length))
    return {
      gather: { start: -low, table: indexTable(boundary, n, first + low, span) },
      at: step => step,
    };
  const table = new Int32Array(apart.length * length);
  for (const [row, step] of apart.entries())
    table.set(indexTable(boundary, n, first + step, length), row * length);
  return { gather: { start: 0, table }, at: step => apart.indexOf(step) * length };
}
