/**
 * Searches the smallest explanations: all single causes, then all pairs in the order in which causes act, then
 * triples. It stops at the first size that explains the target, with every explanation of that size.
 */
import { scope } from '../runtime/scope.ts';
import { applyFact } from './apply.ts';
import { causes } from './causes/table.ts';
import type { Fact, FindingKind } from './finding.ts';
import { meets } from './meets.ts';
import type { Progress } from './progress.ts';
import type { State } from './state.ts';
import type { Target } from './target.ts';

/** Of explanations of one size, those with more familiar causes come first. */
const familiarity: FindingKind[] = [
  'axes',
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
    const told = (done: number) => onProgress((size - 1 + done) / deepest, `${size} at a time`);
    /** What follows from a state with so many more facts. It is the part of the work from `done` on. */
    const extend = (state: State, next: number, left: number, done: number, share: number): void => {
      if (left === 0) {
        if (meets(state, target)) found.set(JSON.stringify(state.facts), [...state.facts]);
        return;
      }
      const each = share / (causes.length - next);
      for (let index = next; index < causes.length; index++) {
        const begun = done + each * (index - next);
        told(begun);
        const facts = causes[index].propose(state, target);
        facts.forEach((fact, place) => {
          const [from, length] = [begun + (each * place) / facts.length, each / facts.length];
          told(from);
          const proposed = applyFact(state, fact);
          // What is computed of a prediction is needed no longer when everything that follows from it was tried.
          if (proposed) scope(() => extend(proposed, index + 1, left - 1, from, length));
        });
      }
    };
    starts.forEach((start, place) => {
      extend(start, 0, size, place / starts.length, 1 / starts.length);
    });
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
