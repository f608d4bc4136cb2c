/** Which columns meet when every one meets every other: rounds of disjoint pairs, as in a tournament (circle method). */

export interface PairRound {
  readonly number: number;
  /** The columns of each pair. */
  readonly first: Int32Array<ArrayBuffer>;
  readonly second: Int32Array<ArrayBuffer>;
  /** For each column: the other one (itself where it rests), the number of its pair (one past the last where it rests). */
  readonly partner: Int32Array<ArrayBuffer>;
  readonly pair: Int32Array<ArrayBuffer>;
  /** For each column −1 where it is the first of its pair, 1 where it is the second. */
  readonly side: Int32Array<ArrayBuffer>;
}

/** The rounds for n columns: n − 1 of them, or n where n is odd and one column rests in each. */
export function roundsOf(n: number): PairRound[] {
  const seats = n + (n % 2);
  return Array.from({ length: seats - 1 }, (_, round) => {
    const pairs: [number, number][] = [];
    for (let k = 0; k < seats / 2; k++) {
      const a = k === 0 ? seats - 1 : (round + k) % (seats - 1);
      const b = (round - k + seats - 1) % (seats - 1);
      if (a < n && b < n) pairs.push(a < b ? [a, b] : [b, a]);
    }
    const partner = Int32Array.from({ length: n }, (_, column) => column);
    const pair = new Int32Array(n).fill(pairs.length);
    const side = new Int32Array(n).fill(1);
    pairs.forEach(([a, b], place) => {
      partner[a] = b;
      partner[b] = a;
      pair[a] = place;
      pair[b] = place;
      side[a] = -1;
    });
    return {
      number: round,
      first: Int32Array.from(pairs, ([a]) => a),
      second: Int32Array.from(pairs, ([, b]) => b),
      partner,
      pair,
      side,
    };
  });
}
