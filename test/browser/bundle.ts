/** Bundles the library as it is now, so that a test never runs against an old build. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, madeOnce } from '../project/made-once.ts';
import { readFiles, root } from '../project/source.ts';

/**
 * The folder of the bundle, in build/, where Node still finds the packages. Its files have maps, which no user gets and
 * which say what they are made of.
 */
export function makeBundle(): string {
  const files = ['package.json', 'package-lock.json', 'layers.json'].map(path =>
    readFileSync(join(root, path)),
  );
  const sources = [...readFiles('src', '.ts'), ...readFiles('scripts', '.js')].flat();
  return madeOnce('bundle', digestOf([...files, ...sources]), folder => {
    const command = [join(root, 'scripts/bundle.js'), folder, '--maps'];
    execFileSync(process.execPath, command, { stdio: 'pipe' });
  });
}
