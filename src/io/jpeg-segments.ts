/**
 * The segments of a JPEG file that say how its image is coded: tables, frame header, scan headers.
 * Source: ITU-T T.81, annex B.
 */
import { type Problem, viewOf } from './bytes.ts';
import { type HuffmanTable, huffmanTable } from './jpeg-huffman.ts';

/** One of the images that together make the picture: grey, or one of three colours. */
export interface JpegComponent {
  readonly id: number;
  /** Sampling factors: the size of this image beside that of the others. */
  readonly across: number;
  readonly down: number;
  /** The number of its table of steps. */
  readonly table: number;
  /** What coefficients are multiplied by, row by row: the table that is there when the first scan comes. */
  steps?: Int32Array;
}

/** One pass over all or some components, and over some of the coefficients of each block. */
export interface JpegScan {
  readonly parts: readonly ScanPart[];
  /** The first and the last coefficient, in zigzag order. */
  readonly first: number;
  readonly last: number;
  /** The lowest bit that this scan brings. */
  readonly low: number;
  /** Whether other bits of these coefficients came before. */
  readonly refines: boolean;
  /** Groups of blocks between markers at which decoding starts afresh; 0: there are none. */
  readonly restartInterval: number;
  /** Where its data begins in the file. */
  readonly start: number;
}

export interface ScanPart {
  /** The place of the component in the frame. */
  readonly component: number;
  readonly dc?: HuffmanTable;
  readonly ac?: HuffmanTable;
}

export interface JpegFrame {
  readonly kind: number;
  readonly width: number;
  readonly height: number;
  /** The highest sampling factors. */
  readonly across: number;
  readonly down: number;
  readonly components: JpegComponent[];
}

/** Tables that were defined so far; they may be replaced between scans. */
export interface JpegTables {
  /** By class (0 DC, 1 AC) and number: how many codes of each length, then the symbols. */
  readonly huffman: readonly (Uint8Array | undefined)[][];
  readonly steps: (Int32Array | undefined)[];
  restartInterval: number;
}

export const [BASELINE, EXTENDED, PROGRESSIVE] = [0xc0, 0xc1, 0xc2];

/** Where the coefficients of a block stand in its rows, in the order in which they come: T.81, figure A.6. */
export const zigzag = Uint8Array.from(
  [
    [
      0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,
      7, 14,
    ],
    [
      21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
      53,
    ],
    [60, 61, 54, 47, 55, 62, 63],
  ].flat(),
);

/** Blocks of the component across and down the image, those alone that have a pixel in them. */
export const blocksOf = ({ width, height, across, down }: JpegFrame, component: JpegComponent) => ({
  blocksAcross: Math.ceil(Math.ceil((width * component.across) / across) / 8),
  blocksDown: Math.ceil(Math.ceil((height * component.down) / down) / 8),
});

export function readFrame(kind: number, content: Uint8Array, problem: Problem): JpegFrame {
  const count = content[5];
  if (content.length < 6 || content.length !== 6 + 3 * count)
    throw problem('is corrupted: JPEG frame header');
  if (content[0] !== 8) throw problem(`has ${content[0]} bits per sample; JPEG of 8 bits can be read`);
  const [height, width] = [viewOf(content).getUint16(1), viewOf(content).getUint16(3)];
  const components = Array.from({ length: count }, (_, index): JpegComponent => {
    const [id, sampling, table] = content.subarray(6 + 3 * index);
    return { id, across: sampling >> 4, down: sampling & 15, table };
  });
  if (components.some(({ across, down }) => across < 1 || across > 4 || down < 1 || down > 4))
    throw problem('is corrupted: the JPEG has a sampling factor outside 1..4');
  const across = Math.max(...components.map(component => component.across));
  const down = Math.max(...components.map(component => component.down));
  return { kind, width, height, across, down, components };
}

/** Reads a segment of Huffman tables. */
export function readHuffman(content: Uint8Array, { huffman }: JpegTables, problem: Problem): void {
  for (let place = 0; place < content.length; ) {
    const [kind, number] = [content[place] >> 4, content[place] & 15];
    const count = content.subarray(place + 1, place + 17).reduce((sum, some) => sum + some, 0);
    const end = place + 17 + count;
    if (kind > 1 || number > 3 || count > 256 || end > content.length)
      throw problem('is corrupted: a Huffman table of the JPEG');
    huffman[kind][number] = content.subarray(place + 1, end);
    place = end;
  }
}

/** Reads a segment of tables of steps. */
export function readSteps(content: Uint8Array, { steps }: JpegTables, problem: Problem): void {
  for (let place = 0; place < content.length; ) {
    const [isWide, number] = [content[place] >> 4, content[place] & 15];
    const end = place + 1 + (isWide ? 128 : 64);
    if (isWide > 1 || number > 3 || end > content.length)
      throw problem('is corrupted: a quantisation table of the JPEG');
    const table = new Int32Array(64);
    for (let k = 0; k < 64; k++)
      table[zigzag[k]] = isWide ? viewOf(content).getUint16(place + 1 + 2 * k) : content[place + 1 + k];
    steps[number] = table;
    place = end;
  }
}

/** Reads the header of a scan whose data begins at `start`. */
export function readScan(
  content: Uint8Array,
  start: number,
  frame: JpegFrame,
  tables: JpegTables,
  problem: Problem,
): JpegScan {
  const wrong = () => problem('is corrupted: the header of a JPEG scan');
  const count = content[0];
  if (content.length !== 4 + 2 * count || count < 1 || count > frame.components.length) throw wrong();
  const [first, last, bits] = content.subarray(1 + 2 * count);
  const [high, low] = [bits >> 4, bits & 15];
  const isProgressive = frame.kind === PROGRESSIVE;
  if (isProgressive) {
    // The first coefficient comes by itself, the others for one component at a time, bits one by one after the first.
    const isOrdered = first === 0 ? last === 0 : last >= first && last < 64 && count === 1;
    if (!isOrdered || low > 13 || (high !== 0 && high !== low + 1)) throw wrong();
  } else if (first !== 0 || last !== 63 || bits !== 0) throw wrong();
  const refines = high > 0;

  const table = (kind: number, number: number): HuffmanTable => {
    const given = tables.huffman[kind][number];
    if (!given) throw problem('is corrupted: a Huffman table of the JPEG is missing');
    // Of a first coefficient the symbol is a number of bits, of the others such a number and one of zeros.
    return huffmanTable(given, kind === 0 ? 15 : 255, problem);
  };
  const parts = Array.from({ length: count }, (_, index): ScanPart => {
    const [id, numbers] = content.subarray(1 + 2 * index);
    const component = frame.components.findIndex(one => one.id === id);
    if (component < 0) throw wrong();
    const chosen = frame.components[component];
    chosen.steps ??= tables.steps[chosen.table];
    if (!chosen.steps) throw problem('is corrupted: a quantisation table of the JPEG is missing');
    return {
      component,
      ...(first === 0 && !refines && { dc: table(0, numbers >> 4) }),
      ...(last > 0 && { ac: table(1, numbers & 15) }),
    };
  });
  if (new Set(parts.map(part => part.component)).size !== count) throw wrong();
  // Together a group may have ten blocks: B.2.3.
  const blocks = parts.reduce((sum, { component }) => {
    const { across, down } = frame.components[component];
    return sum + across * down;
  }, 0);
  if (count > 1 && blocks > 10) throw wrong();
  return { parts, first, last, low, refines, restartInterval: tables.restartInterval, start };
}
