/** Whether two results are the same numbers. No time counts before this has said so. */
import { countOf, type Values } from './values.ts';

/** What a comparison found: the largest difference as a part of the largest value, and what is wrong, if anything. */
export interface Comparison {
  readonly error: number;
  readonly mismatch?: string;
}

const showShape = (shape: readonly number[]): string => `(${shape.join(', ')})`;

/**
 * Compares a result with the reference: same shape, NaN in the same places, infinities equal, and
 * max |a − b| ≤ tolerance · max |b|. A reference that is empty or all zeros proves nothing and is a mismatch.
 */
export function compare(result: Values, reference: Values, tolerance: number): Comparison {
  const wrong = (mismatch: string, error = Number.POSITIVE_INFINITY): Comparison => ({ error, mismatch });
  const [a, b] = [result.data, reference.data];
  if (showShape(result.shape) !== showShape(reference.shape))
    return wrong(`shape ${showShape(result.shape)}, the reference has ${showShape(reference.shape)}`);
  for (const { data, shape } of [result, reference])
    if (data.length !== countOf(shape)) return wrong(`${data.length} elements for shape ${showShape(shape)}`);
  let [largest, scale, worst, count] = [0, 0, -1, 0];
  for (let i = 0; i < b.length; i++) {
    if (Number.isFinite(b[i])) scale = Math.max(scale, Math.abs(b[i]));
    if (Object.is(a[i], b[i])) continue;
    const difference = Math.abs(a[i] - b[i]);
    // Infinity − infinity is NaN here, as NaN against a number is: neither is close.
    if (Number.isNaN(difference) && a[i] !== b[i]) {
      count++;
      if (largest !== Number.POSITIVE_INFINITY) [largest, worst] = [Number.POSITIVE_INFINITY, i];
    } else if (difference > largest) [largest, worst] = [difference, i];
  }
  if (scale === 0) return wrong('the reference has no number but zeros: it proves nothing');
  const error = largest / scale;
  if (error <= tolerance) return { error };
  const far = count > 0 ? `${count} elements are NaN in one of the two only; ` : '';
  return wrong(
    `${far}element ${worst} of ${b.length} is ${a[worst]}, the reference has ${b[worst]}; ` +
      `the largest value is ${scale}, the tolerance ${tolerance} of it`,
    error,
  );
}
