/**
 * Transforms between real rows and the half of their spectrum that determines the rest, along the first axis. A row
 * of even length n = 2h is one complex row of length h: even elements as real parts, odd ones as imaginary parts.
 * With Z its transform, w = exp(−2πi ÷ n),
 *
 *     E = (Z[k] + conj Z[h−k]) ÷ 2,  O = (Z[k] − conj Z[h−k]) ÷ 2i,  X[k] = E + w^k·O,  X[h−k] = conj(E − w^k·O)
 *
 * Source: W. H. Press et al., Numerical Recipes, "FFT of Real Functions". Rows of odd length go the whole way.
 */
import { combine } from './combine.ts';
import {
  add,
  addTimesI,
  type ComplexExpression,
  conjugate,
  multiply,
  scale,
  subtract,
  subtractTimesI,
} from './complex.ts';
import { alongFirst, anyPart, newParts, type Parts, rowsOfParts } from './parts.ts';
import { rootsOfUnity } from './roots.ts';
import { transform } from './transform.ts';

/** Places k = 0 … n/2 of the transform of real rows of length n, times `factor`. */
export function realForward(source: Parts, target: Parts, factor: number): void {
  const { shape } = anyPart(source);
  const n = shape[0];
  const half = Math.floor(n / 2);
  if (n % 2 === 1) {
    const whole = newParts(shape);
    transform(source, whole, false, factor);
    combine([rowsOfParts(whole, 0, half + 1)], [target], z => [z]);
    return;
  }
  const packed = newParts(shape.with(0, half));
  transform(
    { re: rowsOfParts(source, 0, half, 2).re, im: rowsOfParts(source, 1, half, 2).re },
    packed,
    false,
    1,
  );
  combine([rowsOfParts(packed, 0, 1)], [rowsOfParts(target, 0, 1), rowsOfParts(target, half, 1)], z => [
    scale(add(real(z), imaginary(z)), factor),
    scale(subtract(real(z), imaginary(z)), factor),
  ]);
  eachPair(packed, target, n, (a, b, root) => {
    const [sum, difference] = [add(a, conjugate(b)), subtract(a, conjugate(b))];
    const turned = multiply(difference, root);
    const [here, there] = [subtractTimesI(sum, turned), conjugate(addTimesI(sum, turned))];
    return [scale(here, factor / 2), scale(there, factor / 2)];
  });
}

/**
 * The real rows of length n whose transform has places k = 0 … n/2 as given, times `factor`·n. The imaginary part
 * of place 0, and of place n/2 of an even length, is ignored.
 */
export function realInverse(source: Parts, target: Parts, factor: number): void {
  const { shape } = anyPart(target);
  const n = shape[0];
  const half = Math.floor(n / 2);
  if (n % 2 === 1) {
    const whole = newParts(shape);
    combine([rowsOfParts(source, 0, 1)], [rowsOfParts(whole, 0, 1)], z => [real(z)]);
    const [first, mirrored] = [rowsOfParts(whole, 1, half), rowsOfParts(whole, n - 1, half, -1)];
    combine([rowsOfParts(source, 1, half)], [first, mirrored], z => [z, conjugate(z)]);
    transform(whole, target, true, factor);
    return;
  }
  const packed = newParts(shape.with(0, half));
  combine([rowsOfParts(source, 0, 1), rowsOfParts(source, half, 1)], [rowsOfParts(packed, 0, 1)], (a, b) => [
    addTimesI(add(real(a), real(b)), subtract(real(a), real(b))),
  ]);
  eachPair(source, packed, n, (a, b, root) => {
    const [sum, difference] = [add(a, conjugate(b)), subtract(a, conjugate(b))];
    const turned = multiply(difference, conjugate(root));
    return [addTimesI(sum, turned), addTimesI(conjugate(sum), conjugate(turned))];
  });
  transform(
    packed,
    { re: rowsOfParts(target, 0, half, 2).re, im: rowsOfParts(target, 1, half, 2).re },
    true,
    factor,
  );
}

const real = (z: ComplexExpression): ComplexExpression => ({ re: z.re });
const imaginary = (z: ComplexExpression): ComplexExpression => ({ re: z.im });

/** Computes places k and h−k of `target` from the same of `source` and w^k, for all 0 < k ≤ h−k; h = n/2. */
function eachPair(
  source: Parts,
  target: Parts,
  n: number,
  compute: (
    a: ComplexExpression,
    b: ComplexExpression,
    root: ComplexExpression,
  ) => [ComplexExpression, ComplexExpression],
): void {
  const half = n / 2;
  const pairs = Math.floor(half / 2);
  const roots = alongFirst(rowsOfParts(rootsOfUnity(n), 1, pairs), anyPart(target).shape.length);
  const both = (parts: Parts) => [rowsOfParts(parts, 1, pairs), rowsOfParts(parts, half - 1, pairs, -1)];
  combine([...both(source), roots], both(target), compute);
}
