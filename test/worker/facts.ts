/** What a worker must do, as facts that hold in Node and in browsers alike. */
import type { ConcordatError, NDArray } from 'concordat';
import type { RemoteArray } from 'concordat/worker';

type Library = typeof import('concordat');
type WorkerEntry = typeof import('concordat/worker');

const thrown = async (call: Promise<unknown>): Promise<ConcordatError> =>
  call.then(
    () => {
      throw new Error('nothing was thrown');
    },
    error => error,
  );

/** Asks a worker everything; `facts` below is what comes back. */
export async function askWorker(
  library: Library,
  { startWorker, transfer }: WorkerEntry,
  base = 'file:///nowhere/',
) {
  const remote = startWorker();
  const read = async (call: Promise<RemoteArray> | RemoteArray): Promise<NDArray> =>
    library.array(await (await call).fetch());
  const list = async (call: Promise<RemoteArray> | RemoteArray) => (await read(call)).toArray<unknown[]>();
  const image = library.array(Float32Array.from({ length: 35 }, (_, i) => (i * i) % 11));
  const view = library.flip(library.reshape(image, [5, 7]), { axis: 1 });
  const kernel = [
    [1, 2],
    [3, -1],
  ];
  const options = { boundary: 'mirror' } as const;
  const far = await remote.convolve(view, kernel, options);
  const mine = new Float32Array([1, 2, 3]);
  const given = new Float64Array([4, 5, 6]);
  const large = new Float64Array(100).subarray(10, 12).fill(2);
  const own = library.slice(library.arange(6), [1, null, 2]);
  // Large enough for the library's own memory, which may be shared: it arrives as a copy, or moves out of there.
  const large2d = library.multiply(library.ones([300, 400]), 2);
  const big = await read(remote.add(large2d, transfer(library.flip(large2d, { axis: 0 }))));
  const gone = await list(remote.add(transfer(given), transfer(own)));
  // A call that cannot be sent takes nothing; then two views of one memory travel, one of them given, one copied.
  const pair = library.arange(8);
  const [low, high] = [library.slice(pair, [0, 4]), library.slice(pair, [4, 8])];
  const unsent = await thrown(remote.add(transfer(low), (() => 1) as never));
  const stillHere = low.toArray<number[]>();
  const both = await list(remote.add(transfer(low), transfer(high)));
  const large3 = library.ones([300, 400]);
  const half = await read(remote.add(transfer(library.slice(large3, [0, 1])), library.slice(large3, [1, 2])));
  const explained = await remote.explain([1, 2, 3], [2, 3, 1]);
  const wide = library.array([{ re: 1, im: -2 }]);
  const local = await thrown((async () => library.convolve([[1]], [1]))());
  const refused = await thrown(remote.convolve([[1]], [1]));
  const told: number[] = [];
  await remote.compare([[1, 2, 3]], [[1, 2]], { onProgress: done => told.push(done) });
  const stop = () => {
    throw new Error('enough');
  };
  const fetched = await far.fetch();
  const facts = {
    same: library.allClose(library.array(fetched), library.convolve(view, kernel, options)).equal,
    handle: [far.dtype, far.shape, Object.keys(far)],
    record: [Object.keys(fetched), fetched.dtype, fetched.data instanceof Float32Array],
    copied: await list(remote.add(mine, mine)),
    kept: [mine.length, image.data.length],
    subarray: (await read(remote.sum(large))).item<number>(),
    foreign: (await read(remote.sum({ data: large, shape: [2, 3], strides: [1, 0] }))).item<number>(),
    transferred: gone,
    detached: given.length,
    taken: (await thrown((async () => library.negate(own))())).message.includes('was disposed of'),
    bigint: (await read(remote.add([1n], [2n]))).item<bigint>() === 3n,
    complex: (await read(remote.conjugate(wide))).item<unknown>(),
    bool: [(await remote.less([1, 2], 2)).dtype, await list(remote.less([1, 2], 2))],
    list: await list(remote.concatenate([mine, library.array([9])])),
    big: [big.shape, library.sum(big).item<number>()],
    finding: explained.findings[0].kind,
    inOrder: await Promise.all([1, 2, 3].map(async n => (await read(remote.multiply(n, n))).item<number>())),
    error: [refused instanceof library.ConcordatError, refused.message === local.message, refused.code],
    fields: JSON.stringify(refused.fields) === JSON.stringify(local.fields),
    callback: (await thrown(remote.compare([[1]], [[1]], { boundary: (() => 0) as never }))).message,
    told: told.length > 2 && told[0] === 0 && told.at(-1) === 1,
    broken: (await thrown(remote.compare([[1]], [[1]], { onProgress: stop }))).message,
    unknown: (await thrown((remote as unknown as { nothing(): Promise<NDArray> }).nothing())).message,
    unsent: [unsent.code, stillHere, both, pair.storage.disposed, half.size],
    twice: (await thrown(remote.multiply(transfer(given), 2))).message.split(';')[0],
    copiedTwice: (await thrown(remote.multiply(given, 2))).message.split(';')[0],
    unreadable: (await thrown(remote.add(given.buffer as never, 1))).code,
    answers: (await read(remote.add(1, 1))).item<number>(),
    settled: '',
    after: '',
    missing: '',
  };
  const open = thrown(remote.fft(new Float64Array(1 << 15)));
  remote.terminate();
  facts.settled = (await open).message;
  facts.after = (await thrown(remote.add(1, 2))).message;
  const nowhere = startWorker({ url: new URL('./nowhere.js', base) });
  facts.missing = (await thrown(nowhere.add(1, 2))).message.replace(/has failed: .*/, 'has failed');
  return facts;
}

export const facts: Awaited<ReturnType<typeof askWorker>> = {
  same: true,
  handle: ['float32', [5, 7], ['dtype', 'shape']],
  record: [['dtype', 'shape', 'data'], 'float32', true],
  copied: [2, 4, 6],
  kept: [3, 35],
  subarray: 4,
  foreign: 12,
  transferred: [5, 8, 11],
  detached: 0,
  taken: true,
  bigint: true,
  complex: { re: 1, im: 2 },
  bool: ['bool', [true, false]],
  list: [1, 2, 3, 9],
  big: [[300, 400], 480000],
  finding: 'shift',
  inOrder: [1, 4, 9],
  error: [true, true, 'shape'],
  fields: true,
  callback:
    'compare: argument 3.boundary is a function; functions cannot travel to or from a worker, give numbers, arrays and options',
  told: true,
  broken: 'enough',
  unknown: 'nothing: the package has no function of that name to call in a worker',
  unsent: ['value', [0, 1, 2, 3], [4, 6, 8, 10], true, 400],
  twice:
    'multiply: argument 1 has memory that was moved elsewhere (its buffer is detached), by transfer or postMessage',
  copiedTwice:
    'multiply: argument 1 has memory that was moved elsewhere (its buffer is detached), by transfer or postMessage',
  unreadable: 'value',
  answers: 2,
  settled: 'startWorker: the worker was ended by terminate; start another one',
  after: 'startWorker: the worker was ended by terminate; start another one',
  missing: 'startWorker: the worker has failed',
};
