/**
 * What a worker keeps, watches and takes back, as facts that hold in Node and in browsers alike. A page that asks for them
 * loads `concordat/worker` alone.
 */
import type { ConcordatError } from 'concordat';
import type { RemoteArray } from 'concordat/worker';

const thrown = async (call: Promise<unknown>): Promise<ConcordatError> =>
  call.then(
    () => {
      throw new Error('nothing was thrown');
    },
    error => error,
  );

const listOf = async (call: Promise<RemoteArray> | RemoteArray): Promise<number[]> =>
  Array.from((await (await call).fetch()).data, Number);

/** Everything through handles; `keptFacts` below is what comes back. */
export async function askKept({ startWorker }: typeof import('concordat/worker')) {
  const remote = startWorker();
  const x = await remote.reshape(await remote.arange(6), [2, 3]);
  const y = await remote.add(x, 1);
  // The first call of an entry waits until that is loaded, and those behind it wait too.
  const order: string[] = [];
  await Promise.all([
    remote.torch.flip(x, [0]).then(() => order.push('torch')),
    remote.negate(x).then(() => order.push('negate')),
  ]);
  const { torch, scipy, numpy, opencv, io } = remote;

  const row = await x.at(1, ':');
  const picked = await x.at`:, ${[0, 2]}`;
  const byHandle = await x.at(':', await remote.astype([2, 0], 'int32'));
  const target = await remote.zeros([2, 3]);
  const same = await target.set([0, ':'], await remote.multiply(row, 2));
  await target.set`1, ${1}:`([7, 8]);
  const out = await remote.zeros([2, 3]);
  await remote.add(x, x, { out });
  const outAt = await remote.zeros([3]);
  await x.at(1, ':', { out: outAt });

  const rise = await remote.stencil(a => a.offset(1).sub(a), { boundary: 'edge' });
  const parts = await remote.stencil((a, b) => [a.add(b), a.gt(b)], { name: 'parts' });
  const outRise = await remote.zeros([2, 3]);
  await rise(x, { out: outRise });
  const [sum, greater] = await parts(x, [[1], [3]]);

  const parted = await remote.svd([
    [3, 0],
    [0, 2],
  ]);
  const npz = await io.encodeNpz({ x });
  const view = await remote.flip(x);
  const disposed = await remote.ones([3]);
  disposed.dispose();
  disposed.dispose();
  const base = await remote.ones([4]);
  const overBase = await base.at('1:');
  base.dispose();

  const told: [number, string][] = [];
  const watching = remote.with({ onProgress: (done, what) => told.push([done, what]) });
  await watching.scipy.ndimage.convolve1d(x, [1, 2]);
  const toldOfShort = [...told];
  await watching.probe([4, 4], [2, 2]);
  const toldOfProbe = told.slice(2);
  const failing = await thrown(watching.reshape(x, [7]));

  const controller = new AbortController();
  const { signal } = controller;
  const before: string[] = [];
  const tracked = remote.with({ signal, onProgress: (done, what) => before.push(`${what} ${done}`) });
  const running = remote.fft(new Float64Array(1 << 16));
  const taken = thrown(tracked.negate(y));
  const behind = remote.negate(row);
  controller.abort(new Error('no longer wanted'));
  const aborted = await taken;
  const later = await thrown(tracked.negate(y));
  await running;

  // 1.2 GB of results that nothing reaches any more.
  let turning = await remote.zeros([1024, 1024]);
  let most = 0;
  for (let turn = 0; turn < 150; turn++) {
    turning = await remote.add(turning, 1);
    most = Math.max(most, (await remote.heapStatistics()).used);
  }

  const other = startWorker();
  const strange = await thrown(other.negate(y));
  other.terminate();

  const facts = {
    kept: [x.dtype, x.shape, await listOf(y)],
    dialects: [
      await listOf(numpy.roll(x, 1)),
      await listOf(scipy.ndimage.convolve1d(x, [1, 1])),
      await listOf(scipy.signal.convolve2d(x, [[1, 1]], { mode: 'same' })),
      await listOf(torch.nn.functional.pad(x, [1, 0])),
      await listOf(opencv.flip(x, 0)),
      await listOf(torch.index(x, 0, ':')),
    ],
    at: [row.shape, await listOf(row), await listOf(picked), await listOf(byHandle)],
    set: [same === target, await listOf(target)],
    out: [await listOf(out), await listOf(outAt), await listOf(outRise)],
    stencil: [await listOf(rise(x)), await listOf(sum), await listOf(greater), greater.dtype],
    record: [Object.keys(parted), await listOf(parted.s)],
    files: Object.keys(await io.decodeNpz(npz)),
    view: await listOf(view),
    disposed: (await thrown(remote.negate(disposed))).message,
    viewDisposed: (await thrown(overBase.fetch())).message.includes('was disposed of'),
    stencilDisposed: '',
    stencilError: (await thrown(parts([1, 2], [1, 2, 3]))).message.split(':')[0],
    stencilOption: (await thrown(remote.stencil(a => a, { boundary: 'nowhere' as never }))).code,
    callback: (await thrown(remote.stencil(5 as never))).message,
    index: (await thrown(x.at(5))).code,
    promise: (await thrown(remote.negate(remote.ones([2]) as never))).message,
    toldOfShort,
    toldOfProbe: [toldOfProbe.length > 2, toldOfProbe[0], toldOfProbe.at(-1)],
    failing: [failing.code, told.filter(([, what]) => what === 'reshape')],
    aborted: [aborted.code, aborted.message, aborted.fields.reason, (aborted.cause as Error).message, before],
    later: later.message,
    behind: await listOf(behind),
    order,
    strange: strange.message,
    bounded: most < 800e6,
  };
  rise.dispose();
  facts.stencilDisposed = (await thrown(rise(x))).message;
  remote.terminate();
  x.dispose();
  return facts;
}

export const keptFacts: Awaited<ReturnType<typeof askKept>> = {
  kept: ['float64', [2, 3], [1, 2, 3, 4, 5, 6]],
  dialects: [
    [5, 0, 1, 2, 3, 4],
    [1, 3, 4, 7, 9, 10],
    [0, 1, 3, 3, 7, 9],
    [0, 0, 1, 2, 0, 3, 4, 5],
    [3, 4, 5, 0, 1, 2],
    [0, 1, 2],
  ],
  at: [[3], [3, 4, 5], [0, 2, 3, 5], [2, 0, 5, 3]],
  set: [true, [6, 8, 10, 0, 7, 8]],
  out: [
    [0, 2, 4, 6, 8, 10],
    [3, 4, 5],
    [1, 1, 0, 1, 1, 0],
  ],
  stencil: [[1, 1, 0, 1, 1, 0], [1, 2, 3, 6, 7, 8], [0, 0, 1, 0, 1, 1], 'bool'],
  record: [
    ['u', 's', 'vh'],
    [3, 2],
  ],
  files: ['x'],
  view: [5, 4, 3, 2, 1, 0],
  disposed: 'negate: argument 1 was disposed of',
  viewDisposed: true,
  stencilDisposed: 'stencil was disposed of',
  stencilError: 'parts',
  stencilOption: 'option',
  callback: 'stencil: the callback is 5; it must be a function of inputs that returns an expression',
  index: 'index',
  promise: 'negate: argument 1 is a promise; await it, and give what comes of it',
  toldOfShort: [
    [0, 'scipy.ndimage.convolve1d'],
    [1, 'scipy.ndimage.convolve1d'],
  ],
  toldOfProbe: [true, [0, 'probe'], [1, 'probe']],
  failing: ['shape', [[0, 'reshape']]],
  aborted: ['process', 'negate: aborted by the signal', 'aborted', 'no longer wanted', []],
  later: 'negate: aborted by the signal',
  behind: [-3, -4, -5],
  bounded: true,
  order: ['torch', 'negate'],
  strange: 'negate: argument 1 is kept by another worker; give what its fetch() gives',
};
