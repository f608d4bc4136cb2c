/**
 * How large an array may be: the one limit of everything that is made. A size that somebody gave, or that follows from
 * what was given, is held against it before anything of that size is made: memory that there is not would otherwise be
 * taken page by page until the system ends the process.
 */
import { ConcordatError, showShape } from './errors.ts';

/** What is assumed of a browser that does not say how much memory there is. */
const ASSUMED = 4 * 2 ** 30;

/** Bytes that a process of Node may use: what its container allows, or the memory of the machine; undefined elsewhere. */
export function processMemory(): number | undefined {
  const { process } = globalThis;
  if (!process?.versions?.node) return undefined;
  const machine: number | undefined = process.getBuiltinModule?.('node:os').totalmem();
  // 0, or more than there is, where nothing is set.
  const allowed = process.constrainedMemory?.() || Infinity;
  return machine && Math.min(machine, allowed);
}

/** Bytes of memory; of a browser what it says, which is at most 8 GiB. */
function memory(): number {
  const { deviceMemory } = (globalThis.navigator ?? {}) as { deviceMemory?: number };
  return processMemory() ?? (deviceMemory ? deviceMemory * 2 ** 30 : ASSUMED);
}

let largest: number | undefined;

/** The most bytes that one array may take: half of the memory, since an operation has at least an argument beside it. */
export function largestBytes(): number {
  largest ??= Math.floor(memory() / 2);
  return largest;
}

/** The most numbers, or rows, that nested JavaScript lists may have: an engine ends where it has no room for more. */
export const MOST_LISTED = 2 ** 27;

const inWords = (bytes: number): string =>
  bytes < 1e15 ? `${Number((bytes / 1e9).toPrecision(3))} GB` : `${bytes.toExponential(1)} bytes`;

/**
 * Throws unless an array of a shape may be made.
 *
 * @param bytes of an element
 * @param what is made, in words
 */
export function checkSize(
  functionName: string,
  shape: readonly number[],
  bytes: number,
  what = 'the result',
): void {
  let size = bytes;
  for (const extent of shape) size *= extent;
  const most = largestBytes();
  if (size <= most && shape.every(Number.isSafeInteger)) return;
  throw new ConcordatError(
    'shape',
    `${functionName}: ${what} of shape ${showShape(shape)} would take ${inWords(size)}; an array may take ${inWords(most)}, half of the memory there is`,
    { function: functionName, shape, bytes: size, most },
  );
}
