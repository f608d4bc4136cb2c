/** Casts from every type to every type, also of numbers that do not fit. */
import { callText, drawArray, drawShape } from '../arrays.ts';
import type { Family } from '../cases.ts';
import { allTypes } from '../library.ts';

export const casts: Family = (library, random) => {
  const [from, to] = [random.pick(allTypes), random.pick(allTypes)];
  const flavour = random.pick(['whole', 'plain', 'special', 'bits'] as const);
  const x = drawArray(library, random, from, drawShape(random), { flavour });
  return { text: callText('astype', x, to), compute: () => library.astype(x, to) };
};
