/**
 * Inflates compressed data whose length is known beforehand. What a file claims is not believed: memory is taken only
 * for lengths that so much compressed data can hold, and data that goes on past its length stops the work. What stands
 * at the beginning can be looked at before anything else is inflated.
 */
import { BitInput } from './bit-input.ts';
import { guarded, type Problem } from './bytes.ts';
import { inflate, REACH } from './deflate.ts';

/** Deflate's best: 258 bytes from a length code and a distance code of one bit each. Source: RFC 1951, 3.2.5. */
const MOST_BYTES_PER_BYTE = 1032;

/** Throws where so many bytes cannot be in so many compressed ones. */
export function checkLength(compressed: number, length: number, what: string, problem: Problem): void {
  if (length > compressed * MOST_BYTES_PER_BYTE)
    throw problem(
      `is corrupted or cut short: ${what} should have ${length} bytes, but its ${compressed} compressed bytes cannot hold so many`,
    );
}

const tooLong = (length: number, what: string, problem: Problem) =>
  problem(`is corrupted: ${what} is longer than the ${length} bytes that it declares`);
const tooShort = (filled: number, length: number, what: string, problem: Problem) =>
  filled < length
    ? problem(`is cut short: ${what} has ${filled} of the ${length} bytes that it declares`)
    : problem(`is cut short: ${what} lacks its end`);

/** Inflates raw deflate data to exactly `length` bytes, in no more memory than those. `what` names it in errors. */
export function inflateExactly(
  compressed: Uint8Array,
  length: number,
  what: string,
  problem: Problem,
): Uint8Array {
  checkLength(compressed.length, length, what, problem);
  return guarded(problem, what, () => {
    const result = new Uint8Array(length);
    const { place, ended } = inflate(new BitInput([compressed].values()), result, () => {
      throw tooLong(length, what, problem);
    });
    if (!ended || place < length) throw tooShort(place, length, what, problem);
    return result;
  });
}

/** The first bytes of raw deflate data, `length` of them or fewer where there are not so many. */
export function inflateBeginning(
  compressed: Uint8Array,
  length: number,
  what: string,
  problem: Problem,
): Uint8Array {
  return guarded(problem, what, () => {
    const window = new Uint8Array(length + LONGEST_STEP);
    const { place } = inflate(new BitInput([compressed].values()), window, () => -1);
    return window.subarray(0, Math.min(place, length));
  });
}
/** A repetition that does not fit ends the work, so there is room for one more. */
const LONGEST_STEP = 258;

/** Bytes that are handed over at a time, at most. */
const PORTION = 3 * REACH;

/**
 * Inflates raw deflate data of `length` bytes without keeping it: `take` sees one portion after another, each of which
 * is overwritten once it returns.
 */
export function inflateThrough(
  input: BitInput,
  length: number,
  what: string,
  problem: Problem,
  take: (portion: Uint8Array) => void,
): void {
  const window = new Uint8Array(REACH + PORTION);
  let [start, taken] = [0, 0];
  const handOver = (place: number) => {
    taken += place - start;
    if (taken > length) throw tooLong(length, what, problem);
    take(window.subarray(start, place));
  };
  const isWhole = guarded(problem, what, () => {
    const { place: end, ended } = inflate(input, window, place => {
      handOver(place);
      window.copyWithin(0, place - REACH, place);
      start = REACH;
      return REACH;
    });
    handOver(end);
    return ended;
  });
  if (!isWhole || taken < length) throw tooShort(taken, length, what, problem);
}
