/// <reference lib="esnext.disposable" preserve="true" />
/** An array that the worker keeps, as the caller's side knows it: what it is, but not its elements. */
import type { ArrayLike } from '../convert/convert.ts';
import type { IndexHole, IndexTerm } from '../indexed/index-terms.ts';
import type { DType, TypedArrayOf } from '../kernels/dtype.ts';

/** An array with its elements, as `array` of 'concordat' takes it: row by row, complex ones as re, im pairs. */
export interface FetchedArray<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: TypedArrayOf<D>;
}

/** What may stand for an array in a call of a worker. */
export type RemoteArrayLike = ArrayLike | RemoteArray;

/**
 * An array that stays on the worker's side. It can be given to every function of that worker, also as `out` and as a
 * term of an index, and its elements do not travel until `fetch` asks for them. The worker frees it after `dispose`, or
 * when it can no longer be reached here.
 */
export interface RemoteArray<D extends DType = DType> {
  /** The element type, as NumPy spells it. */
  readonly dtype: D;
  /** The extents of the axes, the outermost first. */
  readonly shape: readonly number[];
  /** The elements: a copy, which is the caller's own. */
  fetch(): Promise<FetchedArray<D>>;
  /** What `at` of an array gives, kept on the worker's side too: a view, or a copy for index arrays and masks. */
  at(strings: TemplateStringsArray, ...holes: (IndexHole | RemoteArray)[]): Promise<RemoteArray<D>>;
  at(...terms: (IndexTerm | RemoteArray)[]): Promise<RemoteArray<D>>;
  at(
    ...given: [...terms: (IndexTerm | RemoteArray)[], options: { out?: RemoteArray }]
  ): Promise<RemoteArray<D>>;
  /** Writes a value where an index says, in place, as `set` of an array does. Gives the array itself. */
  set(
    strings: TemplateStringsArray,
    ...holes: (IndexHole | RemoteArray)[]
  ): (value: RemoteArrayLike) => Promise<this>;
  set(
    index: readonly (IndexTerm | RemoteArray)[] | Exclude<IndexTerm, readonly unknown[]> | RemoteArray,
    value: RemoteArrayLike,
  ): Promise<this>;
  /**
   * Gives the memory back: of this array and of every view that shares it, as `dispose` of an array does. A second call
   * does nothing.
   */
  dispose(): void;
  /** What `using y = …` calls at the end of the block: `dispose`. */
  [Symbol.dispose](): void;
}
