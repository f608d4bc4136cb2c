/**
 * A probe is an image and a kernel made to tell conventions apart: whole numbers without any symmetry, so that sums
 * are exact and every flip, shift or boundary shows. What even a probe cannot separate, no image of its shape can.
 */
import { arrayOf, type NDArray } from '../array/ndarray.ts';
import { type Boundary, boundaryNames, extensions } from '../boundary/table.ts';
import { type AxisConvention, lowerMiddle, makeConvention, upperMiddle } from '../convolution/convention.ts';
import { resolveAxis } from '../convolution/resolve.ts';
import { ConcordatError, checkInteger, checkOptions, show, showShape } from '../errors.ts';
import { checkSize } from '../limits.ts';
import { newView } from '../views/view.ts';
import { type Progress, progressOf } from './progress.ts';

/** A convention by its name. */
export interface ConventionName {
  operation: 'convolution' | 'correlation';
  boundary: Boundary;
  /** The tap over the output pixel: `lower` (K − 1) // 2 or `upper` K // 2. They differ for even K only. */
  origin: 'lower' | 'upper';
}

/** What `probe` gives. */
export interface Probe {
  image: NDArray<'float64'>;
  kernel: NDArray<'float64'>;
  /** The groups of conventions (same size as the image) that no image and kernel of these shapes can tell apart. */
  inseparable: ConventionName[][];
}

/** Options of `probe`. */
export interface ProbeOptions {
  /** Called as work goes on, with the part done (0 to 1) and what is being done. */
  onProgress?: Progress;
}

/**
 * Whole numbers of magnitude 1 … `largest`, of either sign, the same on every machine: of two numbers of D. H. Lehmer's
 * generator, s ← 16807·s mod 2^31 − 1 with the constants of Park and Miller, CACM 31 (1988), 1192–1201, the first gives
 * the sign. The remainder is taken without a division: 2^31 ≡ 1, so the bits above the 31st are added to the others.
 */
function randomIntegers(
  shape: readonly number[],
  largest: number,
  seed: number,
  onPart: (part: number) => void = () => {},
): NDArray<'float64'> {
  const result = arrayOf(newView('float64', shape));
  const values = result.storage.memory;
  let state = seed;
  // The first numbers after a small seed are small.
  for (let i = 0; i < 8; i++) state = following(state);
  for (let place = 0; place < values.length; place++) {
    if (place % BETWEEN === 0) onPart(place / values.length);
    state = following(state);
    const sign = state < MODULUS / 2 ? -1 : 1;
    state = following(state);
    values[place] = sign * (1 + Math.floor((state / MODULUS) * largest));
  }
  return result;
}

const MODULUS = 2 ** 31 - 1;
/** Elements from one sign of progress to the next. */
const BETWEEN = 2 ** 22;

function following(state: number): number {
  const product = state * 16807;
  const high = Math.floor(product * 2 ** -31);
  const sum = product - high * 2 ** 31 + high;
  return sum >= MODULUS ? sum - MODULUS : sum;
}

/**
 * An image and a kernel of the given shapes that tell conventions apart as far as any can, and the groups that none
 * can: two conventions are inseparable when they read the same element for every output and every tap.
 *
 * @param options `onProgress`: called as work goes on, with the part done (0 to 1) and what is being done
 * @throws ConcordatError when a shape is no list of whole numbers, the shapes differ in rank, the kernel has an axis
 *   without taps, or `onProgress` is no function
 * @example
 * import { probe } from 'concordat';
 * probe([8, 8], [3, 3]).inseparable[0].map(({ boundary }) => boundary); // => ['edge', 'symmetric']
 */
export function probe(
  imageShape: readonly number[],
  kernelShape: readonly number[],
  options: ProbeOptions = {},
): Probe {
  checkOptions('probe', options, ['onProgress']);
  const onProgress = progressOf('probe', options);
  checkShape('imageShape', imageShape, 0);
  checkShape('kernelShape', kernelShape, 1);
  if (imageShape.length !== kernelShape.length)
    throw new ConcordatError(
      'shape',
      `probe: imageShape ${showShape(imageShape)} and kernelShape ${showShape(kernelShape)} must have the same number of axes`,
      { function: 'probe', imageShape, kernelShape },
    );
  checkSize('probe', imageShape, 8, 'the image');
  checkSize('probe', kernelShape, 8, 'the kernel');
  return {
    image: randomIntegers(imageShape, 999, 11, done => onProgress(done, 'the image')),
    // Large, so that no two sums of taps are equal: on a tiny image only sums of taps show.
    kernel: randomIntegers(kernelShape, 65536, 5),
    inseparable: inseparableGroups(imageShape, kernelShape),
  };
}

function checkShape(argument: string, shape: unknown, least: number): void {
  if (!Array.isArray(shape))
    throw new ConcordatError(
      'value',
      `probe: ${argument} is ${show(shape)}; it must be a list of whole numbers, one for each axis`,
      { function: 'probe', argument, value: shape },
    );
  for (const extent of shape) checkInteger('probe', `an extent of ${argument}`, extent, least);
}

/** Every named convention that makes sense for a kernel: with odd taps only, the two origins are one. */
function namedConventions(kernelShape: readonly number[]): ConventionName[] {
  const origins = kernelShape.some(taps => taps % 2 === 0)
    ? (['lower', 'upper'] as const)
    : (['lower'] as const);
  return (['convolution', 'correlation'] as const).flatMap(operation =>
    boundaryNames.flatMap(boundary => origins.map(origin => ({ operation, boundary, origin }))),
  );
}

function inseparableGroups(
  imageShape: readonly number[],
  kernelShape: readonly number[],
): ConventionName[][] {
  const groups = new Map<string, ConventionName[]>();
  for (const name of namedConventions(kernelShape)) {
    const { axes } = makeConvention({
      sign: name.operation === 'convolution' ? -1 : 1,
      boundary: name.boundary,
      origin: name.origin === 'lower' ? lowerMiddle : upperMiddle,
    });
    const key = imageShape
      .map((extent, k) => reads(axes as AxisConvention, extent, kernelShape[k]))
      .join('|');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()].filter(group => group.length > 1);
}

/**
 * Which element each output reads for each tap, as text that is equal where the reads are, in few words for an axis of any
 * length: output n reads at tap j what the extension has at place n + offset ± j.
 */
function reads(axis: AxisConvention, extent: number, taps: number): string {
  const { offset, step, boundary, length } = resolveAxis(axis, extent, taps);
  if (length === 0) return '';
  const index = (place: number) => extensions[boundary].index(place, extent);
  // Of one element, only where it is read and where the fill can differ.
  if (extent === 1) return boundary === 'constant' && taps > 1 ? `tap ${-step * offset}` : 'everywhere';
  // What goes to and fro between two elements is the same forwards and backwards.
  if (extent === 2 && taps > 1 && index(2) === 0 && index(3) === 1) return `by turns from ${index(offset)}`;
  // Two places beyond either end tell any two extensions apart that a third would.
  const across = step * (taps - 1);
  const before = Math.max(0, -offset - Math.min(0, across));
  const after = Math.max(0, offset + Math.max(0, across));
  const beyond = [...[-1, -2].slice(0, before), ...[extent, extent + 1].slice(0, after)].map(index);
  return `${taps > 1 ? step : 0} from ${offset}: ${Math.min(before, 2)} ${beyond}`;
}
