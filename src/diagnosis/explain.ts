/** `explain`: why two arrays differ. */

import { asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { ConcordatError, checkOptions, show } from '../errors.ts';
import { sharedUnits, type UnitAxes, unitAxesBetween, withoutSingleAxes } from './axes.ts';
import { type Base, baseOf, checkBoth } from './base.ts';
import { type ExplainResult, explainFrom, sentence } from './explanation.ts';
import { type Progress, progressOf, progressOfPart, risingProgress } from './progress.ts';
import { equalityOf, targetOf } from './target.ts';
import type { Tolerance } from './tolerance.ts';
import { helpFor, whereApart } from './unexplained.ts';

/** Options of `explain`. */
export interface ExplainOptions {
  /** The image whose convolution both arrays are. With it, changes of kernel and boundary can be found. */
  image?: ArrayLike;
  /** The kernel. */
  kernel?: ArrayLike;
  /**
   * A tolerance that takes the place of rounding: elements count as the same when |x − y| ≤ atol + rtol·|y|. Where only
   * one of both is given, the other is 0.
   */
  rtol?: number;
  /** See `rtol`. */
  atol?: number;
  /** Called as the search goes on. */
  onProgress?: Progress;
}

/**
 * Finds the smallest explanation of how `b` arises from `a`: flipped, transposed, shifted, cropped, strided, scaled,
 * rounded, or combinations; with image and kernel also a flipped kernel and another boundary. Axes of extent 1 that only
 * one of the two has are told besides. Where nothing explains it, the text says how much agrees, where the rest lies, and
 * what would help.
 *
 * @param a the reference
 * @param b the other result
 * @param options `image` and `kernel` of which `a` is the convolution, `rtol`, `atol`, `onProgress`
 * @throws ConcordatError when an argument is no array, only one of image and kernel is given, a tolerance is no
 *   number of 0 or more, or `onProgress` is no function
 * @example
 * import { explain } from 'concordat';
 * explain([1, 2, 3, 5], [5, 1, 2, 3]).findings[0].kind; // => 'shift'
 * explain([1, 2, 3, 5], [5, 1, 2, 3]).findings[0].fix.typescript; // => 'result = roll(result, [-1], { axis: [0] });'
 * explain([1, 2, 3, 5], [[[5, 1, 2, 3]]]).findings.map(({ kind }) => kind); // => ['shift', 'axes']
 * explain([1, 2, 3, 5], [1, 2, 3.001, 5], { atol: 0.01 }).equal; // => true
 */
export function explain(a: ArrayLike, b: ArrayLike, options: ExplainOptions = {}): ExplainResult {
  checkOptions('explain', options, ['image', 'kernel', 'rtol', 'atol', 'onProgress']);
  const [first, second] = [asArray(a, 'explain', 'a'), asArray(b, 'explain', 'b')];
  const setting = checkBoth(options);
  const tolerance = toleranceOf(options);
  const onProgress = risingProgress(progressOf('explain', options));
  onProgress(0, 'comparing');

  const rank = setting?.image.ndim ?? first.ndim;
  const ways = unitAxesBetween(first.shape, second.shape).map(units =>
    units.removed.length + units.added.length > 0
      ? units
      : { ...units, shared: sharedUnits(first.shape, second.shape, rank) },
  );
  const tried = ways.map((units, index) => {
    const [x, y] = pairWithout(first, second, units);
    const told = progressOfPart(onProgress, (CONVENTIONS * index) / ways.length, CONVENTIONS / ways.length);
    return { units, x, y, base: baseOf(x, setting, tolerance, told), index };
  });
  let result: ExplainResult | undefined;
  for (const { units, y, base, index } of tried) {
    const told = progressOfPart(
      onProgress,
      CONVENTIONS + (SEARCH * index) / tried.length,
      SEARCH / tried.length,
    );
    const found = explainFrom(base.starts, y, { tolerance, units, onProgress: told });
    if (found.equal || found.findings.length > 0) {
      onProgress(1, 'done');
      return withRemark(found, base);
    }
    result ??= found;
  }
  // Which way round two results were given is an accident; a small explanation of the first is worth a word.
  const [{ x, y, units, base }] = tried;
  const back = explainFrom(baseOf(y, setting, tolerance).starts, x, {
    tolerance,
    units: { ...units, removed: units.added, added: units.removed },
    deepest: 2,
    onProgress: progressOfPart(onProgress, CONVENTIONS + SEARCH, 1 - CONVENTIONS - SEARCH),
  });
  const same = String(x.shape) === String(y.shape);
  const [start] = base.starts;
  const equality = same && equalityOf(start, y, targetOf(start, y, { tolerance }), { tolerance });
  const lines = [
    result!.text,
    ...(equality ? [whereApart(x, y, equality)] : []),
    ...helpFor(x, y, {
      image: setting !== null,
      tolerance: tolerance !== undefined,
      exchanged: back.findings.length > 0 ? sentence(back.findings) : null,
    }),
  ];
  onProgress(1, 'done');
  return withRemark({ ...result!, text: lines.join('\n') }, base);
}

/** What of the time goes into finding the convention of the reference, and into the search; the rest is of the arrays exchanged. */
const [CONVENTIONS, SEARCH] = [0.1, 0.7];

const pairWithout = (a: NDArray, b: NDArray, { removed, added, shared = [] }: UnitAxes) =>
  [withoutSingleAxes(a, [...removed, ...shared]), withoutSingleAxes(b, [...added, ...shared])] as const;

/** A result, with why image and kernel were not used, unless nothing is left to explain. */
function withRemark(result: ExplainResult, { unused }: Base): ExplainResult {
  if (unused === null || result.equal) return result;
  return { ...result, remark: [unused, result.remark].filter(text => text).join('; ') };
}

function toleranceOf(options: ExplainOptions): Tolerance | undefined {
  if (options.rtol === undefined && options.atol === undefined) return undefined;
  const [relative, absolute] = (['rtol', 'atol'] as const).map(name => {
    const value: unknown = options[name] === undefined ? 0 : options[name];
    if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
    throw new ConcordatError(
      'option',
      `explain: ${name} is ${show(value)}; it must be a number of 0 or more`,
      {
        function: 'explain',
        argument: name,
        value,
      },
    );
  });
  return { absolute, relative };
}
