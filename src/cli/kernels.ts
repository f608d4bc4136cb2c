/** Kernels on the command line: by name, as a .npy file, or written out. */

import { array } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { ConcordatError, show } from '../errors.ts';
import { namesFile, readInput } from './input.ts';
import type { LimitFlags } from './limits.ts';

/** Kernels by name, in the order of their taps as they are given to a convolution. */
export const namedKernels: Readonly<Record<string, readonly (readonly number[])[]>> = {
  'sobel-x': [
    [1, 0, -1],
    [2, 0, -2],
    [1, 0, -1],
  ],
  'sobel-y': [
    [1, 2, 1],
    [0, 0, 0],
    [-1, -2, -1],
  ],
  'scharr-x': [
    [3, 0, -3],
    [10, 0, -10],
    [3, 0, -3],
  ],
  laplacian: [
    [0, 1, 0],
    [1, -4, 1],
    [0, 1, 0],
  ],
  sharpen: [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ],
  emboss: [
    [-2, -1, 0],
    [-1, 1, 1],
    [0, 1, 2],
  ],
};

/** The kernel that an option value of a command names. */
export async function readKernel(
  command: 'compare' | 'explain',
  text: string,
  flags: LimitFlags = {},
): Promise<NDArray> {
  if (Object.hasOwn(namedKernels, text)) return array(namedKernels[text]);
  if (namesFile(text, /\.np[yz]$/i)) return readInput(text, flags);
  if (text.trimStart().startsWith('[')) {
    try {
      return array(JSON.parse(text) as ArrayLike);
    } catch (error) {
      if (error instanceof ConcordatError) throw error;
      throw wrong(
        command,
        text,
        'is not valid JSON; write it as [[1, 0, -1], [2, 0, -2], [1, 0, -1]]',
        error,
      );
    }
  }
  throw wrong(
    command,
    text,
    `must be a name (${Object.keys(namedKernels).join(', ')}), a .npy file, or [[…], […]]`,
  );
}

const wrong = (command: string, text: string, what: string, cause?: unknown) =>
  new ConcordatError(
    'option',
    `${command}: --kernel ${show(text)} ${what}`,
    { function: command, argument: 'kernel' },
    cause,
  );
