/** A .npy file on disk, whose elements go straight into the memory of the array. For Node. */
import type { FileHandle } from 'node:fs/promises';
import type { NDArray } from '../array/ndarray.ts';
import { allocate } from '../kernels/dtype.ts';
import { type Problem, startsWith } from './bytes.ts';
import { checkBytes, type Limits } from './limits.ts';
import { npyArray, npyLayout } from './npy.ts';
import { NPY_BEGINNING, npySignature } from './npy-header.ts';
import { readInto } from './read-into.ts';

/** The array in a file of `size` bytes; undefined where it is not npy. */
export async function readNpyFile(
  file: FileHandle,
  size: number,
  limits: Limits,
  problem: Problem,
): Promise<NDArray | undefined> {
  const beginning = new Uint8Array(Math.min(size, NPY_BEGINNING));
  const begun = beginning.subarray(0, await readInto(file, beginning, 0));
  if (!startsWith(begun, npySignature)) return undefined;
  const layout = npyLayout(begun, size, problem);
  const length = size - layout.start;
  checkBytes(length, limits, problem);
  const elements = allocate('uint8', length);
  const filled = await readInto(file, elements, layout.start);
  if (filled < length) throw problem('is cut short: it became shorter while it was read');
  return npyArray(layout, elements);
}
