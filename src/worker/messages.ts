/** What the two sides of a worker say to each other. */
import type { ErrorCode } from '../errors.ts';
import type { DType, TypedArray } from '../kernels/dtype.ts';

/** An array on its way, with its elements. */
export interface ArrayParcel {
  readonly concordat: 'array';
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides?: readonly number[];
  readonly offset?: number;
  readonly data: TypedArray;
}

/** What the worker keeps: an array, or the function of a stencil, which has no element type. */
export interface KeptParcel {
  readonly concordat: 'kept';
  readonly id: number;
  readonly dtype?: DType;
  readonly shape?: readonly number[];
}

/** The texts of a tagged template. */
export interface TemplateParcel {
  readonly concordat: 'template';
  readonly strings: readonly string[];
}

/** A value that structured cloning cannot keep, written so that it can. */
export type Parcel = ArrayParcel | KeptParcel | TemplateParcel;

/** What the worker does besides calling functions of the package: with something that it keeps, or to keep it. */
export type OwnOperation = 'fetch' | 'at' | 'set' | 'stencil' | 'run';

/** A call: of a function of the package, or of one that is the worker's own. */
export interface CallMessage {
  readonly id: number;
  /** What errors name: of a function of the package, where it is, `scipy.ndimage.convolve`. */
  readonly name: string;
  readonly own?: OwnOperation;
  readonly given: readonly unknown[];
  /** Which arguments are options whose `onProgress` the caller has kept, and is told of. */
  readonly watched: readonly number[];
  /** Whether the caller is told of the start, and of all that a function tells. */
  readonly told?: boolean;
}

/** Gives up what the worker keeps: `free` also frees the memory of an array, whoever else views it. */
export interface ReleaseMessage {
  readonly release: number;
  readonly free: boolean;
}

/** What the worker is told. */
export type Message = CallMessage | ReleaseMessage;

/** An error on its way. */
export interface PackedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields: unknown;
}

/** What the worker says of a call: how far it has come, or how it ended. */
export interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: PackedError;
  readonly progress?: readonly [done: number, what: string];
}
