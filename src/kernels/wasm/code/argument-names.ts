/**
 * The arguments of compiled code by name. Code asks for an argument by what it is; its value is found when the kernel runs
 * (`argument-values.ts`), and code never sees it.
 */
import type { RealDType } from '../../dtype.ts';

/** An argument that is a 32-bit integer. */
export type NumberName =
  /** The extent of an axis. */
  | { readonly of: 'extent'; readonly axis: number }
  /** The points of a row. */
  | { readonly of: 'points' }
  /** The tiles along the tile axis, and the stretches of a row. */
  | { readonly of: 'tiles' }
  | { readonly of: 'stretches' }
  /** The points of a row between which every extended input reads neighbours: the first, and the one after the last. */
  | { readonly of: 'innerStart' }
  | { readonly of: 'innerEnd' }
  | { readonly of: 'zero' }
  /** Of a dimension of an input: bytes from entry to entry, and bytes from the base to where the loops start. */
  | { readonly of: 'stride' | 'start'; readonly input: number; readonly dimension: number }
  /** The address of the entry of a table at which the loops start. */
  | { readonly of: 'table'; readonly input: number; readonly dimension: number }
  /** The address of a cell with the fill value, and of the row of fill values. */
  | { readonly of: 'fillCell' | 'fillRow'; readonly input: number }
  /** Of an extended input: bytes from the start of a row to the first point's lowest neighbour. */
  | { readonly of: 'interior'; readonly input: number }
  /** Of an extended input: bytes from the start of a row to the place number `place` from an end. */
  | {
      readonly of: 'patch';
      readonly input: number;
      readonly end: 'first' | 'last';
      readonly place: number;
    }
  /** Bytes from point to point of an output along an axis. */
  | { readonly of: 'outputStride'; readonly output: number; readonly axis: number }
  /** The address of the entry of an output's look-up at which the loops start. */
  | { readonly of: 'outputTable'; readonly output: number; readonly lookup: number };

/** An argument of an element type. */
export type VectorName =
  | { readonly of: 'parameter'; readonly index: number; readonly dtype: RealDType }
  | { readonly of: 'fillValue'; readonly input: number; readonly dtype: RealDType };

export type ArgumentName = NumberName | VectorName;
