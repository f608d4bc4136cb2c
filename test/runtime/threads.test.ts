import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { controlOf, jobWords, slotWords, workerStates } from '../../src/runtime/control.ts';
import { type Heap, makeHeap, theHeap, useHeap } from '../../src/runtime/heap.ts';
import { makeThreads, runUnits, type Threads, threadsOf } from '../../src/runtime/threads.ts';
import { tries } from '../property.ts';
import { addModule, argsAt, kernelOf, ready, workspace } from './threads-kernels.ts';

const heap = theHeap() as Heap;
const expected = (units: number, added: number) =>
  Int32Array.from({ length: units }, (_, k) => 3 * k + added);

/** The bands that workers have done so far. */
const doneByWorkers = ({ memory }: Heap, { team }: Threads) =>
  team.members.reduce((sum, { slot }) => sum + controlOf(memory)[slot + slotWords.done], 0);

describe('runUnits', () => {
  it('does every unit, in bands of any size, on any number of threads', async () => {
    const kernel = kernelOf(heap, addModule(heap, 5));
    runUnits(kernel, argsAt, 0, 1, 3);
    runUnits(kernel, argsAt, 2, 1, 3);
    await ready(heap, threadsOf(heap), 2);
    fc.assert(
      fc.property(
        fc.nat(3000),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 3 }),
        (units, grain, wanted) => {
          const { output, free } = workspace(heap, units);
          runUnits(kernel, argsAt, units, grain, wanted);
          expect(controlOf(heap.memory)[jobWords.open]).toBe(0);
          expect(output).toEqual(expected(units, 5));
          free();
        },
      ),
      tries(400),
    );
  });

  it('calls the kernel in bands on one thread, the last one shorter', () => {
    const bands: number[][] = [];
    const kernel = {
      bytes: new Uint8Array(),
      instance: { run: (...band: number[]) => void bands.push(band) },
    };
    runUnits(kernel, 4200, 10, 4, 1);
    expect(bands).toEqual([
      [4200, 0, 4],
      [4200, 4, 8],
      [4200, 8, 10],
    ]);
  });

  it('shares the bands with the workers that are wanted, and with no others', async () => {
    const kernel = kernelOf(heap, addModule(heap, 6));
    const { output, free } = workspace(heap, 400, 20_000);
    runUnits(kernel, argsAt, 400, 4, 3);
    await ready(heap, threadsOf(heap), 2);
    const threads = threadsOf(heap);
    const words = controlOf(heap.memory);
    const [first, second] = threads.team.members.map(({ slot }) => slot + slotWords.done);
    const before = [words[first], words[second]];
    for (let k = 0; k < 20; k++) {
      output.fill(0);
      runUnits(kernel, argsAt, 400, 4, 2);
      expect(output).toEqual(expected(400, 6));
    }
    expect(words[first]).toBeGreaterThan(before[0]);
    expect(words[second]).toBe(before[1]);
    expect(threads.team.members.length).toBe(2);
    free();
  });

  it('lets workers sleep between jobs', async () => {
    await ready(heap, threadsOf(heap), 2);
    await new Promise(done => setTimeout(done, 100));
    const words = controlOf(heap.memory);
    for (const { slot } of threadsOf(heap).team.members)
      expect(Atomics.load(words, slot + slotWords.state)).toBe(workerStates.asleep);
  });

  it('has right results from many kernels in turn, one of them large', async () => {
    await ready(heap, threadsOf(heap), 2);
    const kernels = Array.from({ length: 300 }, (_, k) => kernelOf(heap, addModule(heap, k)));
    const large = addModule(heap, 1000);
    // A section without a meaning, of 100000 bytes.
    const filling = [0, 0xa1, 0x8d, 0x06, 0, ...new Array<number>(100_000).fill(7)];
    kernels.push(kernelOf(heap, Uint8Array.from([...large, ...filling])));
    const { output, free } = workspace(heap, 64, 100);
    for (let round = 0; round < 2; round++)
      for (const [k, kernel] of kernels.entries()) {
        runUnits(kernel, argsAt, 64, 1, 3);
        expect(output).toEqual(expected(64, k < 300 ? k : 1000));
      }
    free();
  });

  it('goes on in memory that is newer than the workers', async () => {
    const growing = makeHeap() as Heap;
    const modules = { at: 0 };
    const threads = makeThreads({ ...growing, borrow: () => modules.at, free: () => {} });
    await ready(growing, threads, 1);
    const before = growing.size;
    while (growing.size < before + 2 ** 26) modules.at = growing.allocate(2 ** 24);
    const { input, output } = workspace(growing, 2_000_000);
    expect(modules.at).toBeGreaterThan(before);
    expect(input.byteOffset).toBeGreaterThan(before);
    // The worker may be kept from its processor for the time of some jobs.
    for (let k = 0; k < 5 || (k < 200 && doneByWorkers(growing, threads) === 0); k++) {
      output.fill(0);
      threads.run(kernelOf(growing, addModule(growing, k)), argsAt, 2_000_000, 10_000, 2);
      expect(output.every((value, unit) => value === 3 * unit + k)).toBe(true);
    }
    expect(threads.team.members.length).toBe(1);
    expect(doneByWorkers(growing, threads)).toBeGreaterThan(0);
    for (const member of threads.team.members) threads.team.dismiss(member);
  });
});

describe('without what threads need', () => {
  afterEach(() => useHeap(heap));

  it.each([
    ['no shared memory', () => makeHeap(false)],
    ['no heap', () => null],
  ])('%s: the calling thread works alone', (_, other) => {
    const place = other();
    const host = place ?? (makeHeap(false) as Heap);
    useHeap(place);
    const { output } = workspace(host, 1000);
    runUnits(kernelOf(host, addModule(host, 9)), argsAt, 1000, 10, 4);
    expect(output).toEqual(expected(1000, 9));
  });

  it('no room for the module: the calling thread works alone', async () => {
    const full = makeHeap() as Heap;
    const threads = makeThreads({ ...full, borrow: () => 0 });
    await ready(full, threads, 1);
    const { output } = workspace(full, 1000);
    threads.run(kernelOf(full, addModule(full, 9)), argsAt, 1000, 10, 2);
    expect(output).toEqual(expected(1000, 9));
    expect(doneByWorkers(full, threads)).toBe(0);
    for (const member of threads.team.members) threads.team.dismiss(member);
  });
});
