/** Counts what must not happen: nests that are interpreted, many times slower, because there was no room for compiled code. */

let nests = 0;

export const countStarved = (): void => void nests++;

/** How many there were since the start. */
export const starvedNests = (): number => nests;
