/**
 * Free blocks by size: eight bins for each power of two, and bits that say which of them hold something.
 * Source: M. Masmano et al., "TLSF: a New Dynamic Memory Allocator for Real-Time Systems" (2004).
 */

/** How many blocks of a bin are looked at before a larger bin is taken: a bin holds sizes up to an eighth apart. */
const LOOKS = 64;
const BINS = 8 * 32;

/** In use, given back but not joined yet, or free and in a bin. */
type State = 'used' | 'ready' | 'free';

/** A part of the range of addresses. */
export interface MemoryBlock {
  /** Address and size in units. */
  start: number;
  units: number;
  state: State;
  /** Neighbours by address. */
  before: MemoryBlock | null;
  after: MemoryBlock | null;
  /** Neighbours in a bin. */
  left: MemoryBlock | null;
  right: MemoryBlock | null;
}

/** The bins of one range of addresses. */
export interface Bins {
  /** Puts a free block in. */
  insert(block: MemoryBlock): void;
  /** Takes a block out. */
  remove(block: MemoryBlock): void;
  /** Takes out a block of at least so many units. */
  find(units: number): MemoryBlock | null;
}

/** The bin for blocks of a size: sizes below eight units have their own, above there are eight for a power of two. */
function binOf(units: number): number {
  if (units < 8) return units;
  const power = 31 - Math.clz32(units);
  return 8 * (power - 2) + ((units >>> (power - 3)) & 7);
}

export function makeBins(): Bins {
  const bins = new Array<MemoryBlock | null>(BINS).fill(null);
  // Which bins hold something: a bit for each bin in a byte, and a bit for each byte.
  const filled = new Uint8Array(BINS / 8);
  let filledBytes = 0;

  const insert = (block: MemoryBlock): void => {
    const bin = binOf(block.units);
    block.state = 'free';
    block.left = null;
    block.right = bins[bin];
    if (block.right) block.right.left = block;
    bins[bin] = block;
    filled[bin >>> 3] |= 1 << (bin & 7);
    filledBytes |= 1 << (bin >>> 3);
  };

  const remove = (block: MemoryBlock): void => {
    const bin = binOf(block.units);
    if (block.right) block.right.left = block.left;
    if (block.left) block.left.right = block.right;
    else {
      bins[bin] = block.right;
      if (!block.right) {
        filled[bin >>> 3] &= ~(1 << (bin & 7));
        if (filled[bin >>> 3] === 0) filledBytes &= ~(1 << (bin >>> 3));
      }
    }
    block.left = null;
    block.right = null;
  };

  /** A free block of at least so many units, taken out of its bin. */
  const find = (units: number): MemoryBlock | null => {
    const bin = binOf(units);
    let block = bins[bin];
    for (let look = 0; block && look < LOOKS; look++, block = block.right)
      if (block.units >= units) {
        remove(block);
        return block;
      }
    const row = bin >>> 3;
    const here = filled[row] & (0xfe << (bin & 7));
    // A shift by 32 would shift by 0; there is no row 31.
    const rows = here ? 1 << row : filledBytes & (-2 << row);
    if (!rows) return null;
    const chosen = lowestBit(rows);
    const larger = bins[8 * chosen + lowestBit(here || filled[chosen])]!;
    remove(larger);
    return larger;
  };

  return { insert, remove, find };
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
