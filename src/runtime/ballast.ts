/**
 * Weight for the garbage collector. It sees only the small wrapper of an array in the heap, and would let gigabytes of
 * them lie before it looks. Therefore an array may hold an ArrayBuffer that nobody ever touches, and that counts.
 *
 * One for each array would cost 720 µs for 4 MB (measured, Node 20): a C library gives buffers below 32 MiB from memory
 * that was used before, and clears it, so that they are touched after all. So the bytes of arrays are added up, and each
 * 128 MiB one array gets the weight of all. Such a buffer is new, untouched pages and takes 32 µs; with the collection
 * that it brings about, 17 µs for each 4 MB array. Arrays that are disposed of before then weigh nothing.
 */

const PORTION = 128 * 2 ** 20;
/** Bytes in use from which on a weight is heavy enough that the collector looks at once, and not when it has time. */
const PRESSING = 512 * 2 ** 20;
const HEAVY = 2 ** 31;
let owed = 0;

/** Called for a new array in a heap that has `used` bytes in use: the weight that it shall hold, mostly none. */
export function addWeight(bytes: number, used: number): ArrayBuffer | null {
  owed += bytes;
  if (owed < PORTION) return null;
  try {
    const weight = new ArrayBuffer(used > PRESSING ? HEAVY : owed);
    owed = 0;
    return weight;
  } catch {
    // There is no memory for it: then the collector will soon look anyway.
    owed = 0;
    return null;
  }
}

/** Called when an array in the heap is freed at once: it needs no collector. */
export function removeWeight(bytes: number): void {
  owed = Math.max(0, owed - bytes);
}
