/**
 * Ordinary memory of large arrays that is used again. Where the heap is full, or an array larger than it, results are
 * ordinary memory; its pages cost up to ten times more when they are touched first than when they are warm (401 MB: 150 ms
 * and more). Memory that nobody took for some seconds goes back to the system.
 */

/** Smaller buffers come warm from the C library. */
export const LEAST_SPARE = 2 ** 20;
/** How long memory is kept, in milliseconds. */
const PATIENCE = 5000;

const buffers = new Map<number, ArrayBuffer[]>();
let kept = 0;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Bytes that are kept for the next array of their size. */
export const spareBytes = (): number => kept;

/** A buffer of exactly so many bytes, which holds anything; undefined when there is none. */
export function takeSpare(bytes: number): ArrayBuffer | undefined {
  const found = buffers.get(bytes)?.pop();
  if (found) kept -= bytes;
  return found;
}

/** Keeps a buffer that nobody uses. */
export function keepSpare(buffer: ArrayBuffer): void {
  const { byteLength } = buffer;
  // Moved away by somebody who had it.
  if (byteLength < LEAST_SPARE) return;
  const list = buffers.get(byteLength);
  if (list) list.push(buffer);
  else buffers.set(byteLength, [buffer]);
  kept += byteLength;
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(dropSpares, PATIENCE);
  // A program does not wait for it.
  (timer as { unref?: () => void }).unref?.();
}

/** Gives all of it back to the system. */
export function dropSpares(): void {
  buffers.clear();
  kept = 0;
  if (timer !== null) clearTimeout(timer);
  timer = null;
}
