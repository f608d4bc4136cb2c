/**
 * Writes a file whole or not at all: into a temporary file beside it, which then takes its name. For Node; its modules
 * are loaded when a file is written.
 */
import type { Stats } from 'node:fs';
import { asBytes, type Bytes, oneLine, problemOf } from './bytes.ts';
import { errorCode, pathText, systemProblem } from './system.ts';

type FileSystem = typeof import('node:fs');

/** Temporary files that are being written, with what removes them. */
const unfinished = new Map<string, () => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function removeUnfinished(): void {
  for (const remove of unfinished.values()) remove();
  unfinished.clear();
}

/** Removes what is half written, then lets the signal do what it does without this handler. */
function onSignal(signal: NodeJS.Signals): void {
  // Where the program handles the signal itself, it decides; should it exit, the listener of `exit` cleans up.
  if (process.listenerCount(signal) > 1) return;
  removeUnfinished();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}

/** Listens only while files are being written. */
function guard(temporary: string, remove: () => void): void {
  if (unfinished.size === 0) {
    process.on('exit', removeUnfinished);
    for (const signal of signals) process.on(signal, onSignal);
  }
  unfinished.set(temporary, remove);
}

function release(temporary: string): void {
  unfinished.delete(temporary);
  if (unfinished.size > 0) return;
  process.off('exit', removeUnfinished);
  for (const signal of signals) process.off(signal, onSignal);
}

/**
 * Writes a file so that nobody ever sees a part of it: a temporary file in the same directory takes the name when it
 * is complete, and is removed when writing fails or the process is interrupted. An existing file keeps its permissions
 * and, when writing fails, its content; a symbolic link stays one. Devices and pipes are written to directly.
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
    const target = existing ? await fs.promises.realpath(name) : name;
    const directory = dirname(target);
    if (!existing && !(await status(fs, directory)))
      throw problem(`cannot be written: there is no directory '${oneLine(directory, 1000)}'; make it first`);
    const random = Math.random().toString(36).slice(2);
    await replace(fs, target, join(directory, `.concordat-${process.pid}-${random}.tmp`), bytes, existing);
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

async function replace(
  fs: FileSystem,
  target: string,
  temporary: string,
  bytes: Uint8Array,
  existing: Stats | undefined,
): Promise<void> {
  const remove = () => fs.rmSync(temporary, { force: true });
  guard(temporary, remove);
  try {
    // Made at once, not in a thread: no signal can come between, and later steps do not make the file anew.
    fs.closeSync(fs.openSync(temporary, 'wx'));
    if (existing) fs.chmodSync(temporary, existing.mode & 0o7777);
    await fs.promises.writeFile(temporary, bytes, { flag: 'r+' });
    await fs.promises.rename(temporary, target);
  } catch (error) {
    remove();
    throw error;
  } finally {
    release(temporary);
  }
}
