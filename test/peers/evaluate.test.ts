/** What goes to Python comes back as it was; the libraries are there under the names that expressions use. */
import { array } from '../../src/array/convert.ts';
import { ConcordatError } from '../../src/errors.ts';
import { dtypeNames } from '../../src/kernels/dtype.ts';
import { randomArray, randomView } from './generate.ts';
import { peerCases } from './harness.ts';

const x = array([1, 2, 3]);

const roundTrip = dtypeNames.flatMap(dtype =>
  [
    randomArray([2, 3], dtype),
    randomView([2, 3, 2], dtype),
    randomArray([0, 3], dtype),
    randomArray([], dtype),
  ].map(given => ({ python: 'a', arrays: { a: given }, ours: () => given })),
);
peerCases('arrays there and back', roundTrip);

peerCases('the libraries by their names', [
  { python: 'np.array([1.0, 2.0, 3.0])', arrays: {}, ours: () => x },
  {
    python: "signal.convolve2d(y, [[1.0]], mode='same')",
    arrays: { y: array([[1, 2]]) },
    ours: () => array([[1, 2]]),
  },
  { python: 'ndimage.convolve1d(x, [1])', arrays: { x }, ours: () => x },
  {
    python: 'scipy.fft.ifft(scipy.fft.fft(x)).real',
    arrays: { x },
    ours: () => x,
    tolerance: { rtol: 0, atol: 1e-12 },
  },
  { python: 'F.pad(t(x), (1, 0))', arrays: { x }, ours: () => array([0, 1, 2, 3]) },
  { python: 'torch.fft.fft(t(x))[:1].conj()', arrays: { x }, ours: () => array([{ re: 6, im: 0 }]) },
  {
    python: 'cv2.copyMakeBorder(x, 0, 0, 1, 0, cv2.BORDER_CONSTANT)',
    arrays: { x: array([[1]]) },
    ours: () => array([[0, 1]]),
  },
  { python: '(x, np.float32(2), t(x))', arrays: { x }, ours: () => [x, array(2, { dtype: 'float32' }), x] },
  { python: '3', arrays: {}, ours: () => array(3n) },
  { python: 'np.sqrt(-x)[:0] + np.array([])', arrays: { x }, ours: () => randomArray([0], 'float64') },
  {
    python: 'np.convolve(x, [])',
    arrays: { x },
    ours: () => {
      throw new ConcordatError('shape', 'v cannot be empty');
    },
    raises: /v cannot be empty/,
  },
  {
    python: 'F[0] + t',
    arrays: { F: x, t: x },
    ours: () => array([2, 3, 4]),
    label: 'names of arrays come first',
  },
]);
