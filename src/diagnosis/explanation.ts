/** The explanation of one array by another, when it is known how the reference may have been computed. */

import type { NDArray } from '../array/ndarray.ts';
import { axisConventions } from '../convolution/convention.ts';
import { originTap } from '../convolution/resolve.ts';
import { showShape } from '../errors.ts';
import { largestMagnitude } from '../views/magnitude.ts';
import { noAxes, shapeBefore, type UnitAxes, withUnitAxes } from './axes.ts';
import { callOf } from './call.ts';
import type { Explanation, Fact, Fix } from './finding.ts';
import type { Flavour } from './flavour.ts';
import { hiddenDifferences } from './hidden.ts';
import type { Progress } from './progress.ts';
import { say } from './say.ts';
import { searchExplanations } from './search.ts';
import type { State } from './state.ts';
import { type Closeness, equalityOf, equalWithin, targetOf } from './target.ts';
import { largestError } from './tolerance.ts';
import { mayBeTransformNoise, risesAboveNoise } from './transform-noise.ts';

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
  /** The answer for people; where nothing was found, lines of what would help. */
  text: string;
  /** What else is to be said: why image and kernel were of no use, or what a huge value leaves open. */
  remark?: string;
}

interface SearchOptions extends Closeness {
  flavour?: Flavour;
  /** The most findings of an explanation. */
  deepest?: number;
  /** The axes of extent 1 that were taken off both arrays before. */
  units?: UnitAxes;
  onProgress?: Progress;
}

/** Four causes at once multiply to thousands of combinations; on a large array that is too long to wait for. */
const deepestFor = ({ size }: NDArray) => (size <= 2 ** 14 ? 4 : 3);

/** What `explain` says when it is known how the reference may have been computed. */
export function explainFrom(
  starts: readonly State[],
  b: NDArray,
  {
    flavour = 'numpy',
    deepest = deepestFor(b),
    units = noAxes,
    onProgress,
    ...closeness
  }: SearchOptions = {},
): ExplainResult {
  const a = starts[0].array;
  const sameShape = showShape(a.shape) === showShape(b.shape);
  const sameAxes = units.removed.length + units.added.length === 0;
  const maxAbsError = sameShape && sameAxes ? largestError(a, b) : null;
  const difference = howMuch(
    shapeBefore(a.shape, units, 'removed'),
    shapeBefore(b.shape, units, 'added'),
    maxAbsError,
  );
  const remarked = (remark: string | undefined) => (remark ? { remark } : {});
  const told = (found: Fact[][], remark?: string): ExplainResult => {
    const shape = shapeBefore(a.shape, units, 'removed');
    const kernel = starts[0].model?.kernel.shape;
    const [findings = [], ...alternatives] = found.map(facts =>
      say(withUnitAxes(facts, units), shape, { flavour, reference: referenceOf(starts, facts), kernel }),
    );
    const text = findings.length
      ? `${difference}: ${sentence(findings)}${alsoText(alternatives)}`
      : `${difference}; no explanation was found`;
    return { equal: false, maxAbsError, findings, alternatives, text, ...remarked(remark) };
  };

  const comparing = () => onProgress?.(0, 'whether it is equal');
  comparing();
  const target = targetOf(starts[0], b, closeness);
  comparing();
  // What is looked for in noise, and what a tolerance of the caller's or a transform allow already.
  const strict = !closeness.spectral && !closeness.tolerance;
  if (sameShape) {
    const equality = equalityOf(starts[0], b, target, closeness);
    comparing();
    if (equalWithin(starts[0], b, equality) || (strict && mayBeTransformNoise(a, b))) {
      comparing();
      const remark = closeness.tolerance ? undefined : hiddenDifferences(a, b, starts[0].model);
      if (!sameAxes) return told([[]], remark);
      const text = equalText(maxAbsError!);
      return { equal: true, maxAbsError, findings: [], alternatives: [], text, ...remarked(remark) };
    }
  }
  const found = searchExplanations(starts, target, deepest, onProgress);
  if (found.length > 0 || !strict || target.tolerance.relative === 0 || !risesAboveNoise(a, b))
    return told(found);
  // Elements that differ beside a far larger value may do so by the noise of a transform, if it looks like that.
  const loose = { ...targetOf(starts[0], b, { spectral: true }), plausible: mayBeTransformNoise };
  return told(searchExplanations(starts, loose, deepest, onProgress), noiseRemark(a, b));
}

/** The call that computes the reference, as far as a search knew how it was computed. */
function referenceOf(starts: readonly State[], facts: readonly Fact[]): Fix | undefined {
  const models = starts.flatMap(({ model }) => (model ? [model] : []));
  const model = models.find(({ convention, image, kernel }) => {
    const axes = axisConventions(convention, image.ndim);
    return facts.every(fact => {
      if (fact.kind === 'boundary') return fact.from === axes[0]?.boundary;
      if (fact.kind !== 'origin') return true;
      return axes.every(({ origin }, axis) => originTap(origin, kernel.shape[axis]) === fact.from[axis]);
    });
  });
  return model && callOf(model.convention, model.kernel.shape);
}

/** What is to be said where a prediction and the other result differ as transforms of a huge value do. */
const noiseRemark = (...arrays: NDArray[]): string =>
  `the largest value is ${Math.max(...arrays.map(largestMagnitude)).toExponential(1)}: far smaller elements agree only up to the noise that a Fourier transform of it leaves`;

const equalText = (error: number) =>
  error === 0 ? 'equal' : `equal up to rounding (largest difference ${error})`;

/** By how much two arrays differ. */
function howMuch(a: readonly number[], b: readonly number[], error: number | null): string {
  if (error === null) return `shapes ${showShape(a)} and ${showShape(b)} differ`;
  if (!Number.isFinite(error)) return 'NaN or infinity stands where the other has another value';
  return `differs by up to ${error}`;
}

const alsoText = (alternatives: Explanation[]): string =>
  alternatives.length
    ? `; these arrays alone would also allow ${alternatives.map(sentence).join(' | or: ')}`
    : '';

/** An explanation as part of a sentence. */
export const sentence = (findings: Explanation): string => findings.map(({ text }) => text).join('; and ');
