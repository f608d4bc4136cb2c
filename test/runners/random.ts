/** Seeded random numbers, the same in every engine. */

/** Draws: `next` in 0..1, `integer` with both ends, `pick` of a list, `chance` of true. */
export interface Random {
  next(): number;
  integer(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
}

/** Mulberry32. Source: T. Ettinger, public domain. */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    integer,
    pick: list => list[integer(0, list.length - 1)],
    chance: probability => next() < probability,
  };
}
