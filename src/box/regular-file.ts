/** Reads a file that somebody else may have put there: no link, device or pipe, no more than so many bytes. */
import type { ConcordatError } from '../errors.ts';

/** What is wrong with a file; the text goes on after its name: "is a link". */
export class UnfitFile extends Error {}

/** Bytes that are read between two looks at `stopped`. */
const PART = 2 ** 24;

/**
 * The bytes of a file; undefined when there is none. Opening it waits for nobody: where a pipe stands, it would else wait
 * for a writer. Throws an `UnfitFile`, the error that `stopped` gives, or that of the file system.
 */
export async function readRegularFile(
  path: string,
  maxBytes: number,
  stopped: () => ConcordatError | undefined = () => undefined,
): Promise<Uint8Array | undefined> {
  const { constants, promises } = await import('node:fs');
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let file: Awaited<ReturnType<typeof promises.open>>;
  try {
    file = await promises.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP' || code === 'EMLINK') throw new UnfitFile('is a link');
    // A socket cannot be opened.
    if (code === 'ENXIO') throw new UnfitFile('is no regular file');
    throw error;
  }
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new UnfitFile('is no regular file');
    if (status.size > maxBytes)
      throw new UnfitFile(`has ${status.size} bytes; the limit is ${maxBytes} (option maxBytes)`);
    const bytes = new Uint8Array(status.size);
    let place = 0;
    while (place < bytes.length) {
      const problem = stopped();
      if (problem) throw problem;
      const { bytesRead } = await file.read(bytes, place, Math.min(PART, bytes.length - place), place);
      if (bytesRead === 0) break;
      place += bytesRead;
    }
    return bytes.subarray(0, place);
  } finally {
    await file.close();
  }
}
