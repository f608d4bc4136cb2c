/** `compare`: one convolution, written the ways people write it, and why each differs from the reference. */
import { type ArrayLike, asArray, astype } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { allFinite } from '../array/reduce.ts';
import { slice } from '../array/views.ts';
import { type Boundary, checkBoundary } from '../boundary/table.ts';
import { ConcordatError, checkOptions, showShape } from '../errors.ts';
import { dtypes } from '../kernels/dtype.ts';
import { scope } from '../runtime/scope.ts';
import { applyFact } from './apply.ts';
import { callOf } from './call.ts';
import { type ExplainResult, explainFrom, targetOf } from './explain.ts';
import type { Explanation, Fact } from './finding.ts';
import { probe } from './probe.ts';
import { type Route, type RouteResult, referenceConvention, routes } from './routes.ts';
import { generalRule } from './rule.ts';
import { say } from './say.ts';
import type { Progress } from './search.ts';
import { type Model, meets, type State, startAt } from './state.ts';
import { largestMagnitude } from './tolerance.ts';

/** What was found about one route. */
export interface RouteReport {
  name: string;
  /** The call, as Python. */
  call: string;
  /** Whether it gives the reference on this image. */
  equal: boolean;
  /** It is equal on this image, but not on every image: causes cancel here. */
  agreesByAccident?: true;
  /** The largest difference from the reference; null when shapes differ. */
  maxAbsError: number | null;
  /** What is true of this route: how its result arises from the reference. */
  findings: Explanation;
  /** Every smallest explanation that this image alone would allow. */
  alternatives: Explanation[];
  /** Whether this image sufficed to decide, or a probe image had to. */
  decidedBy?: 'image' | 'probe';
  /** What else is to be said, such as what a fixed padding crops. */
  remark?: string;
  /** The image as it was convolved: tiled or padded, in some routes. */
  image: NDArray;
  /** The kernel as it was used: in a frame of the image's shape, in a product of spectra. */
  kernel: NDArray;
  result: NDArray;
}

/** What `compare` gives. */
export interface Comparison {
  reference: { name: string; call: string; boundary: Boundary; result: NDArray };
  image: NDArray;
  kernel: NDArray;
  routes: RouteReport[];
}

/** Options of `compare`. */
export interface CompareOptions {
  /** How the reference continues the image: 'periodic' unless said. */
  boundary?: Boundary;
  /** Called as work goes on, with the part done (0 to 1) and what is being done. */
  onProgress?: Progress;
}

/**
 * Does one 2-D convolution in six ways (SciPy, a product of spectra, torch, and the hand-made versions of each) and
 * explains why results differ. Where the image allows several explanations, the same routes run on a probe image
 * that tells them apart.
 *
 * @param image 2-D, finite numbers
 * @param kernel 2-D, not larger than the image
 * @param options `boundary`, `onProgress`
 * @throws ConcordatError for an image or kernel of another rank, an empty one, one with NaN or infinity, or values whose
 *   convolution overflows
 * @example
 * import { compare } from 'concordat';
 * const halves = Array.from({ length: 10 }, () => [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
 * const { routes } = compare(halves, [[1, 0, -1], [2, 0, -2], [1, 0, -1]]);
 * routes.map(({ name, equal }) => `${name}: ${equal}`)[1]; // => 'scipy-tiled: false'
 */
export function compare(image: ArrayLike, kernel: ArrayLike, options: CompareOptions = {}): Comparison {
  checkOptions('compare', options, ['boundary', 'onProgress']);
  const boundary = checkBoundary('compare', options.boundary ?? 'periodic');
  const x = checkPicture('image', asArray(image, 'compare', 'image'));
  const h = checkPicture('kernel', asArray(kernel, 'compare', 'kernel'));
  const progress = options.onProgress ?? (() => {});
  progress(0, routes[0].name);
  const larger = h.shape.findIndex((taps, axis) => taps > x.shape[axis]);
  if (larger >= 0)
    throw new ConcordatError(
      'shape',
      `compare: the kernel has shape ${showShape(h.shape)} and the image ${showShape(x.shape)}; the kernel must not be larger than the image (axis ${larger})`,
      { function: 'compare', argument: 'kernel', axis: larger, kernel: h.shape, image: x.shape },
    );

  const setting = { image: x, kernel: h, convention: referenceConvention(boundary) };
  const generic = probe(x.shape, h.shape);
  const proof = { ...setting, image: generic.image as NDArray, kernel: generic.kernel as NDArray };
  const [reference, onProbe] = [setting, proof].map(
    one => resultOf(routes[0], one.image, one.kernel, boundary).result,
  );
  const { name } = routes[0];
  const call = routes[0].call(boundary, h.shape);
  const itself = { name, call, equal: true, maxAbsError: 0, findings: [], alternatives: [] };
  const others = routes.slice(1).map((route, index) => {
    progress((index + 1) / routes.length, route.name);
    return scope(() =>
      reportOn(route, boundary, { ...setting, reference }, { ...proof, reference: onProbe }),
    );
  });
  progress(1, 'done');
  return {
    reference: { name, call, boundary, result: reference },
    image: x,
    kernel: h,
    routes: [{ ...itself, decidedBy: 'image', image: x, kernel: h, result: reference }, ...others],
  };
}

/** An image and kernel, how they are convolved, and the reference's result. */
interface Setting extends Model {
  reference: NDArray;
}

const startOf = ({ reference, ...model }: Setting): State => startAt(reference, model);

/** A hand-made route may combine four causes: another boundary, a flip, a shift and a crop. */
const DEEPEST = 4;

/** What a route gives, if that is finite: an overflow would pass for a difference between routes. */
function resultOf(route: Route, image: NDArray, kernel: NDArray, boundary: Boundary): RouteResult {
  const made = route.run(image, kernel, boundary);
  if (allFinite(made.result)) return made;
  const [x, h] = [largestMagnitude(image), largestMagnitude(kernel)];
  throw new ConcordatError(
    'value',
    `compare: the image reaches ${x} and the kernel ${h}, and their convolution overflows float64 (in the route ${route.name}); divide them by a power of 2 first`,
    { function: 'compare', argument: 'image', image: x, kernel: h },
  );
}

function reportOn(route: Route, boundary: Boundary, here: Setting, there: Setting): RouteReport {
  const { result, ...used } = resultOf(route, here.image, here.kernel, boundary);
  const { flavour } = route;
  const onProbe = route.run(there.image, there.kernel, boundary).result;
  const proof = explainFrom([startOf(there)], onProbe, { flavour, deepest: DEEPEST });
  // What is true of the probe is true of the image, which therefore needs no more findings.
  const deepest = proof.findings.length || undefined;
  const seen = explainFrom([startOf(here)], result, { flavour, deepest });
  const remark = [route.remark?.(here.image.shape, here.kernel.shape), seen.remark]
    .filter(text => text)
    .join('; ');
  const report = {
    name: route.name,
    call: route.call(boundary, here.kernel.shape),
    equal: seen.equal,
    maxAbsError: seen.maxAbsError,
    ...(remark && { remark }),
    ...used,
    result,
  };
  if (seen.equal && proof.equal) return { ...report, findings: [], alternatives: [], decidedBy: 'image' };

  const allowed = seen.findings.length ? [seen.findings, ...seen.alternatives] : [];
  const decided = decide(route, boundary, here, result, proof);
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

/**
 * What the probe says of a route, if that also explains the image. Where offsets on the probe are half a period, and
 * could as well have the other sign, a smaller probe of odd size settles it, and tells the general rule.
 */
function decide(
  route: Route,
  boundary: Boundary,
  here: Setting,
  result: NDArray,
  proof: ExplainResult,
): Explanation {
  const target = targetOf(startOf(here), result);
  const candidates = [proof.findings, ...proof.alternatives].filter(explanation => explanation.length > 0);
  const valid = candidates.find(explanation => {
    const state = explanation.reduce<State | null>(
      (reached, fact) => reached && applyFact(reached, fact),
      startOf(here),
    );
    return state !== null && meets(state, target);
  });
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

function checkPicture(argument: 'image' | 'kernel', given: NDArray): NDArray {
  const fail = (code: 'shape' | 'dtype' | 'value', what: string): never => {
    throw new ConcordatError(code, `compare: the ${argument} ${what}`, {
      function: 'compare',
      argument,
      shape: given.shape,
      dtype: given.dtype,
    });
  };
  const { kind } = dtypes[given.dtype];
  if (given.ndim !== 2)
    fail('shape', `has shape ${showShape(given.shape)}; it must have two axes (rows, columns)`);
  if (given.size === 0)
    fail('shape', `has shape ${showShape(given.shape)}; it must have at least one element`);
  if (kind === 'c') fail('dtype', `is ${given.dtype}; it must hold real numbers`);
  if (!allFinite(given))
    fail(
      'value',
      'has NaN or infinity, which a product of spectra spreads everywhere; replace them first (by 0, say)',
    );
  // A view at least: results are kept for it, and its owner may change the elements later.
  return given.dtype === 'float64' ? slice(given) : astype(given, 'float64');
}
