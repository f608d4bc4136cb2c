/**
 * The Fourier method: extend the image as far as the taps reach, multiply spectra, keep what is not wrapped around.
 * NaN and infinity spread over the whole result, and errors are relative to its largest value.
 */

import { type AxisMap, extensionMap, mapOf } from '../boundary/extension.ts';
import { OUTSIDE } from '../extents.ts';
import { goodLength } from '../fourier/length.ts';
import { complexSpectrum, realSpectrum, type Spectrum } from '../fourier/spectrum.ts';
import { type DType, dtypes, isComplex } from '../kernels/dtype.ts';
import { checkSize } from '../limits.ts';
import { castTo } from '../views/cast.ts';
import { computeRow } from '../views/compute-row.ts';
import { gathered } from '../views/gather.ts';
import { transposed } from '../views/layout.ts';
import { newView, type View, view } from '../views/view.ts';
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
  x: View,
  w: View,
  axes: readonly ResolvedAxis[],
  convention: Convention,
): View {
  const { result, sum } = typesOf(convention, x.dtype, w.dtype);
  const shape = [x.shape[0], x.shape[1], ...axes.map(axis => axis.length)];
  if (axes.some(({ length, taps }) => length === 0 || taps === 0))
    return newView(result, shape, { zeroed: true });
  const work = spectralType(sum);
  const maps = axes.map(axis => {
    const { low, high } = reachOf(axis)!;
    return extensionMap(axis.boundary, axis.extent, low, high - low + 1);
  });
  const lengths = maps.map(({ length }) => goodLength(length));
  const channels = x.shape.slice(0, 2);
  checkSize(functionName, [...channels, ...lengths], 16, "a spectrum, which method 'fft' needs,");
  const extended = castTo(gathered(x, [null, null, ...maps], convention.fill, functionName), work);
  // Tap j reads place offset + stride·n + step·j. Seen from the low end of the extension that is a correlation with
  // the taps in order of place, and a correlation is a convolution with them reversed: tap order flips for step > 0.
  const spread = axes.map(({ taps, step }) => {
    const dilation = Math.abs(step);
    return spreadMap(taps, dilation, step > 0);
  });
  const spatial = axes.map((_, k) => 2 + k);
  const weights = convention.conjugate ? computeRow('conjugate', [w]) : w;
  const kernels = transposed(weights, [1, 0, ...spatial]);
  const taps = castTo(gathered(kernels, [null, null, ...spread], 0, functionName), work);
  const { forward, backward }: Spectrum = isComplex(work) ? complexSpectrum : realSpectrum;
  const spectra = [extended, taps].map(one => forward(functionName, one, lengths, spatial));
  const product = computeRow('multiply', spectra);
  const kept = strided(backward(functionName, product, lengths, spatial), axes, spread);
  if (!'biu'.includes(dtypes[result].kind)) return castTo(kept, result);
  const real = isComplex(kept.dtype) ? computeRow('realPart', [kept]) : kept;
  return castTo(computeRow('round', [real]), result);
}

/** Of each spatial axis the places that nothing was wrapped onto, so many apart as the outputs are. */
function strided(product: View, axes: readonly ResolvedAxis[], spread: readonly AxisMap[]): View {
  const [batch, channels] = product.shape;
  const [batches, planes, ...along] = product.strides;
  return view(
    product,
    [batch, channels, ...axes.map(({ length }) => length)],
    [batches, planes, ...axes.map(({ stride }, k) => stride * along[k])],
    spread.reduce((place, { length }, k) => place + (length - 1) * along[k], product.offset),
  );
}
