/** The compiled kernels of this thread: made when first needed, kept for the next nest of the same form. */

import { structuralKey } from '../kernels/structural-key.ts';
import { type Compiled, compile, type Layout, mathImports } from '../kernels/wasm/index.ts';
import { hasFusedMultiplyAdd } from './features.ts';
import type { Heap } from './heap.ts';
import { kept } from './kept.ts';
import type { Kernel } from './threads.ts';

export interface LibraryKernel extends Kernel {
  readonly compiled: Compiled;
}

/** Kernels that are kept; a program uses some tens. */
const MOST = 512;

/** Null stands for what the engine refuses: a function of too many locals, or too long. */
const kernels = new WeakMap<Heap, Map<string, LibraryKernel | null>>();

/** The kernel for a layout, over the memory of a heap; null when the engine refuses its code. */
export function kernelFor(layout: Layout, heap: Heap): LibraryKernel | null {
  let known = kernels.get(heap);
  if (!known) {
    known = new Map();
    kernels.set(heap, known);
  }
  return kept(known, structuralKey(layout.shape), MOST, () => make(layout, heap));
}

function make(layout: Layout, heap: Heap): LibraryKernel | null {
  try {
    const compiled = compile(layout.shape, { shared: heap.shared, maximum: 65536 }, hasFusedMultiplyAdd());
    const instance = new WebAssembly.Instance(new WebAssembly.Module(compiled.bytes), {
      ...mathImports,
      env: { memory: heap.memory },
    } as unknown as WebAssembly.Imports);
    return {
      compiled,
      bytes: compiled.bytes,
      instance: instance.exports as unknown as Kernel['instance'],
    };
  } catch (error) {
    // Engines have limits, on locals and on the length of a function, and run out of memory (a RangeError).
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return null;
    throw error;
  }
}
