/**
 * Brings the memory of a nest within reach of compiled code. What lies in the heap is used where it is; of ordinary
 * memory the range that the nest reaches is copied into borrowed blocks, and results are copied back.
 */

import type { Binding, Reached } from '../kernels/bindings.ts';
import type { TypedArray } from '../kernels/dtype.ts';
import type { Nest, Range } from '../kernels/nest.ts';
import type { NormalNest } from '../kernels/wasm/index.ts';
import type { Heap } from './heap.ts';

/** What a nest runs on. */
export interface Ground {
  readonly inputs: readonly Binding[];
  readonly outputs: readonly Binding[];
  readonly reached: Reached;
}

type Elements = Float64Array;

/** Elements `low` to `high` of ordinary memory, on their way. */
interface Piece extends Range {
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
  private readonly ground: Ground;
  private readonly blocks: number[] = [];
  /** Addresses of the memory that lies in the heap; 0 for other memory. */
  private readonly sources: readonly number[];
  private readonly targets: readonly number[];
  private results: readonly Piece[] = [];

  /** Looks the addresses up first: to borrow may move a heap that is not shared. */
  constructor(heap: Heap, nest: Nest, ground: Ground) {
    this.heap = heap;
    this.nest = nest;
    this.ground = ground;
    this.sources = ground.inputs.map(({ data }) => heap.addressOf(data));
    this.targets = ground.outputs.map(({ data }) => heap.addressOf(data));
  }

  /** A block for the time of the run; throws what `isNoRoom` tests for when there is none. */
  borrow(bytes: number): number {
    const address = this.heap.borrow(bytes);
    if (address === 0) throw NO_ROOM;
    this.blocks.push(address);
    return address;
  }

  /** The addresses of the elements at which inputs begin, their counters all zero. */
  inputs(): number[] {
    const { inputs, reached } = this.ground;
    let pieces: readonly Piece[] = [];
    inputs.forEach(({ data, base }, k) => {
      const range = reached.inputs[k];
      if (this.sources[k] === 0 && range) pieces = withPiece(pieces, data, range, base, false);
    });
    for (const piece of pieces) this.bring(piece);
    return inputs.map((binding, k) => addressOf(binding, this.sources[k], pieces, reached.inputs[k]));
  }

  /** The addresses of the elements at which outputs begin. */
  outputs(): number[] {
    const { outputs, reached } = this.ground;
    let pieces: readonly Piece[] = [];
    outputs.forEach(({ data, base }, k) => {
      const range = reached.outputs[k];
      if (this.targets[k] === 0 && range)
        pieces = withPiece(pieces, data, range, base, fills(this.nest, outputs, k));
    });
    // What the nest leaves out keeps what it holds.
    for (const piece of pieces)
      if (piece.whole) piece.address = this.borrow(bytesOf(piece));
      else this.bring(piece);
    this.results = pieces;
    return outputs.map((binding, k) => addressOf(binding, this.targets[k], pieces, reached.outputs[k]));
  }

  /** Whether an output of the nest lies in memory of the heap that an input lies in too. */
  writesWhatItReads({ inputs: normal }: NormalNest): boolean {
    const { inputs, outputs } = this.ground;
    return outputs.some(
      ({ data: b }, k) =>
        this.targets[k] !== 0 &&
        normal.some(({ source }) => {
          const { data: a } = inputs[source];
          return (
            this.sources[source] !== 0 &&
            a.byteOffset < b.byteOffset + b.byteLength &&
            b.byteOffset < a.byteOffset + a.byteLength
          );
        }),
    );
  }

  /** Copies results to where they belong. */
  deliver(): void {
    for (const piece of this.results) (piece.data as Elements).set(this.copyOf(piece), piece.low);
  }

  release(): void {
    for (const address of this.blocks) this.heap.free(address);
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

/** The address at which a binding begins: in the heap, from `start` on, or in the piece that holds its range. */
function addressOf(
  { data, base }: Binding,
  start: number,
  pieces: readonly Piece[],
  range: Range | null,
): number {
  if (start !== 0) return start + base * data.BYTES_PER_ELEMENT;
  const piece =
    range && pieces.find(one => one.data === data && one.low <= range.low && range.low <= one.high);
  return piece ? piece.address + (base - piece.low) * data.BYTES_PER_ELEMENT : NOWHERE;
}

/**
 * The pieces with a range of `data` more. Those that overlap or adjoin it, as the parts of complex numbers do, are one
 * with it. Code looks from the base, so that belongs to a piece too.
 */
function withPiece(
  pieces: readonly Piece[],
  data: TypedArray,
  range: Range,
  base: number,
  whole: boolean,
): Piece[] {
  const made = { data, low: Math.min(range.low, base), high: range.high, whole, address: 0 };
  const apart: Piece[] = [];
  for (const piece of pieces)
    if (piece.data !== data || made.low > piece.high + 1 || made.high < piece.low - 1) apart.push(piece);
    else {
      made.low = Math.min(made.low, piece.low);
      made.high = Math.max(made.high, piece.high);
      made.whole &&= piece.whole;
    }
  apart.push(made);
  return apart;
}

/**
 * Whether an output leaves nothing out between the first and the last element that it writes; of complex numbers, both
 * parts together.
 */
export function fills({ shape, outputs: forms }: Nest, outputs: readonly Binding[], k: number): boolean {
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

const NO_ROOM = Symbol('no room in the heap');

export const isNoRoom = (error: unknown): boolean => error === NO_ROOM;
