/** Where the files of the benchmarks are, seen from the sources as from the compiled files in build/. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'layers.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('bench: the project was not found above this file');
  return findRoot(above);
}

/** The folder of the project. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The folder of the benchmarks' sources: Python files, the lockfile of the JavaScript peers, the results. */
export const benchFolder = join(root, 'bench');

/** Where the figures of the last run of each workload are kept; those of quick runs lie apart. */
export const resultsFolder = (quick: boolean): string =>
  join(benchFolder, 'results', ...(quick ? ['quick'] : []));
