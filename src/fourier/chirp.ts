/**
 * A transform of any length as a convolution, by Bluestein's identity j·k = (j² + k² − (k−j)²) ÷ 2: with the chirp
 * b[t] = exp(−πi·t² ÷ n),
 *
 *     X[k] = b[k] · Σ_j (x[j]·b[j]) · conj(b[k−j])
 *
 * The sum is a convolution, computed with transforms of a longer length that has passes.
 */

import { NestBuilder } from '../views/build.ts';
import type { View } from '../views/view.ts';
import { rememberByLength } from './cache.ts';
import { combine } from './combine.ts';
import { type ComplexExpression, conjugate, multiply, scale } from './complex.ts';
import {
  alongFirst,
  anyPart,
  exchangedParts,
  newParts,
  type Parts,
  rowsOfParts,
  zeroParts,
} from './parts.ts';
import { paddedLength, passesOf, type TransformPass } from './plan.ts';
import { rootsOfUnity } from './roots.ts';
import { runPasses } from './stockham.ts';

/** Elements that the tables of all lengths together may keep: 2^21 complex numbers are 32 MB. */
const LIMIT = 2 ** 21;

interface Tables {
  readonly passes: readonly TransformPass[];
  /** b[t] for t = 0 … n−1. */
  readonly chirp: Parts;
  /** The transform of conj(b), continued to negative t and wrapped to the padded length, divided by that length. */
  readonly spectrum: Parts;
}

const tablesFor: (n: number) => Tables = rememberByLength(LIMIT, n => n + paddedLength(n), makeTables);

function makeTables(n: number): Tables {
  const padded = paddedLength(n);
  const passes = passesOf(padded);
  const chirp = newParts([n]);
  fillChirp(chirp, n);
  const wrapped = zeroParts([padded]);
  const mirrored = (z: ComplexExpression) => [conjugate(z)];
  combine([chirp], [rowsOfParts(wrapped, 0, n)], mirrored);
  combine([rowsOfParts(chirp, 1, n - 1)], [rowsOfParts(wrapped, padded - 1, n - 1, -1)], mirrored);
  const spectrum = newParts([padded]);
  runPasses(passes, wrapped, spectrum, { scale: 1 / padded });
  return { passes, chirp, spectrum };
}

/** b[t] is a root of unity of order 2n: number t² mod 2n, found by adding 2t + 1 so that it stays a whole number. */
function fillChirp(chirp: Parts, n: number): void {
  const squares = new Int32Array(n);
  for (let t = 1; t < n; t++) squares[t] = (squares[t - 1] + 2 * t - 1) % (2 * n);
  const roots = rootsOfUnity(2 * n);
  const pick = (table: View, into: View) => {
    const nest = new NestBuilder([n]);
    const gathers = [{ axis: 0, table: squares, start: 0, coefficients: [1] }];
    nest.storeInto(into, nest.load(table, { strides: [0], gathers }));
    nest.run();
  };
  pick(roots.re!, chirp.re!);
  pick(roots.im!, chirp.im!);
}

/** Transforms along the first axis of `source` into `target`, forward, for any length. */
export function runChirp(source: Parts, target: Parts, factor: number): void {
  const { shape } = anyPart(target);
  const n = shape[0];
  const { passes, chirp, spectrum } = tablesFor(n);
  const longer = shape.with(0, anyPart(spectrum).shape[0]);
  const [first, second] = [zeroParts(longer), newParts(longer)];
  const turn = alongFirst(chirp, shape.length);
  combine([source, turn], [rowsOfParts(first, 0, n)], (x, b) => [multiply(x, b)]);
  runPasses(passes, first, second, { scale: 1, factors: spectrum });
  runPasses(passes, exchangedParts(second), exchangedParts(first), { scale: 1 });
  combine([rowsOfParts(first, 0, n), turn], [target], (y, b) => [scale(multiply(y, b), factor)]);
}
