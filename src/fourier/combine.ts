/** Computes complex arrays point by point from others: every nest of a transform is made here. */

import type { RealDType } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import type { View } from '../views/view.ts';
import { view } from '../views/view.ts';
import type { ComplexExpression } from './complex.ts';
import { arrangeLoops } from './loops.ts';
import { anyPart, type Parts } from './parts.ts';

/**
 * Writes into `targets`, which have one shape, what `compute` makes of the elements of `sources` at the same point;
 * a source may have extents of 1 and strides of 0 where it repeats. Sums and products are taken in float64.
 */
export function combine(
  sources: readonly Parts[],
  targets: readonly Parts[],
  compute: (...values: ComplexExpression[]) => readonly ComplexExpression[],
): void {
  const loops = arrangeLoops({
    extents: anyPart(targets[0]).shape,
    strides: [...sources, ...targets].map(parts => anyPart(parts).strides),
  });
  if (loops.extents.includes(0)) return;
  const nest = new NestBuilder(loops.extents);
  const values = sources.map((parts, index) => read(nest, parts, loops.strides[index]));
  compute(...values).forEach((value, index) => {
    write(nest, targets[index], loops.strides[sources.length + index], value);
  });
  nest.run();
}

function read(nest: NestBuilder, parts: Parts, strides: readonly number[]): ComplexExpression {
  const load = (part: View | undefined) => part && e.cast(nest.load(part, { strides }).re, 'float64');
  return { re: load(parts.re), im: load(parts.im) };
}

function write(nest: NestBuilder, parts: Parts, strides: readonly number[], value: ComplexExpression): void {
  const store = (part: View | undefined, expression: e.Expression = e.constant(0, 'float64')) => {
    if (!part) return;
    const stored = realValue(e.cast(expression, part.dtype as RealDType));
    nest.storeInto(view(part, nest.shape, strides), stored);
  };
  store(parts.re, value.re);
  store(parts.im, value.im);
}
