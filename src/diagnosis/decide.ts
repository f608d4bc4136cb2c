/** Which explanation of a route is true, where its image alone does not say. */
import type { NDArray } from '../array/ndarray.ts';
import type { Boundary } from '../boundary/table.ts';
import { applyFact } from './apply.ts';
import { callOf } from './call.ts';
import type { ExplainResult } from './explanation.ts';
import type { Explanation, Fact } from './finding.ts';
import { meets } from './meets.ts';
import { isSpectral, type Route } from './routes.ts';
import { generalRule } from './rule.ts';
import { say } from './say.ts';
import { type Setting, searchStart } from './setting.ts';
import type { State } from './state.ts';
import { targetOf } from './target.ts';

/**
 * What the probe says of a route, if that also explains the image. Where offsets on the probe are half a period, and
 * could as well have the other sign, a smaller probe of odd size settles it, and tells the general rule.
 */
export function decide(
  route: Route,
  boundary: Boundary,
  here: Setting,
  result: NDArray,
  proof: ExplainResult,
  deciding: () => void,
): Explanation {
  const target = targetOf(searchStart(here), result, { spectral: isSpectral(route) });
  const candidates = [proof.findings, ...proof.alternatives].filter(explanation => explanation.length > 0);
  const valid = candidates.find(explanation => {
    const state = explanation.reduce<State | null>((reached, fact) => {
      deciding();
      return reached && applyFact(reached, fact);
    }, searchStart(here));
    deciding();
    return state !== null && meets(state, target);
  });
  deciding();
  if (!valid) return [];
  return say(
    valid.map((fact): Fact => {
      if (fact.kind !== 'shift' || !fact.periodic) return fact;
      return { ...fact, ...generalRule(route, boundary, here, fact) };
    }),
    here.reference.shape,
    { flavour: route.flavour, reference: callOf(here.convention, here.kernel.shape) },
  );
}
