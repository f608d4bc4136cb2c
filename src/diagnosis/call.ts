/** A convolution written as a call: of SciPy or NumPy, and of this library. */
import { boundaryName } from '../boundary/table.ts';
import { axisConventions, type Convention } from '../convolution/convention.ts';
import { originTap } from '../convolution/resolve.ts';
import type { Fix } from './finding.ts';

const tuple = (list: readonly number[]) => (list.length === 1 ? `(${list[0]},)` : `(${list.join(', ')})`);

/**
 * The call that carries out a convention with the same choices along every axis, of a kernel of shape `taps`. Python
 * names scipy.signal where it has the boundary and the origin, else scipy.ndimage, else it pads first.
 */
export function callOf(convention: Convention, taps: readonly number[]): Fix {
  const axes = axisConventions(convention, taps.length);
  const [{ sign, boundary, window }] = axes;
  const verb = sign === -1 ? 'convolve' : 'correlate';
  const origins = axes.map(({ origin }, axis) => originTap(origin, taps[axis]));
  const lower = window !== 'same' || origins.every((tap, axis) => tap === (taps[axis] - 1) >> 1);
  const upper = origins.every((tap, axis) => tap === taps[axis] >> 1);
  const options = [
    `boundary: '${boundary}'`,
    ...(lower ? [] : [`origin: ${upper ? "'upper'" : `[${origins.join(', ')}]`}`]),
    ...(window === 'same' ? [] : [`window: '${String(window)}'`]),
  ];
  const typescript = `${verb}(image, kernel, { ${options.join(', ')} })`;

  const inSignal = boundaryName('scipy.signal', boundary);
  if (inSignal && lower && taps.length === 2)
    return {
      python: `scipy.signal.${verb}2d(image, kernel, mode='${String(window)}', boundary='${inSignal}')`,
      typescript,
    };
  if (window === 'same') {
    const past = origins.map((tap, axis) => tap - (taps[axis] >> 1));
    const origin = past.every(step => step === 0) ? '' : `, origin=${tuple(past)}`;
    const mode = boundaryName('scipy.ndimage', boundary);
    return { python: `scipy.ndimage.${verb}(image, kernel, mode='${mode}'${origin})`, typescript };
  }
  const reach = tuple(taps.map(count => count - 1));
  const padded = `np.pad(image, [(k, k) for k in ${reach}], mode='${boundaryName('numpy.pad', boundary)}')`;
  const source = window === 'full' ? padded : 'image';
  return { python: `scipy.signal.${verb}(${source}, kernel, mode='valid')`, typescript };
}
