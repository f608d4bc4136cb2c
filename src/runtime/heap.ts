/**
 * The memory in which large arrays live and kernels run: one WebAssembly memory, made when it is first needed, shared
 * between threads where the engine allows that. Bytes of it:
 *
 *     0–63 never used | 64–4095 control block of the threads | 4096–65535 arguments and scratch of the runner |
 *     64 MiB for what runs borrow | blocks | tail
 *
 * What runs borrow is never given to arrays, so that compiled code runs however full the heap is. The tail is never
 * handed out, because vector loads may read a little past the end of a block. Pages cost nothing until they are touched,
 * and the memory never shrinks: what is given back is used again.
 */
import { type DType, dtypes, type TypedArray, type TypedArrayOf } from '../kernels/dtype.ts';
import { makeBlocks } from './blocks.ts';
import { outsideBytes } from './claims.ts';
import { heapLimit } from './heap-limit.ts';
import { spareBytes } from './spare.ts';
import { starvedNests } from './starved.ts';

const PAGE = 65536;
/** Where what runs borrow begins, and how many bytes it is. */
const FIRST = 65536;
export const ROOM = 64 * 2 ** 20;
/** Where the blocks of arrays begin. */
const ARRAYS = FIRST + ROOM;
/** The last bytes of the memory, never handed out. */
const TAIL = 4096;
/** The least by which the memory grows. */
const STEP = 32 * 2 ** 20;
/**
 * Added to every block. Arrays of one size, a power of two, would otherwise stand a multiple of 4096 bytes apart, and
 * a load that agrees with a recent store in its low 12 bits waits for it.
 */
const STAGGER = 320;

/** A heap. Addresses and sizes are in bytes. */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  /** Bytes of the whole memory. */
  readonly size: number;
  /** Bytes in use. */
  readonly used: number;
  /** Blocks in use. */
  readonly blocks: number;
  /** The address of a new block, a multiple of 64; 0 when the heap is full. What the block holds is not known. */
  allocate(bytes: number): number;
  /** Bytes that are kept free for what runs borrow. */
  readonly room: number;
  /** As `allocate`, for what a run needs only as long as it lasts: there is `room` for it when arrays fill the heap. */
  borrow(bytes: number): number;
  /** As `allocate`, but the block holds zeros. Pages that were never used are zero already and are not touched. */
  allocateZeroed(bytes: number): number;
  /** Gives a block back. */
  free(address: number): void;
  /**
   * `length` numbers of the component of `dtype`, at an address, over the memory as it is now. A memory that is not
   * shared loses its buffer when it grows: then a view has length 0 and must be made anew.
   */
  view<D extends DType>(dtype: D, address: number, length: number): TypedArrayOf<D>;
  /** The address at which a view begins; 0 if it is not over this heap. */
  addressOf(view: TypedArray): number;
  /** Whether `allocate` would give a block whose pages were used before. */
  isWarm(bytes: number): boolean;
  /** Whether a block of that size is within the limit, if arrays did not take the room. */
  couldHold(bytes: number): boolean;
}

/** Whether memory can be shared between threads here. Without cross-origin isolation a page may not send it anywhere. */
const sharing = (): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated !== false;

/** A new memory; its maximum is what the engine grants. Undefined where there is no WebAssembly. */
function makeMemory(shared: boolean): WebAssembly.Memory | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  for (let maximum = 65536; maximum >= 4096; maximum /= 2)
    try {
      return new WebAssembly.Memory({ initial: (ARRAYS + STEP) / PAGE, maximum, shared });
    } catch {
      // Too large for this engine.
    }
  return undefined;
}

/** A new heap; null where WebAssembly or memory is missing. `limit` gives the most bytes that it may have. */
export function makeHeap(shared = sharing(), limit: () => number = heapLimit): Heap | null {
  const memory = makeMemory(shared) ?? (shared ? makeMemory(false) : undefined);
  if (!memory) return null;
  let buffer = memory.buffer;
  // Views over a shared memory stay valid when it grows, and keep the buffer that they were made with.
  const earlier = new WeakSet<ArrayBufferLike>();
  const blocks = makeBlocks(ARRAYS);
  const borrowed = makeBlocks(FIRST);
  borrowed.extend(ARRAYS);
  /** The end of what was ever in use. */
  let touched = ARRAYS;

  const grow = (bytes: number, ceiling: number): boolean => {
    const room = Math.floor((ceiling - buffer.byteLength) / PAGE);
    const needed = Math.ceil(blocks.missing(bytes) / PAGE);
    const steps = [Math.min(room, Math.max(needed, STEP / PAGE)), needed];
    for (const pages of steps)
      if (pages >= needed && pages <= room)
        try {
          memory.grow(pages);
          if (shared) earlier.add(buffer);
          buffer = memory.buffer;
          blocks.extend(buffer.byteLength - TAIL);
          return true;
        } catch {
          // The engine has no more; perhaps it has as much as is needed.
        }
    return false;
  };

  const allocate = (bytes: number): number => {
    const size = bytes + STAGGER;
    const ceiling = limit();
    if (blocks.used + size > ceiling - ARRAYS - TAIL) return 0;
    const address = blocks.take(size) || (grow(size, ceiling) ? blocks.take(size) : 0);
    if (address) touched = Math.max(touched, address + size);
    return address;
  };

  blocks.extend(buffer.byteLength - TAIL);
  shared = typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
  return {
    memory,
    shared,
    get size() {
      return buffer.byteLength;
    },
    get used() {
      return blocks.used;
    },
    get blocks() {
      return blocks.count;
    },
    room: ROOM,
    allocate,
    borrow: bytes => borrowed.take(bytes + STAGGER) || allocate(bytes),
    allocateZeroed(bytes) {
      const before = touched;
      const address = allocate(bytes);
      const dirty = Math.min(address + bytes, before) - address;
      if (address && dirty > 0) new Uint8Array(buffer, address, dirty).fill(0);
      return address;
    },
    free: address => (address < ARRAYS ? borrowed : blocks).give(address),
    view: <D extends DType>(dtype: D, address: number, length: number) =>
      new (dtypes[dtype].array as unknown as ViewClass)(buffer, address, length) as TypedArrayOf<D>,
    addressOf: view => (view.buffer === buffer || earlier.has(view.buffer) ? view.byteOffset : 0),
    isWarm: bytes => {
      const address = blocks.find(bytes + STAGGER);
      return address > 0 && address + bytes + STAGGER <= touched;
    },
    couldHold: bytes => bytes + STAGGER <= limit() - ARRAYS - TAIL,
  };
}

type ViewClass = new (buffer: ArrayBufferLike, address: number, length: number) => TypedArray;

/** Undefined as long as none was needed, null where there can be none. */
let present: Heap | null | undefined;

/**
 * The heap of this thread, made when it is first asked for; null where there can be none. With a limit of 0 it is there
 * too: it holds no arrays, but what compiled code borrows.
 */
export function theHeap(): Heap | null {
  if (present === undefined) present = makeHeap();
  return present;
}

/** Puts another heap in place, for tests; undefined makes a new one when it is needed. Arrays keep the heap they have. */
export function useHeap(heap: Heap | null | undefined): void {
  present = heap;
}

/** What `heapStatistics` tells; sizes in bytes. */
export interface HeapStatistics {
  /** What the heap takes of the address space; 0 before it is first needed. */
  size: number;
  /** What arrays use of it. */
  used: number;
  /** How many arrays it holds. */
  blocks: number;
  /** What it may take at most, but for the 64 MiB that running code borrows, which are there whatever the limit is. */
  limit: number;
  /** Ordinary memory of large arrays that did not find room in the heap. */
  outside: number;
  /** Ordinary memory that is kept for a few seconds, for the next array of its size. */
  spare: number;
  /** How many computations were interpreted, slowly, because there was no room to run compiled code; 0 unless something is wrong. */
  interpreted: number;
  /** Whether threads can share it. */
  shared: boolean;
}

/**
 * How much memory the large arrays use that live in the heap.
 *
 * @example
 * import { heapStatistics, zeros } from 'concordat';
 * const before = heapStatistics().blocks;
 * const x = zeros([1000, 1000]);
 * heapStatistics().blocks - before; // => 1
 * x.dispose();
 */
export function heapStatistics(): HeapStatistics {
  return {
    size: present?.size ?? 0,
    used: present?.used ?? 0,
    blocks: present?.blocks ?? 0,
    limit: heapLimit(),
    outside: outsideBytes(),
    spare: spareBytes(),
    interpreted: starvedNests(),
    shared: present?.shared ?? false,
  };
}
