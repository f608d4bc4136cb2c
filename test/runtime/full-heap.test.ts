import { afterEach, describe, expect, it } from 'vitest';
import * as c from '../../src/index.ts';
import { heapStatistics } from '../../src/runtime/heap.ts';
import { chosenRunner, setRunner } from '../../src/runtime/settings.ts';
import { newHeap, withHeap } from './support.ts';

const MIB = 2 ** 20;
const chosen = chosenRunner();
afterEach(() => setRunner(chosen));

/** Odd sizes, so that portions at the ends are smaller ones. */
const shape = [1501, 2003];
const size = shape[0] * shape[1];
const ordinary = (seed: number) =>
  c.array({ data: Float32Array.from({ length: size }, (_, k) => ((k * seed) % 1009) - 500), shape });
const [x, y] = [ordinary(7919), ordinary(104_729)];
const kernel = c.array([
  [1, 2, 1],
  [0, 3, 0],
  [-1, -2, 1],
]);
const places = Array.from({ length: 1500 }, (_, k) => (k * 7919) % 1500);
const edge = c.stencil(p => p.offset(0, 1).sub(p.offset(1, 0)).abs(), { boundary: 'edge' });
const signal = c.array(Float64Array.from({ length: 2 ** 20 + 3 }, (_, k) => (k * 31) % 17));

const work: Record<string, () => c.NDArray> = {
  chain: () => c.sqrt(c.add(c.multiply(x, x), c.multiply(y, y))),
  broadcast: () => c.add(x, c.slice(y, [0, 1])),
  compare: () => c.less(x, y),
  cast: () => c.astype(x, 'int16'),
  sum: () => c.sum(x),
  'sum of rows': () => c.sum(x, { axis: 0 }),
  'sum of columns': () => c.sum(x, { axis: 1 }),
  max: () => c.max(c.subtract(x, y), { axis: 0 }),
  stencil: () => edge(x),
  ...Object.fromEntries(
    (['constant', 'edge', 'symmetric', 'mirror', 'periodic'] as const).map(boundary => [
      `convolve ${boundary}`,
      () => c.convolve(x, kernel, { boundary }),
    ]),
  ),
  'convolve full': () => c.convolve(x, kernel, { window: 'full' }),
  'convolve with a stride': () => c.convolve(x, kernel, { stride: 2 }),
  'convolve one axis': () => c.convolve(signal, [1, 2, 3, 4], { boundary: 'mirror' }),
  transpose: () => c.add(c.transpose(x), 1),
  flip: () => c.add(c.flip(x), 1),
  crop: () => c.add(c.slice(x, [3, -5], [7, -11]), 1),
  'every third': () => c.add(c.slice(x, [0, null, 3], [1, null, 3]), 1),
  rows: () => x.at(places),
  columns: () => x.at(':', places),
  pairs: () => x.at(places, places),
  roll: () => c.roll(x, 77, { axis: 1 }),
  concatenate: () => c.concatenate([x, y], { axis: 1 }),
  pad: () => c.pad(x, 3, { boundary: 'periodic' }),
  matmul: () => c.matmul(c.slice(x, [0, 200]), c.transpose(c.slice(y, [0, 100]))),
  'complex product': () => c.multiply(c.fft2(c.slice(x, [0, 256], [0, 256])), { re: 0, im: 2 }),
  set: () => c.add(x, 0).set([places, ':'], 5),
  'scatter-add': () => c.scatterAdd(c.add(x, 0), [places], 1),
};

/** The first place where two arrays differ in a bit; −1 when there is none. */
const differs = (a: ArrayLike<unknown>, b: ArrayLike<unknown>): number => {
  for (let k = 0; k < Math.max(a.length, b.length); k++) if (!Object.is(a[k], b[k])) return k;
  return -1;
};

describe('with a full heap, compiled code', () => {
  it.each(Object.keys(work))('gives the same: %s', name => {
    setRunner('wasm');
    const wanted = withHeap(newHeap(true, 1024 * MIB), () => work[name]().toTypedArray());
    const before = heapStatistics().interpreted;
    // What is set aside for running code is all that there is.
    withHeap(newHeap(true, 64 * MIB), () => {
      const result = work[name]();
      if (result.size > 20_000) expect(result.storage.inHeap).toBe(false);
      expect(differs(result.toTypedArray(), wanted)).toBe(-1);
    });
    expect(heapStatistics().interpreted).toBe(before);
  });
});
