/** `explain`: why two arrays differ. */
import { allClose } from '../array/close.ts';
import { type ArrayLike, asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { axesOf } from '../convolution/convention.ts';
import { originTap } from '../convolution/resolve.ts';
import { checkOptions, showShape } from '../errors.ts';
import { baseStates } from './base.ts';
import { callOf } from './call.ts';
import { deviation, float32Tolerance } from './digits.ts';
import { fieldOf } from './field.ts';
import type { Explanation, Fact, Fix } from './finding.ts';
import { hiddenDifferences } from './hidden.ts';
import { type Progress, part, rising } from './progress.ts';
import { magnitudesOf, roundingAt } from './rounding.ts';
import { say } from './say.ts';
import { searchExplanations } from './search.ts';
import { largestTerms, type State, type Target } from './state.ts';
import {
  epsilonOf,
  largestError,
  largestMagnitude,
  lastMismatch,
  sharedEpsilon,
  type Tolerance,
  toleranceFor,
} from './tolerance.ts';
import { mayBeTransformNoise, risesAboveNoise } from './transform-noise.ts';
import type { Flavour } from './words.ts';

/** What was found about two arrays. */
export interface ExplainResult {
  /** Whether shapes are equal and values agree to rounding. */
  equal: boolean;
  /** The largest |a − b|; null when shapes differ. */
  maxAbsError: number | null;
  /** How b arises from a, in order; empty when they are equal, or when no explanation was found. */
  findings: Explanation;
  /** Every other explanation with as few findings that the data cannot rule out. */
  alternatives: Explanation[];
  /** The answer for people. */
  text: string;
  /** What else is to be said: that image and kernel were of no use, or that a huge value hides differences. */
  remark?: string;
}

/** Options of `explain`. */
export interface ExplainOptions {
  /** The image whose convolution both arrays are. With it, changes of kernel and boundary can be found. */
  image?: ArrayLike;
  /** The kernel. */
  kernel?: ArrayLike;
  /** Called as the search goes on. */
  onProgress?: Progress;
}

/**
 * Finds the smallest explanation of how `b` arises from `a`: flipped, transposed, shifted, cropped, strided, scaled,
 * rounded, or combinations; with image and kernel also a flipped kernel and another boundary.
 *
 * @param a the reference
 * @param b the other result
 * @param options `image` and `kernel` of which `a` is the convolution
 * @throws ConcordatError when an argument is no array, or only one of image and kernel is given
 * @example
 * import { explain } from 'concordat';
 * explain([1, 2, 3, 5], [5, 1, 2, 3]).findings[0].kind; // => 'shift'
 * explain([1, 2, 3, 5], [5, 1, 2, 3]).findings[0].fix.typescript; // => 'result = roll(result, [-1], { axis: [0] });'
 */
export function explain(a: ArrayLike, b: ArrayLike, options: ExplainOptions = {}): ExplainResult {
  checkOptions('explain', options, ['image', 'kernel', 'onProgress']);
  const [first, second] = [asArray(a, 'explain', 'a'), asArray(b, 'explain', 'b')];
  const progress = rising(options.onProgress ?? (() => {}));
  progress(0, 'comparing');
  const starts = baseStates(first, options, part(progress, 0, CONVENTIONS));
  const searching = part(progress, CONVENTIONS, 1 - CONVENTIONS);
  const result = explainFrom(starts, second, { onProgress: searching });
  progress(1, 'done');
  if (options.image === undefined || starts[0].model || result.equal) return result;
  return {
    ...result,
    remark:
      'the reference is not the convolution of this image with this kernel under any common convention, so they were not used',
  };
}

/** What of the time goes into finding the convention of the reference, about. */
const CONVENTIONS = 0.1;

interface SearchOptions {
  flavour?: Flavour;
  /** Whether the other result is that of a Fourier transform, whose errors belong to the largest value. */
  spectral?: boolean;
  /** The most findings of an explanation. */
  deepest?: number;
  onProgress?: Progress;
}

/** Four causes at once multiply to thousands of combinations; on a large array that is too long to wait for. */
const deepestFor = ({ size }: NDArray) => (size <= 2 ** 14 ? 4 : 3);

/** What `explain` says when it is known how the reference may have been computed. */
export function explainFrom(
  starts: readonly State[],
  b: NDArray,
  { flavour = 'numpy', spectral = false, deepest = deepestFor(b), onProgress }: SearchOptions = {},
): ExplainResult {
  const a = starts[0].array;
  const sameShape = showShape(a.shape) === showShape(b.shape);
  const maxAbsError = sameShape ? largestError(a, b) : null;
  const comparing = () => onProgress?.(0, 'whether it is equal');
  comparing();
  const target = targetOf(starts[0], b, { spectral });
  comparing();
  const equality = equalityOf(starts[0], b, target, spectral);
  comparing();
  if (
    maxAbsError !== null &&
    (equalWithin(starts[0], b, equality) || (!spectral && mayBeTransformNoise(a, b)))
  ) {
    const equal = true;
    comparing();
    const remark = hiddenDifferences(a, b, starts[0].model);
    const text = equalText(maxAbsError);
    return { equal, maxAbsError, findings: [], alternatives: [], text, ...(remark && { remark }) };
  }
  const equal = false;
  let found = searchExplanations(starts, target, deepest, onProgress);
  // Elements that differ beside a far larger value may do so by the noise of a transform, if it looks like that.
  const noisy = found.length === 0 && target.tolerance.relative > 0 && risesAboveNoise(a, b);
  if (noisy)
    found = searchExplanations(
      starts,
      { ...targetOf(starts[0], b, { spectral: true }), plausible: mayBeTransformNoise },
      deepest,
      onProgress,
    );
  const [best, ...others] = found.map(facts =>
    say(facts, a.shape, { flavour, reference: referenceOf(starts, facts) }),
  );
  const findings = best ?? [];
  return {
    equal,
    maxAbsError,
    findings,
    alternatives: others,
    ...(noisy && findings.length > 0 && { remark: noiseRemark(a, b) }),
    text: findings.length
      ? `${howMuch(a, b, maxAbsError)}: ${sentence(findings)}${alsoText(others)}`
      : `${howMuch(a, b, maxAbsError)}${whereText(a, b, maxAbsError, equality.absolute)}; no explanation was found`,
  };
}

/** The call that computes the reference, as far as a search knew how it was computed. */
function referenceOf(starts: readonly State[], facts: readonly Fact[]): Fix | undefined {
  const models = starts.flatMap(({ model }) => (model ? [model] : []));
  const model = models.find(({ convention, image, kernel }) => {
    const axes = axesOf(convention, image.ndim);
    return facts.every(fact => {
      if (fact.kind === 'boundary') return fact.from === axes[0]?.boundary;
      if (fact.kind !== 'origin') return true;
      return axes.every(({ origin }, axis) => originTap(origin, kernel.shape[axis]) === fact.from[axis]);
    });
  });
  return model && callOf(model.convention, model.kernel.shape);
}

/**
 * The other result with the tolerances that follow from the types of both. Terms of a sum may be far larger than the
 * sum (the derivative of a bright, even image): where they are known, rounding is measured at them.
 */
export function targetOf(
  { array, model }: State,
  b: NDArray,
  { spectral = false }: Pick<SearchOptions, 'spectral'> = {},
): Target {
  const measured = magnitudesOf([b], model);
  const { most, scale } = spectral ? { most: measured.most, scale: measured.most } : measured;
  const terms = model ? largestTerms(model) : 0;
  const epsilon = sharedEpsilon(array.dtype, b.dtype);
  // Whole numbers are exact, but a factor is applied to them in float64.
  const tolerance =
    epsilon === 0
      ? { absolute: Math.min(0.25, toleranceFor(most, 2 ** -52)), relative: 0 }
      : roundingAt({ most, scale }, epsilon);
  const coarse = {
    ...roundingAt({ most, scale }, epsilonOf('float32')),
    absolute: float32Tolerance(b, scale),
  };
  // Where float32 would hide what varies in the array, every offset would fit.
  const tolerances = 4 * coarse.absolute < deviation(b) ? [tolerance, coarse] : [tolerance];
  return { field: fieldOf(b), tolerance, coarse, tolerances, terms };
}

/** Within what a state's array and another are equal: as a prediction is, and by the magnitudes of both. */
function equalityOf(
  { array, model }: State,
  b: NDArray,
  { tolerance }: Target,
  spectral: boolean,
): Tolerance {
  const epsilon = sharedEpsilon(array.dtype, b.dtype);
  if (epsilon === 0) return tolerance;
  const { most, scale } = magnitudesOf([array, b], model);
  return roundingAt({ most, scale: spectral ? most : scale }, epsilon);
}

function equalWithin(state: State, b: NDArray, equality: Tolerance): boolean {
  const sizes = equality.relative > 0 ? state.sizes() : null;
  return lastMismatch(state.array, b, equality, sizes) === null;
}

/** What is to be said where a prediction and the other result differ as transforms of a huge value do. */
const noiseRemark = (...arrays: NDArray[]): string =>
  `the largest value is ${Math.max(...arrays.map(largestMagnitude)).toExponential(1)}: far smaller elements agree only up to the noise that a Fourier transform of it leaves`;

const equalText = (error: number) =>
  error === 0 ? 'equal' : `equal up to rounding (largest difference ${error})`;

/** By how much two arrays differ. */
function howMuch(a: NDArray, b: NDArray, error: number | null): string {
  if (error === null) return `shapes ${showShape(a.shape)} and ${showShape(b.shape)} differ`;
  if (!Number.isFinite(error)) return 'NaN or infinity stands where the other has another value';
  return `differs by up to ${error}`;
}

/** How many elements differ, and where the first does: what is left to say where nothing explains them. */
function whereText(a: NDArray, b: NDArray, error: number | null, limit: number): string {
  if (error === null) return '';
  const { count, size, first } = allClose(a, b, { rtol: 0, atol: limit, equalNaN: true });
  return count > 0 ? ` at ${count} of ${size} elements, first at [${first[0].index.join(', ')}]` : '';
}

const alsoText = (alternatives: Explanation[]): string =>
  alternatives.length
    ? `; these arrays alone would also allow ${alternatives.map(sentence).join(' | or: ')}`
    : '';

/** An explanation as part of a sentence. */
export const sentence = (findings: Explanation): string => findings.map(({ text }) => text).join('; and ');
