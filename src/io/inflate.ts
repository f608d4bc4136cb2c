/**
 * Inflates compressed data whose length is known beforehand. What a file claims is not believed: memory is taken only
 * for lengths that so much compressed data can hold, and data that goes on past its length stops the work.
 */
import { Inflate } from 'fflate';
import { guarded, type Problem } from './bytes.ts';

/** Deflate's best: 258 bytes from a length code and a distance code of one bit each. Source: RFC 1951, 3.2.5. */
const MOST_BYTES_PER_BYTE = 1032;

/** Input is fed in pieces, so that a piece of a bomb makes 66 MB at most before it is noticed. */
const PIECE = 65536;

/** Inflates raw deflate data to exactly `length` bytes. `what` names the data in errors. */
export function inflateExactly(
  compressed: Uint8Array,
  length: number,
  what: string,
  problem: Problem,
): Uint8Array {
  if (length > compressed.length * MOST_BYTES_PER_BYTE)
    throw problem(
      `is corrupted or cut short: ${what} should have ${length} bytes, but its ${compressed.length} compressed bytes cannot hold so many`,
    );
  const result = guarded(problem, what, () => new Uint8Array(length));
  let filled = 0;
  const inflate = new Inflate(chunk => {
    if (filled + chunk.length > length)
      throw problem(`is corrupted: ${what} is longer than the ${length} bytes that it declares`);
    result.set(chunk, filled);
    filled += chunk.length;
  });
  guarded(problem, what, () => {
    // A stored block spans two pieces at most. Three without output: the stream has ended, or is made to waste time.
    let idle = 0;
    for (let place = 0; place < compressed.length && idle < 3; place += PIECE) {
      const before = filled;
      inflate.push(compressed.subarray(place, place + PIECE), place + PIECE >= compressed.length);
      idle = filled === before ? idle + 1 : 0;
    }
  });
  if (filled < length)
    throw problem(`is cut short: ${what} has ${filled} of the ${length} bytes that it declares`);
  return result;
}
