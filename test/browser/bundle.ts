/** Bundles the library as it is now, so that a test never runs against an old build. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project/source.ts';

/**
 * Makes the bundle in a new folder of build/, where Node still finds the packages, and gives its path. With `maps`, which
 * no user gets, its files say what they are made of.
 */
export function makeBundle({ maps = false } = {}): string {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build/bundle-'));
  const command = [join(root, 'scripts/bundle.js'), folder, ...(maps ? ['--maps'] : [])];
  execFileSync(process.execPath, command, { stdio: 'pipe' });
  return folder;
}

export const removeBundle = (folder: string): void => rmSync(folder, { recursive: true, force: true });
