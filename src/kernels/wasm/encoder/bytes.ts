/** Numbers and lists of bytes as a WebAssembly module holds them. Source: WebAssembly core specification, "Values". */

export function unsignedLeb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    const more = rest > 127 ? 128 : 0;
    bytes.push((rest & 127) | more);
    rest >>>= 7;
  } while (rest !== 0);
  return bytes;
}

export function signedLeb(value: number | bigint): number[] {
  if (typeof value === 'number') {
    // Nearly all constants are small, and arithmetic on bigint is slow.
    if (value >= -64 && value < 64) return [value & 127];
    if (value >= -8192 && value < 8192) return [(value & 127) | 128, (value >> 7) & 127];
  }
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (;;) {
    const byte = Number(rest & 127n);
    rest >>= 7n;
    if ((rest === 0n && byte < 64) || (rest === -1n && byte >= 64)) return [...bytes, byte];
    bytes.push(byte | 128);
  }
}

export const floatBytes = (value: number, bytes: 4 | 8): number[] => {
  const view = new DataView(new ArrayBuffer(8));
  if (bytes === 4) view.setFloat32(0, value, true);
  else view.setFloat64(0, value, true);
  return Array.from(new Uint8Array(view.buffer, 0, bytes));
};

/** Bytes in the making. */
export class ByteList {
  private bytes = new Uint8Array(256);
  length = 0;

  push(byte: number): void {
    if (this.length === this.bytes.length) {
      const longer = new Uint8Array(2 * this.length);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    this.bytes[this.length++] = byte;
  }

  append(bytes: ArrayLike<number>): void {
    for (let k = 0; k < bytes.length; k++) this.push(bytes[k]);
  }

  /** Appends a number from 0 on, as `unsignedLeb` has it. */
  number(value: number): void {
    if (value < 128) this.push(value);
    else this.append(unsignedLeb(value));
  }

  get content(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

export type EncodedBytes = ArrayLike<number>;

/** Pieces one after the other. */
export function joinBytes(pieces: readonly EncodedBytes[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
