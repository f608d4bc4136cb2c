/**
 * Inflates compressed data whose length is known beforehand. What a file claims is not believed: memory is taken only
 * for lengths that so much compressed data can hold, and data that goes on past its length stops the work. What stands
 * at the beginning can be looked at before anything else is inflated.
 */
import { Inflate } from 'fflate';
import { concatenateBytes, guarded, type Problem } from './bytes.ts';

/** Deflate's best: 258 bytes from a length code and a distance code of one bit each. Source: RFC 1951, 3.2.5. */
const MOST_BYTES_PER_BYTE = 1032;

/** Input is fed in pieces, so that a piece of a bomb makes 66 MB at most before it is noticed. */
const PIECE = 65536;

/** Throws where so many bytes cannot be in the compressed data. */
export function checkLength(compressed: Uint8Array, length: number, what: string, problem: Problem): void {
  if (length > compressed.length * MOST_BYTES_PER_BYTE)
    throw problem(
      `is corrupted or cut short: ${what} should have ${length} bytes, but its ${compressed.length} compressed bytes cannot hold so many`,
    );
}

/** Inflates raw deflate data to exactly `length` bytes. `what` names the data in errors. */
export function inflateExactly(
  compressed: Uint8Array,
  length: number,
  what: string,
  problem: Problem,
): Uint8Array {
  checkLength(compressed, length, what, problem);
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

/** Compressed bytes that are fed at a time for a beginning: one piece makes 1 MB at most. */
const SIP = 1024;

/** The first bytes of raw deflate data, about `length` of them or fewer where there are not so many. */
export function inflateBeginning(
  compressed: Uint8Array,
  length: number,
  what: string,
  problem: Problem,
): Uint8Array {
  const chunks: Uint8Array[] = [];
  let filled = 0;
  const inflate = new Inflate(chunk => {
    // The decoder may use the memory of a chunk again.
    chunks.push(chunk.slice(0, length));
    filled += chunk.length;
  });
  guarded(problem, what, () => {
    // As above; a stored block comes out when all of it is in.
    let idle = 0;
    for (
      let place = 0;
      place < compressed.length && filled < length && idle < 3 * (PIECE / SIP);
      place += SIP
    ) {
      const before = filled;
      inflate.push(compressed.subarray(place, place + SIP), place + SIP >= compressed.length);
      idle = filled === before ? idle + 1 : 0;
    }
  });
  return concatenateBytes(chunks);
}
