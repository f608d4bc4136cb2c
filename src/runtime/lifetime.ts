/** The scope in which storages are made. A storage knows its lifetime, so that a lifetime need not hold small ones. */

import type { Claim } from './claims.ts';

/** The time between the start and the end of a scope. */
export interface Lifetime {
  /** Whether it is over: what belongs to it can no longer be used. */
  ended: boolean;
  /** Claims on memory that must be given back at the end. What is not reachable any more need not wait for it. */
  readonly members: Set<Claim>;
}

let current: Lifetime | null = null;

/** What a storage that is made now belongs to; null outside of all scopes. */
export const currentLifetime = (): Lifetime | null => current;

/** Runs `work` so that what it makes belongs to `lifetime`. */
export function within<Result>(lifetime: Lifetime | null, work: () => Result): Result {
  const outer = current;
  current = lifetime;
  try {
    return work();
  } finally {
    current = outer;
  }
}

/** Runs `work` outside of all scopes, for tables that are kept. */
export const unscoped = <Result>(work: () => Result): Result => within(null, work);
