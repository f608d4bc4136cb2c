/** Small work: a 3×3 convolution of a 64×64 image, called again and again. What one call costs beyond its arithmetic. */
import { type Candidate, type Line, lineOfSamples, measure } from './harness/measure.ts';
import { loadLibrary, type Ours, resident, valuesOf } from './harness/ours.ts';
import { pythonCandidate, withPython } from './harness/python.ts';
import { noise } from './harness/values.ts';
import { aim, lineOf, type Workload } from './harness/workload.ts';

const OURS = 'concordat convolve';
const DISPOSED = 'concordat convolve, each result disposed';
const ARITHMETIC = 'arithmetic alone, scaled from 512×512';
const PEERS = ['scipy.signal.convolve2d', 'scipy.ndimage.convolve', 'cv2 copyMakeBorder WRAP, filter2D'];
const [SMALL, LARGE] = ['64×64', '512×512'];
const TOLERANCE = 2e-5;

export const workload: Workload = {
  name: 'small',
  title: 'a periodic 3×3 convolution of a small float32 image, called again and again; microseconds a call',
  ours: OURS,
  javascriptPeers: false,
  notes: [
    'A sample is the mean of many calls in one loop; results are dropped unless the row says otherwise.',
    `The arithmetic alone is an estimate: the time of a pixel of ${LARGE}, the calls included, times 64 · 64.`,
  ],
  aims: lines =>
    [1, 2].map(threads => {
      const [call, alone] = [OURS, ARITHMETIC].map(who => lineOf(lines, SMALL, who, threads)?.median);
      const beyond = call === undefined || alone === undefined ? undefined : call - alone;
      return aim('a call of 64×64 beyond its arithmetic, µs', threads, 'at most', 30, beyond);
    }),
  run: context =>
    withPython('small', context, async python => {
      const library = await loadLibrary(context.threads);
      const kernel = library.array({ data: noise(3, [3, 3]), shape: [3, 3] });
      const lines: Line[] = [];
      for (const [name, size, calls] of [
        [SMALL, 64, context.quick ? 20 : 500],
        [LARGE, 512, context.quick ? 2 : 20],
      ] as const) {
        await python.setup({ size, calls });
        const image = resident(library, noise(1, [size, size]), [size, size]);
        const run = (): Ours => library.convolve(image, kernel, { boundary: 'periodic' });
        const candidates: Candidate[] = [
          loopCandidate(OURS, calls, run, () => {}),
          loopCandidate(DISPOSED, calls, run, made => made.dispose?.()),
          ...PEERS.map(who => loopOfPython(pythonCandidate(python, who), calls)),
        ];
        const task = {
          case: name,
          tolerance: TOLERANCE,
          reference: PEERS[0],
          candidates,
          unit: 'µs',
        } as const;
        lines.push(...(await measure(task, context)));
      }
      const large = lineOf(lines, LARGE, OURS, context.threads);
      if (large?.samples) {
        const samples = large.samples.map(sample => sample / 64);
        const of = { ...large, case: SMALL, who: ARITHMETIC };
        lines.splice(2, 0, lineOfSamples(of, samples));
      }
      return lines;
    }),
};

/** One sample is the mean of a loop. */
const loopCandidate = (
  who: string,
  calls: number,
  run: () => Ours,
  after: (made: Ours) => void,
): Candidate => ({
  who,
  side: 'ours',
  time: samples =>
    Array.from({ length: samples }, () => {
      const start = performance.now();
      for (let call = 0; call < calls; call++) after(run());
      return (performance.now() - start) / calls;
    }),
  result: () => valuesOf(run()),
});

/** Python's tasks are such loops too: it times the whole loop. */
const loopOfPython = (candidate: Candidate, calls: number): Candidate => ({
  ...candidate,
  time: async samples => (await candidate.time(samples)).map(taken => taken / calls),
});
