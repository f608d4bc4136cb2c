/**
 * Which parts of a range of addresses are in use: free lists. A block that was just given back is kept as it is for the
 * next request of exactly its size, whose pages are then warm. When there is none, all of these are joined with their
 * free neighbours, and the request takes a part of one of them.
 * Cost: a few table look-ups, well below a microsecond; joining is paid once for each block that was given back.
 */
import { ConcordatError } from '../errors.ts';
import { type MemoryBlock, makeBins } from './bins.ts';

/** Blocks start and end at multiples of this, a cache line. */
export const UNIT = 64;

/** The use of the addresses from `first` up to `end`. All sizes are in bytes. */
export interface MemoryBlocks {
  readonly end: number;
  /** Bytes in use, rounded up to units. */
  readonly used: number;
  /** Blocks in use. */
  readonly count: number;
  /** The address of a new block, 0 when no free part is large enough. */
  take(bytes: number): number;
  /** The address that `take` would give; 0 when no free part is large enough. */
  find(bytes: number): number;
  /** Gives a block back. Throws an internal error when there is none in use at the address. */
  give(address: number): void;
  /** By how much the range must be longer for `take` to succeed, when it has failed. */
  missing(bytes: number): number;
  /** Makes the range longer. */
  extend(end: number): void;
  /** All blocks in order of address, for tests. */
  list(): { start: number; bytes: number; used: boolean }[];
}

/** Keeps account of the addresses from `first` on, none of which is there until `extend`. */
export function makeBlocks(first: number): MemoryBlocks {
  const live = new Map<number, MemoryBlock>();
  const ready = new Map<number, MemoryBlock[]>();
  const { insert, remove, find } = makeBins();
  let last: MemoryBlock | null = null;
  let end = first / UNIT;
  let used = 0;

  /** Makes one block of a block and the one after it. */
  const join = (block: MemoryBlock, next: MemoryBlock): void => {
    block.units += next.units;
    block.after = next.after;
    if (next.after) next.after.before = block;
    else last = block;
  };

  /** Puts a block into its bin, joined with what is free on either side. */
  const release = (block: MemoryBlock): void => {
    const { before, after } = block;
    if (after?.state === 'free') {
      remove(after);
      join(block, after);
    }
    if (before?.state === 'free') {
      remove(before);
      join(before, block);
      insert(before);
    } else insert(block);
  };

  const settle = (): void => {
    for (const list of ready.values()) for (const block of list) release(block);
    ready.clear();
  };

  /** Marks the first `units` of a block that stands in no list as used. */
  const use = (block: MemoryBlock, units: number): number => {
    if (block.units > units) {
      const rest: MemoryBlock = {
        start: block.start + units,
        units: block.units - units,
        state: 'free',
        before: block,
        after: block.after,
        left: null,
        right: null,
      };
      if (rest.after) rest.after.before = rest;
      else last = rest;
      block.after = rest;
      block.units = units;
      insert(rest);
    }
    block.state = 'used';
    used += block.units;
    live.set(block.start, block);
    return block.start * UNIT;
  };

  return {
    get end() {
      return end * UNIT;
    },
    get used() {
      return used * UNIT;
    },
    get count() {
      return live.size;
    },
    find(bytes) {
      const units = unitsOf(bytes);
      const same = ready.get(units)?.at(-1);
      if (same) return same.start * UNIT;
      settle();
      const block = find(units);
      if (!block) return 0;
      insert(block);
      return block.start * UNIT;
    },
    take(bytes) {
      const units = unitsOf(bytes);
      const same = ready.get(units)?.pop();
      if (same) return use(same, units);
      settle();
      const block = find(units);
      return block ? use(block, units) : 0;
    },
    give(address) {
      const block = live.get(address / UNIT);
      if (!block)
        throw new ConcordatError('internal', `heap: no block in use starts at ${address}`, { address });
      live.delete(block.start);
      used -= block.units;
      block.state = 'ready';
      const list = ready.get(block.units);
      if (list) list.push(block);
      else ready.set(block.units, [block]);
    },
    missing(bytes) {
      settle();
      return (unitsOf(bytes) - (last?.state === 'free' ? last.units : 0)) * UNIT;
    },
    extend(to) {
      const units = Math.floor(to / UNIT) - end;
      if (units <= 0) return;
      const block: MemoryBlock = {
        start: end,
        units,
        state: 'used',
        before: last,
        after: null,
        left: null,
        right: null,
      };
      if (last) last.after = block;
      last = block;
      end += units;
      release(block);
    },
    list() {
      const found: MemoryBlock[] = [];
      for (let block = last; block; block = block.before) found.unshift(block);
      return found.map(({ start, units, state }) => ({
        start: start * UNIT,
        bytes: units * UNIT,
        used: state === 'used',
      }));
    },
  };
}

const unitsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / UNIT));
