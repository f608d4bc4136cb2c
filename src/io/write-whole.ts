/**
 * Writes a file whole or not at all: into a temporary file beside it, which then takes its name. For Node; its modules
 * are loaded when a file is written.
 */

import type { Stats } from 'node:fs';
import { oneLine } from '../errors.ts';
import { asBytes, type Bytes, type Problem, problemOf } from './bytes.ts';
import { removeLeftovers, temporaryName } from './leftovers.ts';
import { errorCode, pathText, systemProblem } from './system.ts';
import { guardUnfinished, releaseUnfinished } from './unfinished.ts';

type FileSystem = typeof import('node:fs');

/**
 * Writes a file so that nobody ever sees a part of it: a temporary file in the same directory takes the name when it
 * is complete and on the disk, and is removed when writing fails or the process is interrupted. What a killed process
 * left, `.concordat-*.tmp`, goes with the next write into that directory. An existing file keeps its owner, its
 * permissions and, when writing fails, its content; a symbolic link stays one, and the file that it names is made where
 * there is none. Devices and pipes are written to directly, and so is a file whose owner this process may not set.
 *
 * @param path the file; its directory must exist
 * @param content bytes, or text to be written as UTF-8
 * @throws ConcordatError (code 'file') when the path is a directory, its directory is missing, or writing fails
 * @example
 * import { readFileSync, rmSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { writeFileWhole } from 'concordat/io';
 * const path = `${tmpdir()}/whole-${process.pid}.txt`;
 * await writeFileWhole(path, 'all of it');
 * readFileSync(path, 'utf8'); // => 'all of it'
 * rmSync(path);
 */
export async function writeFileWhole(path: string | URL, content: Bytes | string): Promise<void> {
  const name = await pathText('writeFileWhole', path);
  const problem = problemOf('writeFileWhole', name);
  const bytes =
    typeof content === 'string' ? new TextEncoder().encode(content) : asBytes('writeFileWhole', content);
  const [fs, { dirname, join }] = [await import('node:fs'), await import('node:path')];
  try {
    const existing = await status(fs, name);
    if (existing?.isDirectory()) throw problem('is a directory; name a file in it');
    if (existing && !existing.isFile()) return await fs.promises.writeFile(name, bytes);
    if (existing) await fs.promises.access(name, fs.constants.W_OK);
    const target = existing ? await fs.promises.realpath(name) : await linkEnd(fs, name, problem);
    const directory = dirname(target);
    if (!existing && !(await status(fs, directory)))
      throw problem(`cannot be written: there is no directory '${oneLine(directory, 1000)}'; make it first`);
    await replace(fs, target, join(directory, await temporaryName(fs)), bytes, existing);
    await settle(fs, directory);
    await removeLeftovers(fs, directory);
  } catch (error) {
    throw systemProblem(problem, 'written', error);
  }
}

async function status(fs: FileSystem, path: string): Promise<Stats | undefined> {
  try {
    return await fs.promises.stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Links that Linux follows before it calls them a circle. */
const MOST_LINKS = 40;

/** The path that a link to nothing leads to, by way of others perhaps; the path itself where it is no link. */
async function linkEnd(fs: FileSystem, path: string, problem: Problem): Promise<string> {
  const { dirname, resolve } = await import('node:path');
  let end = path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const link = await fs.promises.readlink(end).catch(() => undefined);
    if (link === undefined) return end;
    // What the link says counts from where it really lies.
    end = resolve(await fs.promises.realpath(dirname(end)), link);
  }
  throw problem('cannot be written: symbolic links lead in a circle');
}

async function replace(
  fs: FileSystem,
  target: string,
  temporary: string,
  bytes: Uint8Array,
  existing: Stats | undefined,
): Promise<void> {
  const remove = () => fs.rmSync(temporary, { force: true });
  guardUnfinished(temporary, remove);
  try {
    // Made at once, not in a thread: no signal can come between, and later steps do not make the file anew.
    fs.closeSync(fs.openSync(temporary, 'wx'));
    if (existing && !takeOver(fs, temporary, existing)) {
      remove();
      return await writeThrough(fs, target, bytes);
    }
    await writeThrough(fs, temporary, bytes);
    await fs.promises.rename(temporary, target);
  } catch (error) {
    remove();
    throw error;
  } finally {
    releaseUnfinished(temporary);
  }
}

/** Gives a new file the owner and the permissions of the one whose place it takes; false where that is not allowed. */
function takeOver(fs: FileSystem, temporary: string, existing: Stats): boolean {
  const { uid, gid } = fs.statSync(temporary);
  try {
    if (uid !== existing.uid || gid !== existing.gid) fs.chownSync(temporary, existing.uid, existing.gid);
  } catch (error) {
    if (errorCode(error) === 'EPERM') return false;
    throw error;
  }
  // Last: a change of owner takes away the right to run as the owner.
  fs.chmodSync(temporary, existing.mode & 0o7777);
  return true;
}

/** Writes into a file that is there, and waits until the disk has it. */
async function writeThrough(fs: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const file = await fs.promises.open(path, 'r+');
  try {
    await file.writeFile(bytes);
    await file.truncate(bytes.length);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Waits until the disk has the new name too. Some systems open no folders, some file systems cannot do it. */
async function settle(fs: FileSystem, folder: string): Promise<void> {
  const opened = await fs.promises.open(folder, 'r').catch(() => undefined);
  await opened?.sync().catch(() => {});
  await opened?.close();
}
