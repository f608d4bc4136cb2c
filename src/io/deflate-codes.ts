/**
 * The codes of deflate as tables: the next bits say at once which symbol stands there and how long its code is.
 * Source: RFC 1951, 3.2.
 */

/**
 * An entry: bits 0..3 the length of the code (0: there is no such code), 4..7 the number of extra bits, then one of three
 * marks or none, and from bit 11 on a value: the literal, or what the extra bits are added to, or where a second table
 * begins, which so many further bits look into.
 */
export const [LITERAL, END, SECOND] = [1 << 8, 1 << 9, 1 << 10];
/** Bits that look into the first table of lengths and literals, and into that of distances. */
export const [LITERAL_BITS, DISTANCE_BITS] = [10, 8];
const LONGEST = 15;

/** Bases and extra bits of symbols, of which groups of `group` share a number of extra bits: 3.2.5. */
function entriesOf(count: number, first: number, group: number): number[] {
  let base = first;
  return Array.from({ length: count }, (_, symbol) => {
    const extra = Math.max(0, Math.floor(symbol / group) - 1);
    const entry = (base << 11) | (extra << 4);
    base += 1 << extra;
    return entry;
  });
}

/** Of length symbols 257..285 and of distance symbols 0..29. The last length stands alone. */
const lengthEntries = [...entriesOf(28, 3, 4), 258 << 11];
const distanceEntries = entriesOf(30, 1, 2);

/** What the symbols mean; -1 for those that must not appear. */
export const literalMeanings = Int32Array.from({ length: 288 }, (_, symbol) =>
  symbol < 256 ? LITERAL | (symbol << 11) : symbol === 256 ? END : (lengthEntries[symbol - 257] ?? -1),
);
export const distanceMeanings = Int32Array.from({ length: 32 }, (_, symbol) => distanceEntries[symbol] ?? -1);
/** Of the code in which the lengths of the other codes are written. */
export const plainMeanings = Int32Array.from({ length: 19 }, (_, symbol) => symbol << 11);

/** Room for a table with its second tables, to be filled again for every block. */
export const tableFor = (bits: number): Int32Array =>
  new Int32Array((1 << bits) * (1 + (1 << (LONGEST - bits))));

/**
 * Fills the table of the code whose symbols have these lengths (0: not used).
 *
 * @returns undefined, or what is wrong with the code
 */
export function fillTable(
  table: Int32Array,
  bits: number,
  lengths: Uint8Array,
  meanings: Int32Array,
): string | undefined {
  const counts = new Uint16Array(LONGEST + 1);
  for (const length of lengths) counts[length]++;
  const used = lengths.length - counts[0];
  counts[0] = 0;
  const next = new Uint16Array(LONGEST + 2);
  let left = 1;
  for (let length = 1; length <= LONGEST; length++) {
    left = 2 * left - counts[length];
    if (left < 0) return 'a code with more symbols than it has room for';
    next[length + 1] = (next[length] + counts[length]) << 1;
  }
  // One symbol alone leaves half of its code free, and none all of it.
  if (left > 0 && (used > 1 || (used === 1 && counts[1] !== 1))) return 'a code with gaps';

  table.fill(0, 0, 1 << bits);
  let longest = LONGEST;
  while (longest > bits && counts[longest] === 0) longest--;
  const secondBits = longest - bits;
  let free = 1 << bits;
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol];
    if (length === 0) continue;
    const entry = meanings[symbol] < 0 ? 0 : meanings[symbol] | length;
    const code = reverse(next[length]++, length);
    if (length <= bits) {
      for (let place = code; place < 1 << bits; place += 1 << length) table[place] = entry;
      continue;
    }
    const first = code & ((1 << bits) - 1);
    if (table[first] === 0) {
      table[first] = SECOND | (free << 11) | (secondBits << 4);
      table.fill(0, free, free + (1 << secondBits));
      free += 1 << secondBits;
    }
    const start = table[first] >>> 11;
    for (let place = code >>> bits; place < 1 << secondBits; place += 1 << (length - bits))
      table[start + place] = entry;
  }
  return undefined;
}

/** Codes are packed highest bit first. */
function reverse(code: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
  return reversed;
}
