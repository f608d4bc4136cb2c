/** Arrays large enough to lie in the shared memory and to be worth two threads. */
import { callText, drawArray } from '../arrays.ts';
import type { Family } from '../cases.ts';
import { elementary, exact, sumOf } from '../tolerance.ts';

export const large: Family = (library, random) => {
  const dtype = random.pick(['float32', 'float64'] as const);
  const shape = [random.integer(150, 260), random.integer(250, 300)];
  const flavour = random.pick(['whole', 'plain', 'special'] as const);
  const x = drawArray(library, random, dtype, shape, { flavour });
  const name = random.pick(['add', 'exp', 'sum', 'roll', 'convolve', 'convolve'] as const);
  if (name === 'add') {
    const y = drawArray(library, random, dtype, shape, { flavour });
    return { text: callText(name, x, y), compute: () => library.add(x, y) };
  }
  if (name === 'exp')
    return { text: callText(name, x), compute: () => library.exp(x), tolerance: elementary(name, dtype) };
  if (name === 'roll')
    return { text: callText(name, x, [7, -5]), compute: () => library.roll(x, [7, -5], { axis: [0, 1] }) };
  if (name === 'sum') {
    const axis = random.pick([0, 1, null]);
    const scale = () => library.sum(library.abs(x), { axis });
    const folded = axis === null ? x.size : shape[axis];
    const tolerance = flavour === 'whole' ? exact : sumOf(folded, scale);
    return { text: callText(name, x, { axis }), compute: () => library.sum(x, { axis }), tolerance };
  }
  const h = drawArray(library, random, dtype, [3, 3], { flavour: 'plain' });
  const boundary = random.pick(['periodic', 'mirror', 'constant'] as const);
  const scale = () => library.convolve(library.abs(x), library.abs(h), { boundary });
  return {
    text: callText(name, x, h, { boundary }),
    compute: () => library.convolve(x, h, { boundary }),
    tolerance: sumOf(18, scale),
  };
};
