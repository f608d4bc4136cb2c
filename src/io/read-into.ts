/** Reads from an open file into memory of the caller. For Node. */
import type { FileHandle } from 'node:fs/promises';

/** Bytes that one call reads. Some systems take no more than 2 GiB; between two calls the caller may have had enough. */
const PORTION = 2 ** 24;

/** Fills `bytes` from a place in the file on; says how many there were. Calls `before` each portion, which may throw. */
export async function readInto(
  file: FileHandle,
  bytes: Uint8Array,
  position: number,
  before: () => void = () => {},
): Promise<number> {
  let filled = 0;
  while (filled < bytes.length) {
    before();
    const length = Math.min(PORTION, bytes.length - filled);
    const { bytesRead } = await file.read(bytes, filled, length, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
