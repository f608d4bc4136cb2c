import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimWords, controlOf, jobWords, slotWords, workerStates } from '../../src/runtime/control.ts';
import { type Heap, makeHeap } from '../../src/runtime/heap.ts';
import { type Kernel, makeThreads, type Threads } from '../../src/runtime/threads.ts';
import { addModule, argsAt, endlessModule, kernelOf, ready, workspace } from './threads-kernels.ts';

let heap: Heap;
let words: Int32Array;
let threads: Threads;
beforeEach(async () => {
  heap = makeHeap() as Heap;
  words = controlOf(heap.memory);
  threads = makeThreads(heap);
  await ready(heap, threads, 1);
});
afterEach(() => {
  for (const member of threads.team.members) threads.team.dismiss(member);
});

const expected = (units: number, added: number) =>
  Int32Array.from({ length: units }, (_, k) => 3 * k + added);
const stateOf = ({ slot }: { slot: number }) => Atomics.load(words, slot + slotWords.state);

/** Waits, at most two seconds, in the middle of a job. */
function until(condition: () => boolean): void {
  const start = performance.now();
  while (!condition() && performance.now() - start < 2000);
  expect(condition()).toBe(true);
}

/** A kernel that calls `first` before its first band on the calling thread. */
function interrupted(kernel: Kernel, first: () => void): Kernel {
  let calls = 0;
  const run = (...band: [number, number, number]) => {
    calls += 1;
    if (calls === 1) first();
    kernel.instance.run(...band);
  };
  return { bytes: kernel.bytes, instance: { run } };
}

describe('a worker that is lost', () => {
  it('terminated in mid-job: its bands are done again, and it is replaced', async () => {
    const [member] = threads.team.members;
    // A band of 10^6 rounds takes some milliseconds; there are so many that the worker is not done before it is ended,
    // however long this thread is kept from its processor.
    const { output } = workspace(heap, 400, 1_000_000);
    const kernel = interrupted(kernelOf(heap, addModule(heap, 1)), () => {
      until(() => Atomics.load(words, member.slot + slotWords.done) >= 1);
      member.terminate();
    });
    threads.run(kernel, argsAt, 400, 4, 2);
    expect(output).toEqual(expected(400, 1));
    expect(stateOf(member)).toBe(workerStates.active);
    expect(threads.team.members).toEqual([]);

    output.fill(0);
    threads.run(kernel, argsAt, 400, 4, 2);
    expect(output).toEqual(expected(400, 1));
    expect(threads.team.members.length).toBe(1);
    expect(threads.team.members[0].slot).not.toBe(member.slot);
    await ready(heap, threads, 1);
    const done = () => Atomics.load(words, threads.team.members[0].slot + slotWords.done);
    // It may be kept from its processor for the time of one job.
    for (let k = 0; k < 50 && done() === 0; k++) threads.run(kernel, argsAt, 400, 1, 2);
    expect(done()).toBeGreaterThan(0);
  });

  it('without progress: it is ended, and its bands are done again', () => {
    const [member] = threads.team.members;
    const { output } = workspace(heap, 40);
    const { instance } = kernelOf(heap, addModule(heap, 2));
    const endless = { bytes: endlessModule(heap), instance };
    const kernel = interrupted(endless, () =>
      until(() => Atomics.load(words, words[jobWords.claims] + claimWords.next) > 1),
    );
    const start = performance.now();
    threads.run(kernel, argsAt, 40, 4, 2);
    expect(performance.now() - start).toBeGreaterThan(240);
    expect(output).toEqual(expected(40, 2));
    expect(threads.team.members).not.toContain(member);
    // A last claim of the lost worker takes nothing from the next job.
    const claims = words[jobWords.claims];
    threads.run(kernel, argsAt, 40, 4, 2);
    expect(words[jobWords.claims]).not.toBe(claims);
  });

  it('ended between two jobs: the next one is done, and later another worker comes', async () => {
    await threads.team.members[0].terminate();
    const { output } = workspace(heap, 40);
    threads.run(kernelOf(heap, addModule(heap, 3)), argsAt, 40, 4, 2);
    expect(output).toEqual(expected(40, 3));
    await ready(heap, threads, 1);
    expect(threads.team.members.length).toBe(1);
  });

  it('is not replaced for ever', async () => {
    for (let k = 0; k < 100; k++) {
      for (const member of threads.team.members) threads.team.dismiss(member);
      threads.team.gather(15);
    }
    expect(threads.team.members).toEqual([]);
    const { output } = workspace(heap, 40);
    threads.run(kernelOf(heap, addModule(heap, 3)), argsAt, 40, 4, 2);
    expect(output).toEqual(expected(40, 3));
  });
});

describe('a kernel that throws', () => {
  it('throws on the calling thread, whoever met the error, and the workers go on', () => {
    const { output } = workspace(heap, 100, 10_000);
    for (const trap of [0, 1, 50, 98, 99]) {
      const kernel = kernelOf(heap, addModule(heap, 4, trap));
      for (let k = 0; k < 10; k++)
        expect(() => threads.run(kernel, argsAt, 100, 1, 2)).toThrow(WebAssembly.RuntimeError);
      expect(threads.team.members.map(stateOf)).not.toContain(workerStates.active);
    }
    output.fill(0);
    threads.run(kernelOf(heap, addModule(heap, 4)), argsAt, 100, 1, 2);
    expect(output).toEqual(expected(100, 4));
    expect(threads.team.members.length).toBe(1);
  });

  it('only in the worker: its bands are done here', () => {
    const { output } = workspace(heap, 100);
    const { instance } = kernelOf(heap, addModule(heap, 5));
    const trapping = { bytes: addModule(heap, 5, 50), instance };
    const kernel = interrupted(trapping, () =>
      until(() => Atomics.load(words, words[jobWords.claims] + claimWords.failed) === 1),
    );
    threads.run(kernel, argsAt, 100, 1, 2);
    expect(output).toEqual(expected(100, 5));
    expect(threads.team.members.length).toBe(1);
  });

  it('only here: the error is thrown after the worker has stopped', async () => {
    // A second of work, of which the worker does little before this thread throws, however long it is kept from doing so.
    const { output } = workspace(heap, 20_000, 50_000);
    const [member] = threads.team.members;
    const kernel = interrupted(kernelOf(heap, addModule(heap, 6)), () => {
      until(() => Atomics.load(words, member.slot + slotWords.done) > 0);
      throw new RangeError('planned');
    });
    expect(() => threads.run(kernel, argsAt, 20_000, 10, 2)).toThrow('planned');
    expect(stateOf(member)).not.toBe(workerStates.active);
    expect(Atomics.load(words, jobWords.open)).toBe(0);
    expect(threads.team.members).toEqual([member]);
    const written = output.slice();
    await new Promise(done => setTimeout(done, 20));
    expect(written.at(-1)).toBe(-1);
    expect(output).toEqual(written);
  });

  it('never starts in a worker that cannot compile it, and the worker lives on', async () => {
    const [member] = threads.team.members;
    const { output } = workspace(heap, 100, 50_000);
    const { instance } = kernelOf(heap, addModule(heap, 7));
    for (const bytes of [new Uint8Array([1, 2, 3]), new Uint8Array()]) {
      threads.run({ bytes, instance }, argsAt, 100, 1, 2);
      expect(output).toEqual(expected(100, 7));
      output.fill(0);
    }
    await new Promise(done => setTimeout(done, 50));
    expect(threads.team.members).toEqual([member]);
    expect(Atomics.load(words, member.slot + slotWords.done)).toBe(0);
  });
});
