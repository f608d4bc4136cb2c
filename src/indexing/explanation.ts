/** An explanation of an index, as data. */
import type { Repeat } from './repeated.ts';

/** Where one axis of the result comes from. */
export interface IndexAxis {
  /** How many places the axis has. */
  readonly extent: number;
  /** `slice`: an axis of the source; `newaxis`: none; `arrays`: the index arrays. */
  readonly from: 'slice' | 'newaxis' | 'arrays';
  /** The axes of the source: one of a slice, those of all index arrays, none of a new axis. */
  readonly axes: readonly number[];
  /** Where it comes from, in words. */
  readonly text: string;
}

/** How one library reads an index. */
export interface IndexReading {
  /** The shape of the result; null where the library refuses the index. */
  readonly shape: readonly number[] | null;
  /** The axes of the result; none where it is refused. */
  readonly axes: readonly IndexAxis[];
  /** Axes of the source that an integer takes away, and the place that it names. */
  readonly taken: readonly { readonly axis: number; readonly place: string }[];
  /** Whether the result is a view; null where there is none. */
  readonly view: boolean | null;
  /** Whether the axes of the index arrays were moved to the front. */
  readonly moved: boolean;
  /** What the library says when it refuses. */
  readonly error: string | null;
}

/** What an index does to an array of a shape. */
export interface IndexExplanation {
  /** The shape of the source. */
  readonly shape: readonly number[];
  /** The index as Python writes it. */
  readonly index: string;
  /** What each axis of the source is indexed by, as Python writes it. */
  readonly terms: readonly string[];
  /** What NumPy makes of the index. */
  readonly numpy: IndexReading;
  /** What torch makes of it. */
  readonly torch: IndexReading;
  /**
   * `no`: the same result; `silently`: results of one shape whose axes mean something else; `shape`: other shapes;
   * `error`: one of them refuses.
   */
  readonly differ: 'no' | 'silently' | 'shape' | 'error';
  /** What was taken for granted of names and of arrays of which only the shape is known, in sentences. */
  readonly assumed: readonly string[];
  /** A place that index arrays name several times, where there is one: `x[…] += 1` counts it once. */
  readonly repeats: Repeat | null;
  /** Another spelling that leaves the axes where they were, where there is one. */
  readonly instead: string | null;
  /** All of it in lines for people. */
  readonly text: string;
}
