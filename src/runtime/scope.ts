/** Scopes: arrays that are freed together. */
import { ConcordatError, checkFunction } from '../errors.ts';
import { releaseClaim } from './claims.ts';
import { currentLifetime, type Lifetime, within } from './lifetime.ts';
import { Storage } from './storage.ts';

/**
 * Runs `work` and frees every array that was made in it, except those that it returns: an array, or lists, maps and
 * plain objects of arrays. Arrays that were there before are left alone. Scopes may stand inside each other: what
 * survives the inner one belongs to the outer one. When `work` throws, everything that it made is freed.
 *
 * Nobody has to free arrays; a scope makes a hot loop reuse the same memory instead of waiting for the collector.
 *
 * @param work what to run; it must not be asynchronous
 * @returns what `work` returns
 * @throws ConcordatError when `work` returns a promise: use `using`, or `dispose()`, in asynchronous code
 * @example
 * import { add, multiply, scope } from 'concordat';
 * scope(() => add(multiply([1, 2], 10), 1)).toArray(); // => [11, 21]
 */
export function scope<Result>(work: () => Result): Result {
  checkFunction('scope', 'work', work);
  const inner: Lifetime = { ended: false, members: new Set() };
  const outer = currentLifetime();
  try {
    const result = within(inner, work);
    if (isPromise(result))
      throw new ConcordatError(
        'value',
        'scope: work returned a promise; asynchronous work cannot be scoped, use `using` or dispose() there',
        { function: 'scope', argument: 'work' },
      );
    for (const storage of storagesIn(result)) storage.survive(inner, outer);
    return result;
  } finally {
    inner.ended = true;
    for (const claim of [...inner.members]) {
      const owner = claim.owner.deref();
      if (owner) owner.dispose();
      else releaseClaim(claim);
    }
  }
}

/** Takes a storage that was just made out of the present scope, for results that are kept for later. */
export const keepBeyondScope = (storage: Storage): void => {
  const current = currentLifetime();
  if (current) storage.survive(current, null);
};

const isPromise = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function';

/** The storages of all arrays that a value reaches through lists, maps, sets and plain objects. */
function storagesIn(value: unknown): Set<Storage> {
  const found = new Set<Storage>();
  const seen = new Set<object>();
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const item = waiting.pop();
    if (item === null || typeof item !== 'object' || seen.has(item)) continue;
    seen.add(item);
    if ('storage' in item && item.storage instanceof Storage) found.add(item.storage);
    else if (Array.isArray(item) || item instanceof Set) for (const one of item) waiting.push(one);
    else if (item instanceof Map) for (const pair of item) waiting.push(...pair);
    // What a getter gives is not there yet.
    else if (isPlain(item))
      for (const { value } of Object.values(Object.getOwnPropertyDescriptors(item))) waiting.push(value);
  }
  return found;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
