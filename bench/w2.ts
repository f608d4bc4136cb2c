/** W2: √(dx² + dy²) of a batch of images, central differences, mirror borders: a pass over memory and little else. */
import {
  copyCandidate,
  ownPlace,
  type Place,
  placeOf,
  rememberMemories,
  startCopier,
} from './harness/copy.ts';
import { type Candidate, type Line, lineOfSamples, measure } from './harness/measure.ts';
import { loadLibrary, missing, type Ours, ourCandidate, resident } from './harness/ours.ts';
import { pythonCandidate, withPython } from './harness/python.ts';
import { countOf, noise } from './harness/values.ts';
import { aim, aimFaster, lineOf, type Workload } from './harness/workload.ts';

const OURS = 'concordat stencil, recycled memory';
const FIRST = 'concordat stencil, the very first call';
const FRESH = 'concordat stencil, fresh memory';
const CALLERS = "concordat stencil, the caller's own Float32Array";
const COPY = 'a plain wasm SIMD copy of the same bytes';
const SLICES = 'torch pad reflect, slices, sqrt';
const IN_PLACE = 'torch in place, preallocated';
const IN_PARTS = 'torch in place, preallocated, 8 images at a time';
const NUMPY = 'numpy pad reflect, slices, sqrt';
const CASE = '√(dx² + dy²)';

/** As many as fit into the library's memory beside input and output. */
const FRESH_SAMPLES = 2;

/** A few units in the last place. */
const TOLERANCE = 1e-6;

// biome-ignore lint/suspicious/noExplicitAny: expressions of a library that is loaded by name.
const magnitude = (x: any) => {
  const dx = x.offset(0, 1).sub(x.offset(0, -1));
  const dy = x.offset(1, 0).sub(x.offset(-1, 0));
  return dx.mul(dx).add(dy.mul(dy)).sqrt();
};

export const workload: Workload = {
  name: 'w2',
  title: '√(dx² + dy²) of a float32 batch (1000, 128, 28, 28), 401 MB, mirror borders',
  ours: OURS,
  javascriptPeers: false,
  notes: [
    "Our input lies in the library's memory, the output is written over (`out`), unless the row says otherwise.",
    'The very first call compiles, starts threads and takes memory from the system: one sample. Fresh memory: two.',
    'The copy reads and writes 16 bytes at a time, on as many threads as the row says.',
  ],
  aims: lines =>
    [1, 2].flatMap(threads => {
      const of = (who: string) => lineOf(lines, CASE, who, threads)?.median;
      const [ours, copy] = [of(OURS), of(COPY)];
      const relative = ours === undefined || copy === undefined ? undefined : ours / copy;
      return [
        aim(`${OURS} ÷ copy`, threads, 'at most', threads === 1 ? 1.6 : 1.3, relative),
        aimFaster(lines, CASE, OURS, SLICES, threads, 10),
        aimFaster(lines, CASE, OURS, IN_PLACE, threads, 2),
        aimFaster(lines, CASE, OURS, IN_PARTS, threads, 1),
      ];
    }),
  run: context =>
    withPython('w2', context, async python => {
      const shape = [context.quick ? 10 : 1000, 128, 28, 28];
      const bytes = 4 * countOf(shape);
      rememberMemories();
      const library = await loadLibrary(context.threads);
      const absent = missing(library, 'stencil');
      await python.setup({ shape });
      const data = noise(2, shape);
      const ours: Candidate[] = [];
      const once: Line[] = [];
      let place: Place | undefined;
      if (absent === undefined) {
        const x = resident(library, data, shape);
        const run = library.stencil(magnitude, { boundary: 'mirror' });
        const [first, out] = timed(() => run(x));
        const held = Array.from({ length: FRESH_SAMPLES }, () => timed(() => run(x)));
        for (const [, made] of held) made.dispose?.();
        const line = { case: CASE, side: 'ours', threads: context.threads, unit: 'ms' } as const;
        once.push(
          lineOfSamples({ ...line, who: FIRST }, [first]),
          lineOfSamples(
            { ...line, who: FRESH },
            held.map(([taken]) => taken),
          ),
        );
        ours.push(
          ourCandidate(OURS, () => run(x, { out }), { keep: true }),
          ourCandidate(CALLERS, () => run({ data, shape }, { out }), { keep: true }),
        );
        place = placeOf(x, out);
      } else
        for (const who of [OURS, CALLERS, FRESH, FIRST])
          ours.push({ who, side: 'ours', time: () => [], missing: absent });
      if (context.threads > 1 && !place?.shared) place = undefined;
      const where = place ? "in the library's memory" : 'in a memory of its own';
      const copier = await startCopier(place ?? ownPlace(bytes), bytes, context.threads);
      try {
        const candidates = [
          ...ours,
          copyCandidate(COPY, copier, where),
          ...[SLICES, IN_PLACE, IN_PARTS, NUMPY].map(who => pythonCandidate(python, who)),
        ];
        const task = { case: CASE, tolerance: TOLERANCE, reference: NUMPY, candidates };
        const lines = await measure(task, context);
        // Single calls count only where the same function's result was found right.
        const right = lineOf(lines, CASE, OURS, context.threads)?.status === 'measured';
        return right ? [lines[0], ...once, ...lines.slice(1)] : lines;
      } finally {
        await copier.close();
      }
    }),
};

/** The milliseconds of one call, and what it made. */
function timed(run: () => Ours): [number, Ours] {
  const start = performance.now();
  const made = run();
  return [performance.now() - start, made];
}
