/** The part of one component of a JPEG that is in memory: coefficients of one row of groups, samples of three. */
import { flatBlock, inverseCosine } from './jpeg-cosine.ts';
import { blocksOf, type JpegComponent, type JpegFrame } from './jpeg-segments.ts';

/** Rows of groups whose samples are kept: the one that is written out, and its neighbours, which enlarging looks at. */
const KEPT = 3;

export class Strip {
  /** Blocks in a group, and blocks with pixels in them. */
  readonly across: number;
  readonly down: number;
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Blocks of a row, whole groups. */
  readonly width: number;
  /** 64 coefficients a block, row by row. */
  readonly coefficients: Int16Array;
  /** 1 for blocks whose coefficients are zero but for the first. */
  readonly isFlat: Uint8Array;
  /** Samples of a row, whole blocks; and those that the image has. */
  readonly stride: number;
  readonly columns: number;
  readonly rows: number;
  readonly samples: Uint8ClampedArray;
  private readonly steps: Int32Array;
  private readonly keptRows: number;

  constructor(frame: JpegFrame, component: JpegComponent) {
    const { across, down } = component;
    const { blocksAcross, blocksDown } = blocksOf(frame, component);
    this.across = across;
    this.down = down;
    this.blocksAcross = blocksAcross;
    this.blocksDown = blocksDown;
    this.width = Math.ceil(frame.width / (8 * frame.across)) * across;
    this.coefficients = new Int16Array(64 * this.width * down);
    this.isFlat = new Uint8Array(this.width * down);
    this.stride = 8 * this.width;
    this.columns = Math.ceil((frame.width * across) / frame.across);
    this.rows = Math.ceil((frame.height * down) / frame.down);
    this.keptRows = KEPT * 8 * down;
    this.samples = new Uint8ClampedArray(this.keptRows * this.stride);
    this.steps = component.steps!;
  }

  /** Makes the coefficients ready for the next row of groups. */
  clear(): void {
    this.coefficients.fill(0);
    this.isFlat.fill(1);
  }

  /** Turns the coefficients into the samples of row `row` of the groups. */
  transform(row: number): void {
    const { coefficients, isFlat, samples, steps, stride, width } = this;
    for (let block = 0; block < isFlat.length; block++) {
      const y = row * this.down + Math.floor(block / width);
      const to = this.rowStart(8 * y) + 8 * (block % width);
      if (isFlat[block]) flatBlock(Math.imul(coefficients[64 * block], steps[0]), samples, to, stride);
      else inverseCosine(coefficients, 64 * block, steps, samples, to, stride);
    }
  }

  /** Where row `y` of the samples begins in `samples`. */
  rowStart(y: number): number {
    return (y % this.keptRows) * this.stride;
  }

  /** The same for a row that the image may not have: its nearest one. */
  nearestStart(y: number): number {
    return this.rowStart(Math.min(this.rows - 1, Math.max(0, y)));
  }
}
