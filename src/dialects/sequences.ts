/** The convolution of two sequences as NumPy does it, which SciPy takes over for one axis. Source: numpy 1.24. */
import type { NDArray } from '../array/ndarray.ts';
import { lowerMiddle, makeConvention } from '../convolution/convention.ts';
import { convolveWith } from '../convolution/operation.ts';
import { fault, showShape } from '../errors.ts';
import { countOf, type View } from '../views/view.ts';

/** Which part of the full result is kept. */
export type ConvolutionMode = 'full' | 'same' | 'valid';

/** Convolves two arrays of one axis; the longer one is the image, and nothing stands outside of it. */
export function convolveSequences(name: string, a: View, v: View, mode: ConvolutionMode): NDArray {
  const [long, short] = countOf(v) > countOf(a) ? [v, a] : [a, v];
  if (countOf(short) === 0)
    refuseEmpty(name, countOf(long) === 0 ? 'a cannot be empty' : 'v cannot be empty', a, v);
  const axis = { sign: -1, origin: lowerMiddle, window: mode } as const;
  return convolveWith(name, long, short, makeConvention(axis, { skipOutside: true }));
}

/** @throws ConcordatError that says `what` and the shapes */
export function refuseEmpty(name: string, what: string, a: View, v: View): never {
  throw fault(
    'shape',
    name,
    `${what}; the arrays have shapes ${showShape(a.shape)} and ${showShape(v.shape)}`,
    { shapes: [a.shape, v.shape] },
  );
}
