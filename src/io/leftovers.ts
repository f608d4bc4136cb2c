/**
 * Names of temporary files, and the removal of those whose process is dead. A process that is killed outright, or a
 * machine that loses power, removes nothing itself; the next write into the same folder does.
 *
 * A number of a process means something only on its machine, and there in its namespace (containers that share a folder
 * each have a process 1). So a name is `.concordat-PROCESS-PLACE-RANDOM.tmp`, and only files of this place are judged by
 * their process. Those of another place, and those named without one, are left until they are a day old.
 */
import { crc32 } from './crc32.ts';
import { errorCode } from './system.ts';

type FileSystem = typeof import('node:fs');

const pattern = /^\.concordat-(\d+)(?:-([0-9a-f]{8}))?-[0-9a-z]+\.tmp$/;
/** Longer than any write takes, in milliseconds. */
const LONG_AGO = 24 * 3600 * 1000;
/** A file's time may be coarser than the clock. */
const CLOCK_STEP = 2000;

/** Names the machine and the namespace in which this process has its number. */
async function placeName(fs: FileSystem): Promise<string> {
  const { hostname } = await import('node:os');
  // On Linux alone; elsewhere the machine has to do.
  const namespace = await fs.promises.readlink('/proc/self/ns/pid').catch(() => '');
  return crc32(new TextEncoder().encode(`${hostname()} ${namespace}`))
    .toString(16)
    .padStart(8, '0');
}

/** The name for a temporary file that this process makes. */
export async function temporaryName(fs: FileSystem): Promise<string> {
  const random = Math.random().toString(36).slice(2) || '0';
  return `.concordat-${process.pid}-${await placeName(fs)}-${random}.tmp`;
}

/** Removes what dead processes left in a folder. Nothing depends on it: what cannot be removed stays. */
export async function removeLeftovers(fs: FileSystem, folder: string): Promise<void> {
  const { join } = await import('node:path');
  try {
    const found = (await fs.promises.readdir(folder)).map(name => pattern.exec(name)).filter(match => match);
    if (found.length === 0) return;
    const here = await placeName(fs);
    for (const [name, pid, place] of found as RegExpExecArray[]) {
      const path = join(folder, name);
      const status = await fs.promises.lstat(path).catch(() => undefined);
      if (status?.isFile() && isLeft(Number(pid), place === here, status.mtimeMs))
        await fs.promises.rm(path, { force: true }).catch(() => {});
    }
  } catch {
    // The folder may be one to write into and not to list.
  }
}

/** Whether nobody can be writing the file any more: process `pid`, `isHere` or elsewhere, last wrote it at `written`. */
function isLeft(pid: number, isHere: boolean, written: number): boolean {
  if (!isHere) return written < Date.now() - LONG_AGO;
  // This process: another thread may be writing it, an earlier process of the same number not.
  if (pid === process.pid) return written < Date.now() - process.uptime() * 1000 - CLOCK_STEP;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM says that there is one, of another user.
    return errorCode(error) === 'ESRCH';
  }
}
