/** Runs the passes of a plan: each is one nest over all rows at once. */
import { view } from '../views/view.ts';
import { butterfly } from './butterfly.ts';
import { combine } from './combine.ts';
import { multiply, scale } from './complex.ts';
import { anyPart, mapParts, newParts, type Parts } from './parts.ts';
import type { TransformPass } from './plan.ts';
import { rootsOfUnity } from './roots.ts';

/** What happens to the results on the way out. */
export interface LastFactors {
  /** A real factor. */
  readonly scale: number;
  /** A table of complex factors, one for each place along the axis. */
  readonly factors?: Parts;
}

/**
 * Transforms along the first axis of `source` into `target`, forward and unscaled but for `finish`. The passes
 * between the first and the last go to and fro between two work arrays.
 */
export function runPasses(
  passes: readonly TransformPass[],
  source: Parts,
  target: Parts,
  finish: LastFactors,
): void {
  const { shape } = anyPart(target);
  const work = Array.from({ length: Math.min(2, passes.length - 1) }, () => newParts(shape));
  passes.forEach((pass, index) => {
    const last = index === passes.length - 1;
    const from = index === 0 ? source : work[(index - 1) % 2];
    const to = last ? target : work[index % 2];
    runPass(pass, from, to, last ? finish : { scale: 1 });
  });
}

/** One pass; the formula, and the letters, stand in `plan.ts`. */
function runPass(
  { radix, rest, done }: TransformPass,
  source: Parts,
  target: Parts,
  finish: LastFactors,
): void {
  const batch = anyPart(target).shape.slice(1);
  const shape = [rest, done, ...batch];
  /** The elements from place `first` on, `forP` and `forQ` places apart when p and q advance. */
  const walk = (parts: Parts, first: number, forP: number, forQ: number) =>
    mapParts(parts, part => {
      const [place, ...others] = part.strides;
      const strides = [forP * place, forQ * place, ...batch.map((_, axis) => others[axis] ?? 0)];
      return view(part, shape, strides, part.offset + first * place);
    });
  const each = Array.from({ length: radix }, (_, index) => index);
  const elements = each.map(k => walk(source, k * rest * done, done, 1));
  const results = each.map(j => walk(target, j * done, radix * done, 1));
  // With p = 0 alone, all of these factors are 1.
  const roots = rest === 1 ? null : rootsOfUnity(radix * rest * done);
  const turns = roots ? each.slice(1).map(j => walk(roots, 0, j * done, 0)) : [];
  const { factors } = finish;
  const lasts = factors ? each.map(j => walk(factors, j * done, radix * done, 1)) : [];
  combine([...elements, ...turns, ...lasts], results, (...values) => {
    const turn = values.slice(radix, radix + turns.length);
    const factor = values.slice(radix + turns.length);
    return butterfly(values.slice(0, radix)).map((value, j) => {
      const turned = j > 0 && roots ? multiply(value, turn[j - 1]) : value;
      return scale(factors ? multiply(turned, factor[j]) : turned, finish.scale);
    });
  });
}
