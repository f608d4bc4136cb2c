/** A .npy file on disk, whose elements go straight into the memory of the array. For Node. */
import type { FileHandle } from 'node:fs/promises';
import type { NDArray } from '../array/ndarray.ts';
import { allocate } from '../kernels/dtype.ts';
import { type Problem, startsWith } from './bytes.ts';
import { checkBytes, type Limits } from './limits.ts';
import { npyArray, npyLayout } from './npy.ts';
import { NPY_BEGINNING, npySignature } from './npy-header.ts';

/** Bytes that one call reads; some systems take no more than 2 GiB. */
const PORTION = 2 ** 30;

/** The array in a file of `size` bytes; undefined where it is not npy. */
export async function readNpyFile(
  file: FileHandle,
  size: number,
  limits: Limits,
  problem: Problem,
): Promise<NDArray | undefined> {
  const beginning = new Uint8Array(Math.min(size, NPY_BEGINNING));
  const begun = beginning.subarray(0, await readAt(file, beginning, 0));
  if (!startsWith(begun, npySignature)) return undefined;
  const layout = npyLayout(begun, size, problem);
  const length = size - layout.start;
  checkBytes(length, limits, problem);
  const elements = allocate('uint8', length);
  const filled = await readAt(file, elements, layout.start);
  if (filled < length) throw problem('is cut short: it became shorter while it was read');
  return npyArray(layout, elements);
}

/** Fills `bytes` from a place in the file; says how many there were. */
async function readAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < bytes.length) {
    const length = Math.min(PORTION, bytes.length - filled);
    const { bytesRead } = await file.read(bytes, filled, length, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
