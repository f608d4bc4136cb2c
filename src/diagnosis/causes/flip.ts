/** The kernel, or the result, reversed along some of its axes. */
import type { NDArray } from '../../array/ndarray.ts';
import { flip } from '../../array/views.ts';
import type { Cause } from '../cause.ts';
import { type Field, fieldOf, sameWithin } from '../field.ts';
import type { Flip } from '../finding.ts';
import { zeroTolerance } from '../tolerance.ts';

/** Every non-empty set of axes, all of them first: that is what separates convolution from correlation. */
function axisSets(rank: number): number[][] {
  const sets = Array.from({ length: 2 ** rank - 1 }, (_, bits) =>
    Array.from({ length: rank }, (_, axis) => axis).filter(axis => ((bits + 1) >> axis) & 1),
  );
  return sets.sort((a, b) => b.length - a.length);
}

/** The flips of an array that change it, each once: sets of axes that give the same array stand together. */
function flipsOf(of: Flip['of'], array: NDArray): Flip[] {
  if (array.ndim > 4) return [];
  const original = fieldOf(array);
  const distinct: { fact: Flip; flipped: Field }[] = [];
  for (const axes of axisSets(array.ndim)) {
    const flipped = flip(array, { axis: axes });
    if (sameWithin(flipped, original, zeroTolerance)) continue;
    const known = distinct.find(other => sameWithin(flipped, other.flipped, zeroTolerance));
    if (!known) distinct.push({ fact: { kind: 'flip', of, axes }, flipped: fieldOf(flipped) });
    else known.fact.equivalent = [...(known.fact.equivalent ?? []), axes];
  }
  return distinct.map(({ fact }) => fact);
}

export const flippedKernel: Cause = {
  propose: ({ model }) => (model ? flipsOf('kernel', model.kernel) : []),
};

export const flippedResult: Cause = {
  propose: ({ array, known }) => (known ? [] : flipsOf('result', array)),
};
