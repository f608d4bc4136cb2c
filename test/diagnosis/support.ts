import type { NDArray } from 'concordat';

/** The elements as nested arrays, −0 as 0. */
export const toRows = (x: NDArray): unknown =>
  JSON.parse(JSON.stringify(x.toArray(), (_, value) => (value === 0 ? 0 : value)));
