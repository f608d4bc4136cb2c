/**
 * All that shapes the code of a kernel, as plain data. The code generator reads nothing else, so two nests with the same
 * shape have the same code, and its structural key is the key under which a kernel is kept: a field that is added here is in
 * the key at once. Every other number is an argument of the compiled function (`argument-names.ts`).
 */
import type { RealDType } from '../../dtype.ts';
import type { Expression } from '../../expression.ts';
import type { Mode } from '../../passes/mode.ts';
import type { UnrolledAxis } from '../../passes/unrolled.ts';

/** How the points of a nest, and the taps of each, are walked. Output axes are numbered first, then reduction axes. */
export interface Walk {
  /** How many axes there are, and how many of them are output axes. */
  readonly axes: number;
  readonly rank: number;
  /** Whether a vector is of output points, or of reduction points, folded at the end. */
  readonly mode: Mode;
  readonly vectorAxis: number;
  /** The output axis along which `tile` rows are computed together; −1 where rows are computed one by one. */
  readonly tileAxis: number;
  readonly tile: number;
  /** Vectors of a step. */
  readonly vectors: number;
  /** Points of a row that a unit of work does; 0: all. */
  readonly stretch: number;
  /** Rows of a fold that are folded into what the output holds before the next ones are; 0: all at once, in registers. */
  readonly turn: number;
  /** Output axes that units of work count along. */
  readonly outer: readonly number[];
  /** Reduction axes with a loop. */
  readonly looped: readonly number[];
  readonly unrolled: readonly UnrolledAxis[];
  /** Fewer points than a vector: they are computed one by one. */
  readonly narrow: boolean;
  /** An output is also an input, or accumulates: no point may be computed twice. */
  readonly inPlace: boolean;
}

/**
 * How a vector of an input is loaded. `splat`: the same element for all points; `unit`: neighbours in memory;
 * `extended`: neighbours, but for a few places at either end that the extension puts elsewhere; `lanes`: one by one.
 */
export type VectorClass = 'splat' | 'unit' | 'extended' | 'lanes';

/** Entries that are sorted apart: those of one phase of a stride are neighbours. */
export interface Phases {
  /** Elements from one phase to the next. */
  readonly pitch: number;
  /** The entry at which the loops start, which says the phase of each tap. */
  readonly start: number;
}

/** How one dimension of an input (see `passes/normal-nest.ts`) is followed. */
export interface DimensionShape {
  readonly coefficients: readonly number[];
  /** What turns an entry into a place: a stride, or a table, of places inside the array alone or outside too. */
  readonly table: 'none' | 'inside' | 'outside';
  /** Bytes from entry to entry, where they are written into the code; null where they are an argument. */
  readonly bakedStride: number | null;
  readonly phases: Phases | null;
}

/** The places at the ends of a row that are not neighbours in memory: how many, and whether they are the fill value. */
export interface PatchedEnds {
  readonly before: number;
  readonly after: number;
  readonly fillBefore: boolean;
  readonly fillAfter: boolean;
}

export interface InputShape {
  readonly dtype: RealDType;
  readonly class: VectorClass;
  /** The dimensions that move along the vector axis. */
  readonly moving: readonly number[];
  /** The lowest and highest offset on the moving dimension of a unit or extended input; 0 for others. */
  readonly low: number;
  readonly high: number;
  /** Of extended inputs, where edges are patched. */
  readonly ends: PatchedEnds | null;
  readonly dimensions: readonly DimensionShape[];
}

export interface OutputShape {
  readonly dtype: RealDType;
  readonly value: Expression;
  /** Whether the points of a row are neighbours in memory. */
  readonly neighbours: boolean;
  readonly accumulate: boolean;
  /** The coefficients of each look-up, over the output axes. */
  readonly lookups: readonly (readonly number[])[];
}

export interface CodeShape extends Walk {
  /** `patched`: the end vectors of a row replace single lanes; `segments`: the ends of a row are loaded lane by lane. */
  readonly edges: 'none' | 'patched' | 'segments';
  readonly inputs: readonly InputShape[];
  readonly outputs: readonly OutputShape[];
}
