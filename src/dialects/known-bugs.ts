/**
 * THE table of known bugs: calls where a library gives what its own definition does not. There our dialect gives the
 * right answer instead. Peer tests, explanations and translations read this table.
 */
import type { DType } from '../kernels/dtype.ts';
import { numpyIndexingBugs } from './known-bugs-numpy.ts';
import { opencvBugs } from './known-bugs-opencv.ts';
import { torchBugs } from './known-bugs-torch.ts';

/** A call in plain terms; what is not known is left out. */
export interface CallDescription {
  /** Shapes of the array arguments in their order: image, then kernel. */
  readonly shapes: readonly (readonly number[])[];
  /** Their element types. */
  readonly dtypes?: readonly DType[];
  /** The other arguments by the library's own names; `pad_width` as a pair for each axis. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The elements of the kernel in row-major order. */
  readonly kernel?: readonly number[];
}

/** One bug. */
export interface KnownBug {
  readonly id: string;
  /** The functions that have it, with their full names. */
  readonly calls: readonly string[];
  /** The versions that have it. */
  readonly versions: string;
  /** What the function does, and what is right. */
  readonly text: string;
  /** Where it is reported, or how it was found. */
  readonly source: string;
  /** Whether a call can meet it; without it, every call can. */
  readonly applies?: (call: CallDescription) => boolean;
}

const option = (call: CallDescription, name: string, fallback: unknown): unknown =>
  call.options?.[name] ?? fallback;

/** The widths before and after each axis of a call of numpy.pad, beside its extents. */
const paddedAxes = ({ shapes, options }: CallDescription): [number, number, number][] =>
  ((options?.pad_width ?? []) as [number, number][]).map(([low, high], axis) => [shapes[0][axis], low, high]);

/** numpy.pad's rounds, each of which adds at most what is there: whether one starts at a place that is no period. */
function padStumbles(extent: number, low: number, high: number, period: number, wraps: boolean): boolean {
  let [length, before, after] = [extent, 0, 0];
  const edge = extent - period;
  if (period === 0) return false;
  while (before < low || after < high) {
    const off = wraps
      ? (length - edge) % period !== 0
      : (before < low && before % period !== 0) || (after < high && after % period !== 0);
    if (off) return true;
    const step = length - edge;
    const [more, rest] = [Math.min(step, low - before), Math.min(step, high - after)];
    [length, before, after] = [length + more + rest, before + more, after + rest];
  }
  return false;
}

/** The lowest place that an n-d filter of scipy.ndimage reads along each axis, and the extent of the axis. */
function lowestPlaces(call: CallDescription, convolves: boolean): [number, number][] {
  const [image, kernel] = call.shapes;
  const origin = option(call, 'origin', 0);
  return image.map((extent, axis) => {
    const tap = (kernel[axis] >> 1) + (Array.isArray(origin) ? origin[axis] : (origin as number));
    return [convolves ? tap - (kernel[axis] - 1) : -tap, extent];
  });
}

const readsFarReflection = (convolves: boolean) => (call: CallDescription) =>
  ['reflect', 'grid-mirror'].includes(option(call, 'mode', 'reflect') as string) &&
  lowestPlaces(call, convolves).some(([low, extent]) => extent >= 2 && low <= -4 * extent);

/** Every known bug, by library. */
export const knownBugs: readonly KnownBug[] = [
  {
    id: 'numpy.pad-wrap-periods',
    calls: ['numpy.pad'],
    versions: 'numpy < 1.25',
    text: "mode 'wrap' loses the period where a width exceeds the axis and the two widths differ, because each round repeats what is there so far; every place must hold the element at its index modulo the extent",
    source: 'https://github.com/numpy/numpy/issues/22464',
    applies: call =>
      option(call, 'mode', 'constant') === 'wrap' &&
      paddedAxes(call).some(([extent, low, high]) => padStumbles(extent, low, high, extent, true)),
  },
  {
    id: 'numpy.pad-reflect-periods',
    calls: ['numpy.pad'],
    versions: 'numpy 1.24; repaired in the main branch',
    text: "modes 'reflect' and 'symmetric' reflect at a place that is no edge where one width spans several periods, because each round reflects what is there so far; the extension must repeat with period 2N − 2 and 2N",
    source: 'https://github.com/numpy/numpy/issues/28575',
    applies: call => {
      const mode = option(call, 'mode', 'constant');
      const shorter = mode === 'reflect' ? 1 : 0;
      return (
        (mode === 'reflect' || mode === 'symmetric') &&
        paddedAxes(call).some(
          ([extent, low, high]) => extent > 1 && padStumbles(extent, low, high, extent - shorter, false),
        )
      );
    },
  },
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
    versions: 'scipy 1.10',
    text: 'a NaN among the weights is left out as if it were 0, because only weights with |w| > 2.2e-16 are kept; it must make every sum NaN',
    source: 'found by asking SciPy 1.10.1',
    applies: ({ kernel }) => kernel?.some(Number.isNaN) ?? false,
  },
  {
    id: 'scipy.ndimage-symmetric-weights',
    calls: ['scipy.ndimage.correlate1d', 'scipy.ndimage.convolve1d'],
    versions: 'scipy 1.10',
    text: 'weights count as (anti)symmetric when opposite ones differ by at most 2.2e-16, or one is NaN, and then the lower one serves for both; each weight must be used as it is',
    source: 'NI_Correlate1D in scipy/ndimage/src/ni_filters.c',
    applies: ({ kernel }) => kernel !== undefined && passesForSymmetric(kernel),
  },
  {
    id: 'scipy.ndimage-empty-weight-axis',
    calls: ['scipy.ndimage.correlate', 'scipy.ndimage.convolve'],
    versions: 'scipy 1.10',
    text: 'weights with empty axes pass when the other axes are as many as the input has, and give zeros; they must be refused like other weights of a wrong rank',
    source: 'found by asking SciPy 1.10.1',
    applies: ({ shapes: [image, kernel] }) =>
      kernel.includes(0) && kernel.filter(extent => extent > 0).length === image.length,
  },
  {
    id: 'scipy.signal-correlate2d-valid-conjugate',
    calls: ['scipy.signal.correlate2d'],
    versions: 'scipy 1.10',
    text: "mode 'valid' with a first array smaller than the second swaps the two and conjugates the wrong one; the second must be conjugated",
    source: 'found by asking SciPy 1.10.1',
    applies: ({ shapes: [first, second], dtypes = [], options }) =>
      options?.mode === 'valid' &&
      dtypes.some(dtype => dtype.startsWith('complex')) &&
      first.every((extent, axis) => extent <= second[axis]) &&
      first.some((extent, axis) => extent < second[axis]),
  },
  {
    id: 'scipy.signal-convolve2d-empty-crash',
    calls: ['scipy.signal.convolve2d', 'scipy.signal.correlate2d'],
    versions: 'scipy 1.10',
    text: "an empty first array with boundary 'wrap' or 'symm' ends the process with a division by zero; it must be refused, there is nothing to repeat",
    source: 'found by asking SciPy 1.10.1',
    applies: ({ shapes: [first], options }) =>
      first.includes(0) &&
      options?.mode !== 'valid' &&
      !['fill', 'pad', undefined].includes(options?.boundary as string),
  },
  {
    id: 'scipy.signal-bool-by-fft',
    calls: ['scipy.signal.convolve', 'scipy.signal.correlate'],
    versions: 'scipy 1.10',
    text: "method 'fft' on bool arrays makes True of rounding errors; a sum that is 0 must be False",
    source: 'found by asking SciPy 1.10.1',
    applies: ({ dtypes = [], options }) =>
      options?.method === 'fft' && dtypes.every(dtype => dtype === 'bool'),
  },
  ...numpyIndexingBugs,
  ...torchBugs,
  ...opencvBugs,
];

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

/** The known bugs that a call can meet. */
export const bugsOf = (functionName: string, call: CallDescription): KnownBug[] =>
  knownBugs.filter(bug => bug.calls.includes(functionName) && (bug.applies?.(call) ?? true));
