/** Functions through which gradients go: of one real array, whatever they give. */

import type { NDArray } from '../../src/index.ts';
import * as c from '../../src/index.ts';

export interface GradientCase {
  readonly name: string;
  readonly shape: readonly number[];
  readonly f: (x: NDArray) => NDArray;
  /** Where elements lie: where the function is smooth. */
  readonly low?: number;
  readonly high?: number;
  /** Whether it has a first derivative only. */
  readonly once?: boolean;
}

/** The functions that are taken by name. */
const { abs, add, atan2, cos, divide, exp, hypot, log, max, maximum, mean, min, minimum, multiply, negate } =
  c;
const { power, remainder, sin, sqrt, subtract, sum } = c;
const ofOne = { abs, cos, exp, negate, sin };
const ofPositive = { log, sqrt };
const ofTwo = { add, atan2, divide, hypot, maximum, minimum, multiply, power, remainder, subtract };
const folds = { sum, mean, min, max };
const named = <F>(functions: Readonly<Record<string, F>>): [string, F][] => Object.entries(functions);

const other = (shape: readonly number[], from = 0.3): NDArray =>
  c.add(c.sin(c.multiply(c.reshape(c.arange(shape.reduce((a, b) => a * b, 1)), shape), 1.7)), from + 1.5);

const elementwise: readonly GradientCase[] = [
  ...named(ofOne).map(([name, call]) => ({
    name,
    shape: [2, 3],
    f: (x: NDArray) => call(x),
    low: 0.2,
    high: 2,
  })),
  ...named(ofPositive).map(([name, call]) => ({
    name,
    shape: [2, 3],
    f: (x: NDArray) => call(x),
    low: 0.5,
    high: 3,
  })),
  ...named(ofTwo).flatMap(([name, call]) => [
    {
      name: `${name} of the first`,
      shape: [2, 3],
      f: (x: NDArray) => call(x, other([2, 3])),
      low: 0.5,
      high: 1.2,
    },
    {
      name: `${name} of the second`,
      shape: [3],
      f: (x: NDArray) => call(other([2, 3]), x),
      low: 0.9,
      high: 1.4,
    },
  ]),
  { name: 'one array twice', shape: [3], f: x => c.multiply(x, x) },
  {
    name: 'where',
    shape: [2, 2],
    f: x =>
      c.where(
        [
          [true, false],
          [false, true],
        ],
        x,
        c.multiply(x, x),
      ),
  },
  {
    name: 'where, broadcast',
    shape: [2],
    f: x =>
      c.where(
        [
          [true, false],
          [false, true],
        ],
        x,
        2,
      ),
  },
  { name: 'astype', shape: [2], f: x => c.astype(c.astype(x, 'complex128'), 'float64') },
];

const layouts: readonly GradientCase[] = [
  { name: 'transpose', shape: [2, 3, 4], f: x => c.transpose(x, [2, 0, 1]) },
  { name: 'reshape', shape: [2, 6], f: x => c.reshape(x, [3, 4]) },
  { name: 'flip', shape: [2, 3], f: x => c.flip(x, { axis: 1 }) },
  { name: 'slice', shape: [5, 6], f: x => c.slice(x, [1, null, 2], [null, null, -2]) },
  { name: 'at of a list', shape: [5, 3], f: x => x.at([0, 2, 2], ':') },
  { name: 'at of a mask', shape: [4], f: x => x.at([true, false, true, true]) },
  { name: 'at of integers', shape: [4, 3], f: x => x.at(1, '1:') },
  { name: 'expandDims and squeeze', shape: [3], f: x => c.squeeze(c.multiply(c.expandDims(x, 0), 2)) },
  { name: 'broadcastTo', shape: [3, 1], f: x => c.broadcastTo(x, [2, 3, 4]) },
  { name: 'concatenate', shape: [2, 3], f: x => c.concatenate([x, c.multiply(x, x)], { axis: 1 }) },
  { name: 'stack', shape: [3], f: x => c.stack([x, c.multiply(x, 3)], { axis: 1 }) },
  { name: 'roll', shape: [4, 3], f: x => c.roll(x, [1, -1], { axis: [0, 1] }) },
  { name: 'roll of the flat array', shape: [2, 3], f: x => c.roll(x, 2) },
  { name: 'tile', shape: [2, 3], f: x => c.tile(x, [2, 1, 2]) },
  { name: 'repeat', shape: [2, 3], f: x => c.repeat(x, [1, 0, 2], { axis: 1 }) },
  { name: 'repeat of the flat array', shape: [2, 2], f: x => c.repeat(x, 3) },
  ...(['constant', 'edge', 'symmetric', 'mirror', 'periodic'] as const).map(boundary => ({
    name: `pad ${boundary}`,
    shape: [3, 4],
    f: (x: NDArray) =>
      c.pad(
        x,
        [
          [2, 1],
          [5, 7],
        ],
        { boundary },
      ),
  })),
  { name: 'set', shape: [3], f: x => c.zeros([2, 3]).set([0], c.multiply(x, x)) },
  { name: 'set, repeated places', shape: [3], f: x => c.zeros([4]).set([[1, 1, 2]], x) },
  {
    name: 'scatterAdd',
    shape: [3],
    f: x => c.scatterAdd(c.multiply(c.zeros([4]), 1), [[1, 1, 2]], c.multiply(x, x)),
  },
  { name: 'fftshift', shape: [5], f: x => c.fftshift(x) },
];

const reductions: readonly GradientCase[] = [
  ...named(folds).flatMap(([name, call]) => [
    { name, shape: [2, 3], f: (x: NDArray) => call(x) },
    {
      name: `${name} over an axis`,
      shape: [2, 3, 2],
      f: (x: NDArray) => call(x, { axis: [0, 2], keepdims: true }),
    },
  ]),
  { name: 'norm', shape: [2, 3], f: x => c.norm(x) },
  { name: 'norm 1', shape: [2, 3], f: x => c.norm(x, { ord: 1, axis: 1 }) },
  { name: 'norm 3', shape: [2, 3], f: x => c.norm(x, { ord: 3, axis: 0 }), low: 0.3, high: 1 },
  { name: 'norm Infinity', shape: [2, 3], f: x => c.norm(x, { ord: Infinity, axis: 0 }) },
];

const matrices: readonly GradientCase[] = [
  { name: 'matmul of the first', shape: [2, 3], f: x => c.matmul(x, other([3, 4])) },
  { name: 'matmul of the second, a batch', shape: [3, 2], f: x => c.matmul(other([2, 4, 3]), x) },
  { name: 'matmul of a list', shape: [3], f: x => c.matmul(x, other([2, 3, 4])) },
  { name: 'matmul by a list', shape: [3], f: x => c.matmul(other([2, 4, 3]), x) },
  { name: 'matmul of lists', shape: [3], f: x => c.matmul(x, c.multiply(x, 2)) },
  { name: 'det', shape: [2, 3, 3], f: x => c.det(c.add(x, c.multiply(c.eye(3), 3))) },
  { name: 'inv', shape: [2, 2, 2], f: x => c.inv(c.add(x, c.multiply(c.eye(2), 3))) },
  {
    name: 'solve, the matrix',
    shape: [3, 3],
    f: x => c.solve(c.add(x, c.multiply(c.eye(3), 4)), other([3, 2])),
  },
  { name: 'solve, a list', shape: [3], f: x => c.solve(c.add(other([3, 3]), c.multiply(c.eye(3), 4)), x) },
  { name: 'pinv, wide', shape: [2, 4], f: x => c.pinv(x) },
  { name: 'pinv, tall', shape: [4, 3], f: x => c.pinv(x) },
  { name: 'singularValues', shape: [3, 2], f: x => c.singularValues(x), once: true },
];

const transforms: readonly GradientCase[] = [
  { name: 'fft', shape: [5], f: x => c.abs(c.fft(x)) },
  { name: 'ifft, cut and padded', shape: [3, 4], f: x => c.realPart(c.ifft2(x, { s: [2, 6] })) },
  { name: 'imaginary part', shape: [4], f: x => c.imaginaryPart(c.fft(x)) },
  { name: 'rfft', shape: [6], f: x => c.imaginaryPart(c.rfft(x)) },
  { name: 'rfftn of odd length', shape: [3, 5], f: x => c.abs(c.rfftn(x)) },
  { name: 'irfft', shape: [5], f: x => c.irfft(c.multiply(x, { re: 1, im: 2 })) },
  {
    name: 'irfftn of odd length',
    shape: [3, 3],
    f: x => c.irfftn(c.multiply(x, { re: 1, im: 2 }), { s: [3, 5] }),
  },
  { name: 'a product of spectra', shape: [4, 4], f: x => c.irfft2(c.multiply(c.rfft2(x), c.rfft2(x))) },
];

const boundaries = ['constant', 'edge', 'symmetric', 'mirror', 'periodic'] as const;
const convolutions: readonly GradientCase[] = [
  ...boundaries.flatMap(boundary => [
    {
      name: `convolve, image, ${boundary}`,
      shape: [5, 6],
      f: (x: NDArray) => c.convolve(x, other([3, 2]), { boundary }),
    },
    {
      name: `convolve, kernel, ${boundary}`,
      shape: [3, 2],
      f: (x: NDArray) => c.convolve(other([5, 6]), x, { boundary }),
    },
    {
      name: `correlate with stride and dilation, image, ${boundary}`,
      shape: [7, 8],
      f: (x: NDArray) => c.correlate(x, other([3, 2]), { boundary, stride: [2, 3], dilation: [2, 1] }),
    },
    {
      name: `correlate with stride and dilation, kernel, ${boundary}`,
      shape: [3, 2],
      f: (x: NDArray) =>
        c.correlate(other([7, 8]), x, { boundary, stride: [2, 3], dilation: [2, 1], origin: 'upper' }),
    },
  ]),
  {
    name: 'a kernel larger than the image',
    shape: [2, 2],
    f: x => c.convolve(x, other([5, 4]), { boundary: 'mirror' }),
  },
  { name: 'full', shape: [4], f: x => c.convolve(x, [1, 2, 3], { window: 'full' }) },
  { name: 'valid', shape: [6], f: x => c.convolve(x, [1, 2, 3], { window: 'valid' }) },
  {
    name: 'an explicit window',
    shape: [6],
    f: x => c.convolve(x, [1, 2, 3], { window: { start: -3, length: 12 }, boundary: 'edge' }),
  },
  {
    name: 'three dimensions',
    shape: [3, 4, 3],
    f: x => c.convolve(x, other([2, 3, 2]), { boundary: 'periodic' }),
  },
  {
    name: 'the Fourier method',
    shape: [5, 6],
    f: x => c.convolve(x, other([3, 3]), { method: 'fft', boundary: 'edge' }),
  },
  { name: 'image and kernel at once', shape: [4, 4], f: x => c.convolve(x, c.slice(x, [0, 2], [0, 2])) },
];

const rise = c.stencil(x => x.offset(0, 1).sub(x.offset(0, -1)), { boundary: 'edge' });
const length = c.stencil(
  x => {
    const [dx, dy] = [x.offset(0, 1).sub(x), x.offset(1, 0).sub(x)];
    return dx.square().add(dy.square()).add(0.1).sqrt();
  },
  { boundary: 'mirror' },
);
const weighted = c.stencil((x, y) => x.offset(1).sub(x).abs().mul(y.offset(1).sub(y).abs().neg().exp()), {
  boundary: 'periodic',
  reduce: 'mean',
  axis: -1,
});
const highest = c.stencil(x => x.offset(1).mul(x), { boundary: 'edge', reduce: 'max', axis: 1 });
const channels = c.stencil(x => x.channel(0).mul(x.channel(1)).add(x.offset(0, 1)), { boundary: 'constant' });
const both = c.stencil(x => [x.mul(x.offset(1)), x.gt(0.5).where(x.exp(), x.neg())], {
  boundary: 'symmetric',
});

const stencils: readonly GradientCase[] = [
  { name: 'a stencil', shape: [3, 4], f: x => rise(x) },
  { name: 'a stencil of roots', shape: [4, 5], f: x => length(x) },
  { name: 'a stencil of two inputs, folded', shape: [2, 6], f: x => weighted(x, other([6])) },
  { name: 'a stencil, its broadcast input', shape: [6], f: x => weighted(other([2, 6]), x) },
  { name: 'a stencil, the largest', shape: [3, 4], f: x => highest(x) },
  { name: 'a stencil of channels', shape: [2, 2, 3, 4], f: x => channels(x) },
  {
    name: 'a stencil of several results',
    shape: [5],
    f: x => c.add(...(both(x) as [NDArray, NDArray])),
    low: 0.1,
    high: 1,
  },
];

export const gradientCases: readonly GradientCase[] = [
  ...elementwise,
  ...layouts,
  ...reductions,
  ...matrices,
  ...transforms,
  ...convolutions,
  ...stencils,
];
