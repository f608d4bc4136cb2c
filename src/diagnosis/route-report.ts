/** One route of a comparison: what it gives, and how that arises from the reference. */

import type { NDArray } from '../array/ndarray.ts';
import type { Boundary } from '../boundary/table.ts';
import { ConcordatError } from '../errors.ts';
import { scope } from '../runtime/scope.ts';
import { largestMagnitude } from '../views/magnitude.ts';
import { allFinite } from '../views/reduce.ts';
import type { RouteFacts } from './comparison.ts';
import { decide } from './decide.ts';
import { type ExplainResult, explainFrom } from './explanation.ts';
import type { Model } from './model.ts';
import { type Progress, progressOfPart } from './progress.ts';
import { isSpectral, type Route } from './routes.ts';
import { type Setting, searchStart } from './setting.ts';

/** A hand-made route may combine four causes: another boundary, a flip, a shift and a crop. */
const DEEPEST = 4;

/** What of the time of a route its own convolution takes, about. */
const RUNNING = 0.2;

/** What a route gives, if that is finite: an overflow would pass for a difference between routes. */
export function routeResult(
  route: Route,
  { image, kernel }: Model,
  boundary: Boundary,
  onPart?: (part: number) => void,
): NDArray {
  const result = route.run(image, kernel, boundary, onPart);
  if (allFinite(result)) return result;
  const [x, h] = [largestMagnitude(image), largestMagnitude(kernel)];
  throw new ConcordatError(
    'value',
    `compare: the image reaches ${x} and the kernel ${h}, and their convolution overflows float64 (in the route ${route.name}); divide them by a power of 2 first`,
    { function: 'compare', argument: 'image', image: x, kernel: h },
  );
}

/** How a route's result on a probe arises from the reference there. */
export function proofOf(route: Route, boundary: Boundary, there: Setting, progress: Progress): ExplainResult {
  progress(0, '');
  const result = route.run(there.image, there.kernel, boundary, done => progress(RUNNING * done, ''));
  const onProgress = progressOfPart(progress, RUNNING, 1 - RUNNING);
  const { flavour } = route;
  const options = { flavour, spectral: isSpectral(route), deepest: DEEPEST, onProgress };
  return explainFrom([searchStart(there)], result, options);
}

/** What is found about a route, by the image and by what the probe has shown. */
export function reportOn(
  route: Route,
  boundary: Boundary,
  here: Setting,
  proof: ExplainResult,
  progress: Progress,
): RouteFacts {
  progress(0, '');
  const result = routeResult(route, here, boundary, done => progress(RUNNING * done, ''));
  const { flavour } = route;
  // What is true of the probe is true of the image, which therefore needs no more findings.
  const deepest = proof.findings.length || undefined;
  const onProgress = progressOfPart(progress, RUNNING, 1 - RUNNING);
  const options = { flavour, spectral: isSpectral(route), deepest, onProgress };
  const seen = scope(() => explainFrom([searchStart(here)], result, options));
  const remark = [route.remark?.(here.image.shape, here.kernel.shape), seen.remark]
    .filter(text => text)
    .join('; ');
  const report = {
    name: route.name,
    call: route.call(boundary, here.kernel.shape),
    equal: seen.equal,
    maxAbsError: seen.maxAbsError,
    ...(remark && { remark }),
    result,
  };
  if (seen.equal && proof.equal) return { ...report, findings: [], alternatives: [], decidedBy: 'image' };

  const allowed = seen.findings.length ? [seen.findings, ...seen.alternatives] : [];
  const deciding = () => onProgress(1, 'what the probe says');
  deciding();
  const decided = scope(() => decide(route, boundary, here, result, proof, deciding));
  if (seen.equal)
    return { ...report, agreesByAccident: true, findings: decided, alternatives: [], decidedBy: 'probe' };
  if (decided.length === 0)
    return { ...report, findings: seen.findings, alternatives: allowed, decidedBy: 'image' };
  return {
    ...report,
    findings: decided,
    alternatives: allowed,
    decidedBy: allowed.length === 1 ? 'image' : 'probe',
  };
}
