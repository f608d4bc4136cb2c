/** The compiled kernels of this thread: made when first needed, kept for the next nest of the same form. */
import { type Compiled, compile, keyOf, type Layout, mathImports } from '../kernels/wasm/index.ts';
import { hasFusedMultiplyAdd } from './features.ts';
import type { Heap } from './heap.ts';
import type { Kernel } from './threads.ts';

export interface LibraryKernel extends Kernel {
  readonly compiled: Compiled;
}

/** Kernels that are kept; a program uses some tens. */
const MOST = 512;

const kernels = new WeakMap<Heap, Map<string, LibraryKernel>>();

/** The kernel for a layout, over the memory of a heap. */
export function kernelFor(layout: Layout, heap: Heap): LibraryKernel {
  let known = kernels.get(heap);
  if (!known) {
    known = new Map();
    kernels.set(heap, known);
  }
  const key = keyOf(layout);
  const found = known.get(key);
  if (found) return found;
  const compiled = compile(layout, { shared: heap.shared, maximum: 65536 }, hasFusedMultiplyAdd());
  const instance = new WebAssembly.Instance(new WebAssembly.Module(compiled.bytes), {
    ...mathImports,
    env: { memory: heap.memory },
  } as unknown as WebAssembly.Imports);
  const made = {
    compiled,
    bytes: compiled.bytes,
    instance: instance.exports as unknown as Kernel['instance'],
  };
  // The one that was made first goes: a program that needs more kernels than this makes them anew each time anyway.
  if (known.size >= MOST) known.delete(known.keys().next().value!);
  known.set(key, made);
  return made;
}
