/**
 * Lists beside arrays in the dialects: each keeps the types of its library, where a list is float64 (NumPy, SciPy, OpenCV)
 * or float32 (torch) whatever stands beside it. The library's own functions have another rule.
 */
import type { NDArray } from '../../src/array/index.ts';
import * as np from '../../src/dialects/numpy/index.ts';
import * as cv2 from '../../src/dialects/opencv/index.ts';
import * as scipy from '../../src/dialects/scipy/index.ts';
import * as torch from '../../src/dialects/torch/index.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import { allTypes, counting } from '../array/support.ts';
import { type PeerCase, peerCases } from './harness.ts';

type Literal = number[] | number[][] | number[][][];
type Call = (x: NDArray, list: Literal) => NDArray;

const text = (list: Literal): string =>
  `[${list.map(item => (Array.isArray(item) ? text(item) : item.toFixed(1))).join(', ')}]`;

/** One call for each element type that the library takes; `python` says `x` and `list`. */
const cases = (python: string, ours: Call, shape: number[], list: Literal, types = allTypes): PeerCase[] =>
  types.map(dtype => {
    const x = counting(shape, dtype);
    return { python: python.replaceAll('list', text(list)), arrays: { x }, ours: () => ours(x, list) };
  });

const line = [1, 0, -2];
const box = [
  [1, 0],
  [0, -2],
];
const floats: readonly DType[] = ['float32', 'float64'];
const real = allTypes.filter(dtype => !dtype.startsWith('complex'));

peerCases('numpy', [
  ...cases('np.convolve(x, list)', (x, list) => np.convolve(x, list), [5], line),
  ...cases('np.convolve(list, x)', (x, list) => np.convolve(list, x), [5], line),
  ...cases('np.correlate(x, list)', (x, list) => np.correlate(x, list), [5], line),
  ...cases('np.matmul(x, list)', (x, list) => np.matmul(x, list), [3, 2], box),
  ...cases('np.matmul(list, x)', (x, list) => np.matmul(list, x), [2, 3], box),
  ...cases('np.linalg.solve(list, x)', (x, list) => np.linalg.solve(list, x), [2], box, real),
]);

const { signal, ndimage } = scipy;
peerCases('scipy.signal', [
  ...cases('signal.convolve(x, list)', (x, list) => signal.convolve(x, list), [5], line, floats),
  ...cases('signal.correlate(x, list)', (x, list) => signal.correlate(x, list), [5], line, floats),
  ...cases('signal.convolve2d(x, list)', (x, list) => signal.convolve2d(x, list), [3, 3], box),
  ...cases('signal.correlate2d(list, x)', (x, list) => signal.correlate2d(list, x), [3, 3], box),
  ...[
    ...cases('signal.fftconvolve(x, list)', (x, list) => signal.fftconvolve(x, list), [3, 3], box, floats),
    ...cases('signal.oaconvolve(x, list)', (x, list) => signal.oaconvolve(x, list), [3, 3], box, floats),
  ].map(each => ({ ...each, tolerance: { rtol: 1e-6, atol: 1e-5 } })),
]);

peerCases('scipy.ndimage', [
  ...cases('ndimage.convolve(x, list)', (x, list) => ndimage.convolve(x, list), [3, 3], box, real),
  ...cases('ndimage.correlate(x, list)', (x, list) => ndimage.correlate(x, list), [3, 3], box, real),
  ...cases(
    'ndimage.convolve1d(x, list)',
    (x, list) => ndimage.convolve1d(x, list as number[]),
    [5],
    line,
    real,
  ),
  ...cases(
    'ndimage.correlate1d(x, list)',
    (x, list) => ndimage.correlate1d(x, list as number[]),
    [5],
    line,
    real,
  ),
]);

const { conv1d } = torch.nn.functional;
peerCases('torch', [
  ...cases('F.conv1d(t(x), torch.tensor(list))', (x, list) => conv1d(x, list), [1, 5], [[line]], floats),
  ...cases('F.conv1d(torch.tensor(list), t(x))', (x, list) => conv1d(list, x), [1, 1, 2], [line], floats),
]);

peerCases(
  'opencv',
  cases('cv2.filter2D(x, -1, np.array(list))', (x, list) => cv2.filter2D(x, -1, list), [4, 4], box, [
    'uint8',
    'uint16',
    'int16',
    'float32',
    'float64',
  ]),
);
