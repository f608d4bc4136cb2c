/**
 * Brings the memory of a nest within reach of compiled code. What lies in the heap is used where it is; ordinary
 * memory is copied into borrowed blocks, and results copied back.
 */

import type { Binding } from '../kernels/bindings.ts';
import type { TypedArray } from '../kernels/dtype.ts';
import type { NormalNest } from '../kernels/wasm/index.ts';
import type { Heap } from './heap.ts';

type Elements = Float64Array;

/** The numbers of a piece of memory, whatever their type. */
const over = (heap: Heap, like: TypedArray, address: number, length: number): Elements =>
  new (like.constructor as Float64ArrayConstructor)(heap.memory.buffer, address, length);

export class Staging {
  private readonly heap: Heap;
  private readonly blocks: number[] = [];
  private readonly copies = new Map<TypedArray, number>();
  private readonly results = new Map<TypedArray, number>();
  private readonly known = new Map<TypedArray, number>();

  /** Looks the addresses up first: to borrow may move a heap that is not shared. */
  constructor(heap: Heap, inputs: readonly Binding[], outputs: readonly Binding[]) {
    this.heap = heap;
    for (const { data } of inputs) this.known.set(data, heap.addressOf(data));
    for (const { data } of outputs) this.known.set(data, heap.addressOf(data));
  }

  /** Whether some memory must be copied. */
  inHeap({ data }: Binding): boolean {
    return this.known.get(data) !== 0;
  }

  /** A block for the time of the run; throws what `noRoom` tests for when there is none. */
  borrow(bytes: number): number {
    const address = this.heap.borrow(bytes);
    if (address === 0) throw NO_ROOM;
    this.blocks.push(address);
    return address;
  }

  /** The address of element 0 of an input's memory. */
  input({ data }: Binding): number {
    const address = this.known.get(data)! || this.copies.get(data);
    if (address) return address;
    const copy = this.borrow(data.byteLength);
    over(this.heap, data, copy, data.length).set(data as Elements);
    this.copies.set(data, copy);
    return copy;
  }

  /** The address of element 0 of an output's memory. Outputs may share it, as the parts of complex numbers do. */
  output({ data }: Binding, whole: boolean): number {
    const address = this.known.get(data)! || this.results.get(data);
    if (address) return address;
    const copy = this.borrow(data.byteLength);
    // What the nest leaves out keeps what it holds.
    if (!whole) over(this.heap, data, copy, data.length).set(data as Elements);
    this.results.set(data, copy);
    return copy;
  }

  /** Copies results to where they belong. */
  deliver(): void {
    for (const [data, copy] of this.results) (data as Elements).set(over(this.heap, data, copy, data.length));
  }

  release(): void {
    for (const address of this.blocks) this.heap.free(address);
  }
}

const NO_ROOM = Symbol('no room in the heap');

export const isNoRoom = (error: unknown): boolean => error === NO_ROOM;

/** Whether an output of a nest lies in memory that an input lies in too. */
export function writesWhatItReads(
  nest: NormalNest,
  inputs: readonly Binding[],
  outputs: readonly Binding[],
  staging: Staging,
): boolean {
  return outputs.some(
    output =>
      staging.inHeap(output) &&
      nest.inputs.some(({ source }) => {
        const [a, b] = [inputs[source].data, output.data];
        return (
          staging.inHeap(inputs[source]) &&
          a.byteOffset < b.byteOffset + b.byteLength &&
          b.byteOffset < a.byteOffset + a.byteLength
        );
      }),
  );
}
