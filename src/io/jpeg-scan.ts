/**
 * The coefficients of one scan of a JPEG, taken out of its data one row of blocks after another. Every scan keeps its
 * place in the file, so that all of them can go down the image side by side: a progressive image, whose scans each
 * pass over the whole of it, needs memory for the coefficients of a few rows only.
 * Source: ITU-T T.81, annexes F.2 (sequential) and G (progressive).
 */
import type { Problem } from './bytes.ts';
import { type HuffmanTable, LOOK_BITS } from './jpeg-huffman.ts';
import { type JpegScan, PROGRESSIVE, type ScanPart, zigzag } from './jpeg-segments.ts';
import type { Strip } from './jpeg-strip.ts';

export class ScanReader {
  private readonly bytes: Uint8Array;
  private readonly scan: JpegScan;
  private readonly strips: readonly Strip[];
  private readonly problem: Problem;
  private readonly decodeBlock: (part: ScanPart, coefficients: Int16Array, start: number) => boolean;
  private place: number;
  /** Bits that were taken out of the data, the next one highest, and their number. */
  private bits = 0;
  private count = 0;
  /** How many of them are behind the end of the data, where zeros stand. */
  private behind = 0;
  /** The first coefficient of the last block, by component: what comes is the difference to it. */
  private readonly before = new Int32Array(4);
  /** Blocks that follow without anything of their own. */
  private emptyRun = 0;
  private untilRestart: number;
  private restarts = 0;

  constructor(bytes: Uint8Array, scan: JpegScan, kind: number, strips: readonly Strip[], problem: Problem) {
    this.bytes = bytes;
    this.scan = scan;
    this.strips = strips;
    this.problem = problem;
    this.place = scan.start;
    this.untilRestart = scan.restartInterval || Infinity;
    this.decodeBlock =
      kind !== PROGRESSIVE
        ? this.sequential
        : scan.first === 0
          ? scan.refines
            ? this.refineFirst
            : this.firstCoefficient
          : scan.refines
            ? this.refineOthers
            : this.otherCoefficients;
  }

  /** Decodes row `row` of the groups of blocks into the strips. */
  readRow(row: number): void {
    const { parts } = this.scan;
    if (parts.length === 1) {
      // The blocks of one component alone come row by row, only those with pixels in them.
      const strip = this.strips[parts[0].component];
      const rows = Math.min(strip.down, strip.blocksDown - row * strip.down);
      for (let y = 0; y < rows; y++)
        for (let x = 0, index = y * strip.width; x < strip.blocksAcross; x++, index++) {
          this.begin();
          // Most blocks of most scans: nothing comes for them, and there is nothing to refine.
          if (this.emptyRun > 0 && (strip.isFlat[index] || !this.scan.refines)) this.emptyRun--;
          else this.block(parts[0], strip, index);
        }
      return;
    }
    const groups = this.strips[0].width / this.strips[0].across;
    for (let group = 0; group < groups; group++) {
      this.begin();
      for (const part of parts) {
        const strip = this.strips[part.component];
        for (let y = 0; y < strip.down; y++)
          for (let x = 0; x < strip.across; x++)
            this.block(part, strip, y * strip.width + group * strip.across + x);
      }
    }
  }

  private block(part: ScanPart, strip: Strip, index: number): void {
    if (this.decodeBlock(part, strip.coefficients, 64 * index)) strip.isFlat[index] = 0;
    if (this.behind > this.count) throw this.problem('is cut short: a scan of the JPEG ends too early');
  }

  /** Before each group: passes a restart marker where one is due. */
  private begin(): void {
    if (this.untilRestart-- > 0) return;
    const { bytes } = this;
    while (bytes[this.place] === 0xff && bytes[this.place + 1] === 0xff) this.place++;
    if (bytes[this.place] !== 0xff || bytes[this.place + 1] !== 0xd0 + (this.restarts++ & 7))
      throw this.problem(`is corrupted: no restart marker of the JPEG at byte ${this.place}`);
    this.place += 2;
    this.bits = 0;
    this.count = 0;
    this.behind = 0;
    this.before.fill(0);
    this.emptyRun = 0;
    this.untilRestart = this.scan.restartInterval - 1;
  }

  /** Makes the bits 25 at least; behind the data, which a marker ends, come zeros. */
  private fill(): void {
    const { bytes } = this;
    while (this.count <= 24) {
      let byte = bytes[this.place];
      if (byte !== 0xff) this.place++;
      else if (bytes[this.place + 1] === 0) this.place += 2;
      else {
        byte = 0;
        this.behind += 8;
      }
      this.bits = (this.bits << 8) | byte;
      this.count += 8;
    }
  }

  private symbol(table: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const found = table.look[(this.bits >>> (this.count - LOOK_BITS)) & ((1 << LOOK_BITS) - 1)];
    if (found === 0) return this.longSymbol(table);
    this.count -= found >> 8;
    return found & 255;
  }

  private longSymbol({ limits, offsets, symbols }: HuffmanTable): number {
    const ahead = (this.bits >>> (this.count - 16)) & 0xffff;
    let length = LOOK_BITS + 1;
    while (length <= 16 && ahead >= limits[length]) length++;
    if (length > 16) throw this.problem('is corrupted: a code of the JPEG that is not in its table');
    this.count -= length;
    return symbols[offsets[length] + (ahead >> (16 - length))];
  }

  /** The next bits, at most 16, as a number. */
  private take(count: number): number {
    if (this.count < count) this.fill();
    this.count -= count;
    return (this.bits >>> this.count) & ((1 << count) - 1);
  }

  /** The next bits as a number that may be negative: those that begin with 0 are (F.2.2.1). */
  private signed(count: number): number {
    const value = this.take(count);
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
  }

  private difference(part: ScanPart): number {
    const size = this.symbol(part.dc!);
    const value = this.before[part.component] + (size === 0 ? 0 : this.signed(size));
    this.before[part.component] = value;
    return value;
  }

  private tooMany(): never {
    throw this.problem('is corrupted: a block of the JPEG has more than 64 coefficients');
  }

  /** All coefficients of a block. Says, as the others do, whether there may be one besides the first. */
  private sequential(part: ScanPart, coefficients: Int16Array, start: number): boolean {
    coefficients[start] = this.difference(part);
    const { ac } = part;
    let any = false;
    for (let k = 1; k < 64; k++) {
      const symbol = this.symbol(ac!);
      const [zeros, size] = [symbol >> 4, symbol & 15];
      if (size === 0) {
        if (zeros < 15) break;
        k += 15;
        continue;
      }
      k += zeros;
      if (k > 63) this.tooMany();
      coefficients[start + zigzag[k]] = this.signed(size);
      any = true;
    }
    return any;
  }

  private firstCoefficient(part: ScanPart, coefficients: Int16Array, start: number): boolean {
    coefficients[start] = this.difference(part) << this.scan.low;
    return false;
  }

  private refineFirst(_part: ScanPart, coefficients: Int16Array, start: number): boolean {
    coefficients[start] |= this.take(1) << this.scan.low;
    return false;
  }

  /** The length of a run of empty blocks, this one counted. */
  private runLength(bits: number): number {
    return (1 << bits) + (bits === 0 ? 0 : this.take(bits));
  }

  private otherCoefficients(part: ScanPart, coefficients: Int16Array, start: number): boolean {
    const { first, last, low } = this.scan;
    let any = false;
    for (let k = first; k <= last; k++) {
      const symbol = this.symbol(part.ac!);
      const [zeros, size] = [symbol >> 4, symbol & 15];
      if (size === 0) {
        if (zeros < 15) {
          this.emptyRun = this.runLength(zeros) - 1;
          break;
        }
        k += 15;
        continue;
      }
      k += zeros;
      if (k > last) this.tooMany();
      coefficients[start + zigzag[k]] = this.signed(size) << low;
      any = true;
    }
    return any;
  }

  /** One more bit for coefficients that are not zero, and new ones among those that are (G.1.2.3). */
  private refineOthers(part: ScanPart, coefficients: Int16Array, start: number): boolean {
    const { first, last, low } = this.scan;
    const bit = 1 << low;
    let k = first;
    while (k <= last && this.emptyRun === 0) {
      const symbol = this.symbol(part.ac!);
      let zeros = symbol >> 4;
      let value = 0;
      if ((symbol & 15) !== 0) value = this.take(1) === 1 ? bit : -bit;
      else if (zeros < 15) {
        this.emptyRun = this.runLength(zeros);
        break;
      }
      for (; k <= last; k++) {
        const place = start + zigzag[k];
        if (coefficients[place] !== 0) this.refine(coefficients, place, bit);
        else if (--zeros < 0) break;
      }
      if (value !== 0) {
        if (k > last) this.tooMany();
        coefficients[start + zigzag[k]] = value;
      }
      k++;
    }
    if (this.emptyRun > 0) {
      for (; k <= last; k++) {
        const place = start + zigzag[k];
        if (coefficients[place] !== 0) this.refine(coefficients, place, bit);
      }
      this.emptyRun--;
    }
    return true;
  }

  private refine(coefficients: Int16Array, place: number, bit: number): void {
    const value = coefficients[place];
    if (this.take(1) === 1 && (value & bit) === 0) coefficients[place] = value + (value > 0 ? bit : -bit);
  }
}
