/**
 * Where copies begin. Memory that threads share is copied word by word where both sides lie alike within eight bytes, and
 * byte by byte elsewhere (V8 may not tear words there): 256 MB of float32 take 34 ms, or 160. So a block begins as many bytes past
 * a word as the memory that is copied to it or from it, and its rows follow each other in the same step, within a word.
 */
import { dtypes, type RealDType } from '../../kernels/dtype.ts';

const WORD = 8;

/** Elements from row to row of a block: at least so many, and as the stride is within a word. */
export function evenPitch(least: number, stride: number, dtype: RealDType): number {
  const elements = WORD / dtypes[dtype].bytes;
  const over = (Math.abs(stride) - least) % elements;
  return least + (over < 0 ? over + elements : over);
}

/** Bytes by which one address must be moved to lie as another one does within a word. */
export const shiftTo = (address: number, like: number): number => (((like - address) % WORD) + WORD) % WORD;

/** Bytes that a block needs beside its elements, to begin anywhere within a word. */
export const ALIGNMENT = WORD;
