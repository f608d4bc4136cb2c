/**
 * Claims: memory that somebody owns, and that goes back when the owner is no longer reachable. Finalizers find out some
 * time later; where the collector can be asked, it is asked before memory grows, as far as that costs little beside the
 * work: in a loop, memory stays below twice what one step needs.
 */
import { theCollector } from './collector.ts';

/** Who has memory, and can be told to let it go. */
export interface ClaimOwner {
  dispose(): void;
}

/** Memory of an owner. */
export class Claim {
  readonly owner: WeakRef<ClaimOwner>;
  readonly bytes: number;
  /** Whether it is ordinary memory, outside of the heap. */
  readonly outside: boolean;
  /** Gives the memory back; null when that was done, or when somebody else has it now. */
  give: (() => void) | null;

  constructor(owner: ClaimOwner, bytes: number, outside: boolean, give: () => void) {
    this.owner = new WeakRef(owner);
    this.bytes = bytes;
    this.outside = outside;
    this.give = give;
  }
}

/** Below so many bytes in use nobody looks for what could be given back. */
const FLOOR = 256 * 2 ** 20;
/** From so many bytes on it is cheaper to collect, 5 ms, than to touch fresh pages. */
const LARGE = 16 * 2 ** 20;
/** How many times longer the work between two collections takes than a collection. */
const SHARE = 10;

const claims = new Set<Claim>();
const registry = new FinalizationRegistry<Claim>(releaseClaim);
/** Bytes of all claims, of those outside of the heap, of those after the last collection; and what was claimed since. */
const bytes = { used: 0, outside: 0, left: 0, since: 0 };
/** When it may be collected again. */
let notBefore = 0;

/** Bytes that owners have, those included that nobody can reach any more. */
export const claimedBytes = (): number => bytes.used;

/** Those of them that are ordinary memory. */
export const outsideBytes = (): number => bytes.outside;

/** Whether memory of unreachable owners is found before the program pauses. */
export const canCollect = (): boolean => theCollector() !== null;

/** `give` is called once when `owner` can no longer be reached; it must not lead to the owner. */
export function claim(owner: ClaimOwner, size: number, outside: boolean, give: () => void): Claim {
  const made = new Claim(owner, size, outside, give);
  claims.add(made);
  registry.register(owner, made, made);
  bytes.used += size;
  if (outside) bytes.outside += size;
  bytes.since += size;
  return made;
}

/** Ends a claim and gives its memory back; nothing happens when that was done before. */
export function releaseClaim(one: Claim): void {
  const { give } = one;
  forgetClaim(one);
  give?.();
}

/** Ends a claim: the memory belongs to somebody else now. */
export function forgetClaim(one: Claim): void {
  if (one.give === null) return;
  one.give = null;
  claims.delete(one);
  registry.unregister(one);
  bytes.used -= one.bytes;
  if (one.outside) bytes.outside -= one.bytes;
}

/**
 * Called before so many bytes of pages are touched for the first time: collects where that is likely to give back as much,
 * and takes a small part of the time.
 */
export function beforeFresh(size: number): void {
  const over = (bytes.used + size) / Math.max(FLOOR, 2 * bytes.left);
  const likely = over > 1 || (size >= LARGE && bytes.since >= size);
  // Where the collector is slow, as with millions of objects, memory may grow a little more before it is asked again.
  if (over > 2 || (likely && performance.now() >= notBefore)) collect();
}

/** Called when there is no room: collects unless that was done just now. Tells whether anything was given back. */
export function collectForRoom(): boolean {
  if (bytes.since === 0 || (performance.now() < notBefore && bytes.since < FLOOR)) return false;
  return collect();
}

function collect(): boolean {
  const collector = theCollector();
  if (!collector) return false;
  const start = performance.now();
  const before = bytes.used;
  collector();
  for (const one of claims) if (one.owner.deref() === undefined) releaseClaim(one);
  const end = performance.now();
  notBefore = end + SHARE * (end - start);
  bytes.left = bytes.used;
  bytes.since = 0;
  return bytes.used < before;
}
