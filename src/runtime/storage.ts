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
import {
  beforeFresh,
  type Claim,
  canCollect,
  claim,
  claimedBytes,
  collectForRoom,
  forgetClaim,
  releaseClaim,
} from './claims.ts';
import { detachedError, isDetached } from './detached.ts';
import { type Heap, theHeap } from './heap.ts';
import { currentLifetime, type Lifetime } from './lifetime.ts';
import { dropSpares, keepSpare, LEAST_SPARE, spareBytes, takeSpare } from './spare.ts';

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
  /** On the memory, if it is a block of the heap or ordinary memory that is used again. */
  private claim: Claim | null = null;
  /** Never read: it weighs on the collector as long as this storage is reachable. */
  private weight: ArrayBuffer | null = null;

  /**
   * @internal
   * @param from a place in the heap, or elements; `ours` when nobody else has them
   */
  constructor(dtype: D, length: number, from: { elements: TypedArrayOf<D>; ours?: boolean } | Place) {
    this.dtype = dtype;
    this.length = length;
    this.lifetime = currentLifetime();
    if ('elements' in from) {
      this.elements = from.elements;
      this.place = null;
      const buffer = from.elements.buffer as ArrayBuffer;
      if (from.ours) this.claim = claim(this, buffer.byteLength, true, () => keepSpare(buffer));
    } else {
      const { heap, address } = from;
      this.elements = heap.view(dtype, address, length);
      this.place = from;
      if (!canCollect()) this.weight = addWeight(this.elements.byteLength, heap.used);
      this.claim = claim(this, this.elements.byteLength, false, () => heap.free(address));
    }
    if (this.claim) this.lifetime?.members.add(this.claim);
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

  /**
   * The elements where they are, for use inside the library: never kept, never handed out.
   * @internal
   */
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
    if (this.place === null) {
      // From now on it is the caller's too.
      if (this.claim) this.leave(this.claim, forgetClaim);
      return memory;
    }
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

  /**
   * Belongs to `outer` from now on, if it belonged to `inner`.
   * @internal
   */
  survive(inner: Lifetime, outer: Lifetime | null): void {
    if (this.lifetime !== inner) return;
    this.lifetime = outer;
    if (this.claim === null) return;
    inner.members.delete(this.claim);
    outer?.members.add(this.claim);
  }

  private giveBack(): void {
    if (this.claim === null) return;
    if (this.place !== null && this.weight === null) removeWeight(this.claim.bytes);
    this.weight = null;
    this.place = null;
    this.leave(this.claim, releaseClaim);
  }

  private leave(one: Claim, end: (one: Claim) => void): void {
    this.claim = null;
    this.lifetime?.members.delete(one);
    end(one);
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
  const address = heap ? addressFor(heap, bytes, zeroed) : 0;
  if (heap && address) return new Storage(dtype, length, { heap, address });
  if (bytes >= LEAST_SPARE && canCollect()) {
    const spare = spareFor(bytes);
    const elements = spare
      ? (new (dtypes[dtype].array as Float64ArrayConstructor)(spare) as unknown as TypedArrayOf<D>)
      : allocate(dtype, length / componentCount(dtype));
    if (spare && zeroed) (elements as Float64Array).fill(0);
    return new Storage(dtype, length, { elements, ours: true });
  }
  return new Storage(dtype, length, { elements: allocate(dtype, length / componentCount(dtype)) });
}

/** The address of a block of the heap; 0 when there is no room. What is not reachable any more makes room. */
function addressFor(heap: Heap, bytes: number, zeroed: boolean): number {
  const take = () => (zeroed ? heap.allocateZeroed(bytes) : heap.allocate(bytes));
  if (!heap.isWarm(bytes)) beforeFresh(bytes);
  return take() || (heap.couldHold(bytes) && collectForRoom() ? take() : 0);
}

/** Ordinary memory that was used before; undefined when there is none. */
function spareFor(bytes: number): ArrayBuffer | undefined {
  const found = takeSpare(bytes);
  if (found) return found;
  beforeFresh(bytes);
  const freed = takeSpare(bytes);
  // Memory of other sizes is not kept beside more than what is in use.
  if (!freed && spareBytes() + bytes > claimedBytes()) dropSpares();
  return freed;
}

/** A storage over ordinary memory, which it shares; of the type that the memory holds by default unless one is named. */
export function storageOf<D extends DType>(elements: TypedArrayOf<D>, dtype?: D): Storage<D> {
  const type = dtype ?? (defaultType(elements) as D);
  return new Storage(type, elements.length, { elements });
}

/** `bool` comes first in the table and is stored as bytes, which by default are uint8; no class holds only complex ones. */
const defaultType = (elements: TypedArray): DType =>
  dtypeNames.find(name => name !== 'bool' && elements instanceof dtypes[name].array)!;
