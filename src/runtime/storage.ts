/**
 * The memory behind one or more arrays: a block of the heap, or ordinary memory for what is small or does not fit. A
 * block goes back when the storage is disposed of, when its scope ends, or when the collector finds it unreachable.
 */
import { ConcordatError } from '../errors.ts';
import {
  allocate,
  componentCount,
  type DType,
  dtypeNames,
  dtypes,
  type TypedArray,
  type TypedArrayOf,
} from '../kernels/dtype.ts';
import { addWeight, removeWeight } from './ballast.ts';
import { detachedError, isDetached } from './detached.ts';
import { type Heap, theHeap } from './heap.ts';
import { currentLifetime, type Lifetime } from './lifetime.ts';

/** Smaller arrays are ordinary memory: making one costs less than keeping account of a block. */
export const LEAST_BYTES = 65536;

/** A place in a heap. */
interface Place {
  readonly heap: Heap;
  readonly address: number;
}

/** The memory behind one or more arrays. */
export class Storage<D extends DType = DType> {
  readonly dtype: D;
  /** How many numbers it holds: two for each complex element. */
  readonly length: number;
  private elements: TypedArrayOf<D> | null;
  private place: Place | null;
  private lifetime: Lifetime | null;
  /** Never read: it weighs on the collector as long as this storage is reachable. */
  private weight: ArrayBuffer | null = null;

  constructor(dtype: D, length: number, from: { elements: TypedArrayOf<D> } | Place) {
    this.dtype = dtype;
    this.length = length;
    this.lifetime = currentLifetime();
    if ('elements' in from) {
      this.elements = from.elements;
      this.place = null;
    } else {
      this.elements = from.heap.view(dtype, from.address, length);
      this.place = from;
      this.weight = addWeight(this.elements.byteLength, from.heap.used);
      from.heap.watch(this, from.address);
      this.lifetime?.members.add(this);
    }
  }

  /** Whether the memory was given back. */
  get disposed(): boolean {
    return this.elements === null || this.lifetime?.ended === true;
  }

  /** Whether the memory was the caller's, who has moved it elsewhere. */
  get detached(): boolean {
    const { elements, length } = this;
    if (elements === null || this.place !== null) return false;
    return elements.length < length || (length === 0 && isDetached(elements));
  }

  /** Whether the memory is a block of the heap. */
  get inHeap(): boolean {
    return this.place !== null;
  }

  /** The elements where they are, for use inside the library: never kept, never handed out. */
  get memory(): TypedArrayOf<D> {
    if (this.elements === null || this.lifetime?.ended) throw disposedError('array');
    if (this.detached) throw detachedError('array: the array', { function: 'array' });
    // A heap that is not shared had to move when it grew; views of what it was are empty.
    if (this.place !== null && this.elements.length !== this.length)
      this.elements = this.place.heap.view(this.dtype, this.place.address, this.length);
    return this.elements;
  }

  /**
   * The elements as ordinary memory that stays what it is as long as anybody holds it. Out of the heap they move there
   * once, which costs a copy.
   */
  get data(): TypedArrayOf<D> {
    const { memory } = this;
    if (this.place === null) return memory;
    const copy = allocate(dtypes[this.dtype].component, this.length) as TypedArrayOf<D>;
    copy.set(memory as never);
    this.giveBack();
    this.elements = copy;
    return copy;
  }

  /** Gives the memory back. What is over it can no longer be read; a second call does nothing. */
  dispose(): void {
    this.giveBack();
    this.elements = null;
  }

  /** Belongs to `outer` from now on, if it belonged to `inner`. */
  survive(inner: Lifetime, outer: Lifetime | null): void {
    if (this.lifetime !== inner) return;
    this.lifetime = outer;
    inner.members.delete(this);
    if (this.place !== null) outer?.members.add(this);
  }

  private giveBack(): void {
    const { place } = this;
    if (place === null) return;
    this.place = null;
    this.lifetime?.members.delete(this);
    place.heap.unwatch(this);
    place.heap.free(place.address);
    if (this.weight === null) removeWeight(this.length * dtypes[this.dtype].array.BYTES_PER_ELEMENT);
    this.weight = null;
  }
}

/** What the use of a storage that was disposed of is answered with. */
export const disposedError = (functionName: string): ConcordatError =>
  new ConcordatError(
    'value',
    `${functionName}: the array was disposed of, or its scope has ended; its memory was given back and cannot be used`,
    { function: functionName },
  );

/** Whether two storages have bytes in common. Two blocks of the heap have none. */
export function overlap(a: Storage, b: Storage): boolean {
  if (a === b) return true;
  const [x, y] = [a.memory, b.memory];
  return (
    x.buffer === y.buffer &&
    x.byteOffset < y.byteOffset + y.byteLength &&
    y.byteOffset < x.byteOffset + x.byteLength
  );
}

/**
 * New memory for `length` numbers. What it holds is not known unless it shall be `zeroed`; a caller that does not ask
 * for zeros must write every element.
 */
export function newStorage<D extends DType>(
  dtype: D,
  length: number,
  { zeroed = false }: { zeroed?: boolean } = {},
): Storage<D> {
  const bytes = length * dtypes[dtype].array.BYTES_PER_ELEMENT;
  const heap = bytes >= LEAST_BYTES ? theHeap() : null;
  const address = heap ? (zeroed ? heap.allocateZeroed(bytes) : heap.allocate(bytes)) : 0;
  if (heap && address) return new Storage(dtype, length, { heap, address });
  const elements = allocate(dtype, length / componentCount(dtype));
  return new Storage(dtype, length, { elements });
}

/** A storage over ordinary memory, which it shares; of the type that the memory holds by default unless one is named. */
export function storageOf<D extends DType>(elements: TypedArrayOf<D>, dtype?: D): Storage<D> {
  const type = dtype ?? (defaultType(elements) as D);
  return new Storage(type, elements.length, { elements });
}

/** `bool` comes first in the table and is stored as bytes, which by default are uint8; no class holds only complex ones. */
const defaultType = (elements: TypedArray): DType =>
  dtypeNames.find(name => name !== 'bool' && elements instanceof dtypes[name].array)!;
