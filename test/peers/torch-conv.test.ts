/** torch.nn.functional.conv1d, conv2d and conv3d against torch itself. */

import { nn } from 'concordat/torch';
import { expect, it } from 'vitest';
import { realPart } from '../../src/array/arithmetic.ts';
import { asArray, astype } from '../../src/array/convert.ts';
import { stack } from '../../src/array/join.ts';
import { arrayOf, type NDArray } from '../../src/array/ndarray.ts';
import { expandDims, reshape, slice } from '../../src/array/views.ts';
import { makeConvention } from '../../src/convolution/convention.ts';
import { referenceConvolution } from '../../src/convolution/reference.ts';
import type { CallDescription } from '../../src/dialects/known-bug.ts';
import { bugsOf } from '../../src/dialects/known-bugs.ts';
import { sizeOf } from '../../src/extents.ts';
import { allocate, type DType, isComplex } from '../../src/kernels/dtype.ts';
import { fromElements } from '../../src/views/view.ts';
import { generate, random, randomArray, randomView } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

const accepted = [
  'float32',
  'float64',
  'complex64',
  'complex128',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
] as const;
const functions = [nn.functional.conv1d, nn.functional.conv2d, nn.functional.conv3d];

interface Call {
  rank: number;
  x: NDArray;
  w: NDArray;
  bias?: NDArray;
  keywords: Record<string, unknown>;
  raises?: RegExp;
  label?: string;
}

/** A value as Python writes it. */
function python(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(one => `${python(one)},`).join('')})`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function caseOf({ rank, x, w, bias, keywords, raises, label }: Call): PeerCase {
  const named = Object.entries(keywords).map(([name, value]) => `, ${name}=${python(value)}`);
  const biasText = bias ? 't(b)' : 'None';
  return {
    python: `F.conv${rank}d(t(x), t(w), ${biasText}${named.join('')})`,
    arrays: bias ? { x, w, b: bias } : { x, w },
    ours: () => functions[rank - 1](x, w, bias ?? null, keywords),
    ...(raises && { raises }),
    ...(label && { label }),
  };
}

const oneOrEach = (rank: number, low: number, high: number): number | number[] =>
  random.boolean()
    ? random.integer(low, high)
    : Array.from({ length: random.next() < 0.2 ? 1 : rank }, () => random.integer(low, high));

/** A call that is right but for a kernel that may not fit. */
function call(rank: number, dtype: DType): Call {
  const groups = random.next() < 0.3 ? random.integer(2, 3) : 1;
  const [inputs, outputs] = [random.integer(1, 2), random.integer(1, 2) * groups];
  const extents = Array.from({ length: rank }, () => random.integer(1, rank === 3 ? 4 : 7));
  const taps = Array.from({ length: rank }, () => random.integer(1, rank === 3 ? 3 : 4));
  const batch = random.boolean() ? [random.integer(1, 2)] : [];
  const make = random.next() < 0.2 ? randomView : randomArray;
  const keywords: Record<string, unknown> = {};
  if (random.boolean()) keywords.stride = oneOrEach(rank, 1, 3);
  if (random.next() < 0.7) keywords.padding = oneOrEach(rank, 0, 3);
  if (random.next() < 0.4) keywords.dilation = oneOrEach(rank, 1, 3);
  if (groups > 1) keywords.groups = groups;
  return {
    rank,
    x: make([...batch, inputs * groups, ...extents], dtype),
    w: make([outputs, inputs, ...taps], dtype),
    ...(random.boolean() && { bias: randomArray([outputs], dtype) }),
    keywords,
  };
}

const anyRank = () => random.pick([1, 2, 2, 3]);

peerCases(
  'conv1d, conv2d, conv3d',
  generate(450, () => caseOf(call(anyRank(), random.pick(accepted)))),
);

peerCases(
  "padding 'same' and 'valid'",
  generate(120, () => {
    const example = call(anyRank(), random.pick(accepted));
    const padding = random.pick(['same', 'same', 'valid']);
    const { stride, ...keywords } = example.keywords;
    return caseOf({
      ...example,
      keywords: { ...keywords, padding, ...(padding === 'valid' && stride !== undefined && { stride }) },
    });
  }),
);

/** Changes one thing about a right call so that torch refuses it, and what its message then says. */
const faults: Record<string, (right: Call) => Partial<Call>> = {
  channels: ({ rank, x, w, keywords }) => ({
    x: randomArray([x.shape.at(-rank - 1)! + 1, ...x.shape.slice(-rank)], x.dtype),
    w,
    keywords: { ...keywords, padding: 4 },
    raises:
      /Given groups=\d, weight of size \[.*\], expected input\[.*\] to have \d+ channels, but got \d+ channels instead/,
  }),
  'types differ': ({ w, x }) => ({
    w: randomArray(w.shape, x.dtype === 'float64' ? 'float32' : 'float64'),
    bias: undefined,
    raises:
      /expected scalar type \w+ but found \w+|Input type \(.*\) and weight type \(.*\) should be the same|Calculated/,
  }),
  'bias of another type': ({ x, w }) => ({
    bias: randomArray([w.shape[0]], x.dtype === 'float64' ? 'float32' : 'float64'),
    keywords: { groups: x.dtype ? (x.shape.at(-w.ndim + 1) ?? 1) / w.shape[1] : 1, padding: 9 },
    raises: /Input type \(.*\) and bias type \(.*\) should be the same|expected scalar type/,
  }),
  'bias too long': ({ x, w, keywords }) => ({
    bias: randomArray([w.shape[0] + 1], x.dtype),
    keywords: { ...keywords, padding: 6 },
    raises: /expected bias to be 1-dimensional with \d+ elements, but got bias of size \[\d+\] instead/,
  }),
  'bias with two axes': ({ x, w, keywords }) => ({
    bias: randomArray([w.shape[0], 1], x.dtype),
    keywords: { ...keywords, padding: 6 },
    raises: /expected bias to be 1-dimensional with \d+ elements, but got bias of size \[\d+, 1\] instead/,
  }),
  'tuple too long': ({ rank, keywords }) => {
    const name = random.pick(['stride', 'padding', 'dilation']);
    return {
      keywords: { ...keywords, [name]: new Array(rank + 1).fill(1) },
      raises: new RegExp(
        `expected ${name} to be a single integer value or a list of ${rank} values to match the convolution dimensions, but got ${name}=\\[`,
      ),
    };
  },
  'stride 0': ({ keywords }) => ({
    keywords: { ...keywords, stride: 0 },
    raises: /non-positive stride is not supported/,
  }),
  'stride below 0': ({ keywords }) => ({
    keywords: { ...keywords, stride: -1 },
    raises: /non-positive stride is not supported/,
  }),
  'dilation 0': ({ keywords }) => ({
    keywords: { ...keywords, dilation: 0 },
    raises: /dilation should be greater than zero, but got \[|non-positive dilation is not supported/,
  }),
  'padding below 0': ({ keywords }) => ({
    keywords: { ...keywords, padding: -1 },
    raises: /negative padding is not supported/,
  }),
  'same with a stride': ({ keywords }) => ({
    keywords: { ...keywords, padding: 'same', stride: 2 },
    raises: /padding='same' is not supported for strided convolutions/,
  }),
  'a padding that is not there': ({ keywords }) => ({
    keywords: { ...keywords, padding: 'full' },
    raises: /Invalid padding string: 'full'/,
  }),
  'groups 0': ({ keywords }) => ({
    keywords: { ...keywords, groups: 0 },
    raises: /non-positive groups is not supported/,
  }),
  'too many groups': ({ w, keywords }) => ({
    keywords: { ...keywords, groups: w.shape[0] + 1 },
    raises: /expected weight to be at least \d+ at dimension 0, but got weight of size \[.*\] instead/,
  }),
  'groups that do not divide': ({ rank, w, x }) => ({
    w: randomArray([3, ...w.shape.slice(1)], x.dtype),
    bias: undefined,
    keywords: { groups: 2 },
    x: randomArray([2 * w.shape[1], ...x.shape.slice(-rank)], x.dtype),
    raises: /expected weight to be divisible by 2 at dimension 0, but got weight of size \[\[.*\]\] instead/,
  }),
  'kernel too large': ({ rank, x, w }) => ({
    w: randomArray([...w.shape.slice(0, 2), ...x.shape.slice(-rank).map(extent => extent + 1)], x.dtype),
    keywords: { groups: x.shape.at(-rank - 1)! / w.shape[1] },
    raises:
      /Calculated padded input size per channel: \(.*\)\. Kernel size: \(.*\)\. Kernel size can't be greater than actual input size/,
  }),
  'no taps': ({ rank, x, w }) => ({
    w: randomArray([...w.shape.slice(0, 2), 0, ...w.shape.slice(3)], x.dtype),
    x: randomArray([...x.shape.slice(0, -rank), ...new Array(rank).fill(4)], x.dtype),
    keywords: { groups: x.shape.at(-rank - 1)! / w.shape[1] },
    raises: /kernel size should be greater than zero|could not create a descriptor/,
  }),
  'an axis too few': ({ x, rank }) => ({
    x: randomArray(x.shape.slice(-rank), x.dtype),
    raises: /Expected \dD \(unbatched\) or \dD \(batched\) input to conv\dd, but got input of size: \[/,
  }),
  'an axis too many': ({ x, rank }) => ({
    x: randomArray([1, 1, 1, ...x.shape.slice(-rank)], x.dtype),
    raises: /Expected \dD \(unbatched\) or \dD \(batched\) input to conv\dd, but got input of size: \[/,
  }),
  'weight with two axes': ({ x, w }) => ({
    w: randomArray(w.shape.slice(-2), x.dtype).shape.length === 2 ? randomArray([1, 1], x.dtype) : w,
    raises: /weight should have at least three dimensions/,
  }),
  bool: ({ x, w, rank }) => ({
    x: randomArray(x.shape, 'bool'),
    w: randomArray(w.shape, 'bool'),
    bias: undefined,
    keywords: { groups: x.shape.at(-rank - 1)! / w.shape[1], padding: 3 },
    raises: /not implemented for 'Bool'/,
  }),
};

peerCases(
  'what torch refuses',
  generate(160, index => {
    const names = Object.keys(faults);
    const label = names[index % names.length];
    // For conv1d and conv3d see the known bugs below.
    const rank = label === 'bias of another type' ? 2 : anyRank();
    const right = call(rank, random.pick(['float32', 'float64', 'int64']));
    const valid = { ...right, keywords: { ...right.keywords, padding: 6 } };
    return caseOf({ ...valid, ...faults[label](valid), label });
  }),
);

const empty = (shape: number[], dtype: DType) =>
  arrayOf(fromElements(dtype, allocate(dtype, sizeOf(shape)), shape));

peerCases(
  'empty batches, channels and images',
  generate(60, () => {
    const dtype = random.pick(['float32', 'float64', 'int64', 'complex64'] as const);
    const at = random.pick(['batch', 'channels', 'height', 'outputs']);
    const of = (name: string, otherwise: number) => (at === name ? 0 : otherwise);
    const shape = [of('batch', 2), of('channels', 2), of('height', 3), 4];
    return caseOf({
      rank: 2,
      x: empty(random.boolean() && at !== 'batch' ? shape.slice(1) : shape, dtype),
      w: randomArray([of('outputs', 2), shape[1], random.integer(1, 2), random.integer(1, 3)], dtype),
      ...(random.boolean() && { bias: randomArray([of('outputs', 2)], dtype) }),
      keywords: { padding: random.integer(0, 2), stride: random.integer(1, 2) },
    });
  }),
);

/** An array in which a few elements are NaN or infinite. */
function withSpecials(shape: number[], dtype: 'float32' | 'float64'): NDArray {
  const made = randomArray(shape, dtype);
  const data = made.data;
  for (let count = 0; count < 2; count++)
    data[random.integer(0, data.length - 1)] = random.pick([NaN, Infinity, -Infinity]);
  return made;
}

peerCases(
  'NaN and infinity reach what they reach',
  generate(60, () => {
    const dtype = random.pick(['float32', 'float64'] as const);
    const right = call(anyRank(), dtype);
    const x = withSpecials([...right.x.shape], dtype);
    // Of float32 weights see the known bugs below.
    const w = dtype === 'float64' ? withSpecials([...right.w.shape], dtype) : right.w;
    return caseOf(random.boolean() ? { ...right, x } : { ...right, w });
  }),
);

/** The definition: one channel, one kernel, each image of the batch by itself. */
function right(x: NDArray, w: NDArray, padding: number): NDArray {
  const convention = makeConvention({ window: { low: padding, high: padding } });
  const images = Array.from({ length: x.shape[0] }, (_, image) => {
    const plane = reshape(slice(x, [image, image + 1]), x.shape.slice(2));
    const exact = referenceConvolution(plane, reshape(w, w.shape.slice(2)), convention);
    return astype(isComplex(x.dtype) ? exact : realPart(exact), x.dtype);
  });
  return expandDims(stack(images), 1);
}

function specials(id: string, dtype: 'float32' | 'complex64', padding: number): PeerCase {
  const x = randomArray([2, 1, random.integer(3, 6), random.integer(3, 6)], dtype);
  const w = randomArray([1, 1, random.integer(1, 3), random.integer(1, 3)], dtype);
  const { data } = dtype === 'float32' ? w : x;
  data[random.integer(0, data.length - 1)] = random.pick([NaN, Infinity, -Infinity]);
  const call = caseOf({ rank: 2, x, w, keywords: { padding } });
  return { ...call, knownBug: { id, right: () => right(x, w, padding) } };
}

peerCases('known bugs', [
  ...generate(20, () => specials('torch.conv-padding-left-out', 'float32', random.integer(1, 2))),
  ...generate(20, () => specials('torch.conv-complex-infinity', 'complex64', 0)),
  ...generate(10, () => {
    const call = caseOf({
      rank: 1,
      x: randomArray([1, 1, 3], 'float64'),
      w: randomArray([1, 1, 2], 'float64'),
      bias: randomArray([1], random.pick(['float32', 'int64'])),
      keywords: {},
    });
    return { ...call, knownBug: { id: 'torch.conv-bias-type' } };
  }),
  ...generate(5, () => ({
    ...caseOf({
      rank: 2,
      x: empty([0, 1, 3, 3], 'float32'),
      w: randomArray([1, 1, 2, 2], random.pick(['float64', 'int64'])),
      keywords: {},
    }),
    knownBug: { id: 'torch.conv-empty-types' },
  })),
]);

it('the table of known bugs tells these calls from others', () => {
  const ids = (name: string, call: Partial<CallDescription>) =>
    bugsOf(`torch.nn.functional.${name}`, { shapes: [[2, 1, 3]], ...call }).map(bug => bug.id);
  const float: DType[] = ['float32', 'float32'];
  expect(ids('conv2d', { dtypes: float, kernel: [NaN] })).toEqual([]);
  expect(ids('conv2d', { dtypes: float, kernel: [1], options: { padding: 1 } })).toEqual([]);
  expect(ids('conv2d', { dtypes: float, kernel: [NaN], options: { padding: 1 } })).toEqual([
    'torch.conv-padding-left-out',
  ]);
  expect(ids('conv1d', { dtypes: [...float, 'int64'] })).toEqual(['torch.conv-bias-type']);
  expect(ids('conv2d', { dtypes: [...float, 'int64'] })).toEqual([]);
  expect(ids('conv2d', { shapes: [[0, 1, 3, 3]], dtypes: ['float32', 'int64'] })).toEqual([
    'torch.conv-empty-types',
  ]);
  expect(ids('conv3d', { dtypes: ['complex64', 'complex64'] })).toEqual(['torch.conv-complex-infinity']);
});

peerCases('plain numbers are float32', [
  {
    python: 'F.conv2d(torch.tensor([[[1.,2],[3,4]]]), torch.tensor([[[[.1]]]]), torch.tensor([.3]))',
    arrays: {},
    ours: () =>
      nn.functional.conv2d(
        [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        [[[[0.1]]]],
        [0.3],
      ),
  },
  {
    python: 'F.conv1d(torch.tensor([[1,2,3]]), torch.tensor([[[1,1]]]))',
    arrays: {},
    ours: () => nn.functional.conv1d([[1n, 2n, 3n]], [[[1n, 1n]]]),
  },
  {
    python: 'F.conv1d(t(x), torch.tensor([[[1.,1]]]))',
    arrays: { x: asArray(new Uint8Array(3), 'test', 'x') },
    ours: () => nn.functional.conv1d(new Uint8Array(3), [[[1, 1]]]),
    raises: /Expected 2D/,
  },
  {
    python: 't(x)',
    arrays: { x: randomArray([1, 3], 'uint16') },
    ours: () => nn.functional.conv1d(randomArray([1, 3], 'uint16'), [[[1, 1]]]),
    raises: /can't convert .* The only supported types are/,
  },
]);
