/** The check sum of PNG chunks and ZIP entries. Source: ISO 3309, as the PNG specification (annex D) states it. */

/**
 * Row k: what a byte becomes after k further bytes of zeros. With eight rows, eight bytes are taken at a step.
 * Source: M. E. Kounavis, F. L. Berry, "A Systematic Approach to Building High Performance Software-based CRC Generators".
 */
const table = rows();

function rows(): Uint32Array {
  const table = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    table[byte] = value;
  }
  for (let place = 256; place < table.length; place++) {
    const before = table[place - 256];
    table[place] = table[before & 255] ^ (before >>> 8);
  }
  return table;
}

/** CRC-32 of the bytes, as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  let place = 0;
  for (const last = bytes.length - 8; place <= last; place += 8) {
    const low =
      value ^ (bytes[place] | (bytes[place + 1] << 8) | (bytes[place + 2] << 16) | (bytes[place + 3] << 24));
    value =
      table[1792 + (low & 255)] ^
      table[1536 + ((low >>> 8) & 255)] ^
      table[1280 + ((low >>> 16) & 255)] ^
      table[1024 + (low >>> 24)] ^
      table[768 + bytes[place + 4]] ^
      table[512 + bytes[place + 5]] ^
      table[256 + bytes[place + 6]] ^
      table[bytes[place + 7]];
  }
  for (; place < bytes.length; place++) value = table[(value ^ bytes[place]) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
