/** What only moves elements: nothing may change, not even the sign of a zero. */
import type { NDArray } from 'concordat';
import type { Random } from '../../random.ts';
import { callText, drawArray, drawShape } from '../arrays.ts';
import type { Family } from '../cases.ts';
import { allTypes, type Library } from '../library.ts';

type Arrangement = (library: Library, random: Random, x: NDArray) => readonly [unknown[], () => NDArray];

const boundaries = ['constant', 'edge', 'symmetric', 'mirror', 'periodic'] as const;
const widths = (random: Random, x: NDArray, most: number) =>
  x.shape.map(() => [random.integer(0, most), random.integer(0, most)] as const);

const kinds: Readonly<Record<string, Arrangement>> = {
  roll: (library, random, x) => {
    const axis = x.shape.map((_, each) => each);
    const shift = axis.map(() => random.integer(-40, 40));
    return [[x, shift, { axis }], () => library.roll(x, shift, { axis })];
  },
  tile: (library, random, x) => {
    const repetitions = x.shape.map(() => random.integer(1, 3));
    return [[x, repetitions], () => library.tile(x, repetitions)];
  },
  repeat: (library, random, x) => {
    const axis = x.ndim === 0 ? null : random.integer(0, x.ndim - 1);
    const times = random.integer(0, 3);
    return [[x, times, { axis }], () => library.repeat(x, times, { axis })];
  },
  pad: (library, random, x) => {
    const options = { boundary: random.pick(boundaries), value: x.dtype === 'bool' ? 1 : 3 };
    // Wider than the array: the extension begins again.
    const width = widths(random, x, random.pick([2, 9]));
    return [[x, width, options], () => library.pad(x, width, options)];
  },
  concatenate: (library, random, x) => {
    const axis = random.integer(0, Math.max(0, x.ndim - 1));
    const shape = x.shape.map((extent, each) => (each === axis ? random.integer(0, 17) : extent));
    const parts = [x, drawArray(library, random, random.pick([x.dtype, x.dtype, 'float64']), shape)];
    return [[parts, { axis }], () => library.concatenate(parts, { axis })];
  },
  stack: (library, random, x) => {
    const parts = [x, drawArray(library, random, x.dtype, x.shape, { flavour: 'special' })];
    const axis = random.integer(0, x.ndim);
    return [[parts, { axis }], () => library.stack(parts, { axis })];
  },
  reshape: (library, _, x) => [[x, [x.size]], () => library.reshape(library.transpose(x), [x.size])],
};

export const arrangements: Family = (library, random) => {
  const dtype = random.pick(allTypes);
  const flavour = random.pick(['special', 'bits'] as const);
  const x = drawArray(library, random, dtype, drawShape(random), { flavour });
  const name = random.pick(Object.keys(kinds));
  const [given, compute] = kinds[name](library, random, x);
  return { text: callText(name, ...given), compute };
};
