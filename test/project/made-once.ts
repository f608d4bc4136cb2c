/** Folders that tests make once, for all test files and for later runs, as long as what they are made of stays. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from './source.ts';

const HOUR = 3600e3;

/** A short name for the content of some texts. */
export function digestOf(texts: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest('hex').slice(0, 16);
}

/**
 * The folder NAME-DIGEST in `parent`, build/ by default, which `make` fills when it is not there. It appears whole or not at all: two processes that
 * make it at the same time both work, and one of them keeps its own. Folders of older digests go when nobody has
 * asked for them for an hour.
 */
export function madeOnce(
  name: string,
  digest: string,
  make: (folder: string) => void,
  parent = join(root, 'build'),
): string {
  const folder = join(parent, `${name}-${digest}`);
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date());
    return folder;
  }
  mkdirSync(parent, { recursive: true });
  for (const other of readdirSync(parent).filter(each => each.startsWith(`${name}-`)))
    if (Date.now() - statSync(join(parent, other)).mtimeMs > HOUR)
      rmSync(join(parent, other), { recursive: true, force: true });
  const unfinished = mkdtempSync(join(parent, `${name}-new-`));
  try {
    make(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
