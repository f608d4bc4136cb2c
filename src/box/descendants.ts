/**
 * Ends processes by what the system knows of them, for the case that their supervisor cannot: it was killed or stopped by
 * what it supervises, or is no Python. Where there is no /proc, nothing is found here.
 */
type FileSystem = typeof import('node:fs');

/** How often the list of processes is read, as new ones may be started meanwhile. */
const PASSES = 20;

/** Kills the descendants of `root`, where it is still there, and what has `marker` in the environment that it was started with. */
export function endDescendants(fs: FileSystem, root: number | undefined, marker: string): void {
  let ended = new Set<number>();
  for (let pass = 0; pass < PASSES; pass++) {
    const found = findDescendants(fs, root, marker);
    // The dead stay in the list until somebody asks about them.
    if ([...found].every(id => ended.has(id))) return;
    for (const id of found)
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    ended = found;
  }
}

function findDescendants(fs: FileSystem, root: number | undefined, marker: string): Set<number> {
  const parents = new Map<number, number>();
  const found = new Set<number>();
  for (const name of listed(fs)) {
    const id = Number(name);
    if (!(id > 0) || id === process.pid) continue;
    // The name of the program stands in brackets, and may hold anything.
    const fields = contentOf(fs, `/proc/${id}/stat`).split(') ').at(-1)!.split(' ');
    parents.set(id, Number(fields[1]));
    if (contentOf(fs, `/proc/${id}/environ`).split('\0').includes(marker)) found.add(id);
  }
  const reaches = (id: number | undefined, steps = 0): boolean =>
    id !== undefined && steps < 1000 && (id === root || reaches(parents.get(id), steps + 1));
  for (const [id, parent] of parents) if (reaches(parent)) found.add(id);
  return found;
}

function listed(fs: FileSystem): string[] {
  try {
    return fs.readdirSync('/proc');
  } catch {
    return [];
  }
}

/** Text that the system makes; nothing where the process is gone, or somebody else's. */
function contentOf(fs: FileSystem, path: string): string {
  try {
    return fs.readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
