/** What the functions of scipy.signal share: windows, the swap for 'valid', equal ranks. Source: SciPy 1.10. */
import type { OutputWindow } from '../../convolution/convention.ts';
import { fault, showShape } from '../../errors.ts';
import type { View } from '../../views/view.ts';
import { choice } from '../kinds.ts';

/** Which part of the full result is kept; 'same' has the size of the first array and lies in the middle. */
export type SignalMode = 'full' | 'valid' | 'same';

/** How a convolution is computed: 'auto' takes what SciPy would take. */
export type SignalMethod = 'auto' | 'direct' | 'fft';

/** The parameter `mode`. */
export const signalMode = choice(
  ['full', 'valid', 'same'],
  shown => `mode is ${shown}; Acceptable mode flags are 'valid', 'same', or 'full'`,
);

/** The parameter `method`. */
export const signalMethod = choice(['auto', 'direct', 'fft']);

/**
 * Whether mode 'valid' needs the second array as the image, along `axes`.
 *
 * @throws ConcordatError when neither array is at least as large as the other along every axis
 */
export function swapNeeded(
  name: string,
  mode: SignalMode,
  first: readonly number[],
  second: readonly number[],
  axes: readonly number[] = [...first.keys()],
): boolean {
  if (mode !== 'valid' || first.length === 0) return false;
  const fits = axes.every(axis => first[axis] >= second[axis]);
  if (!fits && !axes.every(axis => second[axis] >= first[axis]))
    throw fault(
      'shape',
      name,
      `For 'valid' mode, one must be at least as large as the other in every dimension; the shapes are ${showShape(first)} and ${showShape(second)}`,
      { shapes: [first, second] },
    );
  return !fits;
}

/** @throws ConcordatError when the two arrays have not the same number of axes */
export function checkRanks(name: string, in1: View, in2: View): void {
  if (in1.shape.length === in2.shape.length) return;
  throw fault(
    'shape',
    name,
    `in1 and in2 should have the same dimensionality; they have shapes ${showShape(in1.shape)} and ${showShape(in2.shape)}`,
    { shapes: [in1.shape, in2.shape] },
  );
}

/**
 * The window of a mode along each axis of the image. SciPy's full result of an empty axis is what the kernel reaches
 * around it.
 */
export function windowsOf(
  mode: SignalMode,
  image: readonly number[],
  kernel: readonly number[],
): { window: OutputWindow }[] {
  return image.map((extent, axis) => {
    const around = kernel[axis] - 1;
    return { window: mode === 'full' && extent === 0 ? { low: around, high: around } : mode };
  });
}

/** @throws ConcordatError when the full result of two empty axes would have a length of −1 */
export function checkLengths(name: string, first: readonly number[], second: readonly number[]): void {
  const axis = first.findIndex((extent, k) => extent + second[k] === 0);
  if (axis < 0) return;
  throw fault(
    'shape',
    name,
    `negative dimensions are not allowed; axis ${axis} is empty in both arrays, whose shapes are ${showShape(first)} and ${showShape(second)}`,
    { axis, shapes: [first, second] },
  );
}
