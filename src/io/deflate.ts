/**
 * Inflates deflate data straight into the memory of the caller, who may look at what there is whenever that memory is
 * full. Nothing else is taken, whatever the data says: 270 kB for the tables. Source: RFC 1951.
 */
import type { BitInput } from './bit-input.ts';
import {
  DISTANCE_BITS,
  distanceMeanings,
  END,
  fillTable,
  LITERAL,
  LITERAL_BITS,
  literalMeanings,
  plainMeanings,
  SECOND,
  tableFor,
} from './deflate-codes.ts';

/** How far back a repetition reaches: so much of what was written must stay in front of what is written next. */
export const REACH = 32768;

/**
 * Called when the window is full up to `place`: moves the last `REACH` bytes to its front, and says where to go on; -1
 * ends the work. After that there must be room for the longest repetition.
 */
type Full = (place: number) => number;

/** The order in which lengths of the code of code lengths come: 3.2.7. */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** Their code has no longer codes, so that its table needs no second ones. */
const PLAIN_BITS = 7;
/** Bytes from which on a call to fill them is quicker than a loop. */
const LONG = 24;

/**
 * Inflates into `window`, from its beginning.
 *
 * @returns the place behind the last byte, and whether the end of the data was reached, or it was cut short
 * @throws Error that says what is wrong with the data
 */
export function inflate(input: BitInput, window: Uint8Array, full: Full): { place: number; ended: boolean } {
  const inflater = new Inflater(input, window, full);
  const ended = inflater.run();
  return { place: inflater.at, ended };
}

class Inflater {
  private readonly literals = tableFor(LITERAL_BITS);
  private readonly distances = tableFor(DISTANCE_BITS);
  private readonly plain = new Int32Array(1 << PLAIN_BITS);
  private readonly input: BitInput;
  private readonly window: Uint8Array;
  private readonly full: Full;
  /** Where the next byte goes. */
  at = 0;

  constructor(input: BitInput, window: Uint8Array, full: Full) {
    this.input = input;
    this.window = window;
    this.full = full;
  }

  /** All blocks; false where the data is cut short, or the caller had enough. */
  run(): boolean {
    for (let isLast = 0; isLast === 0; ) {
      isLast = this.input.take(1);
      const kind = this.input.take(2);
      if (kind === 3) throw new Error('a block of unknown kind');
      if (isLast < 0 || kind < 0) return false;
      if (!(kind === 0 ? this.stored() : this.readCodes(kind) && this.repeat())) return false;
    }
    return true;
  }

  /** A block without compression. False, as below: the data is cut short, or the caller had enough. */
  private stored(): boolean {
    const { input, window } = this;
    input.takeBytes(0);
    const [length, check] = [input.take(16), input.take(16)];
    if (length < 0 || check < 0) return false;
    if ((length ^ check) !== 0xffff) throw new Error('a stored block whose length does not match its check');
    for (let left = length; left > 0; ) {
      if (this.at === window.length && !this.makeRoom()) return false;
      const part = input.takeBytes(Math.min(left, window.length - this.at));
      if (part.length === 0) return false;
      window.set(part, this.at);
      this.at += part.length;
      left -= part.length;
    }
    return true;
  }

  private makeRoom(): boolean {
    const place = this.full(this.at);
    if (place < 0) return false;
    this.at = place;
    return true;
  }

  /** The two codes of a block: fixed ones (kind 1), or those that stand before its data. */
  private readCodes(kind: number): boolean {
    const { input } = this;
    if (kind === 1) return this.fillTables(fixedLengths, fixedDistances);
    const [literals, distances, lengths] = [input.take(5) + 257, input.take(5) + 1, input.take(4) + 4];
    if (lengths < 4) return false;
    if (literals > 286 || distances > 30) throw new Error('more symbols than there are');
    const own = new Uint8Array(19);
    for (let place = 0; place < lengths; place++) own[order[place]] = input.take(3) & 7;
    const problem = fillTable(this.plain, PLAIN_BITS, own, plainMeanings);
    if (problem) throw new Error(problem);
    const all = new Uint8Array(literals + distances);
    for (let place = 0; place < all.length; ) {
      const symbol = this.plainSymbol();
      if (symbol < 0) return false;
      if (symbol < 16) {
        all[place++] = symbol;
        continue;
      }
      const times =
        symbol === 16 ? input.take(2) + 3 : symbol === 17 ? input.take(3) + 3 : input.take(7) + 11;
      if (symbol === 16 && place === 0) throw new Error('a repetition of nothing');
      if (place + times > all.length) throw new Error('more code lengths than symbols');
      all.fill(symbol === 16 ? all[place - 1] : 0, place, place + times);
      place += times;
    }
    if (all[256] === 0) throw new Error('a block that cannot end');
    return this.fillTables(all.subarray(0, literals), all.subarray(literals));
  }

  /** The next symbol of the code of code lengths; -1 at the end of the data. */
  private plainSymbol(): number {
    const entry = this.plain[this.input.peek(PLAIN_BITS)];
    if (entry === 0) throw new Error('a code that is not there');
    return this.input.skip(entry & 15) ? entry >>> 11 : -1;
  }

  private fillTables(literals: Uint8Array, distances: Uint8Array): boolean {
    const problem =
      fillTable(this.literals, LITERAL_BITS, literals, literalMeanings) ??
      fillTable(this.distances, DISTANCE_BITS, distances, distanceMeanings);
    if (problem) throw new Error(problem);
    return true;
  }

  /** A block of literals and repetitions. Its loop is where the time goes, so what it uses lies in local variables. */
  private repeat(): boolean {
    const { input, window, literals, distances } = this;
    const { bytes } = input;
    let { place, safe, bits, count } = input;
    let { at } = this;
    const size = window.length;
    for (;;) {
      if (place > safe) {
        input.place = place;
        input.bits = bits;
        input.count = count;
        this.at = at;
        if (!input.refill()) return false;
        ({ place, safe, bits, count } = input);
      }
      if (count < 15) {
        bits |= (bytes[place] | (bytes[place + 1] << 8)) << count;
        place += 2;
        count += 16;
      }
      let entry = literals[bits & ((1 << LITERAL_BITS) - 1)];
      if (entry & SECOND)
        entry = literals[(entry >>> 11) + ((bits >>> LITERAL_BITS) & ((1 << ((entry >>> 4) & 15)) - 1))];
      bits >>>= entry & 15;
      count -= entry & 15;
      if (entry & LITERAL) {
        if (at === size) {
          this.at = at;
          if (!this.makeRoom()) return false;
          at = this.at;
        }
        window[at++] = entry >>> 11;
        continue;
      }
      if (entry & END) break;
      if (entry === 0) throw new Error('a code that is not there');
      if (count < 15) {
        bits |= (bytes[place] | (bytes[place + 1] << 8)) << count;
        place += 2;
        count += 16;
      }
      let extra = (entry >>> 4) & 15;
      const length = (entry >>> 11) + (bits & ((1 << extra) - 1));
      bits >>>= extra;
      count -= extra;
      if (count < 15) {
        bits |= (bytes[place] | (bytes[place + 1] << 8)) << count;
        place += 2;
        count += 16;
      }
      entry = distances[bits & ((1 << DISTANCE_BITS) - 1)];
      if (entry & SECOND)
        entry = distances[(entry >>> 11) + ((bits >>> DISTANCE_BITS) & ((1 << ((entry >>> 4) & 15)) - 1))];
      if (entry === 0) throw new Error('a code that is not there');
      bits >>>= entry & 15;
      count -= entry & 15;
      if (count < 15) {
        bits |= (bytes[place] | (bytes[place + 1] << 8)) << count;
        place += 2;
        count += 16;
      }
      extra = (entry >>> 4) & 15;
      const distance = (entry >>> 11) + (bits & ((1 << extra) - 1));
      bits >>>= extra;
      count -= extra;
      if (at + length > size) {
        this.at = at;
        if (!this.makeRoom()) return false;
        at = this.at;
      }
      if (distance > at) throw new Error('a repetition of what lies before the beginning');
      const stop = at + length;
      if (distance === 1 && length > LONG) {
        window.fill(window[at - 1], at, stop);
        at = stop;
      } else for (let from = at - distance; at < stop; ) window[at++] = window[from++];
    }
    input.place = place;
    input.bits = bits;
    input.count = count;
    this.at = at;
    return !input.isOver();
  }
}

const fixedLengths = Uint8Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
const fixedDistances = new Uint8Array(32).fill(5);
