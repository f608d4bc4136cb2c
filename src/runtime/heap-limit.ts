/** The ceiling of the heap. */
import { checkInteger } from '../errors.ts';
import { fromEnvironment, wholeNumber } from './environment.ts';

let limit = initialLimit();

function initialLimit(): number {
  const asked = fromEnvironment('CONCORDAT_HEAP', wholeNumber, 'a whole number of MiB');
  if (asked !== undefined) return asked * 2 ** 20;
  return (globalThis.process?.versions?.node ? 1152 : 1024) * 2 ** 20;
}

/** The most bytes that the heap may take. */
export const heapLimit = (): number => limit;

/**
 * Sets the most bytes that the heap may take. Large arrays live there; when it is full, new ones are made in ordinary
 * memory, which is slower and never wrong. The limit is 1152 MiB in Node and 1 GiB in browsers unless this function, or in
 * Node the environment variable CONCORDAT_HEAP (in MiB), says otherwise. A heap that is larger already does not shrink.
 *
 * A loop that never pauses, or awaits nothing but resolved promises, fills the heap up to its limit before anything is
 * given back: the limit is about what such a program takes. Raise it for arrays that together need more; `scope`, `using`,
 * `dispose` and `out` keep such loops in little memory.
 *
 * @param bytes the limit; 0 keeps new arrays out of the heap, which then serves compiled code alone
 * @throws ConcordatError when it is not a whole number of at least 0
 * @example
 * import { heapStatistics, setHeapLimit } from 'concordat';
 * setHeapLimit(512 * 2 ** 20);
 * heapStatistics().limit; // => 536870912
 */
export function setHeapLimit(bytes: number): void {
  limit = checkInteger('setHeapLimit', 'bytes', bytes, 0);
}
