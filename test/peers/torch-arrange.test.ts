/** torch.flip and torch.roll against torch itself. */
import { flip, roll } from 'concordat/torch';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { peerCases } from './harness.ts';

const dtypes = [
  'float32',
  'float64',
  'complex64',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
  'bool',
] as const;
const tuple = (list: readonly number[]): string => `(${list.map(one => `${one},`).join('')})`;
const text = (value: number | number[]): string => (typeof value === 'number' ? String(value) : tuple(value));

function anyArray() {
  const shape = randomShape(random.integer(0, 4), random.next() < 0.2 ? 0 : 1, 4);
  const dtype = random.pick(dtypes);
  return random.next() < 0.3 ? randomView(shape, dtype) : randomArray(shape, dtype);
}

peerCases(
  'flip',
  generate(120, () => {
    const x = anyArray();
    const dims = randomShape(random.integer(0, 2), -x.ndim - 1, x.ndim);
    return { python: `torch.flip(t(x), ${tuple(dims)})`, arrays: { x }, ours: () => flip(x, dims) };
  }),
);

peerCases(
  'roll',
  generate(200, () => {
    const x = anyArray();
    const axis = () => random.integer(-x.ndim, Math.max(0, x.ndim - (random.next() < 0.9 ? 1 : 0)));
    const count = random.integer(0, 2);
    const shifts = random.boolean() && count === 1 ? random.integer(-9, 9) : randomShape(count, -9, 9);
    const few = random.next() < 0.1 ? 1 : 0;
    const dims =
      random.boolean() && count === 1 ? axis() : Array.from({ length: Math.max(0, count - few) }, axis);
    return {
      python: `torch.roll(t(x), ${text(shifts)}, ${text(dims)})`,
      arrays: { x },
      ours: () => roll(x, shifts, dims),
    };
  }),
);

const x = randomArray([2, 3], 'float32');
peerCases('keywords, defaults, and what torch refuses', [
  { python: 'torch.flip(t(x), dims=(0,))', arrays: { x }, ours: () => flip(x, { dims: [0] }) },
  {
    python: 'torch.flip(t(x), 0)',
    arrays: { x },
    ours: () => flip(x, 0 as never),
    raises: /argument 'dims'.* must be tuple of ints/,
  },
  {
    python: 'torch.flip(t(x), (0, -2))',
    arrays: { x },
    ours: () => flip(x, [0, -2]),
    raises: /dim 0 appears multiple times in the list of dims/,
  },
  {
    python: 'torch.flip(t(x), (2,))',
    arrays: { x },
    ours: () => flip(x, [2]),
    raises: /Dimension out of range \(expected to be in range of \[-2, 1\], but got 2\)/,
  },
  { python: 'torch.roll(t(x), 4)', arrays: { x }, ours: () => roll(x, 4) },
  {
    python: 'torch.roll(t(x), shifts=1, dims=1)',
    arrays: { x },
    ours: () => roll(x, { shifts: 1, dims: 1 }),
  },
  { python: 'torch.roll(t(x), 1, None)', arrays: { x }, ours: () => roll(x, 1, null) },
  {
    python: 'torch.roll(t(x), (1, 2), 0)',
    arrays: { x },
    ours: () => roll(x, [1, 2], 0),
    raises: /shifts and dimensions must align\. shifts: 2, dims:1/,
  },
  {
    python: 'torch.roll(t(x), (1, 2))',
    arrays: { x },
    ours: () => roll(x, [1, 2]),
    raises: /shifts and dimensions must align\. shifts: 2, dims:0/,
  },
  {
    python: 'torch.roll(t(x), 1, 2)',
    arrays: { x },
    ours: () => roll(x, 1, 2),
    raises: /Dimension out of range/,
  },
  { python: 'torch.roll(t(x), ())', arrays: { x }, ours: () => roll(x, []), raises: /`shifts` required/ },
  { python: 'torch.roll(t(x))', arrays: { x }, ours: () => roll(x), raises: /missing.* required .*argument/ },
  { python: 'torch.flip(t(x), ())', arrays: { x }, ours: () => flip(x, []) },
]);
