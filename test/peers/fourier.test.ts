/** numpy.fft and torch.fft against NumPy and torch themselves; errors count relative to the largest value. */
import { fft as npfft } from 'concordat/numpy';
import { fft as torchfft } from 'concordat/torch';
import type { NDArray } from '../../src/array/ndarray.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import type { Tolerance } from './agreement.ts';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

/** Rounding of float64, and of float32, in the few hundred places of these cases. */
const double: Tolerance = { rtol: 2e-15, atol: 0, relativeTo: 'largest' };
const single: Tolerance = { rtol: 1e-6, atol: 0, relativeTo: 'largest' };

const complexTypes = ['complex64', 'complex128'] as const;
const realTypes = ['float32', 'float64', 'int64', 'int32', 'uint8', 'bool'] as const;
const norms = [null, 'backward', 'ortho', 'forward'] as const;
const lengths = [...Array.from({ length: 40 }, (_, index) => index + 1), 53, 64, 81, 97, 121, 128];

type Text = (value: unknown) => string;
/** A value as Python writes it. */
const python: Text = value => {
  if (value === null) return 'None';
  if (typeof value === 'string') return `'${value}'`;
  return Array.isArray(value) ? `(${value.map(one => `${python(one)},`).join('')})` : String(value);
};

const anyArray = (shape: readonly number[], dtype: DType): NDArray =>
  random.next() < 0.3 ? randomView(shape, dtype) : randomArray(shape, dtype);

/** One library: how it is called, and what its types come to. */
interface Library {
  readonly prefix: string;
  readonly array: string;
  readonly ours: Record<string, (x: NDArray, ...rest: never[]) => NDArray>;
  readonly axis: 'axis' | 'dim';
  readonly axes: 'axes' | 'dim';
  readonly tolerance: (dtype: DType) => Tolerance;
}

const numpy: Library = {
  prefix: 'np.fft',
  array: 'x',
  ours: npfft as never,
  axis: 'axis',
  axes: 'axes',
  tolerance: () => double,
};
const torch: Library = {
  prefix: 'torch.fft',
  array: 't(x)',
  ours: torchfft as never,
  axis: 'dim',
  axes: 'dim',
  tolerance: dtype => (dtype === 'float64' || dtype === 'complex128' ? double : single),
};

/** A call with `values` of the arguments `names`: the first few by position, the rest by name. */
function call(library: Library, name: string, x: NDArray, names: string[], values: unknown[]): PeerCase {
  const positional = random.integer(0, names.length);
  const keywords = names.slice(positional).map((key, index) => [key, values[positional + index]] as const);
  const list = [
    library.array,
    ...values.slice(0, positional).map(python),
    ...keywords.map(([key, value]) => `${key}=${python(value)}`),
  ];
  const rest = [...values.slice(0, positional), Object.fromEntries(keywords)];
  return {
    python: `${library.prefix}.${name}(${list.join(', ')})`,
    arrays: { x },
    ours: () => library.ours[name](x, ...(rest as never[])),
    tolerance: library.tolerance(x.dtype),
  };
}

function oneAxis(library: Library): PeerCase {
  const name = random.pick(['fft', 'ifft', 'rfft', 'irfft']);
  const dtype = random.pick(name === 'rfft' ? realTypes : [...realTypes, ...complexTypes]);
  const long = random.pick(lengths);
  const shape = [...randomShape(random.integer(0, 2), 1, 3), long];
  const axis = random.next() < 0.6 ? -1 : random.integer(-shape.length, shape.length - 1);
  const n = random.boolean() ? null : random.pick(lengths);
  const x = anyArray(random.boolean() ? shape : shape.toReversed(), dtype);
  return call(library, name, x, ['n', library.axis, 'norm'], [n, axis, random.pick(norms)]);
}

function manyAxes(library: Library): PeerCase {
  const name = random.pick(['fftn', 'ifftn', 'rfftn', 'irfftn', 'fft2', 'ifft2', 'rfft2', 'irfft2']);
  const dtype = random.pick(name.startsWith('r') ? realTypes : [...realTypes, ...complexTypes]);
  const two = name.endsWith('2');
  const shape = randomShape(random.integer(two ? 2 : 1, 4), 1, 7);
  const count = two ? 2 : random.integer(1, shape.length);
  const any = shape.map((_, axis) => axis).sort(() => random.next() - 0.5);
  const axes = any.slice(0, count).map(axis => (random.boolean() ? axis : axis - shape.length));
  const named = random.boolean();
  const s = random.boolean() ? randomShape(count, 1, 9) : null;
  const given = named || two ? axes : null;
  return call(
    library,
    name,
    anyArray(shape, dtype),
    ['s', library.axes, 'norm'],
    [s, given, random.pick(norms)],
  );
}

for (const library of [numpy, torch]) {
  peerCases(
    `${library.prefix}, one axis`,
    generate(160, () => oneAxis(library)),
  );
  peerCases(
    `${library.prefix}, several axes`,
    generate(120, () => manyAxes(library)),
  );
  peerCases(
    `${library.prefix}, shifts`,
    generate(30, () => {
      const x = anyArray(
        randomShape(random.integer(1, 3), 0, 5),
        random.pick([...realTypes, ...complexTypes]),
      );
      const axes = random.pick([null, random.integer(-x.ndim, x.ndim), randomShape(2, -x.ndim, x.ndim - 1)]);
      return {
        ...call(library, random.pick(['fftshift', 'ifftshift']), x, [library.axes], [axes]),
        tolerance: 'exact',
      };
    }),
  );
  peerCases(
    `${library.prefix}, frequencies`,
    generate(20, index => {
      const name = random.pick(['fftfreq', 'rfftfreq']);
      const d = random.pick([1, 0.1, 2.5, -3]);
      const inputs = `${index + 1}, ${d}`;
      const result = `${library.prefix}.${name}(${inputs})`;
      return { python: result, arrays: {}, ours: () => library.ours[name]((index + 1) as never, d as never) };
    }),
  );
}

const x = randomArray([2, 3], 'float32');
const z = randomArray([2, 3], 'complex64');
const refusal = (python: string, ours: () => NDArray, raises: RegExp): PeerCase => ({
  python,
  arrays: { x, z },
  ours,
  raises,
});
const invalid = /Invalid number of .*data points \(-?\d\) specified/;
peerCases('np.fft, at the edges', [
  refusal('np.fft.fft(x, 0)', () => npfft.fft(x, 0), invalid),
  refusal('np.fft.fft(x[:, :0])', () => npfft.fft([[], []]), invalid),
  refusal('np.fft.irfft(x[:, :1])', () => npfft.irfft([[1], [1]]), invalid),
  refusal('np.fft.fft2(x, (3,))', () => npfft.fft2(x, [3]), /Shape and axes have different lengths/),
  refusal(
    'np.fft.fft2(x[0])',
    () => npfft.fft2([1, 2, 3]),
    /axis.* -2 is out of bounds|index -2 is out of bounds/,
  ),
  refusal('np.fft.fft(x, axis=2)', () => npfft.fft(x, { axis: 2 }), /out of/),
  refusal("np.fft.fft(x, norm='x')", () => npfft.fft(x, { norm: 'x' as never }), /norm/),
  refusal('np.fft.fft(x, 2.5)', () => npfft.fft(x, 2.5), /integer|whole number/),
  refusal('np.fft.fftshift(x, 2)', () => npfft.fftshift(x, 2), /out of (bounds|range)/),
  { python: 'np.fft.rfft(z)', arrays: { z }, ours: () => npfft.rfft(z), tolerance: double },
  { python: 'np.fft.fftn(x, axes=())', arrays: { x }, ours: () => npfft.fftn(x, { axes: [] }) },
  {
    python: 'np.fft.fftn(x, axes=(0, 0))',
    arrays: { x },
    ours: () => npfft.fftn(x, null, [0, 0]),
    tolerance: double,
  },
  {
    python: 'np.fft.rfftn(x, axes=(0, 0))',
    arrays: { x },
    ours: () => npfft.rfftn(x, null, [0, 0]),
    tolerance: double,
  },
  {
    python: 'np.fft.irfftn(x, axes=(1, 1))',
    arrays: { x },
    ours: () => npfft.irfftn(x, null, [1, 1]),
    tolerance: double,
  },
  {
    python: 'np.fft.fftn(x, (3, None))',
    arrays: { x },
    ours: () => npfft.fftn(x, [3, null]),
    tolerance: double,
  },
  { python: 'np.fft.fft(x[:0])', arrays: { x }, ours: () => npfft.fft(randomArray([0, 3], 'float32')) },
]);
peerCases('torch.fft, at the edges', [
  refusal('torch.fft.fft(t(x), 0)', () => torchfft.fft(x, 0), invalid),
  refusal('torch.fft.irfft(t(x), -1)', () => torchfft.irfft(x, -1), invalid),
  refusal('torch.fft.fftn(t(x), (0, 3))', () => torchfft.fftn(x, [0, 3]), invalid),
  refusal(
    'torch.fft.fftn(t(x), (2, 2, 2))',
    () => torchfft.fftn(x, [2, 2, 2]),
    /Got shape with 3 values but input tensor only has 2 dimensions/,
  ),
  refusal(
    'torch.fft.fftn(t(x), (2, 2), (0,))',
    () => torchfft.fftn(x, [2, 2], [0]),
    /same length|different lengths/,
  ),
  refusal(
    'torch.fft.fftn(t(x), dim=(0, -2))',
    () => torchfft.fftn(x, { dim: [0, -2] }),
    /FFT dims must be unique/,
  ),
  refusal('torch.fft.rfft(t(z))', () => torchfft.rfft(z), /expects a real/),
  refusal(
    'torch.fft.rfftn(t(x), dim=())',
    () => torchfft.rfftn(x, { dim: [] }),
    /must transform at least one axis/,
  ),
  refusal('torch.fft.fftn(torch.tensor(3.0))', () => torchfft.fftn(3), /ndim must be >= 1/),
  refusal('torch.fft.fft(t(x), dim=2)', () => torchfft.fft(x, { dim: 2 }), /out of (range|bounds)/),
  refusal("torch.fft.fft(t(x), norm='x')", () => torchfft.fft(x, { norm: 'x' as never }), /norm/),
  {
    python: 'torch.fft.fftn(t(x), (-1, 4))',
    arrays: { x },
    ours: () => torchfft.fftn(x, [-1, 4]),
    tolerance: single,
  },
  {
    python: 'torch.fft.irfftn(t(x), (3, -1))',
    arrays: { x },
    ours: () => torchfft.irfftn(x, [3, -1]),
    tolerance: single,
  },
  {
    python: 'torch.fft.fftn(t(x), 4, 1)',
    arrays: { x },
    ours: () => torchfft.fftn(x, 4, 1),
    tolerance: single,
  },
  {
    python: 'torch.fft.fftfreq(5, dtype=torch.float64)',
    arrays: {},
    ours: () => torchfft.fftfreq(5, { dtype: 'float64' }),
  },
  { python: 'torch.fft.rfftfreq(0)', arrays: {}, ours: () => torchfft.rfftfreq(0) },
  { python: 'torch.fft.fftfreq(0)', arrays: {}, ours: () => torchfft.fftfreq(0) },
]);
