/** A private temporary directory that is removed whatever happens. */

/** Calls `use` with a new directory that only this user can read, and removes it afterwards. */
export async function withPrivateDirectory<T>(use: (path: string) => Promise<T>): Promise<T> {
  const [{ mkdtemp, realpath, rm }, { tmpdir }, { join }] = await Promise.all([
    import('node:fs/promises'),
    import('node:os'),
    import('node:path'),
  ]);
  const path = await mkdtemp(join(await realpath(tmpdir()), 'concordat-'));
  try {
    return await use(path);
  } finally {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}
