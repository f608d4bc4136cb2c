/** `compare`: one convolution, written the ways people write it, and why each differs from the reference. */
import { tile } from '../array/arrange.ts';
import { type ArrayLike, asArray, astype } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { allFinite } from '../array/reduce.ts';
import { slice } from '../array/views.ts';
import { type Boundary, checkBoundary } from '../boundary/table.ts';
import { ConcordatError, checkOptions, showShape } from '../errors.ts';
import { dtypes } from '../kernels/dtype.ts';
import { unscoped } from '../runtime/lifetime.ts';
import { scope } from '../runtime/scope.ts';
import { applyFact } from './apply.ts';
import { callOf } from './call.ts';
import { type ExplainResult, explainFrom } from './explanation.ts';
import type { Explanation, Fact } from './finding.ts';
import { probe } from './probe.ts';
import { named, type Progress, part, rising } from './progress.ts';
import { type Route, referenceConvention, routes } from './routes.ts';
import { generalRule } from './rule.ts';
import { say } from './say.ts';
import { type Model, meets, type State, startAt } from './state.ts';
import { targetOf } from './target.ts';
import { largestMagnitude } from './tolerance.ts';

/** What was found about one route. */
export interface RouteReport {
  /** What `compare` calls the route. */
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
  /** What came out. */
  result: NDArray;
}

/** What `compare` gives. */
export interface Comparison {
  /** The call that the others are held against, and what it gives. */
  reference: { name: string; call: string; boundary: Boundary; result: NDArray };
  /** The image that all routes convolve. */
  image: NDArray;
  /** The kernel. */
  kernel: NDArray;
  /** One report a route, the reference first. */
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
  const pictures = new Map<unknown, NDArray>();
  const { kept, ...comparison } = compareEach(image, kernel, options, ({ route, made, ...found }) => {
    // They belong to the report, not to the scope in which it is looked at.
    const remembered = (key: unknown, make: () => NDArray): NDArray => {
      const picture = pictures.get(key) ?? unscoped(make);
      pictures.set(key, picture);
      return picture;
    };
    return {
      ...found,
      get image() {
        return remembered(route.tiles ?? route.image, made.image);
      },
      get kernel() {
        return remembered(route.kernel, made.kernel);
      },
    };
  });
  return { ...comparison, routes: kept };
}

/** A report of which the pictures that the route convolved were not made: they may have four times the elements of the image. */
export interface RouteFinding extends Omit<RouteReport, 'image' | 'kernel'> {
  route: Route;
  made: { image: () => NDArray; kernel: () => NDArray };
}

/** What all routes have in common. */
export interface Given {
  readonly image: NDArray;
  readonly kernel: NDArray;
  /** The result of the reference. */
  readonly reference: NDArray;
}

/**
 * `compare`, for those who need the arrays of a route no longer than until the next one: `visit` is told of each, and
 * only what it returns is kept. All but the image and the reference are freed.
 */
export function compareEach<Kept>(
  image: ArrayLike,
  kernel: ArrayLike,
  options: CompareOptions,
  visit: (found: RouteFinding, given: Given) => Kept,
): Omit<Comparison, 'routes'> & { kept: Kept[] } {
  checkOptions('compare', options, ['boundary', 'onProgress']);
  const boundary = checkBoundary('compare', options.boundary ?? 'periodic');
  const x = checkPicture('image', asArray(image, 'compare', 'image'));
  const h = checkPicture('kernel', asArray(kernel, 'compare', 'kernel'));
  const progress = rising(options.onProgress ?? (() => {}));
  progress(0, routes[0].name);
  const larger = h.shape.findIndex((taps, axis) => taps > x.shape[axis]);
  if (larger >= 0)
    throw new ConcordatError(
      'shape',
      `compare: the kernel has shape ${showShape(h.shape)} and the image ${showShape(x.shape)}; the kernel must not be larger than the image (axis ${larger})`,
      { function: 'compare', argument: 'kernel', axis: larger, kernel: h.shape, image: x.shape },
    );

  const here = { image: x, kernel: h, convention: referenceConvention(boundary) };
  // Whether sums overflow is told at once; the reference itself is made again when the probe is gone.
  scope(() => void resultOf(routes[0], here, boundary));
  const others = routes.slice(1);
  const step = (index: number): Progress =>
    part(progress, index / (2 * others.length), 1 / (2 * others.length));
  // One after the other, so that the probe and what was made of it are gone when the image has its turn.
  const proofs = scope(() => {
    const generic = probe(x.shape, h.shape, { onProgress: () => progress(0, 'a probe') });
    const there = { ...here, image: generic.image as NDArray, kernel: generic.kernel as NDArray };
    const onProbe = { ...there, reference: resultOf(routes[0], there, boundary) };
    return others.map((route, index) => {
      const told = named(step(index), `${route.name}, on a probe`);
      return scope(() => proofOf(route, boundary, onProbe, told));
    });
  });
  const reference = resultOf(routes[0], here, boundary);
  const { name } = routes[0];
  const call = routes[0].call(boundary, h.shape);
  const itself = { name, call, equal: true, maxAbsError: 0, findings: [], alternatives: [] };
  const first: Found = { ...itself, decidedBy: 'image', result: reference };
  const given = { image: x, kernel: h, reference };
  const finding = (route: Route, found: Found): RouteFinding => ({
    ...found,
    route,
    made: picturesOf(route, here, boundary),
  });
  const kept = [
    scope(() => visit(finding(routes[0], first), given)),
    ...others.map((route, index) => {
      const told = named(step(others.length + index), route.name);
      return scope(() => {
        const found = reportOn(route, boundary, { ...here, reference }, proofs[index], told);
        return visit(finding(route, found), given);
      });
    }),
  ];
  progress(1, 'done');
  return { reference: { name, call, boundary, result: reference }, image: x, kernel: h, kept };
}

/** An image and kernel, how they are convolved, and the reference's result. */
interface Setting extends Model {
  reference: NDArray;
}

const startOf = ({ reference, ...model }: Setting): State => startAt(reference, model);

/** A hand-made route may combine four causes: another boundary, a flip, a shift and a crop. */
const DEEPEST = 4;

/** What a route gives, if that is finite: an overflow would pass for a difference between routes. */
function resultOf(
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

/** Whether a route is a Fourier transform, whose errors belong to the largest value. */
const isSpectral = ({ flavour }: Route) => flavour === 'fourier';

/** What of the time of a route its own convolution takes, about. */
const RUNNING = 0.2;

/** How a route's result on a probe arises from the reference there. */
function proofOf(route: Route, boundary: Boundary, there: Setting, progress: Progress): ExplainResult {
  progress(0, '');
  const result = route.run(there.image, there.kernel, boundary, done => progress(RUNNING * done, ''));
  const onProgress = part(progress, RUNNING, 1 - RUNNING);
  const { flavour } = route;
  const options = { flavour, spectral: isSpectral(route), deepest: DEEPEST, onProgress };
  return explainFrom([startOf(there)], result, options);
}

/** What is found about a route, without the pictures that it convolves. */
type Found = Omit<RouteReport, 'image' | 'kernel'>;

function reportOn(
  route: Route,
  boundary: Boundary,
  here: Setting,
  proof: ExplainResult,
  progress: Progress,
): Found {
  progress(0, '');
  const result = resultOf(route, here, boundary, done => progress(RUNNING * done, ''));
  const { flavour } = route;
  // What is true of the probe is true of the image, which therefore needs no more findings.
  const deepest = proof.findings.length || undefined;
  const onProgress = part(progress, RUNNING, 1 - RUNNING);
  const options = { flavour, spectral: isSpectral(route), deepest, onProgress };
  const seen = scope(() => explainFrom([startOf(here)], result, options));
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

/** The pictures that a route convolves, to be made when somebody looks at them. */
const picturesOf = (
  { tiles, ...route }: Route,
  { image, kernel }: Model,
  boundary: Boundary,
): RouteFinding['made'] => ({
  image: () => (tiles ? tile(image, tiles) : (route.image?.(image, kernel, boundary) ?? image)),
  kernel: () => route.kernel?.(image, kernel) ?? kernel,
});

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
  deciding: () => void,
): Explanation {
  const target = targetOf(startOf(here), result, { spectral: isSpectral(route) });
  const candidates = [proof.findings, ...proof.alternatives].filter(explanation => explanation.length > 0);
  const valid = candidates.find(explanation => {
    const state = explanation.reduce<State | null>((reached, fact) => {
      deciding();
      return reached && applyFact(reached, fact);
    }, startOf(here));
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
