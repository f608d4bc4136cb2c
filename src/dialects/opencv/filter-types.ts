/** The element types that filter2D combines, and those in which it computes. */
import { fault } from '../../errors.ts';
import { CV_8S, CV_8U, CV_16S, CV_16U, CV_32F, CV_64F } from './constants.ts';
import { type Depth, depths } from './matrix.ts';

/** How a filter is computed. */
export interface FilterPlan {
  /** Whether OpenCV takes a Fourier transform. */
  readonly spectral: boolean;
  readonly result: Depth;
  /** The type of the kernel and that of the sums. */
  readonly kernel: 'float32' | 'float64';
  readonly accumulator: 'float32' | 'float64';
}

/** Per source depth, the depths of results of the direct filter. */
const combinations: Readonly<Record<number, readonly number[]>> = {
  [CV_8U]: [CV_8U, CV_16U, CV_16S, CV_32F, CV_64F],
  [CV_16U]: [CV_16U, CV_32F, CV_64F],
  [CV_16S]: [CV_16S, CV_32F, CV_64F],
  [CV_32F]: [CV_32F],
  [CV_64F]: [CV_64F],
};

/** The depth of the result: the three bits of `ddepth` that OpenCV reads, or the source's where it is negative. */
const resultDepth = (source: number, ddepth: number): number => (ddepth < 0 ? source : ddepth & 7);

/** Whether OpenCV takes a Fourier transform for so many taps. */
function isSpectral(source: Depth, ddepth: number, taps: number): boolean {
  const from = depths.indexOf(source);
  const to = resultDepth(from, ddepth);
  const fast = (from === CV_8U && (to === CV_8U || to === CV_16S)) || (from === CV_32F && to === CV_32F);
  return taps >= (fast ? 130 : 50);
}

/**
 * The plan of a filter.
 *
 * @throws ConcordatError for a combination that OpenCV refuses
 */
export function planFilter(source: Depth, ddepth: number, kernel: Depth, taps: number): FilterPlan {
  const sdepth = depths.indexOf(source);
  const depth = resultDepth(sdepth, ddepth);
  const spectral = isSpectral(source, ddepth, taps);
  const allowed = spectral ? [...depths.keys()] : (combinations[sdepth] ?? []);
  if (!allowed.includes(depth)) {
    const right = allowed.length
      ? `results of ${source} can be ${allowed.map(one => depths[one]).join(', ')}`
      : `src can be ${Object.keys(combinations)
          .map(one => depths[Number(one)])
          .join(', ')}`;
    throw fault(
      'dtype',
      'cv2.filter2D',
      `Unsupported combination of source format (=${sdepth}), and destination format (=${depth}); src is ${source} and ddepth ${ddepth}; ${right}`,
      { argument: 'ddepth', source, ddepth, allowed },
    );
  }
  const result = depths[depth];
  const wide = source === 'float64' || result === 'float64';
  if (!spectral) {
    const type = wide ? 'float64' : 'float32';
    return { spectral, result, kernel: type, accumulator: type };
  }
  // crossCorr keeps a kernel of the source's type as it is, and computes in float64 for all but 8-bit sources.
  return {
    spectral,
    result,
    kernel: source === 'float64' || source === kernel ? 'float64' : 'float32',
    accumulator: wide || sdepth > CV_8S ? 'float64' : 'float32',
  };
}
