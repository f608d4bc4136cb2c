/**
 * Searches the smallest explanations: all single causes, then all pairs in the order in which causes act, then
 * triples. It stops at the first size that explains the target, with every explanation of that size.
 */
import { scope } from '../runtime/scope.ts';
import { applyFact } from './apply.ts';
import { causes } from './causes/table.ts';
import type { Fact, FindingKind } from './finding.ts';
import { meets, type State, type Target } from './state.ts';

/** Of explanations of one size, those with more familiar causes come first. */
const familiarity: FindingKind[] = [
  'precision',
  'flip',
  'shift',
  'boundary',
  'origin',
  'crop',
  'stride',
  'transpose',
  'scale',
];
const rank = (facts: readonly Fact[]) =>
  facts.reduce((sum, fact) => {
    const rare = (fact.kind === 'flip' && fact.of === 'result') || (fact.kind === 'shift' && !fact.periodic);
    return sum + familiarity.indexOf(fact.kind) + (rare ? 4 : 0);
  }, 0);

/** Told how far a piece of work has come, from 0 to 1, and what is being done. */
export type Progress = (done: number, what: string) => void;

/** Explanations of one size that are listed at most. */
const LISTED = 16;

/**
 * Every smallest list of facts that leads from one of the starts to the target; empty when none of up to `deepest`
 * facts does. A list of no facts means that they are equal.
 */
export function searchExplanations(
  starts: readonly State[],
  target: Target,
  deepest: number,
  onProgress: Progress = () => {},
): Fact[][] {
  for (let size = 0; size <= deepest; size++) {
    const found = new Map<string, Fact[]>();
    const extend = (state: State, next: number, left: number): void => {
      if (left === 0) {
        if (meets(state, target)) found.set(JSON.stringify(state.facts), [...state.facts]);
        return;
      }
      for (let index = next; index < causes.length; index++) {
        if (state.facts.length === 0)
          onProgress((size - 1 + index / causes.length) / deepest, `${size} at a time`);
        for (const fact of causes[index].propose(state, target)) {
          const proposed = applyFact(state, fact);
          // What is computed of a prediction is needed no longer when everything that follows from it was tried.
          if (proposed) scope(() => extend(proposed, index + 1, left - 1));
        }
      }
    };
    for (const start of starts) extend(start, 0, size);
    if (found.size > 0) return prune([...found.values()]).slice(0, LISTED);
  }
  return [];
}

/** A shift of which all that enters is known is not listed a second time as one of which it is not. */
function prune(explanations: Fact[][]): Fact[][] {
  const whole = (fact: Fact) => fact.kind === 'origin' || (fact.kind === 'shift' && fact.periodic);
  const kept = explanations.some(facts => facts.some(whole))
    ? explanations.filter(facts => !facts.some(fact => fact.kind === 'shift' && !fact.periodic))
    : explanations;
  return kept.sort((a, b) => rank(a) - rank(b));
}
