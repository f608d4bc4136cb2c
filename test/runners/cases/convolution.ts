/** The native convolution: every boundary, window, origin, stride and dilation, also mixed over the axes. */
import type { ConvolveOptions } from 'concordat';
import type { Random } from '../../random.ts';
import { callText, drawArray, extents } from '../arrays.ts';
import type { Family } from '../cases.ts';
import { allTypes, isFloat } from '../library.ts';
import { exact, sumOf } from '../tolerance.ts';

const boundaries = ['constant', 'edge', 'symmetric', 'mirror', 'periodic'] as const;

function drawOptions(random: Random, rank: number): ConvolveOptions {
  /** One value for all axes, or one each. */
  const per = <T>(draw: () => T): T | T[] =>
    random.chance(0.6) ? draw() : Array.from({ length: rank }, draw);
  const options: ConvolveOptions = { boundary: per(() => random.pick(boundaries)) };
  if (random.chance(0.3)) options.value = random.pick([1, -0.5, NaN]);
  if (random.chance(0.3)) options.origin = per(() => random.pick(['lower', 'upper', -1, 0, 2] as const));
  if (random.chance(0.5))
    options.window = per(() => random.pick(['same', 'full', 'valid', { start: -2, length: 9 }] as const));
  if (random.chance(0.3)) options.stride = per(() => random.integer(1, 3));
  if (random.chance(0.3)) options.dilation = per(() => random.integer(1, 3));
  return options;
}

/** Kernels of 1 to 13 taps an axis: even ones, and ones larger than the image, among them. */
export function drawKernelShape(random: Random, rank: number): number[] {
  const some = rank === 1 ? [1, 2, 3, 4, 5, 7, 8, 9, 13] : [1, 2, 3, 3, 4, 5, 8];
  return Array.from({ length: rank }, () => random.pick(some));
}

export const convolutions: Family = (library, random) => {
  const name = random.pick(['convolve', 'correlate'] as const);
  const rank = random.pick([1, 2, 2, 2, 3]);
  const dtype = random.chance(0.7) ? random.pick(['float32', 'float64'] as const) : random.pick(allTypes);
  const kernelType = random.chance(0.8) ? dtype : random.pick(allTypes);
  const flavour = random.pick(['whole', 'plain', 'plain', 'special'] as const);
  const last = random.pick(extents.filter(extent => extent > 0 || random.chance(0.2)));
  const shape = Array.from({ length: rank }, (_, axis) => (axis === rank - 1 ? last : random.integer(1, 6)));
  const x = drawArray(library, random, dtype, shape, { flavour });
  const h = drawKernel();
  const options = drawOptions(random, rank);
  const scale = () => {
    const size = (y: typeof x) => library.abs(library.astype(y, wideOf(y.dtype)));
    const value = Math.abs(Number(options.value ?? 0));
    return library[name](size(x), size(h), { ...options, value });
  };
  return {
    text: callText(name, x, h, options),
    compute: () => library[name](x, h, options),
    tolerance: isFloat(dtype) || isFloat(kernelType) ? sumOf(2 * h.size, scale) : exact,
  };

  /** A kernel: any numbers, or a product of one per axis, which may be run as one pass an axis. */
  function drawKernel() {
    const taps = drawKernelShape(random, rank);
    if (rank !== 2 || random.chance(0.5))
      return drawArray(library, random, kernelType, taps, {
        flavour: flavour === 'special' ? 'plain' : flavour,
      });
    const column = drawArray(library, random, kernelType, [taps[0], 1], { flavour: 'whole' });
    const row = drawArray(library, random, kernelType, [1, taps[1]], { flavour: 'whole' });
    return library.multiply(column, row);
  }
};

export const wideOf = (dtype: string) =>
  (dtype.startsWith('complex') ? 'complex128' : 'float64') as 'float64';
