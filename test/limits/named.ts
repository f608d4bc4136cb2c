/** Calls that used to take all memory, or for ever. */
import {
  add,
  arange,
  array,
  astype,
  broadcastTo,
  concatenate,
  convolve,
  explain,
  eye,
  fft,
  fftfreq,
  full,
  matmul,
  mean,
  NDArray,
  pad,
  probe,
  repeat,
  roll,
  scatterAdd,
  stencil,
  sum,
  svd,
  tile,
  where,
  zeros,
} from 'concordat';
import { decodeNpy } from 'concordat/io';
import * as numpy from 'concordat/numpy';
import * as opencv from 'concordat/opencv';
import { nn } from 'concordat/torch';

/** A list that contains itself twice, so many levels deep. */
const doubled = (levels: number) => {
  let list: unknown[] = [1];
  for (let k = 0; k < levels; k++) list = [list, list];
  return list as never;
};

/** A file of 128 bytes whose array has a shape, and no elements. */
function npy(shape: string) {
  const fields = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = `${fields.padEnd(117)}\n`;
  return decodeNpy(
    Uint8Array.from([
      0x93,
      ...new TextEncoder().encode('NUMPY'),
      1,
      0,
      118,
      0,
      ...new TextEncoder().encode(header),
    ]),
  );
}

const hollow = (...shape: number[]) => new NDArray('float64', { data: new Float64Array(0) }, shape);
const column = (n: number) => broadcastTo(array([[1]]), [n, 1]);
const row = (n: number) => broadcastTo(array([[1]]), [1, n]);
const image = array([[[[1, 2, 3]]]], { dtype: 'float32' });
const taps = array([[[[1, 1]]]], { dtype: 'float32' });
const ids = (shape: number[]) => broadcastTo(array(0, { dtype: 'int32' }), shape);

/** What must be refused. */
export const refused: Record<string, () => unknown> = {
  tile: () => tile([1], [1e9, 1e9]),
  pad: () => pad([1], 1e11),
  'numpy.pad': () => numpy.pad([1, 2], 1e12, 'reflect', { reflect_type: 'odd' }),
  'numpy.pad, ramp': () => numpy.pad([1, 2], 1e12, 'linear_ramp'),
  'torch pad': () => nn.functional.pad(image, [1e11, 1e11]),
  'torch conv2d': () => nn.functional.conv2d(image, taps, { padding: 2 ** 40 }),
  copyMakeBorder: () => opencv.copyMakeBorder([[1]], 1e6, 1e6, 1e6, 1e6, opencv.BORDER_WRAP),
  'stencil of many inputs': () => stencil((...x) => x[0], { inputs: 1e7 }),
  'array of lists in lists': () => array(doubled(30)),
  'add of lists in lists': () => add(zeros([1]), doubled(31)),
  probe: () => probe([1e5, 1e5], [3, 3]),
  zeros: () => zeros([1e6, 1e6]),
  full: () => full(2 ** 50, 1),
  arange: () => arange(1e12),
  eye: () => eye(1e7),
  repeat: () => repeat([1, 2], 2 ** 40),
  'repeat, each': () => repeat([1, 2], [2 ** 40, 2 ** 50]),
  fft: () => fft([1], { n: 2 ** 40 }),
  fftfreq: () => fftfreq(2 ** 45),
  svd: () => svd(column(1e6)),
  matmul: () => matmul(column(1e6), row(1e6)),
  add: () => add(column(1e6), row(1e6)),
  where: () => where(column(1e6), row(1e6), 0),
  astype: () => astype(broadcastTo(array(1), [1e6, 1e6]), 'float32'),
  concatenate: () => concatenate([row(1e12), row(1e12)]),
  toTypedArray: () => broadcastTo(array(1), [1e6, 1e6]).toTypedArray(),
  toArray: () => hollow(2 ** 31 - 1, 0).toArray(),
  broadcastTo: () => broadcastTo(array(1), [1e9, 1e9]),
  at: () => zeros([2, 2]).at(ids([1e5, 1]), ids([1, 1e5])),
  'at, far': () => broadcastTo(array(1), [2 ** 40]).at([2 ** 35]),
  'at, long list': () => zeros([2]).at(ids([1e6, 1e6])),
  set: () => zeros([2, 2]).set([ids([1e5, 1]), ids([1, 1e5])], 1),
  'convolve, full': () => convolve([1, 2], [1, 2], { dilation: 2 ** 40, window: 'full' }),
  'convolve, window': () => convolve([1, 2], [1, 2], { window: { start: 0, length: 1e12 } }),
  'convolve, fft': () => convolve([1, 2], [1, 2], { dilation: 2 ** 40, method: 'fft' }),
  'sum over nothing': () => sum(hollow(2 ** 31 - 1, 2 ** 10, 0), { axis: 2 }),
};

/** What must work, in little time and memory. */
export const answered: Record<string, () => unknown> = {
  'convolve, far': () => convolve([1, 2], [1, 2], { dilation: 2 ** 30 }).toArray(),
  'convolve, mirrored far': () =>
    convolve([1, 2, 3], [1, 2], { dilation: 2 ** 40, boundary: 'mirror' }).toArray(),
  'stencil, far': () => stencil(x => x.offset(2 ** 40).add(x), { boundary: 'periodic' })([1, 2, 3]).toArray(),
  'roll, far': () => roll([1, 2, 3], [2 ** 53 - 1, 2 ** 53 - 1], { axis: [0, 0] }).toArray(),
  'explain of nothing': () => explain(npy('(2147483647, 0)'), npy('(2147483647, 0)')).equal,
  'explain of nothing else': () => explain(npy('(0, 2147483647)'), npy('(0, 2147483647)')).equal,
  'explain of nothing and something': () => explain(npy('(2147483647, 0)'), [[1]]).equal,
  'add of nothing': () => add(hollow(2 ** 31 - 1, 0), 1).shape,
  'sum of nothing': () => sum(hollow(2 ** 31 - 1, 0)).item(),
  'mean of nothing': () => mean(hollow(0, 2 ** 31 - 1), { axis: 1 }).shape,
  'pad of nothing': () =>
    pad(hollow(2 ** 31 - 1, 0), [
      [2 ** 31, 5],
      [0, 0],
    ]).shape,
  'convolve of nothing': () => convolve(hollow(2 ** 31 - 1, 0), [[1, 2]]).shape,
  'stencil of nothing': () => stencil(x => x.offset(1, 0))(hollow(2 ** 31 - 1, 0)).shape,
  'fft of nothing': () => fft(hollow(0, 2 ** 31 - 1), { n: 8 }).shape,
  'at of nothing': () => hollow(2 ** 31 - 1, 0).at('::-1', ':').shape,
  'scatterAdd to nothing': () => scatterAdd(hollow(2 ** 31 - 1, 0), ['5:', ':'], 1).shape,
  'a convolution in place of a long one': () =>
    convolve(broadcastTo(array(1), [2 ** 40]), [1, 2, 3], {
      window: { start: 2 ** 39, length: 3 },
    }).toArray(),
};

export const calls = Object.fromEntries(
  Object.entries({ ...refused, ...answered }).map(([name, call]) => [
    name,
    () => () => JSON.stringify(call()),
  ]),
);
