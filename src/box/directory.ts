/** A private temporary directory that is removed whatever happens. */
import { ConcordatError, show } from '../errors.ts';
import { errorCode } from '../io/system.ts';

/** Calls `use` with a new directory that only this user can read, and removes it afterwards. */
export async function withPrivateDirectory<T>(caller: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = await makeDirectory(caller);
  try {
    return await use(path);
  } finally {
    await removeDirectory(caller, path);
  }
}

async function makeDirectory(caller: string): Promise<string> {
  const [{ mkdtemp, realpath }, { tmpdir }, { join }] = await Promise.all([
    import('node:fs/promises'),
    import('node:os'),
    import('node:path'),
  ]);
  const place = tmpdir();
  try {
    return await mkdtemp(join(await realpath(place), 'concordat-'));
  } catch (error) {
    const reason = errorCode(error) || String(error);
    throw folderProblem(
      caller,
      place,
      `no directory can be made in the temporary folder ${show(place)} (${reason}); name another one with the variable TMPDIR`,
      error,
    );
  }
}

/** What a script left may be closed to reading, or deeper than paths are long; the system's own tools take it away then. */
async function removeDirectory(caller: string, path: string): Promise<void> {
  const { lstat, rm } = await import('node:fs/promises');
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
    return;
  } catch {
    const { execFile } = await import('node:child_process');
    const run = (...words: [string, ...string[]]) =>
      new Promise<void>(done => execFile(words[0], words.slice(1), () => done()));
    await run('chmod', '-R', 'u+rwx', path);
    await run('rm', '-rf', '--', path);
  }
  const left = await lstat(path).catch(() => undefined);
  if (left) throw folderProblem(caller, path, `the temporary directory ${show(path)} cannot be removed`);
}

/** The error of a call whose directory cannot be used. */
export const folderProblem = (caller: string, folder: string, message: string, cause?: unknown) =>
  new ConcordatError(
    'process',
    `${caller}: ${message}`,
    { function: caller, reason: 'folder', folder },
    cause,
  );
