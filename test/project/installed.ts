/** The package as a user has it: packed, and installed by npm into a folder that holds nothing else. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf, madeOnce } from './made-once.ts';
import { readFiles, root } from './source.ts';

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A source that is newer than the build; undefined when the build is as new as everything that it is made of. */
export function newerThanBuild(): string | undefined {
  const built = join(root, 'dist/index.d.ts');
  if (!existsSync(built)) return 'dist is missing';
  const time = statSync(built).mtimeMs;
  const newer = [...readFiles('src', '.ts').keys()].find(path => statSync(join(root, path)).mtimeMs > time);
  return newer && `${newer} is newer than dist`;
}

/**
 * The folder where the package, as it was built last, is installed: node_modules/concordat, what it depends on, and
 * node_modules/.bin/concordat. It lies outside of the project, whose own node_modules nothing in it can see. Made once for
 * all tests and not to be written to: a test that needs files of its own makes a folder inside, by `mkdtempSync`, and
 * removes it.
 */
export function installed(): string {
  const problem = newerThanBuild();
  if (problem) throw new Error(`${problem}: run npm run build before tests of the installed package`);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const shipped = [...manifest.files, 'package.json', 'package-lock.json'].flatMap((path: string) =>
    statSync(join(root, path)).isDirectory()
      ? [...readFiles(path, '')].flat()
      : [path, readFileSync(join(root, path), 'utf8')],
  );
  const parent = join(tmpdir(), `concordat-tests-${process.getuid?.() ?? 'user'}`);
  return madeOnce('installed', digestOf(shipped), folder => install(folder, manifest), parent);
}

const npm = (folder: string, ...given: string[]) =>
  execFileSync('npm', given, {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
    shell: process.platform === 'win32',
  });

/** Packs and installs. The lock file takes what npm has in its cache since `npm ci`, so that no registry is asked. */
function install(folder: string, manifest: Locked & { name: string; version: string }): void {
  npm(root, 'pack', '--silent', '--ignore-scripts', '--pack-destination', folder);
  const tarball = readdirSync(folder).find(name => name.endsWith('.tgz'));
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const locked: Record<string, Locked> = {};
  const add = (needed: Locked): void => {
    for (const name of Object.keys({ ...needed.dependencies, ...needed.optionalDependencies })) {
      const place = `node_modules/${name}`;
      if (locked[place]) continue;
      locked[place] = packages[place];
      add(packages[place]);
    }
  };
  add(manifest);
  const user = {
    name: 'user',
    version: '1.0.0',
    private: true,
    dependencies: { concordat: `file:${tarball}` },
  };
  const write = (name: string, value: object) =>
    writeFileSync(join(folder, name), JSON.stringify(value, null, 2));
  write('package.json', user);
  write('package-lock.json', {
    ...{ name: user.name, version: user.version, lockfileVersion: 3, requires: true },
    packages: { '': user, ...locked },
  });
  npm(folder, 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund');
}
