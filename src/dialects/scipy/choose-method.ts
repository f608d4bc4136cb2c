/** scipy.signal.choose_conv_method: which method SciPy takes for 'auto'. Source: SciPy 1.10, `_fftconv_faster`. */

import type { ArrayLike } from '../../convert/convert.ts';
import { fault } from '../../errors.ts';
import { sizeOf } from '../../extents.ts';
import { isInteger } from '../../kernels/dtype.ts';
import { magnitude } from '../../kernels/value.ts';
import { onlyElement } from '../../views/elements.ts';
import { reductionOf } from '../../views/reduce.ts';
import { countOf, type View } from '../../views/view.ts';
import { arrayLike } from '../kinds.ts';
import { fixed, optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { signature } from '../signature.ts';
import { type SignalMode, signalMode } from './modes.ts';

/** The arguments of `choose_conv_method` after the arrays, by name. */
export interface ChooseKeywords {
  /** 'full' unless said. */
  mode?: SignalMode;
  /** Only false: SciPy can measure the time, and its answer then changes from run to run. */
  measure?: false;
}

type ChooseRest = Rest<[mode: SignalMode | undefined, measure: false | undefined], ChooseKeywords>;

const choosing = signature('scipy.signal.choose_conv_method', {
  in1: arrayLike,
  in2: arrayLike,
  mode: optional(signalMode, 'full'),
  measure: fixed(false, 'times are not measured here'),
} satisfies Takes<ChooseKeywords>);

/**
 * `scipy.signal.choose_conv_method`: the method that SciPy takes for two arrays when asked for 'auto': 'direct' for
 * bool and for integers whose sums could exceed 2^52, else the one that SciPy's constants say is faster. The answer
 * matters beyond time: by 'fft' one NaN makes the whole result NaN, and sums of floats round differently.
 *
 *     'fft'  if  f · 3·M·ln M < d · (multiplications of the direct method) + offset,  M = Π (N + K − 1)
 *
 * @param in1 the first array, of shape N
 * @param in2 the second array, of shape K
 * @param rest `mode` ('full'), `measure` (only false)
 * @returns 'direct' or 'fft'
 * @throws ConcordatError where SciPy raises: an unknown mode where times are compared; an empty, NaN or infinite array
 *   beside whole numbers; and for `measure`
 * @example
 * import { signal } from 'concordat/scipy';
 * signal.choose_conv_method([1, 2, 3], [1, 0, -1]); // => 'direct'
 */
export function choose_conv_method(in1: ArrayLike, in2: ArrayLike, ...rest: ChooseRest): 'direct' | 'fft' {
  return chooseMethod(choosing.name, choosing.bind([in1, in2, ...rest]));
}

/** The method for two arrays; `mode` is not looked at where the sums decide. */
export function chooseMethod(
  name: string,
  call: { readonly in1: View; readonly in2: View; readonly mode: SignalMode },
): 'direct' | 'fft' {
  const { in1: x, in2: h } = call;
  if ((isInteger(x.dtype) || isInteger(h.dtype)) && largestSum(name, x, h) > 2n ** 52n - 1n) return 'direct';
  if (x.dtype === 'bool' && h.dtype === 'bool') return 'direct';
  return fourierIsFaster(x.shape, h.shape, call.mode) ? 'fft' : 'direct';
}

const largestMagnitude = reductionOf<null>('max', (_, x) => magnitude(x));

/** A bound of the sums: the largest magnitudes, as whole numbers, times the smaller size. */
function largestSum(name: string, x: View, h: View): bigint {
  const largest = [x, h].map(array => {
    const value = onlyElement(largestMagnitude(null, [array]));
    if (typeof value !== 'number' || Number.isFinite(value))
      return BigInt(typeof value === 'number' ? Math.trunc(value) : (value as bigint | boolean));
    throw fault(
      'value',
      name,
      `cannot convert float ${Number.isNaN(value) ? 'NaN' : 'infinity'} to integer; beside whole numbers the method 'auto' needs finite ones, take 'direct' or 'fft'`,
      { value },
    );
  });
  return largest[0] * largest[1] * BigInt(Math.min(countOf(x), countOf(h)));
}

/** Seconds a step of the Fourier method and of the direct method, and an offset, as SciPy measured them. */
type Costs = readonly [fourier: number, direct: number, offset: number];

const flat: Record<SignalMode, Costs> = {
  valid: [1.89095737e-9, 2.1364985e-10, -1e-3],
  full: [1.764907e-9, 2.1414831e-10, -1e-3],
  same: [3.2646654e-9, 2.8478277e-10, -1e-3],
};
const flatSameLarger: Costs = [3.21635404e-9, 1.1773253e-8, -1e-5];
const deep: Record<SignalMode, Costs> = {
  valid: [1.85927e-9, 2.11242e-8, -1e-4],
  full: [1.99817e-9, 1.66174e-8, -1e-4],
  same: [2.04735e-9, 1.55367e-8, -1e-4],
};

function fourierIsFaster(x: readonly number[], h: readonly number[], mode: SignalMode): boolean {
  const rank = Math.min(x.length, h.length);
  const along = (compute: (n: number, k: number) => number) =>
    Array.from({ length: rank }, (_, axis) => compute(x[axis], h[axis]));
  const points = sizeOf(along((n, k) => n + k - 1));
  const larger = sizeOf(h) > sizeOf(x);
  const costs = x.length !== 1 ? deep[mode] : mode === 'same' && larger ? flatSameLarger : flat[mode];
  const outputs = along((n, k) => (mode === 'full' ? n + k - 1 : Math.abs(n - k) + 1));
  const products = x.length === 1 ? flatProducts(x[0], h[0], mode) : deepProducts(x, h, outputs, mode);
  return costs[0] * 3 * points * Math.log(points) < costs[1] * products + costs[2];
}

/** The multiplications of numpy.convolve. */
function flatProducts(n: number, k: number, mode: SignalMode): number {
  if (mode === 'full') return n * k;
  if (mode === 'valid') return k >= n ? (k - n + 1) * n : (n - k + 1) * k;
  return n < k ? n * k : n * k - Math.floor(k / 2) * Math.floor((k + 1) / 2);
}

/** The multiplications of SciPy's own direct sum. */
function deepProducts(
  x: readonly number[],
  h: readonly number[],
  outputs: readonly number[],
  mode: SignalMode,
): number {
  return mode === 'same' ? sizeOf(x) * sizeOf(h) : Math.min(sizeOf(x), sizeOf(h)) * sizeOf(outputs);
}
