/** The transform of complex numbers along the first axis, for every length. */
import { runChirp } from './chirp.ts';
import { anyPart, exchangedParts, type Parts } from './parts.ts';
import { hasPasses, passesOf } from './plan.ts';
import { runPasses } from './stockham.ts';

/**
 * target = factor · Σ_j source[j]·exp(∓2πi·j·k ÷ n) along the first axis, minus forwards and plus for the inverse.
 * Source and target have the same shape and share no memory.
 */
export function transform(source: Parts, target: Parts, inverse: boolean, factor: number): void {
  if (inverse) {
    transform(exchangedParts(source), exchangedParts(target), false, factor);
    return;
  }
  const { shape } = anyPart(target);
  if (shape.includes(0)) return;
  const n = shape[0];
  if (hasPasses(n)) runPasses(passesOf(n), source, target, { scale: factor });
  else runChirp(source, target, factor);
}
