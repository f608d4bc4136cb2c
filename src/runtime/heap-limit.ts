/** The ceiling of the heap. */
import { checkInteger } from '../errors.ts';
import { processMemory } from '../limits.ts';
import { fromEnvironment, wholeNumber } from './environment.ts';

/** Of 32-bit addresses, all but the last page. */
const MOST = 2 ** 32 - 65536;
const BROWSER = 2 ** 30;

let limit = initialLimit();

function initialLimit(): number {
  const asked = fromEnvironment('CONCORDAT_HEAP', wholeNumber, 'a whole number of MiB');
  if (asked !== undefined) return asked * 2 ** 20;
  const memory = processMemory();
  return memory === undefined ? BROWSER : Math.min(memory / 4, MOST);
}

/** The most bytes that the heap may take. */
export const heapLimit = (): number => limit;

/**
 * Sets the most bytes that the heap may take, in which large arrays live. When it is full, new ones are made in ordinary
 * memory: the results are the same, but what computes with them copies the elements and takes longer (measured with large
 * arrays: up to three times as long on one thread, and six times on two, the most where an element takes little work).
 * Unless this function, or in Node the environment variable CONCORDAT_HEAP (in MiB), says otherwise, the limit is a
 * quarter of the memory that the process may use, below 4 GiB, and 1 GiB in browsers. A heap that is larger already does
 * not shrink.
 *
 * Of the limit, 64 MiB belong to running code, and are taken whatever the limit is. Outside of the heap lie arrays that
 * found no room in it (`heapStatistics().outside`), those below 64 KiB, and whatever was made by others.
 *
 * In Node, memory that nobody can reach any more is found before more is taken, in loops that never pause too: they stay
 * below twice what one step needs (or 256 MiB). In browsers it is found when the program pauses; a loop that never does
 * fills the heap up to its limit. `scope`, `using`, `dispose` and `out` keep such loops in little memory.
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
