/** Blocks of the heap that a run has only as long as it lasts. */
import type { Heap } from './heap.ts';

const NO_ROOM = Symbol('no room in the heap');

/** Whether a run failed because there was no room for what it borrows. */
export const isNoRoom = (error: unknown): boolean => error === NO_ROOM;

export class BorrowedBlocks {
  private readonly heap: Heap;
  private readonly addresses: number[] = [];

  constructor(heap: Heap) {
    this.heap = heap;
  }

  /** The address of a block; throws what `isNoRoom` tests for when there is none. */
  borrow(bytes: number): number {
    const address = this.heap.borrow(bytes);
    if (address === 0) throw NO_ROOM;
    this.addresses.push(address);
    return address;
  }

  /** Gives all of them back. */
  release(): void {
    for (const address of this.addresses) this.heap.free(address);
    this.addresses.length = 0;
  }
}
