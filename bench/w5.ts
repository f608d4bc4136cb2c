/** W5: indexing by arrays: some frames of many, read and assigned, and very many rows of a table in random order. */
import { measure } from './harness/measure.ts';
import { loadLibrary, ourCandidate, resident } from './harness/ours.ts';
import { pythonCandidate, withPython } from './harness/python.ts';
import { noise } from './harness/values.ts';
import { aimFaster, type Workload } from './harness/workload.ts';

const OURS = 'concordat';
const APART = 'concordat, at and then set';
const WIDE = 'concordat, places in int64';
const NUMPY = 'numpy';

/** Places of an axis that Python draws too (`w5.py`). */
const places = (seed: number, count: number, extent: number): Int32Array =>
  Int32Array.from(noise(seed, [count]), value => Math.floor((value + 0.5) * extent));

export const workload: Workload = {
  name: 'w5',
  title: 'indexing by arrays, float32',
  ours: OURS,
  javascriptPeers: false,
  notes: [
    'frames: new[:, :, :100] = data[:, :, ids] on (64, 3, 300, 25, 2), ids in no order. rows: table[ids], a million random rows of (200000, 16).',
    "Ours reads into a view: data.at(':', ':', ids, { out: target.at(':', ':', ':100') }); the line after it reads, and then assigns, as the others do.",
    'Index arrays are int64 in Python, as they are by default there, and Int32Array here, but for the line that says int64.',
    'Bounds are checked by all; torch takes its index arrays as tensors, made before.',
  ],
  aims: lines =>
    [1, 2].flatMap(threads =>
      ['frames', 'rows'].flatMap(name => [
        aimFaster(lines, name, OURS, NUMPY, threads, 1),
        aimFaster(lines, name, OURS, 'numpy take', threads, 1),
      ]),
    ),
  run: context =>
    withPython('w5', context, async python => {
      const shape = context.quick ? [4, 3, 30, 5, 2] : [64, 3, 300, 25, 2];
      const [frames, rows, columns] = context.quick ? [10, 500, 16] : [100, 200_000, 16];
      const count = context.quick ? 2000 : 1_000_000;
      await python.setup({ shape, frames, rows, columns, count });
      const library = await loadLibrary(context.threads);
      const data = library.array(resident(library, noise(51, shape), shape));
      const target = library.zeros(shape, { dtype: 'float32' });
      const ids = places(52, frames, shape[2]);
      const table = library.array(resident(library, noise(53, [rows, columns]), [rows, columns]));
      const chosen = places(54, count, rows);
      const wide = BigInt64Array.from(chosen, BigInt);
      const peers = (name: string, ...who: string[]) =>
        who.map(each => ({ ...pythonCandidate(python, `${name}: ${each}`), who: each }));
      const assign = () => {
        const part = data.at(':', ':', ids);
        target.set([':', ':', `:${frames}`], part);
        part.dispose();
        return target;
      };
      const into = () => {
        data.at(':', ':', ids, { out: target.at(':', ':', `:${frames}`) });
        return target;
      };
      const lines = await measure(
        {
          case: 'frames',
          tolerance: 0,
          reference: NUMPY,
          candidates: [
            ourCandidate(OURS, into, { keep: true }),
            ourCandidate(APART, assign, { keep: true }),
            ...peers('frames', NUMPY, 'numpy take', 'torch'),
          ],
        },
        context,
      );
      return [
        ...lines,
        ...(await measure(
          {
            case: 'rows',
            tolerance: 0,
            reference: NUMPY,
            candidates: [
              ourCandidate(OURS, () => table.at(chosen)),
              ourCandidate(WIDE, () => table.at(wide)),
              ...peers('rows', NUMPY, 'numpy take', 'torch', 'torch index_select'),
            ],
          },
          context,
        )),
      ];
    }),
};
