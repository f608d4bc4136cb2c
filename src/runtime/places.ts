/** Where the memory of a nest lies: in the heap, where compiled code reaches it, or with the caller. */

import type { Binding } from '../kernels/bindings.ts';
import type { NormalNest } from '../kernels/passes/index.ts';
import type { Heap } from './heap.ts';

/** A binding, and the address of its base; 0 of ordinary memory. */
export interface PlacedBinding extends Binding {
  readonly address: number;
}

/** The place of a binding. It is looked up before anything is borrowed, since that may move a heap that is not shared. */
export function placeOf(heap: Heap, { data, base }: Binding): PlacedBinding {
  const address = heap.addressOf(data);
  return { data, base, address: address && address + base * data.BYTES_PER_ELEMENT };
}

/** Whether an output lies in memory of the heap that an input lies in too. */
export const writesWhatItReads = (
  { inputs }: NormalNest,
  sources: readonly PlacedBinding[],
  targets: readonly PlacedBinding[],
): boolean =>
  targets.some(
    ({ data: b, address }) =>
      address !== 0 &&
      inputs.some(({ source }) => {
        const { data: a, address: other } = sources[source];
        return (
          other !== 0 &&
          a.byteOffset < b.byteOffset + b.byteLength &&
          b.byteOffset < a.byteOffset + a.byteLength
        );
      }),
  );
