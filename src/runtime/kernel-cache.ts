/** The compiled kernels of this thread: made when first needed, kept for the next layout whose code has the same shape. */
import { structuralKey } from '../kernels/structural-key.ts';
import { type Compiled, compile, type Layout } from '../kernels/wasm/index.ts';
import { hasFusedMultiplyAdd } from './features.ts';
import type { Heap } from './heap.ts';
import { loadKernel } from './launch.ts';
import { takeOrMake } from './take-or-make.ts';
import type { Kernel } from './threads.ts';

export interface CompiledKernel {
  readonly kernel: Kernel;
  readonly compiled: Compiled;
}

/** Kernels that are kept; a program uses some tens. */
const MOST = 512;

/** Null stands for what the engine refuses: a function of too many locals, or too long. */
const caches = new WeakMap<Heap, Map<string, CompiledKernel | null>>();

/** The kernel for a layout, over the memory of a heap; null when the engine refuses its code. */
export function kernelFor(layout: Layout, heap: Heap): CompiledKernel | null {
  let cache = caches.get(heap);
  if (!cache) {
    cache = new Map();
    caches.set(heap, cache);
  }
  return takeOrMake(cache, structuralKey(layout.shape), MOST, () => make(layout, heap));
}

function make({ shape }: Layout, heap: Heap): CompiledKernel | null {
  let compiled: Compiled;
  try {
    compiled = compile(shape, { shared: heap.shared, maximum: 65536 }, hasFusedMultiplyAdd());
  } catch (error) {
    // Its bytes may be more than an array holds.
    if (error instanceof RangeError) return null;
    throw error;
  }
  const kernel = loadKernel(heap, compiled.bytes);
  return kernel && { kernel, compiled };
}
