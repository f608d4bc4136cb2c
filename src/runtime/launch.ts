/**
 * Launches code over memory of the heap: its arguments are written, and its units of work are done, on all threads where there
 * are enough. It knows addresses and units, and not what the code computes, so that compiled nests and code that is no nest,
 * as the passes of a transform, are launched alike.
 */
import { addressOffset, mathImports, ownOffset } from '../kernels/wasm/index.ts';
import type { Heap } from './heap.ts';
import { threads } from './settings.ts';
import { type Kernel, runUnits } from './threads.ts';

/** What a kernel is launched with. */
export interface Launch {
  /** Addresses of what it reads and of what it writes. */
  readonly sources: readonly number[];
  readonly targets: readonly number[];
  /** Its own arguments: how many bytes, and what writes them at a place that is a multiple of 8. */
  readonly arguments: { readonly bytes: number; readonly write: (view: DataView, address: number) => void };
  /** Units of work; each may be done by any thread, and again where a thread was lost. */
  readonly units: number;
  /** How long it takes, counted in additions of two arrays' elements. */
  readonly work: number;
  /** Whether the calling thread does all of it, once: where what is read is also written. */
  readonly alone: boolean;
}

/** Memory for the time of a launch. */
export type Scratch = (bytes: number) => number;

/** Where arguments and tables stand while a kernel runs. */
const SCRATCH = { start: 4096, end: 65536 };
/** Work that is worth waking another thread for: about a tenth of a millisecond. */
const WORTH_SHARING = 2 ** 17;
/** The same for the first time, when a thread must be started, which takes 5 ms. */
const WORTH_STARTING = 2 ** 23;
/** Bands of a job: enough to share evenly, few enough that they cost nothing. */
const BANDS = 64;

let started = false;

/** Scratch of one launch; what does not fit there is borrowed. */
export function scratchOf(borrow: Scratch): Scratch {
  let next = SCRATCH.start;
  return bytes => {
    const size = (bytes + 15) & ~15;
    if (next + size > SCRATCH.end) return borrow(size);
    next += size;
    return next - size;
  };
}

/** Runs all units of a kernel. Returns when they are done. */
export function launch(heap: Heap, kernel: Kernel, call: Launch, scratch: Scratch): void {
  const { sources, targets, units, work, alone } = call;
  const own = ownOffset(sources.length, targets.length);
  const address = scratch(own + call.arguments.bytes);
  const view = new DataView(heap.memory.buffer);
  for (let k = 0; k < sources.length; k++) view.setInt32(address + addressOffset(k), sources[k], true);
  for (let k = 0; k < targets.length; k++)
    view.setInt32(address + addressOffset(sources.length + k), targets[k], true);
  call.arguments.write(view, address + own);
  const wanted = !alone && work >= (started ? WORTH_SHARING : WORTH_STARTING) ? threads() : 1;
  if (wanted > 1) started = true;
  runUnits(kernel, address, units, Math.max(1, Math.ceil(units / BANDS)), wanted);
}

/** Makes a kernel of a module that exports `run(arguments, first, last)`; null where the engine refuses it. */
export function loadKernel(heap: Heap, bytes: Uint8Array<ArrayBuffer>): Kernel | null {
  try {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      ...mathImports,
      env: { memory: heap.memory },
    } as unknown as WebAssembly.Imports);
    return { bytes, instance: instance.exports as unknown as Kernel['instance'] };
  } catch (error) {
    // Engines have limits, on locals and on the length of a function, and run out of memory (a RangeError).
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return null;
    throw error;
  }
}
