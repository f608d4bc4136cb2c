/** Huffman codes of JPEG as tables. Source: ITU-T T.81, annexes C and F.2.2.3. */
import type { Problem } from './bytes.ts';

/** Codes up to so many bits are found at once. */
export const LOOK_BITS = 9;

export interface HuffmanTable {
  /** By the next `LOOK_BITS` bits: length · 256 + symbol; 0 where the code is longer, or there is none. */
  readonly look: Uint16Array;
  /** By length: the code behind the last one, moved to 16 bits; what is below it has that length at most. */
  readonly limits: Int32Array;
  /** By length: from a code of that length to the place of its symbol. */
  readonly offsets: Int32Array;
  readonly symbols: Uint8Array;
}

/**
 * Makes the table.
 *
 * @param content 16 numbers of codes by length, then the symbols
 * @param highest the highest symbol that may stand in it
 */
export function huffmanTable(content: Uint8Array, highest: number, problem: Problem): HuffmanTable {
  const look = new Uint16Array(1 << LOOK_BITS);
  const [limits, offsets] = [new Int32Array(17), new Int32Array(17)];
  const symbols = content.slice(16);
  if (symbols.some(symbol => symbol > highest))
    throw problem('is corrupted: a Huffman table of the JPEG has a symbol that there is not');
  let [code, place] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    offsets[length] = place - code;
    for (let left = content[length - 1]; left > 0; left--, code++, place++) {
      if (length > LOOK_BITS) continue;
      const first = code << (LOOK_BITS - length);
      look.fill((length << 8) | symbols[place], first, first + (1 << (LOOK_BITS - length)));
    }
    if (code > 1 << length) throw problem('is corrupted: a Huffman table of the JPEG has too many codes');
    limits[length] = code << (16 - length);
    code <<= 1;
  }
  return { look, limits, offsets, symbols };
}
