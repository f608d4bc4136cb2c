/**
 * The control block: the words at the start of the shared memory through which the calling thread and its workers speak.
 * All of them are read and written with Atomics. A worker that sleeps in Atomics.wait receives no messages, so this block
 * is the only way to reach one.
 *
 * One job is open at a time. A worker says that it is active, and only then looks whether the job it was called to is
 * still open; the calling thread closes the job, and only then looks which workers are active. One of the two always sees
 * the other (the atomic operations have one total order), so that no worker works on a job after its end.
 */

/** Bytes of the memory that are the block's. */
export const controlStart = 64;
const controlEnd = 4096;

/** What concerns all workers, as indices of 32-bit words. */
export const jobWords = {
  /** The number of the open job; 0: none is. */
  open: 0,
  /** The line of its claims. */
  claims: 1,
  units: 2,
  grain: 3,
  bands: 4,
  /** Address of the arguments. */
  args: 5,
  /** Number of the kernel, and where its module stands. */
  kernel: 6,
  moduleAddress: 7,
  moduleBytes: 8,
  /** Pages of the memory when the job was opened. */
  pages: 9,
} as const;

/** How a job stands, which everybody writes: word offsets in a line. */
export const claimWords = {
  /** The next band that nobody has claimed. */
  next: 0,
  /** Not 0: a worker could not do its band. */
  failed: 1,
} as const;

/** What concerns one worker: word offsets in a line, its slot. */
export const slotWords = {
  /** One of `states`. */
  state: 0,
  /** The number of the job that the worker is called to. */
  call: 1,
  /** Bands done since the start. */
  done: 2,
} as const;

export const workerStates = { starting: 0, awake: 1, asleep: 2, active: 3 } as const;

/** The most threads, the calling one included. */
export const mostThreads = 16;

/** Words of a line: one cache line. */
const lineSize = 16;

/** The whole block as words. Old views of a shared memory stay valid when it grows. */
export const controlOf = (memory: WebAssembly.Memory): Int32Array =>
  new Int32Array(memory.buffer, controlStart, (controlEnd - controlStart) / 4);

/**
 * The lines after the first one, each given by its first word. A line that a lost worker may write is never used again,
 * since nobody knows when a stopped thread wrote its last word.
 */
export const workerLines: readonly number[] = Array.from(
  { length: (controlEnd - controlStart) / 4 / lineSize - 1 },
  (_, index) => (index + 1) * lineSize,
);

/** Written to `claimWords.next` to stop: it is beyond any band, and adding to it does not overflow. */
export const noMoreBands = 0x4000_0000;
