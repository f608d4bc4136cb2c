/** Whose arrays a fixing line handles, as rows: how the code of each library writes what undoes a fact. */
import type { DType } from '../kernels/dtype.ts';

/** `fourier` is NumPy's code that mends the kernel before its transform. */
export type Flavour = 'numpy' | 'torch' | 'fourier';

/** A list as Python writes a tuple; null is any number. */
export const pythonTuple = (list: readonly (number | string | null)[]): string => {
  const words = list.map(item => (item === null ? 'any' : String(item)));
  return words.length === 1 ? `(${words[0]},)` : `(${words.join(', ')})`;
};

/** How a library's code is written. Axes are those of the last `rank` ones of an array. */
export interface FlavourRow {
  /** The array `of`, reversed along axes. */
  readonly flip: (of: string, axes: readonly number[], rank: number) => string;
  /** The array `of`, its axes in the order `order`. */
  readonly transpose: (of: string, order: readonly number[]) => string;
  /** The line that rolls what is to be mended. */
  readonly roll: (steps: readonly number[], rank: number) => string;
  /** What `roll` mends, by its name in TypeScript. */
  readonly rolled: string;
  /** An index of slices, in brackets. */
  readonly slices: (parts: readonly string[]) => string;
  /** The array `of` in another element type. */
  readonly cast: (of: string, dtype: DType) => string;
  /** Whether padding is a call of its own, with widths that can be mended. */
  readonly padsApart: boolean;
  /** The flavour of code that handles finished results. */
  readonly ofResults: Flavour;
}

const places = (count: number) => Array.from({ length: count }, (_, axis) => axis);
/** Axes counted from the end, as torch code writes them. */
const fromEnd = (axes: readonly number[], rank: number) => axes.map(axis => axis - rank);

const numpy: FlavourRow = {
  flip: (of, axes, rank) =>
    `${of}[${places(rank)
      .map(axis => (axes.includes(axis) ? '::-1' : ':'))
      .join(', ')}]`,
  transpose: (of, order) => `${of}.transpose${pythonTuple(order)}`,
  roll: (steps, rank) => `result = np.roll(result, ${pythonTuple(steps)}, axis=${pythonTuple(places(rank))})`,
  rolled: 'result',
  slices: parts => `[${parts.join(', ')}]`,
  cast: (of, dtype) => `${of}.astype(np.${dtype})`,
  padsApart: false,
  ofResults: 'numpy',
};

export const flavours: Readonly<Record<Flavour, FlavourRow>> = {
  numpy,
  // Images stand behind axes of batch and channel.
  torch: {
    flip: (of, axes, rank) => `${of}.flip(${pythonTuple(fromEnd(axes, rank))})`,
    transpose: of => `${of}.transpose(-2, -1)`,
    roll: (steps, rank) =>
      `result = torch.roll(result, ${pythonTuple(steps)}, dims=${pythonTuple(fromEnd(places(rank), rank))})`,
    rolled: 'result',
    slices: parts => `[..., ${parts.join(', ')}]`,
    cast: (of, dtype) => `${of}.to(torch.${dtype})`,
    padsApart: true,
    ofResults: 'torch',
  },
  fourier: {
    ...numpy,
    roll: (steps, rank) =>
      `padded_kernel = np.roll(padded_kernel, ${pythonTuple(steps)}, axis=${pythonTuple(places(rank))})  # before its FFT`,
    rolled: 'paddedKernel',
  },
};
