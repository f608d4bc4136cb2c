/** Known bugs of SciPy. */
import { type CallDescription, type KnownBug, optionOf } from '../known-bug.ts';

/** The lowest place that an n-d filter of scipy.ndimage reads along each axis, and the extent of the axis. */
function lowestPlaces(call: CallDescription, convolves: boolean): [number, number][] {
  const [image, kernel] = call.shapes;
  const origin = optionOf(call, 'origin', 0);
  return image.map((extent, axis) => {
    const tap = (kernel[axis] >> 1) + (Array.isArray(origin) ? origin[axis] : (origin as number));
    return [convolves ? tap - (kernel[axis] - 1) : -tap, extent];
  });
}

const readsFarReflection = (convolves: boolean) => (call: CallDescription) =>
  ['reflect', 'grid-mirror'].includes(optionOf(call, 'mode', 'reflect') as string) &&
  lowestPlaces(call, convolves).some(([low, extent]) => extent >= 2 && low <= -4 * extent);

/** Whether NI_Correlate1D takes weights for (anti)symmetric that are not. */
function passesForSymmetric(kernel: readonly number[]): boolean {
  const half = kernel.length >> 1;
  if (kernel.length % 2 === 0) return false;
  const pairs = Array.from({ length: half }, (_, k) => [kernel[half - 1 - k], kernel[half + 1 + k]]);
  const passes = (sign: number) => !pairs.some(([low, high]) => Math.abs(high - sign * low) > Number.EPSILON);
  const holds = (sign: number) => pairs.every(([low, high]) => high === sign * low);
  // Symmetry is asked for first.
  if (passes(1)) return !holds(1);
  return passes(-1) && !holds(-1);
}

const versions = 'scipy 1.10';
const source = 'found by asking SciPy 1.10.1';

/** Every known bug of SciPy. */
export const scipyBugs: readonly KnownBug[] = [
  {
    id: 'scipy.ndimage-correlate-far-reflection',
    calls: ['scipy.ndimage.correlate'],
    versions: 'scipy 1.10, and the main branch when it was read',
    text: "mode 'reflect' reads memory before the array at a place that is exactly −4N, −6N, …; it must read element 0",
    source: 'NI_InitFilterOffsets in scipy/ndimage/src/ni_support.c compares with < where ≤ is meant',
    applies: readsFarReflection(false),
  },
  {
    id: 'scipy.ndimage-convolve-far-reflection',
    calls: ['scipy.ndimage.convolve'],
    versions: 'scipy 1.10, and the main branch when it was read',
    text: "mode 'reflect' reads memory before the array at a place that is exactly −4N, −6N, …; it must read element 0",
    source: 'NI_InitFilterOffsets in scipy/ndimage/src/ni_support.c compares with < where ≤ is meant',
    applies: readsFarReflection(true),
  },
  {
    id: 'scipy.ndimage-nan-weights',
    calls: ['scipy.ndimage.correlate', 'scipy.ndimage.convolve'],
    versions,
    text: 'a NaN among the weights is left out as if it were 0, because only weights with |w| > 2.2e-16 are kept; it must make every sum NaN',
    source,
    applies: ({ kernel }) => kernel?.some(Number.isNaN) ?? false,
  },
  {
    id: 'scipy.ndimage-symmetric-weights',
    calls: ['scipy.ndimage.correlate1d', 'scipy.ndimage.convolve1d'],
    versions,
    text: 'weights count as (anti)symmetric when opposite ones differ by at most 2.2e-16, or one is NaN, and then the lower one serves for both; each weight must be used as it is',
    source: 'NI_Correlate1D in scipy/ndimage/src/ni_filters.c',
    applies: ({ kernel }) => kernel !== undefined && passesForSymmetric(kernel),
  },
  {
    id: 'scipy.ndimage-empty-weight-axis',
    calls: ['scipy.ndimage.correlate', 'scipy.ndimage.convolve'],
    versions,
    text: 'weights with empty axes pass when the other axes are as many as the input has, and give zeros; they must be refused like other weights of a wrong rank',
    source,
    applies: ({ shapes: [image, kernel] }) =>
      kernel.includes(0) && kernel.filter(extent => extent > 0).length === image.length,
  },
  {
    id: 'scipy.signal-correlate2d-valid-conjugate',
    calls: ['scipy.signal.correlate2d'],
    versions,
    text: "mode 'valid' with a first array smaller than the second swaps the two and conjugates the wrong one; the second must be conjugated",
    source,
    applies: ({ shapes: [first, second], dtypes = [], options }) =>
      options?.mode === 'valid' &&
      dtypes.some(dtype => dtype.startsWith('complex')) &&
      first.every((extent, axis) => extent <= second[axis]) &&
      first.some((extent, axis) => extent < second[axis]),
  },
  {
    id: 'scipy.signal-convolve2d-empty-crash',
    calls: ['scipy.signal.convolve2d', 'scipy.signal.correlate2d'],
    versions,
    text: "an empty first array with boundary 'wrap' or 'symm' ends the process with a division by zero; it must be refused, there is nothing to repeat",
    source,
    applies: ({ shapes: [first], options }) =>
      first.includes(0) &&
      options?.mode !== 'valid' &&
      !['fill', 'pad', undefined].includes(options?.boundary as string),
  },
  {
    id: 'scipy.signal-bool-by-fft',
    calls: ['scipy.signal.convolve', 'scipy.signal.correlate'],
    versions,
    text: "method 'fft' on bool arrays makes True of rounding errors; a sum that is 0 must be False",
    source,
    applies: ({ dtypes = [], options }) =>
      options?.method === 'fft' && dtypes.every(dtype => dtype === 'bool'),
  },
];
