/** The random numbers of all tests: seeded, and the same in every engine. */

/** Draws of one sequence. */
export interface Random {
  /** A number from 0 up to 1, without 1. */
  next(): number;
  /** A whole number from 0 up to `count`, without `count`. */
  below(count: number): number;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** True every second time. */
  boolean(): boolean;
  /** True with a probability. */
  chance(probability: number): boolean;
}

function drawing(next: () => number): Random {
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    integer: (low, high) => low + below(high - low + 1),
    pick: list => list[below(list.length)],
    boolean: () => next() < 0.5,
    chance: probability => next() < probability,
  };
}

/** Mulberry32. Source: T. Ettinger, public domain. */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return drawing(() => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  });
}

/** A counter whose bits are mixed (splitmix with 32 bits): what is asked of the real libraries is drawn with it. */
export function splitmix32(seed: number): Random {
  let state = seed | 0;
  return drawing(() => {
    state = (state + 0x9e3779b9) | 0;
    let bits = state;
    bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
  });
}
