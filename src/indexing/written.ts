/** Arrays that stand in the text of an index: written out, counted by `arange`, or told by their type and shape alone. */
import { sizeOf } from '../extents.ts';
import type { IntegersTerm, MaskTerm, SliceTerm } from './term.ts';

/** Entries that an array may have of which only the shape is written. */
const MOST_ENTRIES = 2 ** 24;

/** Throws an error about the index: what is wrong with it, and what would be right. */
export type RefuseIndex = (what: string, hint: string) => never;

/** Whole numbers as memory: 32 bits where they fit. */
export const integerMemory = (values: readonly number[]): Int32Array | BigInt64Array =>
  values.every(value => value === (value | 0))
    ? Int32Array.from(values)
    : BigInt64Array.from(values, value => BigInt(value));

/** Rows within rows as they are read: elements in order, and the extents as far as they are known. */
export class Rows {
  private readonly flat: (number | boolean)[] = [];
  private readonly shape: number[] = [];
  private depth: number | undefined;
  private readonly fail: RefuseIndex;

  constructor(fail: RefuseIndex) {
    this.fail = fail;
  }

  private check(right: boolean): void {
    if (!right) this.fail('has an array whose rows differ', 'all rows of an index array have one length');
  }

  /** Takes an element that stands inside so many brackets. */
  add(value: number | boolean, depth: number): void {
    this.depth ??= depth;
    this.check(depth === this.depth);
    this.flat.push(value);
  }

  /** Takes the end of a row of so many items, which stands inside so many brackets. */
  close(count: number, depth: number): void {
    this.shape[depth] ??= count;
    this.check(count === this.shape[depth]);
  }

  term(): IntegersTerm | MaskTerm {
    const { flat, shape } = this;
    this.check(this.depth === undefined || this.depth === shape.length);
    if (flat.length > 0 && flat.every(value => typeof value === 'boolean'))
      return { kind: 'mask', shape, data: Uint8Array.from(flat, Number) };
    return { kind: 'integers', shape, data: integerMemory(flat.map(Number)) };
  }
}

/** What a call in the text stands for, by its name; a number is one, null is None. */
export const writtenCalls: Readonly<
  Record<
    string,
    (given: readonly (number | null)[], fail: RefuseIndex) => IntegersTerm | MaskTerm | SliceTerm
  >
> = {
  arange: counted,
  range: counted,
  slice: (given, fail) => {
    if (given.length < 1 || given.length > 3)
      fail(`has a slice of ${given.length} numbers`, 'slice takes a stop, or a start, a stop and a step');
    const [start, stop, step = null] = given.length === 1 ? [null, ...given] : given;
    return { kind: 'slice', start, stop, step };
  },
  bool: (given, fail) => {
    const { shape, size } = shapeOf(given, fail);
    return { kind: 'mask', shape, data: new Uint8Array(size).fill(1), unknown: true };
  },
  int: (given, fail) => {
    const { shape, size } = shapeOf(given, fail);
    return { kind: 'integers', shape, data: new Int32Array(size), unknown: true };
  },
};

/** As `numpy.arange` counts. */
function counted(given: readonly (number | null)[], fail: RefuseIndex): IntegersTerm {
  const numbers = given.filter(value => value !== null);
  if (numbers.length !== given.length || numbers.length < 1 || numbers.length > 3)
    fail('has an arange that cannot be counted', 'arange takes a stop, or a start, a stop and a step');
  const [start, stop, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  if (step === 0) fail('has an arange with a step of 0', 'a step of 1 counts up, -1 down');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  checkSize(length, fail);
  const values = Array.from({ length }, (_, k) => start + k * step);
  return { kind: 'integers', shape: [length], data: integerMemory(values) };
}

function shapeOf(given: readonly (number | null)[], fail: RefuseIndex): { shape: number[]; size: number } {
  const shape = given.map(extent =>
    extent === null || extent < 0
      ? fail(`has an array with an extent of ${extent}`, 'write its shape, as in bool(3, 50)')
      : extent,
  );
  const size = sizeOf(shape);
  checkSize(size, fail);
  return { shape, size };
}

function checkSize(size: number, fail: RefuseIndex): void {
  if (size > MOST_ENTRIES)
    fail(`has an array of ${size} entries`, `${MOST_ENTRIES} are enough to see what an index does`);
}
