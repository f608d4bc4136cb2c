/**
 * The Fourier method: extend the image as far as the taps reach, multiply spectra, keep what is not wrapped around.
 * NaN and infinity spread over the whole result, and errors are relative to its largest value.
 */
import { conjugate, multiply, realPart } from '../array/arithmetic.ts';
import { astype } from '../array/convert.ts';
import { zeros } from '../array/create.ts';
import { round } from '../array/elementary.ts';
import { gatherAxes } from '../array/gather.ts';
import type { NDArray } from '../array/ndarray.ts';
import { slice, transpose } from '../array/views.ts';
import { type AxisMap, extensionMap, mapOf } from '../boundary/extension.ts';
import { OUTSIDE } from '../boundary/table.ts';
import { fftn, ifftn, irfftn, rfftn } from '../fourier/index.ts';
import { goodLength } from '../fourier/length.ts';
import { type DType, dtypes, isComplex } from '../kernels/dtype.ts';
import { checkSize } from '../limits.ts';
import type { Convention } from './convention.ts';
import { typesOf } from './direct.ts';
import { type ResolvedAxis, reachOf } from './resolve.ts';

/** The type in which spectra are taken: float32 stays float32, everything else is float64. */
const spectralType = (dtype: DType): DType => {
  if (isComplex(dtype)) return dtype;
  return dtype === 'float32' ? 'float32' : 'float64';
};

/** Where taps stand that lie `dilation` places apart, perhaps in reversed order. */
function spreadMap(taps: number, dilation: number, reversed: boolean): AxisMap {
  const at = (place: number) => {
    if (place % dilation !== 0) return OUTSIDE;
    return reversed ? taps - 1 - place / dilation : place / dilation;
  };
  return mapOf(
    dilation * (taps - 1) + 1,
    from => {
      const first = at(from);
      return { first, step: 0, length: first === OUTSIDE ? dilation - (from % dilation) : 1 };
    },
    (from, length) => Int32Array.from({ length }, (_, k) => at(from + k)),
  );
}

/**
 * Runs the Fourier method on an image (batch, groups, …) and a kernel (groups, 1, …): one channel and one output a
 * group; see `directConvolution`.
 */
export function spectralConvolution(
  functionName: string,
  x: NDArray,
  w: NDArray,
  axes: readonly ResolvedAxis[],
  convention: Convention,
): NDArray {
  const { result, sum } = typesOf(convention, x.dtype, w.dtype);
  const shape = [x.shape[0], x.shape[1], ...axes.map(axis => axis.length)];
  if (axes.some(({ length, taps }) => length === 0 || taps === 0)) return zeros(shape, { dtype: result });
  const work = spectralType(sum);
  const maps = axes.map(axis => {
    const { low, high } = reachOf(axis)!;
    return extensionMap(axis.boundary, axis.extent, low, high - low + 1);
  });
  const lengths = maps.map(({ length }) => goodLength(length));
  const channels = x.shape.slice(0, 2);
  checkSize(functionName, [...channels, ...lengths], 16, "a spectrum, which method 'fft' needs,");
  const extended = astype(gatherAxes(x, [null, null, ...maps], convention.fill), work);
  // Tap j reads place offset + stride·n + step·j. Seen from the low end of the extension that is a correlation with
  // the taps in order of place, and a correlation is a convolution with them reversed: tap order flips for step > 0.
  const spread = axes.map(({ taps, step }) => {
    const dilation = Math.abs(step);
    return spreadMap(taps, dilation, step > 0);
  });
  const spatial = axes.map((_, k) => 2 + k);
  const kernels = transpose(convention.conjugate ? conjugate(w) : w, [1, 0, ...spatial]);
  const taps = gatherAxes(kernels, [null, null, ...spread]);
  const options = { s: lengths, axes: spatial };
  const product = isComplex(work)
    ? ifftn(multiply(fftn(extended, options), fftn(astype(taps, work), options)), options)
    : irfftn(multiply(rfftn(extended, options), rfftn(astype(taps, work), options)), options);
  const ranges = axes.map(({ stride, length }, k): [number, number, number] => {
    const first = spread[k].length - 1;
    return [first, first + stride * (length - 1) + 1, stride];
  });
  const kept = slice(product, null, null, ...ranges);
  const whole = 'biu'.includes(dtypes[result].kind);
  return astype(whole ? round(isComplex(kept.dtype) ? realPart(kept) : kept) : kept, result);
}
