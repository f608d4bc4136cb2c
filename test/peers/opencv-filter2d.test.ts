/** cv2.filter2D against OpenCV itself. */
import * as cv2 from 'concordat/opencv';
import { expect, it } from 'vitest';
import { realPart } from '../../src/array/arithmetic.ts';
import { array, astype } from '../../src/array/convert.ts';
import { full } from '../../src/array/create.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { makeConvention, upperMiddle } from '../../src/convolution/convention.ts';
import { referenceConvolution } from '../../src/convolution/reference.ts';
import { bugsOf } from '../../src/dialects/known-bugs.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import type { Tolerance } from './agreement.ts';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

const depths = ['uint8', 'int8', 'uint16', 'int16', 'int32', 'float32', 'float64'] as const;
const borders = [cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE, cv2.BORDER_REFLECT, cv2.BORDER_REFLECT_101];
/** The results of a source that OpenCV has, −1 for its own type. */
const results: Record<string, readonly number[]> = {
  uint8: [-1, cv2.CV_8U, cv2.CV_16U, cv2.CV_16S, cv2.CV_32F, cv2.CV_64F],
  uint16: [-1, cv2.CV_16U, cv2.CV_32F, cv2.CV_64F],
  int16: [-1, cv2.CV_16S, cv2.CV_32F, cv2.CV_64F],
  float32: [-1, cv2.CV_32F],
  float64: [-1, cv2.CV_64F],
};
const sources = Object.keys(results) as DType[];

interface Call {
  x: NDArray;
  ddepth: number;
  k: NDArray;
  keywords?: cv2.Filter2DKeywords;
  tolerance?: Tolerance;
  raises?: RegExp;
}

/** A value as Python writes it. */
function python(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(one => `${python(one)},`).join('')})`;
  return typeof value === 'number' && !Number.isFinite(value) ? `float('${value}')` : String(value);
}

function caseOf({ x, ddepth, k, keywords = {}, tolerance, raises }: Call): PeerCase {
  const named = Object.entries(keywords).map(([name, value]) => `, ${name}=${python(value)}`);
  return {
    python: `cv2.filter2D(x, ${ddepth}, k${named.join('')})`,
    arrays: { x, k },
    ours: () => cv2.filter2D(x, ddepth, k, keywords),
    ...(tolerance && { tolerance }),
    ...(raises && { raises }),
  };
}

const anImage = (dtype: DType, most = 7): NDArray => {
  const channels = random.next() < 0.4 ? [random.integer(1, 5)] : [];
  const make = random.next() < 0.2 ? randomView : randomArray;
  return make([...randomShape(2, 1, most), ...channels], dtype);
};

function someKeywords([rows, columns]: readonly number[]): cv2.Filter2DKeywords {
  const keywords: cv2.Filter2DKeywords = {};
  if (random.boolean()) keywords.anchor = [random.integer(-1, columns - 1), random.integer(-1, rows - 1)];
  if (random.boolean()) keywords.delta = random.pick([0, 1, -2.5, 0.5, 100, 0.125]);
  if (random.next() < 0.8)
    keywords.borderType = random.pick(borders) + (random.next() < 0.1 ? cv2.BORDER_ISOLATED : 0);
  return keywords;
}

peerCases(
  'filter2D over its types, borders and anchors',
  generate(500, () => {
    const dtype = random.pick(sources);
    const k = randomArray(randomShape(2, 1, 6), random.pick(['float32', 'float64'] as const));
    return caseOf({
      x: anImage(dtype),
      ddepth: random.pick(results[dtype]),
      k,
      keywords: someKeywords(k.shape),
    });
  }),
);

peerCases(
  'kernels of every type',
  generate(120, () => {
    const dtype = random.pick(sources);
    const types = [...depths, 'int64', 'uint64', 'bool', 'uint32', 'complex64'] as const;
    return caseOf({
      x: anImage(dtype),
      ddepth: -1,
      k: randomArray(randomShape(2, 1, 3), random.pick(types)),
    });
  }),
);

peerCases(
  'every pair of source and result',
  [...depths, 'int64', 'uint64', 'bool', 'uint32', 'complex64', 'complex128'].flatMap(dtype =>
    [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 13].map(ddepth =>
      caseOf({ x: randomArray([3, 4], dtype as DType), ddepth, k: randomArray([2, 2], 'float32') }),
    ),
  ),
);

peerCases(
  'kernels that reach several periods out',
  generate(80, () => {
    const x = anImage(random.pick(sources), 2);
    const k = randomArray(randomShape(2, 1, 7), 'float32');
    return caseOf({ x, ddepth: -1, k, keywords: someKeywords(k.shape) });
  }),
);

peerCases(
  'integers are clipped and rounded',
  generate(80, () => {
    const dtype = random.pick(['uint8', 'uint16', 'int16'] as const);
    const x = randomArray(randomShape(2, 1, 5), dtype);
    const k = randomArray([1, 1], 'float32');
    k.data[0] = random.pick([0.5, -0.5, 1.5, 0.25, 17, -17, 4097, -4097, 0.75]);
    return caseOf({ x, ddepth: -1, k, keywords: { delta: random.pick([0, 0.5, -0.5, 254.5, 65534.5]) } });
  }),
);

peerCases(
  'shapes of images and kernels',
  [[], [1], [4], [0], [0, 3], [3, 0], [2, 3, 1], [2, 3, 2], [2, 2, 512], [2, 2, 513], [2, 2, 2, 2]].flatMap(
    shape => [
      caseOf({ x: randomArray(shape, 'float32'), ddepth: -1, k: randomArray([2, 3], 'float32') }),
      caseOf({ x: randomArray([3, 4], 'float32'), ddepth: -1, k: randomArray(shape, 'float32') }),
    ],
  ),
);

function withSpecials(shape: readonly number[], dtype: 'float32' | 'float64'): NDArray {
  const made = randomArray(shape, dtype);
  made.data[random.integer(0, made.data.length - 1)] = random.pick([NaN, Infinity, -Infinity]);
  return made;
}

peerCases(
  'NaN and infinity reach what they reach, but through no tap that is 0',
  generate(80, () => {
    const dtype = random.pick(['float32', 'float64'] as const);
    const k = randomArray(randomShape(2, 1, 3), dtype);
    for (let tap = 1; tap < k.data.length; tap++) if (random.boolean()) k.data[tap] = 0;
    k.data[0] = 1;
    const x = withSpecials(randomShape(2, 2, 5), dtype);
    return caseOf({ x, ddepth: -1, k, keywords: someKeywords(k.shape) });
  }),
);

peerCases(
  'sums that are not exact',
  generate(60, () => {
    const dtype = random.pick(['float32', 'float64'] as const);
    const k = randomArray(randomShape(2, 1, 6), 'float64');
    for (let tap = 0; tap < k.data.length; tap++) k.data[tap] = random.next() - 0.5;
    const tolerance = { rtol: dtype === 'float32' ? 1e-5 : 1e-14, atol: 0, relativeTo: 'largest' } as const;
    return caseOf({ x: anImage(dtype), ddepth: -1, k, keywords: { delta: 0.1 }, tolerance });
  }),
);

peerCases(
  'large kernels, which OpenCV takes through a Fourier transform',
  generate(80, () => {
    const dtype = random.pick(depths);
    const k = randomArray(
      random.pick([
        [5, 10],
        [7, 8],
        [10, 13],
        [1, 50],
        [12, 11],
      ]),
      'float32',
    );
    const ddepth = random.pick([-1, 0, 1, 2, 3, 4, 5, 6]);
    const keywords = someKeywords(k.shape);
    if (random.next() < 0.2) keywords.borderType = cv2.BORDER_WRAP;
    const type = ddepth < 0 ? dtype : depths[ddepth];
    const tolerance: Tolerance = type.startsWith('float')
      ? { rtol: type === 'float32' ? 1e-5 : 1e-12, atol: 1e-4, relativeTo: 'largest' }
      : { rtol: 0, atol: 1 };
    return caseOf({ x: anImage(dtype, 20), ddepth, k, keywords, tolerance });
  }),
);

peerCases(
  'BORDER_WRAP from 50 taps on, or 130',
  (['uint8', 'uint16', 'int16', 'float32', 'float64'] as const).flatMap(dtype =>
    [49, 50, 129, 130].flatMap(taps =>
      [-1, cv2.CV_16S, cv2.CV_64F].map(ddepth =>
        caseOf({
          x: randomArray([3, 140], dtype),
          ddepth,
          k: randomArray([1, taps], 'float32'),
          keywords: { borderType: cv2.BORDER_WRAP },
          tolerance: { rtol: 1e-5, atol: 1, relativeTo: 'largest' },
        }),
      ),
    ),
  ),
);

/** The definition, with taps that are 0 left out. */
function right(x: NDArray, k: NDArray): NDArray {
  const convention = makeConvention({ boundary: 'mirror', origin: upperMiddle }, { ignoreBelow: 0 });
  return astype(realPart(referenceConvolution(x, k, convention)), x.dtype);
}

peerCases('known bugs', [
  ...generate(10, () => {
    const [x, k] = [withSpecials([3, 4], 'float32'), full(randomShape(2, 1, 3), 0, { dtype: 'float32' })];
    const knownBug = { id: 'cv2.filter2D-zero-kernel', right: () => right(x, k) };
    return { ...caseOf({ x, ddepth: -1, k }), knownBug };
  }),
  ...generate(10, () => {
    const [x, k] = [withSpecials([15, 16], 'float64'), randomArray([5, 10], 'float64')];
    const knownBug = { id: 'cv2.filter2D-spectral-nan', right: () => right(x, k) };
    return { ...caseOf({ x, ddepth: -1, k }), knownBug };
  }),
  ...(['uint8', 'uint16', 'int16'] as const).map(dtype => {
    const x = array([[0, 1, 30]], { dtype });
    const most = { uint8: 255, uint16: 65535, int16: 32767 }[dtype];
    const call = caseOf({ x, ddepth: -1, k: array([[1e8]]) });
    return {
      ...call,
      knownBug: { id: 'cv2.saturate-far', right: () => array([[0, most, most]], { dtype }) },
    };
  }),
]);

it('the table of known bugs tells these calls from others', () => {
  const ids = (image: number[], kernel: number[], dtype: DType, ddepth?: number, tap = 1) =>
    bugsOf('cv2.filter2D', {
      shapes: [image, kernel],
      dtypes: [dtype, 'float32'],
      kernel: [tap],
      ...(ddepth !== undefined && { options: { ddepth } }),
    }).map(bug => bug.id);
  expect(ids([9, 9], [7, 7], 'float64')).toEqual([]);
  expect(ids([9, 9], [5, 10], 'float64')).toEqual(['cv2.filter2D-spectral-nan']);
  expect(ids([9, 9], [5, 10], 'float32')).toEqual([]);
  expect(ids([9, 9], [10, 13], 'float32', -1)).toEqual(['cv2.filter2D-spectral-nan']);
  expect(ids([9, 9], [1, 1], 'float32', -1, 0)).toEqual(['cv2.filter2D-zero-kernel']);
  expect(ids([9, 9], [1, 1], 'uint8')).toEqual(['cv2.saturate-far']);
  expect(ids([9, 9], [5, 10], 'float32', 7)).toEqual([
    'cv2.filter2D-spectral-nan',
    'cv2.filter2D-half-crash',
  ]);
});

// OpenCV itself is not asked: it would end its process.
it('refuses a result of float16 for large kernels (cv2.filter2D-half-crash)', () => {
  const call = () => cv2.filter2D(randomArray([8, 8], 'uint8'), 7, randomArray([5, 10], 'float32'));
  expect(call).toThrow(/Unsupported combination/);
});

const x = randomArray([4, 5], 'float32');
const k = randomArray([2, 3], 'float32');
const refused = (call: Partial<Call>, raises: RegExp): PeerCase =>
  caseOf({ x, ddepth: -1, k, ...call, raises });

peerCases('what OpenCV says, and the order of arguments', [
  refused({ keywords: { borderType: cv2.BORDER_WRAP } }, /columnBorderType != BORDER_WRAP/),
  refused({ keywords: { borderType: cv2.BORDER_TRANSPARENT } }, /Unknown\/unsupported border type/),
  refused({ keywords: { borderType: 7 } }, /Unknown\/unsupported border type/),
  refused({ keywords: { borderType: -1 } }, /Unknown\/unsupported border type/),
  refused({ keywords: { anchor: [3, 0] } }, /anchor\.inside\(Rect\(0, 0, ksize\.width, ksize\.height\)\)/),
  refused({ keywords: { anchor: [0, 2] } }, /anchor\.inside/),
  refused({ keywords: { anchor: [-2, 0] } }, /anchor\.inside/),
  refused({ keywords: { anchor: [1] } }, /Can't parse 'anchor'. Expected sequence length 2/),
  refused({ keywords: { delta: 'a' as never } }, /delta|name 'a' is not defined/),
  refused({ ddepth: 1.5 }, /ddepth/),
  refused(
    { ddepth: cv2.CV_64F },
    /Unsupported combination of source format \(=5\), and destination format \(=6\)/,
  ),
  refused({ x: randomArray([2, 2], 'int32') }, /Unsupported combination of source format \(=4\)/),
  refused({ x: randomArray([2, 2], 'bool') }, /src data type .* is not supported/),
  refused({ k: randomArray([2, 2], 'bool') }, /kernel data type .* is not supported/),
  refused({ x: randomArray([0, 2], 'float32') }, /!_src\.empty\(\)/),
  refused({ k: randomArray([0, 2], 'float32') }, /!_kernel\.empty\(\)/),
  refused({ k: randomArray([2, 2, 2], 'float32') }, /cn == 1/),
  {
    python: 'cv2.filter2D(x, -1, k, None, (0, 1), 2.5, cv2.BORDER_REPLICATE)',
    arrays: { x, k },
    ours: () => cv2.filter2D(x, -1, k, null, [0, 1], 2.5, cv2.BORDER_REPLICATE),
  },
  {
    python: 'cv2.filter2D(x, -1, k, anchor=None, delta=None, borderType=None)',
    arrays: { x, k },
    ours: () => cv2.filter2D(x, -1, k, { anchor: null, delta: null, borderType: null }),
  },
  {
    python: 'cv2.filter2D(np.array([[1., 2], [3, 4]]), -1, np.array([[.1, .2]]))',
    arrays: {},
    ours: () =>
      cv2.filter2D(
        [
          [1, 2],
          [3, 4],
        ],
        -1,
        [[0.1, 0.2]],
      ),
  },
]);
