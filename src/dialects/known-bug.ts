/** What a known bug is: a call where a library gives what its own definition does not, and our dialect what it does. */
import type { DType } from '../kernels/dtype.ts';

/** A call in plain terms; what is not known is left out. */
export interface CallDescription {
  /** Shapes of the array arguments in their order: image, then kernel. */
  readonly shapes: readonly (readonly number[])[];
  /** Their element types. */
  readonly dtypes?: readonly DType[];
  /** The other arguments by the library's own names; `pad_width` as a pair for each axis. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The elements of the kernel in row-major order. */
  readonly kernel?: readonly number[];
}

/** One bug. */
export interface KnownBug {
  readonly id: string;
  /** The functions that have it, with their full names. */
  readonly calls: readonly string[];
  /** The versions that have it. */
  readonly versions: string;
  /** What the function does, and what is right. */
  readonly text: string;
  /** Where it is reported, or how it was found. */
  readonly source: string;
  /** Whether a call can meet it; without it, every call can. */
  readonly applies?: (call: CallDescription) => boolean;
}

/** An argument of a call by the library's name of it; `fallback`, the library's default, where it was not given. */
export const optionOf = (call: CallDescription, name: string, fallback: unknown): unknown =>
  call.options?.[name] ?? fallback;
