/** Fourier transforms, of lengths with small and with large prime factors. */
import { callText, drawArray, extents } from '../arrays.ts';
import type { Family } from '../cases.ts';
import { allTypes } from '../library.ts';
import { transformOf } from '../tolerance.ts';

const names = ['fft', 'ifft', 'rfft', 'fft2', 'fftshift'] as const;

export const transforms: Family = (library, random) => {
  const name = random.pick(names);
  const real = name === 'rfft';
  const dtype = random.pick(allTypes.filter(each => !real || !each.startsWith('complex')));
  const n = random.pick([...extents.filter(extent => extent > 0), 64, 97, 120]);
  const x = drawArray(library, random, dtype, [random.integer(1, 3), n]);
  const tolerance = name === 'fftshift' ? undefined : transformOf(3 * n);
  return { text: callText(name, x), compute: () => library[name](x), tolerance };
};
