/** W4: pseudo-inverses of a million 2×4 matrices, stored matrix by matrix and element by element. */
import { type Candidate, measure } from './harness/measure.ts';
import { loadLibrary, missing, ourCandidate, resident } from './harness/ours.ts';
import { pythonCandidate, withPython } from './harness/python.ts';
import { noise } from './harness/values.ts';
import { aimFaster, type Workload } from './harness/workload.ts';

const OURS = 'concordat pinv';
const RIGHT = 'concordat rightInverse';
const PINV = 'numpy.linalg.pinv';
const CLOSED = 'numpy, closed form of 2×2';
const layouts = ['(2, 4, N)', '(N, 2, 4)'] as const;
const dtypes = ['float64', 'float32'] as const;
const nameOf = (dtype: string, layout: string) => `${dtype} ${layout}`;

/** The closed form squares the condition, in float32 that shows; the matrices are far from singular. */
const tolerances = { float64: 1e-12, float32: 1e-5 };

export const workload: Workload = {
  name: 'w4',
  title: 'pseudo-inverses of 1,000,000 matrices of 2×4',
  ours: OURS,
  javascriptPeers: false,
  notes: [
    'The matrices are seen as (N, 2, 4) on both sides, without a copy where they lie as (2, 4, N).',
    'numpy.linalg.pinv and numpy.linalg.inv compute in float64 whatever the type, and so do ours. The closed form is hand-written and vectorised over N, (JJᵀ)⁻¹ by determinants: right for well-conditioned matrices only; it works on the layout as it is.',
    'NumPy uses one thread for all of these.',
  ],
  aims: lines =>
    [1, 2].flatMap(threads => [
      ...dtypes.flatMap(dtype =>
        layouts.map(layout => aimFaster(lines, nameOf(dtype, layout), OURS, PINV, threads, 20)),
      ),
      aimFaster(lines, nameOf('float64', layouts[0]), OURS, CLOSED, threads, 4),
      aimFaster(lines, nameOf('float32', layouts[0]), OURS, CLOSED, threads, 2),
    ]),
  run: context =>
    withPython('w4', context, async python => {
      const count = context.quick ? 1000 : 1_000_000;
      await python.setup({ count });
      const library = await loadLibrary(context.threads);
      const absent = missing(library, 'pinv', 'rightInverse');
      const lines = [];
      for (const dtype of dtypes)
        for (const [place, layout] of layouts.entries()) {
          const last = place === 0;
          const shape = last ? [2, 4, count] : [count, 2, 4];
          const values = noise(41, shape);
          // 1 on the diagonals of the matrices keeps them far from singular.
          for (let n = 0; n < count; n++)
            for (let k = 0; k < 2; k++) values[last ? 5 * k * count + n : 8 * n + 5 * k] += 1;
          const made = library.astype(resident(library, values, shape), dtype);
          const matrices = last ? library.transpose(made, [2, 0, 1]) : made;
          const name = nameOf(dtype, layout);
          const peer = (who: string): Candidate => ({ ...pythonCandidate(python, `${name}: ${who}`), who });
          lines.push(
            ...(await measure(
              {
                case: name,
                tolerance: tolerances[dtype],
                reference: PINV,
                candidates: [
                  ourCandidate(OURS, () => library.pinv(matrices), { missing: absent }),
                  ourCandidate(RIGHT, () => library.rightInverse(matrices), { missing: absent }),
                  peer(PINV),
                  peer('numpy matmul, inv'),
                  ...(last ? [peer(CLOSED), peer('torch, closed form of 2×2')] : []),
                ],
              },
              context,
            )),
          );
          made.dispose();
        }
      return lines;
    }),
};
