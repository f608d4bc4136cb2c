/**
 * How well pseudo-inverses fulfil the conditions of Penrose, beside numpy.linalg.pinv: good, bad and singular matrices mixed in
 * one batch. The residual of a matrix is the largest of the four, relative, computed in extended precision:
 *
 *     |APA − A| ÷ |A|,  |PAP − P| ÷ |P|,  |(AP)ᵀ − AP| ÷ |AP|,  |(PA)ᵀ − PA| ÷ |PA|
 */
import { expect, it } from 'vitest';
import { multiply } from '../../src/array/arithmetic.ts';
import { array, astype } from '../../src/array/convert.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import { slice } from '../../src/array/views.ts';
import { matmul, pinv, svd } from '../../src/linalg/index.ts';
import { drawn } from '../linalg/support.ts';
import { evaluate } from './evaluate.ts';

const COUNT = 600;
/** Condition numbers, in turn; Infinity for a matrix whose smallest singular value is 0, NaN for zeros. */
const conditions = {
  float64: [1, 1e3, 1e6, 1e9, 1e12, Number.POSITIVE_INFINITY, Number.NaN],
  float32: [1, 1e2, 1e4, 1e6, Number.NaN],
};

function mixed(m: number, n: number, dtype: 'float64' | 'float32'): NDArray {
  const k = Math.min(m, n);
  const list = conditions[dtype];
  const values = Float64Array.from({ length: COUNT * k }, (_, i) => {
    const condition = list[Math.floor(i / k) % list.length];
    if (Number.isNaN(condition)) return 0;
    if (condition === Number.POSITIVE_INFINITY) return i % k === k - 1 ? 0 : 1 + (i % k);
    return condition ** (-(i % k) / Math.max(1, k - 1));
  });
  const [u, vh] = [svd(drawn([COUNT, m, m], 3)).u, svd(drawn([COUNT, n, n], 5)).vh];
  const s = array({ data: values, shape: [COUNT, 1, k] });
  const a = matmul(multiply(slice(u, null, null, [0, k]), s), slice(vh, null, [0, k]));
  return astype(a, dtype);
}

const residuals = `(lambda size, A, Ps: np.stack([np.max([
  size(A @ P @ A - A) / size(A), size(P @ A @ P - P) / size(P),
  size((A @ P).swapaxes(1, 2) - A @ P) / size(A @ P), size((P @ A).swapaxes(1, 2) - P @ A) / size(P @ A),
], axis=0) for P in Ps]))(
  lambda X: np.maximum(np.linalg.norm(X.astype(float), axis=(1, 2)), 1e-300),
  a.astype(np.longdouble), [ours.astype(np.longdouble), np.linalg.pinv(a).astype(np.longdouble)])`.replaceAll(
  '\n',
  ' ',
);

const shapes = [
  [2, 4],
  [4, 2],
  [1, 4],
  [3, 3],
  [3, 5],
  [5, 5],
  [8, 6],
] as const;

it.each(shapes.flatMap(shape => (['float64', 'float32'] as const).map(dtype => [...shape, dtype] as const)))(
  'pinv of %i×%i, %s: residuals no larger than NumPy’s',
  async (m, n, dtype) => {
    const a = mixed(m, n, dtype);
    const [answer] = (await evaluate([{ python: residuals, arrays: { a, ours: pinv(a) } }])).answers;
    if (answer.kind === 'missing' && !process.env.CI) return;
    if (answer.kind !== 'values') throw new Error(JSON.stringify(answer));
    const [ours, theirs] = answer.arrays[0].toArray<number[][]>();
    const list = conditions[dtype];
    list.forEach((condition, turn) => {
      const sorted = (all: number[]) => all.filter((_, k) => k % list.length === turn).sort((x, y) => x - y);
      const [mine, others] = [sorted(ours), sorted(theirs)];
      for (const part of [0.5, 0.9]) {
        const at = Math.floor(part * mine.length);
        expect(mine[at], `${part} of the matrices of condition ${condition}`).toBeLessThanOrEqual(others[at]);
      }
    });
  },
);
