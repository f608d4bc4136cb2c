/**
 * Brings the memory of a nest within reach of compiled code. What lies in the heap is used where it is; of ordinary
 * memory the range that the nest reaches is copied into borrowed blocks, and results are copied back.
 */

import type { Binding, Reached } from '../kernels/bindings.ts';
import type { TypedArray } from '../kernels/dtype.ts';
import type { Interval, Nest } from '../kernels/nest.ts';
import { BorrowedBlocks } from './borrowed.ts';
import type { Heap } from './heap.ts';
import type { PlacedBinding } from './places.ts';

/** What a nest runs on. */
export interface NestMemory {
  readonly inputs: readonly PlacedBinding[];
  readonly outputs: readonly PlacedBinding[];
  readonly reached: Reached;
}

type Elements = Float64Array;

/** Elements `low` to `high` of ordinary memory, on their way. */
interface Piece extends Interval {
  readonly data: TypedArray;
  /** Whether each of its elements is written. */
  whole: boolean;
  /** Of its copy in the heap. */
  address: number;
}

/** Some address of the heap, for inputs of which no element is reached. */
const NOWHERE = 65536;

export class Staging {
  private readonly heap: Heap;
  private readonly nest: Nest;
  private readonly memory: NestMemory;
  private readonly blocks: BorrowedBlocks;
  private results: readonly Piece[] = [];

  constructor(heap: Heap, nest: Nest, memory: NestMemory) {
    this.heap = heap;
    this.blocks = new BorrowedBlocks(heap);
    this.nest = nest;
    this.memory = memory;
  }

  /** A block for the time of the run; throws what `isNoRoom` tests for when there is none. */
  borrow(bytes: number): number {
    return this.blocks.borrow(bytes);
  }

  /** The addresses of the elements at which inputs begin, their counters all zero. */
  inputs(): number[] {
    const { inputs, reached } = this.memory;
    // Code looks from there, so the base belongs to the copy.
    const found = joined(
      inputs.map(({ data, base, address }, k) => {
        const range = reached.inputs[k];
        if (address !== 0 || !range) return null;
        return { data, low: Math.min(range.low, base), high: range.high, whole: false, address: 0 };
      }),
    );
    for (const piece of new Set(found)) if (piece) this.bring(piece);
    return inputs.map(({ base, address }, k) => address || addressIn(found[k], base));
  }

  /** The addresses of the elements at which outputs begin. */
  outputs(): number[] {
    const { outputs, reached } = this.memory;
    const found = joined(
      outputs.map(({ data, base, address }, k) => {
        const range = reached.outputs[k];
        if (address !== 0 || !range) return null;
        const whole = leavesNoGap(this.nest, outputs, k);
        return { data, low: Math.min(range.low, base), high: range.high, whole, address: 0 };
      }),
    );
    this.results = [...new Set(found)].filter(piece => piece !== null);
    // What the nest leaves out keeps what it holds.
    for (const piece of this.results)
      if (piece.whole) piece.address = this.borrow(bytesOf(piece));
      else this.bring(piece);
    return outputs.map(({ base, address }, k) => address || addressIn(found[k], base));
  }

  /** Copies results to where they belong. */
  deliver(): void {
    for (const piece of this.results) (piece.data as Elements).set(this.copyOf(piece), piece.low);
  }

  release(): void {
    this.blocks.release();
  }

  private bring(piece: Piece): void {
    const { data, low, high } = piece;
    piece.address = this.borrow(bytesOf(piece));
    const all = low === 0 && high === data.length - 1;
    this.copyOf(piece).set((all ? data : data.subarray(low, high + 1)) as Elements);
  }

  /** The numbers of a piece in the heap, whatever their type. */
  private copyOf({ data, low, high, address }: Piece): Elements {
    const View = data.constructor as Float64ArrayConstructor;
    return new View(this.heap.memory.buffer, address, high - low + 1);
  }
}

const bytesOf = ({ data, low, high }: Piece): number => (high - low + 1) * data.BYTES_PER_ELEMENT;

const addressIn = (piece: Piece | null, place: number): number =>
  piece ? piece.address + (place - piece.low) * piece.data.BYTES_PER_ELEMENT : NOWHERE;

/** Pieces of the same memory that overlap or adjoin, as the parts of complex numbers do, become one. */
function joined(pieces: readonly (Piece | null)[]): (Piece | null)[] {
  const result = [...pieces];
  const order = pieces.flatMap((piece, k) => (piece ? [{ piece, k }] : []));
  order.sort((a, b) => a.piece.low - b.piece.low);
  const open = new Map<TypedArray, Piece>();
  for (const { piece, k } of order) {
    const last = open.get(piece.data);
    if (last && piece.low <= last.high + 1) {
      last.high = Math.max(last.high, piece.high);
      last.whole &&= piece.whole;
      result[k] = last;
    } else open.set(piece.data, piece);
  }
  return result;
}

/**
 * Whether an output leaves nothing out between the first and the last element that it writes; of complex numbers, both
 * parts together.
 */
export function leavesNoGap(
  { shape, outputs: forms }: Nest,
  outputs: readonly Binding[],
  k: number,
): boolean {
  const { strides, gathers = [], accumulate } = forms[k];
  // What is added needs what is there, and tables may leave anything out.
  if (accumulate || gathers.length > 0) return false;
  if (isDense(shape, strides, 1)) return true;
  return (
    isDense(shape, strides, 2) &&
    outputs.some(
      ({ data, base }, other) =>
        data === outputs[k].data &&
        Math.abs(base - outputs[k].base) === 1 &&
        !forms[other].accumulate &&
        !forms[other].gathers?.length &&
        strides.every((stride, axis) => stride === forms[other].strides[axis]),
    )
  );
}

/** Whether the points of a shape are neighbours `step` apart, in whatever order of axes. */
function isDense(shape: readonly number[], strides: readonly number[], step: number): boolean {
  let next = step;
  let left = shape.length;
  for (const extent of shape) if (extent === 1) left--;
  while (left > 0) {
    const axis = shape.findIndex((extent, k) => extent !== 1 && Math.abs(strides[k]) === next);
    if (axis < 0) return false;
    next *= shape[axis];
    left--;
  }
  return true;
}
