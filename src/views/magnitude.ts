/** How large the elements of a view are. */
import * as e from '../kernels/expression.ts';
import { castValue, magnitude, realValue, type Value } from '../kernels/value.ts';
import { computation, everyAxis } from './computation.ts';
import { onlyElement } from './elements.ts';
import type { View } from './view.ts';

/** A value in the widest type of its kind. */
export const widened = (value: Value): Value => castValue(value, value.im ? 'complex128' : 'float64');

/** The magnitude of a value as a float64, 0 where it is not finite. */
export function finiteMagnitude(value: Value): e.Expression {
  const size = magnitude(widened(value)).re;
  return e.select(e.unary('isFinite', size), size, e.constant(0, 'float64'));
}

const largest = computation<null>((_, element) => [realValue(e.reduce('maximum', finiteMagnitude(element)))]);

/** The largest magnitude of a finite element; 0 when there is none. */
export function largestMagnitude(x: View): number {
  const [found] = largest(null, [x], { axes: everyAxis(x) });
  return Math.max(0, onlyElement(found) as number);
}
