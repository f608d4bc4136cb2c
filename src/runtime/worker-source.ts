/**
 * The text of a worker. It is plain JavaScript without imports, so that it starts from a string, in Node and from a blob
 * in a browser, whatever a bundler does with this package.
 */
import { claimWords, controlStart, jobWords, noMoreBands, slotWords, workerStates } from './control.ts';

/** How long an idle worker looks for work before it sleeps, in milliseconds. Asleep it takes no time of a processor. */
const attentive = 0.05;

/** How many kernels a worker keeps at hand. */
const keptKernels = 256;

export const workerSource = `'use strict';
const begin = ({ memory, slot }) => {
  const words = new Int32Array(memory.buffer, ${controlStart});
  const read = word => Atomics.load(words, word);
  const STATE = slot + ${slotWords.state}, CALL = slot + ${slotWords.call}, DONE = slot + ${slotWords.done};
  const imports = { env: { memory }, Math, js: { remainder: (a, b) => a % b } };
  const instances = new Map();
  const enter = state => { Atomics.store(words, STATE, state); };
  const leave = () => { enter(${workerStates.awake}); Atomics.notify(words, STATE); };

  // null where the kernel cannot be made here: then the others do its work.
  const instanceOf = code => {
    try { return new WebAssembly.Instance(new WebAssembly.Module(code), imports).exports; } catch { return null; }
  };
  const keep = (kernel, code) => {
    if (instances.size >= ${keptKernels}) instances.delete(instances.keys().next().value);
    instances.set(kernel, instanceOf(code));
  };
  // Growing by nothing takes notice of growth in another thread.
  const module = () => {
    if (memory.buffer.byteLength < read(${jobWords.pages}) * 65536) memory.grow(0);
    return new Uint8Array(memory.buffer, read(${jobWords.moduleAddress}) >>> 0, read(${jobWords.moduleBytes})).slice();
  };
  const work = instance => {
    const units = read(${jobWords.units}), grain = read(${jobWords.grain}), bands = read(${jobWords.bands}), args = read(${jobWords.args});
    const claims = read(${jobWords.claims});
    try {
      for (let band; (band = Atomics.add(words, claims + ${claimWords.next}, 1)) < bands; ) {
        instance.run(args, band * grain, Math.min(units, band * grain + grain));
        Atomics.add(words, DONE, 1);
      }
    } catch {
      Atomics.store(words, claims + ${claimWords.next}, ${noMoreBands});
      Atomics.store(words, claims + ${claimWords.failed}, 1);
    }
  };
  // Compiling takes longer than many a job: nobody waits for it. Then the job, if it is still open, is joined. V8 shares
  // the code of equal modules among threads, optimised code too: 40 µs here, 200 where it is compiled first.
  const answer = call => {
    for (;;) {
      enter(${workerStates.active});
      if (read(${jobWords.open}) !== call) break;
      const kernel = read(${jobWords.kernel});
      const instance = instances.get(kernel);
      if (instance === null) break;
      if (instance) { work(instance); break; }
      const code = module();
      leave();
      keep(kernel, code);
    }
    leave();
  };

  enter(${workerStates.awake});
  for (let seen = 0; ; ) {
    for (const start = performance.now(); read(CALL) === seen && performance.now() - start < ${attentive}; );
    if (read(CALL) === seen) {
      enter(${workerStates.asleep});
      Atomics.wait(words, CALL, seen);
      enter(${workerStates.awake});
    }
    const call = read(CALL);
    if (call !== seen) answer(call);
    seen = call;
  }
};
const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
if (threads) begin(threads.workerData);
else onmessage = ({ data }) => begin(data);
`;
