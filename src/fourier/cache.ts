/** A cache of tables that stays small: when it is over its limit, what was used longest ago is dropped. */
import { unscoped } from '../runtime/lifetime.ts';

/**
 * Remembers `make(n)`, whose size in elements is `sizeOfEntry(n)`. Keeps at most `limit` elements in all; what is
 * larger by itself is made each time. Tables outlive the scope in which they are made.
 */
export function rememberByLength<T>(
  limit: number,
  sizeOfEntry: (n: number) => number,
  make: (n: number) => T,
): (n: number) => T {
  const kept = new Map<number, T>();
  let total = 0;
  return n => {
    const found = kept.get(n);
    if (found !== undefined) {
      kept.delete(n);
      kept.set(n, found);
      return found;
    }
    const made = unscoped(() => make(n));
    const size = sizeOfEntry(n);
    if (size > limit) return made;
    // A Map lists its keys in the order in which they were set: the first was used longest ago.
    for (const oldest of kept.keys()) {
      if (total + size <= limit) break;
      kept.delete(oldest);
      total -= sizeOfEntry(oldest);
    }
    kept.set(n, made);
    total += size;
    return made;
  };
}
