/** Copies the element of each point of the loops that move along an input: an excerpt of the kind 'points'. */

import type { Binding } from '../../kernels/bindings.ts';
import type { TypedArray } from '../../kernels/dtype.ts';
import { load } from '../../kernels/expression.ts';
import { interpret } from '../../kernels/interpret.ts';
import type { NormalInput } from '../../kernels/passes/index.ts';
import type { Excerpt } from './excerpt.ts';

/**
 * @param starts the argument of each dimension at the first point of the portion
 * @param from where the first point stands in the input, along plain strides
 */
export function copyPoints(
  { dtype, fill, dimensions }: NormalInput,
  { axes }: Excerpt,
  starts: readonly number[],
  from: Binding,
  target: TypedArray,
): void {
  // The axes of the excerpt are loops of the nest, by number.
  const loops = axes.map(({ stride }) => stride);
  const strides = loops.map(axis =>
    dimensions.reduce(
      (sum, { table, coefficients, stride }) => (table ? sum : sum + coefficients[axis] * stride),
      0,
    ),
  );
  const gathers = dimensions.flatMap(({ table, coefficients, stride }, d) =>
    table ? [{ table, coefficients: loops.map(axis => coefficients[axis]), start: starts[d], stride }] : [],
  );
  interpret(
    {
      shape: axes.map(({ count }) => count),
      reduction: [],
      inputs: [{ dtype, strides, gathers, fill }],
      outputs: [{ dtype, strides: axes.map(({ pitch }) => pitch), value: load(0, dtype) }],
    },
    [from],
    [{ data: target, base: 0 }],
  );
}
