/**
 * The bits of compressed data, lowest first, as deflate packs them. The data may lie in several pieces, as the chunks of a
 * PNG do; it passes through a small buffer, so that a reader in a hurry need not look for the end at every byte.
 */

const BUFFER = 65536;
/** Zeros behind the last bytes: a reader may take so many in advance. */
const SPARE = 16;

export class BitInput {
  readonly bytes = new Uint8Array(BUFFER + SPARE);
  /** The next byte in `bytes`. */
  place = 0;
  /** Up to here a reader may go without asking for more. */
  safe = -1;
  /** Bits that were taken out of `bytes` and are not used up, and their number, below 32. */
  bits = 0;
  count = 0;
  private readonly pieces: Iterator<Uint8Array>;
  /** What is left of a piece; undefined behind the last one. */
  private piece: Uint8Array | undefined = new Uint8Array(0);
  private end = 0;

  constructor(pieces: Iterator<Uint8Array>) {
    this.pieces = pieces;
  }

  /** Puts whole bytes back that were taken in advance. */
  putBack(): void {
    this.place -= this.count >> 3;
    this.count &= 7;
    this.bits &= (1 << this.count) - 1;
  }

  /** Brings more bytes into the buffer; false where more bits were used than there are. */
  refill(): boolean {
    this.putBack();
    const { bytes, place, end } = this;
    if (place > end) return false;
    if (this.piece) {
      bytes.copyWithin(0, place, end);
      let filled = end - place;
      this.place = 0;
      while (filled < BUFFER && this.piece) {
        const part: Uint8Array = this.piece.subarray(0, BUFFER - filled);
        bytes.set(part, filled);
        filled += part.length;
        const isAll: boolean = part.length === this.piece.length;
        this.piece = isAll ? this.pieces.next().value : this.piece.subarray(part.length);
      }
      this.end = filled;
      bytes.fill(0, filled, filled + SPARE);
    }
    // Behind the last byte of all, every step asks.
    this.safe = this.end - (this.piece ? SPARE : 1);
    return true;
  }

  /** The next bits, at most 16 of them, as a number, without taking them; behind the end stand zeros. */
  peek(count: number): number {
    if (this.place > this.safe) this.refill();
    while (this.count < count) {
      this.bits |= this.bytes[this.place++] << this.count;
      this.count += 8;
    }
    return this.bits & ((1 << count) - 1);
  }

  /** Takes bits that were looked at; false where there are not so many. */
  skip(count: number): boolean {
    this.bits >>>= count;
    this.count -= count;
    return !this.isOver();
  }

  /** Whether more bits were taken than there are. */
  isOver(): boolean {
    return this.place - (this.count >> 3) > this.end;
  }

  /** Takes the next bits, at most 16 of them, as a number; -1 where there are not so many. */
  take(count: number): number {
    const value = this.peek(count);
    return this.skip(count) ? value : -1;
  }

  /** Whole bytes from here on, at most `most` of them; none at the end. What was left of a byte is dropped. */
  takeBytes(most: number): Uint8Array {
    this.putBack();
    this.bits = 0;
    this.count = 0;
    if (this.place > this.safe && !this.refill()) return this.bytes.subarray(0, 0);
    const part = this.bytes.subarray(this.place, Math.min(this.end, this.place + most));
    this.place += part.length;
    return part;
  }
}
