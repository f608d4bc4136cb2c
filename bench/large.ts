/** Arrays that fill the heap, and more: in the heap, and in memory of the caller's, which it reads in portions. */
import { type Line, measure } from './harness/measure.ts';
import { loadLibrary, type Ours, ourCandidate, resident } from './harness/ours.ts';
import { pythonCandidate, withPython } from './harness/python.ts';
import { noise } from './harness/values.ts';
import { aim, aimFaster, lineOf, type Workload } from './harness/workload.ts';

const HEAP = 'concordat, array in the heap';
const CALLER = "concordat, the caller's array";
const OPENCV = 'cv2.filter2D';

/** Sizes, and whether an array and its results have room in a heap of 4 GiB. */
const sizes = [8192, 20000];

const peers: Readonly<Record<string, string>> = {
  'convolve 3×3': OPENCV,
  '√(x·x + x·x)': 'numpy sqrt(x*x + x*x)',
  sum: 'numpy sum',
  'sum axis 0': 'numpy sum axis 0',
  transpose: 'numpy transpose',
  rows: 'numpy take rows',
};

/** Tasks that take NumPy too long at the larger size. */
const slow = ['transpose', 'sum axis 0'];

const nameOf = (task: string, size: number): string => `${task}, ${size}²`;

export const workload: Workload = {
  name: 'large',
  title: 'float32 arrays of 8192² (256 MiB) and 20000² (1.5 GiB)',
  ours: HEAP,
  javascriptPeers: false,
  notes: [
    'In three steps, √(x·x + x·x) makes two arrays on the way: of 20000² they have no room in the heap of 4 GiB.',
    'NumPy sums float32 in pairs or row by row; ours carries sums in float64.',
    'Results are freed after each call on both sides; the first touch of their pages is part of the time of Python.',
  ],
  aims: lines =>
    [1, 2].flatMap(threads => [
      ...sizes.flatMap(size =>
        Object.entries(peers)
          // What lies outside of the heap is not held to it.
          .filter(([task]) => size === sizes[0] || !(task.startsWith('√') || slow.includes(task)))
          .map(([task, who]) => aimFaster(lines, nameOf(task, size), HEAP, who, threads, 1)),
      ),
      ...sizes.map(size => {
        const of = (who: string) => lineOf(lines, nameOf('convolve 3×3', size), who, threads)?.median;
        const [ours, theirs] = [of(CALLER), of(OPENCV)];
        const ratio = ours === undefined || theirs === undefined ? undefined : ours / theirs;
        return aim(`convolve 3×3, ${size}²: ${CALLER} ÷ ${OPENCV}`, threads, 'at most', 1.3, ratio);
      }),
    ]),
  run: context =>
    withPython('large', context, async python => {
      const library = await loadLibrary(context.threads);
      const lines: Line[] = [];
      const weights = noise(3, [3, 3]);
      for (const size of sizes) {
        const n = context.quick ? size / 50 : size;
        await python.setup({ size: Math.floor(n), kernel: [...weights] });
        const shape = [Math.floor(n), Math.floor(n)];
        const data = noise(1, shape);
        const arrays = { [HEAP]: resident(library, data, shape), [CALLER]: library.array({ data, shape }) };
        const kernel = library.array({ data: weights, shape: [3, 3] });
        const elements = shape[0] * shape[1];
        const picked = Int32Array.from({ length: shape[0] }, (_, k) => (k * 7919) % shape[0]);
        const tasks: Readonly<Record<string, (x: Ours) => Ours>> = {
          'convolve 3×3': x => library.correlate(x, kernel, { boundary: 'mirror' }),
          '√(x·x + x·x)': x => {
            const [a, b] = [library.multiply(x, x), library.multiply(x, x)];
            return library.sqrt(library.add(a, b, { out: a }), { out: b });
          },
          sum: x => library.sum(x),
          'sum axis 0': x => library.sum(x, { axis: 0 }),
          transpose: x => library.reshape(library.transpose(x), [elements]),
          rows: x => (x as unknown as { at(rows: Int32Array): Ours }).at(picked),
        };
        for (const [task, run] of Object.entries(tasks)) {
          if (size > sizes[0] && slow.includes(task)) continue;
          const candidates = [
            ...Object.entries(arrays).map(([who, x]) => ourCandidate(who, () => run(x))),
            pythonCandidate(python, peers[task]),
          ];
          // Row by row, NumPy rounds 20,000 times.
          const tolerance = task === 'sum axis 0' ? 1e-3 : 2e-5;
          const reference = peers[task];
          lines.push(
            ...(await measure({ case: nameOf(task, size), tolerance, reference, candidates }, context)),
          );
        }
        arrays[HEAP].dispose?.();
      }
      return lines;
    }),
};
