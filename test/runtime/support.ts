/** Heaps of a test's own, and the collector at hand. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Heap, makeHeap, useHeap } from '../../src/runtime/heap.ts';

/** Runs `work` with another heap in place. */
export function withHeap<Result>(heap: Heap | null, work: () => Result): Result {
  useHeap(heap);
  try {
    return work();
  } finally {
    useHeap(undefined);
  }
}

/** A new heap with a limit. */
export function newHeap(shared = true, limit = 2 ** 30): Heap {
  const heap = makeHeap(shared, () => limit);
  if (!heap) throw new Error('there is no WebAssembly memory here');
  return heap;
}

/** Lets the tasks run that are waiting, the collector's among them. */
export const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Collects what is not reachable, and lets finalizers run. */
export async function collect(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let round = 0; round < 4; round++) {
    gc();
    await turn();
  }
}
