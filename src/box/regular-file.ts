/** Reads a file that somebody else may have put there: no link, device or pipe, no more than so many bytes. */
import type { ConcordatError } from '../errors.ts';
import { readInto } from '../io/read-into.ts';
import { errorCode } from '../io/system.ts';

/** What is wrong with a file; the text goes on after its name: "is a link". */
export class UnfitFile extends Error {}

/**
 * The bytes of a file; undefined when there is none. Opening it waits for nobody: where a pipe stands, it would else wait
 * for a writer. Throws an `UnfitFile`, the error that `stopped` gives, or that of the file system.
 */
export async function readRegularFile(
  path: string,
  maxBytes: number,
  stopped: () => ConcordatError | undefined,
): Promise<Uint8Array | undefined> {
  const { constants, promises } = await import('node:fs');
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let file: Awaited<ReturnType<typeof promises.open>>;
  try {
    file = await promises.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
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
    const filled = await readInto(file, bytes, 0, () => {
      const problem = stopped();
      if (problem) throw problem;
    });
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}
