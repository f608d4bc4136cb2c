/** Gradients against torch's, of generated calls: each is pulled back from a random gradient of the result. */
import { fft, nn } from 'concordat/torch';
import type { NDArray } from '../../src/index.ts';
import * as c from '../../src/index.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import type { Tolerance } from './agreement.ts';
import { generate, random, randomArray, randomShape } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

const tolerance = (dtype: DType): Tolerance =>
  dtype === 'float32'
    ? { rtol: 1e-5, atol: 1e-5, relativeTo: 'largest' }
    : { rtol: 1e-11, atol: 1e-11, relativeTo: 'largest' };

/** The gradients of arguments by name, in their order: of a Python expression over them, and of ours. */
function pulled(
  python: string,
  arrays: Readonly<Record<string, NDArray>>,
  f: (...inputs: NDArray[]) => NDArray,
): PeerCase {
  const inputs = Object.values(arrays);
  const names = Object.keys(arrays);
  const value = f(...inputs);
  const gradient = randomArray(value.shape, value.dtype);
  const given = names.map(name => `t(${name})`).join(', ');
  return {
    python: `list(torch.autograd.functional.vjp(lambda ${names.join(', ')}: ${python}, (${given},), t(g))[1])`,
    arrays: { ...arrays, g: gradient },
    ours: () => c.vjp(f as never, ...inputs).pull(gradient) as NDArray[],
    tolerance: tolerance(inputs[0].dtype),
  };
}

const floats = ['float64', 'float32'] as const;

/** Numbers in a range, no two of them equal. */
function smooth(shape: readonly number[], dtype: DType, low: number, high: number): NDArray {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const start = random.next();
  const data = Float64Array.from(
    { length: size },
    (_, k) => low + (high - low) * ((start + k * 0.6180339887) % 1),
  );
  return c.astype(c.array({ data, shape }), dtype);
}

const unary: readonly [string, (x: NDArray) => NDArray, number, number][] = [
  ['torch.exp(x)', x => c.exp(x), -2, 2],
  ['torch.log(x)', x => c.log(x), 0.3, 3],
  ['torch.sqrt(x)', x => c.sqrt(x), 0.3, 3],
  ['torch.sin(x)', x => c.sin(x), -3, 3],
  ['torch.cos(x)', x => c.cos(x), -3, 3],
  ['torch.abs(x)', x => c.abs(x), -3, 3],
  ['-x', x => c.negate(x), -3, 3],
  ['torch.floor(x) * x', x => c.multiply(c.floor(x), x), -3, 3],
  ['x ** 3', x => c.power(x, 3), -2, 2],
  ['torch.where(x > 0, x * x, -x)', x => c.where(c.greater(x, 0), c.multiply(x, x), c.negate(x)), -2, 2],
];
peerCases(
  'functions of one array',
  generate(200, index => {
    const [python, f, low, high] = unary[index % unary.length];
    return pulled(
      python,
      { x: smooth(randomShape(random.integer(0, 3), 1, 4), random.pick(floats), low, high) },
      f,
    );
  }),
);

const binary: readonly [string, (x: NDArray, y: NDArray) => NDArray][] = [
  ['x + y', (x, y) => c.add(x, y)],
  ['x - y', (x, y) => c.subtract(x, y)],
  ['x * y', (x, y) => c.multiply(x, y)],
  ['x / y', (x, y) => c.divide(x, y)],
  ['x ** y', (x, y) => c.power(x, y)],
  ['torch.hypot(x, y)', (x, y) => c.hypot(x, y)],
  ['torch.atan2(x, y)', (x, y) => c.atan2(x, y)],
  ['torch.maximum(x, y)', (x, y) => c.maximum(x, y)],
  ['torch.minimum(x, y)', (x, y) => c.minimum(x, y)],
  ['torch.remainder(x, y)', (x, y) => c.remainder(x, y)],
];
peerCases(
  'functions of two arrays that broadcast',
  generate(300, index => {
    const [python, f] = binary[index % binary.length];
    const full = randomShape(random.integer(1, 3), 1, 4);
    const some = () => full.slice(random.integer(0, 1)).map(extent => (random.next() < 0.3 ? 1 : extent));
    const dtype = random.pick(floats);
    return pulled(python, { x: smooth(full, dtype, 0.4, 2), y: smooth(some(), dtype, 0.6, 2.3) }, f);
  }),
);

peerCases('ties, zeros and infinities', [
  pulled('torch.maximum(x, y)', { x: c.array([1, 2, 3]), y: c.array([1, 3, 2]) }, (x, y) => c.maximum(x, y)),
  pulled('torch.amax(x, 0)', { x: c.array([3, 1, 3, 3]) }, x => c.max(x, { axis: 0 })),
  pulled(
    'torch.amin(x, 1)',
    {
      x: c.array([
        [1, 1],
        [2, 1],
      ]),
    },
    x => c.min(x, { axis: 1 }),
  ),
  pulled('torch.abs(x)', { x: c.array([0, -0, 2]) }, x => c.abs(x)),
  pulled('torch.sqrt(x)', { x: c.array([0, 4]) }, x => c.sqrt(x)),
  pulled('torch.hypot(x, y)', { x: c.array([0, 3]), y: c.array([0, 4]) }, (x, y) => c.hypot(x, y)),
  pulled('x ** 2', { x: c.array([0, -3]) }, x => c.power(x, 2)),
  pulled('torch.log(x)', { x: c.array([0, 1]) }, x => c.log(x)),
  pulled('torch.linalg.norm(x)', { x: c.array([0, 0]) }, x => c.norm(x)),
  pulled(
    'torch.linalg.norm(x, dim=1)',
    {
      x: c.array([
        [0, 0],
        [3, 4],
      ]),
    },
    x => c.norm(x, { axis: 1 }),
  ),
]);

peerCases(
  'complex numbers',
  generate(150, index => {
    const x = randomArray([3, 4], 'complex128');
    const y = c.add(randomArray([4], 'complex128'), { re: 5, im: 0 });
    const some: readonly [string, (x: NDArray, y: NDArray) => NDArray][] = [
      ['x * y', (a, b) => c.multiply(a, b)],
      ['x / y', (a, b) => c.divide(a, b)],
      ['torch.abs(x) + torch.abs(y)', (a, b) => c.add(c.abs(a), c.abs(b))],
      ['torch.conj(x) * y', (a, b) => c.multiply(c.conjugate(a), b)],
      ['torch.real(x) * torch.imag(y)', (a, b) => c.multiply(c.realPart(a), c.imaginaryPart(b))],
      ['torch.fft.fft(x) * y', (a, b) => c.multiply(c.fft(a), b)],
    ];
    const [python, f] = some[index % some.length];
    return pulled(python, { x, y }, f);
  }),
);

peerCases(
  'reductions',
  generate(120, index => {
    const shape = randomShape(3, 1, 4);
    const axis = random.integer(0, 2);
    const names = [
      ['sum', 'sum'],
      ['mean', 'mean'],
      ['amax', 'max'],
      ['amin', 'min'],
    ] as const;
    const [theirs, ours] = names[index % 4];
    const keep = random.boolean();
    const x = smooth(shape, random.pick(floats), -2, 2);
    const reductions = { sum: c.sum, mean: c.mean, max: c.max, min: c.min };
    return pulled(`torch.${theirs}(x, ${axis}, keepdim=${keep ? 'True' : 'False'})`, { x }, each =>
      reductions[ours](each, { axis, keepdims: keep }),
    );
  }),
);

peerCases(
  'convolutions over channels',
  generate(350, index => {
    const rank = 1 + (index % 3);
    const groups = random.pick([1, 1, 2, 3]);
    const [inner, outer] = [random.integer(1, 2), random.integer(1, 2)];
    const taps = randomShape(rank, 1, 3);
    const stride = randomShape(rank, 1, 3);
    const dilation = randomShape(rank, 1, 2);
    const padding = taps.map(() => random.integer(0, 2));
    const extents = taps.map(
      (k, axis) => (k - 1) * dilation[axis] + 1 + random.integer(0, rank === 3 ? 2 : 4),
    );
    const dtype = random.pick(floats);
    const x = randomArray([random.integer(1, 2), groups * inner, ...extents], dtype);
    const w = randomArray([groups * outer, inner, ...taps], dtype);
    const b = randomArray([groups * outer], dtype);
    const tuple = (list: readonly number[]) => `(${list.map(each => `${each},`).join('')})`;
    const call = [nn.functional.conv1d, nn.functional.conv2d, nn.functional.conv3d][rank - 1];
    return pulled(
      `F.conv${rank}d(x, w, b, ${tuple(stride)}, ${tuple(padding)}, ${tuple(dilation)}, ${groups})`,
      { x, w, b },
      (x, w, b) => call(x, w, b, stride, padding, dilation, groups),
    );
  }),
);

peerCases(
  'paddings',
  generate(150, index => {
    const mode = (['constant', 'reflect', 'replicate', 'circular'] as const)[index % 4];
    const x = randomArray([1, 2, random.integer(3, 5), random.integer(3, 5)], random.pick(floats));
    const widths = Array.from({ length: 4 }, () => random.integer(mode === 'circular' ? 0 : -1, 2));
    return pulled(`F.pad(x, (${widths.join(', ')}), '${mode}')`, { x }, each =>
      nn.functional.pad(each, widths, mode),
    );
  }),
);

peerCases(
  'transforms',
  generate(120, index => {
    const some: readonly [string, (x: NDArray) => NDArray][] = [
      ['torch.fft.rfft(x, n=5)', x => fft.rfft(x, 5)],
      ['torch.fft.rfft2(x)', x => fft.rfft2(x)],
      ['torch.fft.irfft(x + 0j, n=7)', x => fft.irfft(c.astype(x, 'complex128'), 7)],
      ['torch.fft.ifft2(x, norm="ortho")', x => fft.ifft2(x, { norm: 'ortho' })],
      ['torch.fft.fftshift(x)', x => fft.fftshift(x)],
      ['torch.fft.irfftn(torch.fft.rfftn(x), s=x.shape)', x => fft.irfftn(fft.rfftn(x), x.shape as number[])],
    ];
    const [python, f] = some[index % some.length];
    return pulled(python, { x: randomArray(randomShape(2, 2, 6), 'float64') }, f);
  }),
);

peerCases(
  'matrices',
  generate(150, index => {
    const n = random.integer(1, 5);
    const batch = randomShape(random.integer(0, 1), 1, 3);
    const regular = (shape: readonly number[]) =>
      c.add(randomArray([...shape, n, n], 'float64'), c.multiply(c.eye(n), 30));
    const a = regular(batch);
    const b = randomArray([...batch, n, random.integer(1, 3)], 'float64');
    const m = randomArray([...batch, random.integer(1, 4), n], 'float64');
    const some: readonly PeerCase[] = [
      pulled('m @ b', { m, b }, (m, b) => c.matmul(m, b)),
      pulled('torch.linalg.inv(a)', { a }, a => c.inv(a)),
      pulled('torch.linalg.solve(a, b)', { a, b }, (a, b) => c.solve(a, b)),
      pulled('torch.linalg.det(a / 30)', { a }, a => c.det(c.divide(a, 30))),
      pulled('torch.linalg.norm(m)', { m: c.reshape(m, [-1, n]) }, m => c.norm(m)),
      pulled('torch.linalg.pinv(a)', { a }, a => c.pinv(a)),
    ];
    return some[index % some.length];
  }),
);
