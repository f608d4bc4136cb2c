/** `compare`: one convolution, written the ways people write it, and why each differs from the reference. */

import { asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { checkBoundary } from '../boundary/table.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { ConcordatError, checkOptions, showShape } from '../errors.ts';
import { unscoped } from '../runtime/lifetime.ts';
import { scope } from '../runtime/scope.ts';
import type { ComparedArrays, CompareOptions, Comparison, RouteFacts, RouteFinding } from './comparison.ts';
import { checkPicture, picturesOf } from './pictures.ts';
import { probe } from './probe.ts';
import { namedProgress, type Progress, progressOf, progressOfPart, risingProgress } from './progress.ts';
import { proofOf, reportOn, routeResult } from './route-report.ts';
import { type Route, referenceConvention, routes } from './routes.ts';

/**
 * Does one 2-D convolution in six ways (SciPy, a product of spectra, torch, and the hand-made versions of each) and
 * explains why results differ. Where the image allows several explanations, the same routes run on a probe image
 * that tells them apart.
 *
 * @param image 2-D, finite numbers
 * @param kernel 2-D, not larger than the image
 * @param options `boundary`, `onProgress`
 * @throws ConcordatError for an image or kernel of another rank, an empty one, one with NaN or infinity, values whose
 *   convolution overflows, or an `onProgress` that is no function
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

/**
 * `compare`, for those who need the arrays of a route no longer than until the next one: `visit` is told of each, and
 * only what it returns is kept. All but the image and the reference are freed.
 */
export function compareEach<Kept>(
  image: ArrayLike,
  kernel: ArrayLike,
  options: CompareOptions,
  visit: (found: RouteFinding, given: ComparedArrays) => Kept,
): Omit<Comparison, 'routes'> & { kept: Kept[] } {
  checkOptions('compare', options, ['boundary', 'onProgress']);
  const boundary = checkBoundary('compare', options.boundary ?? 'periodic');
  const x = checkPicture('image', asArray(image, 'compare', 'image'));
  const h = checkPicture('kernel', asArray(kernel, 'compare', 'kernel'));
  const progress = risingProgress(progressOf('compare', options));
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
  scope(() => void routeResult(routes[0], here, boundary));
  const others = routes.slice(1);
  const step = (index: number): Progress =>
    progressOfPart(progress, index / (2 * others.length), 1 / (2 * others.length));
  // One after the other, so that the probe and what was made of it are gone when the image has its turn.
  const proofs = scope(() => {
    const generic = probe(x.shape, h.shape, { onProgress: () => progress(0, 'a probe') });
    const there = { ...here, image: generic.image as NDArray, kernel: generic.kernel as NDArray };
    const onProbe = { ...there, reference: routeResult(routes[0], there, boundary) };
    return others.map((route, index) => {
      const told = namedProgress(step(index), `${route.name}, on a probe`);
      return scope(() => proofOf(route, boundary, onProbe, told));
    });
  });
  const reference = routeResult(routes[0], here, boundary);
  const { name } = routes[0];
  const call = routes[0].call(boundary, h.shape);
  const itself = { name, call, equal: true, maxAbsError: 0, findings: [], alternatives: [] };
  const first: RouteFacts = { ...itself, decidedBy: 'image', result: reference };
  const given = { image: x, kernel: h, reference };
  const finding = (route: Route, found: RouteFacts): RouteFinding => ({
    ...found,
    route,
    made: picturesOf(route, here, boundary),
  });
  const kept = [
    scope(() => visit(finding(routes[0], first), given)),
    ...others.map((route, index) => {
      const told = namedProgress(step(others.length + index), route.name);
      return scope(() => {
        const found = reportOn(route, boundary, { ...here, reference }, proofs[index], told);
        return visit(finding(route, found), given);
      });
    }),
  ];
  progress(1, 'done');
  return { reference: { name, call, boundary, result: reference }, image: x, kernel: h, kept };
}
