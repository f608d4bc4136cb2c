/** The JavaScript peers: installed beside the benchmarks, with a lockfile of their own, when they are first needed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { benchFolder } from './places.ts';

const require = createRequire(join(benchFolder, 'package.json'));

/** Installs what bench/package-lock.json names, unless it is there. */
export function installPeers(): void {
  const { dependencies } = JSON.parse(readFileSync(join(benchFolder, 'package.json'), 'utf8'));
  if (Object.keys(dependencies).every(name => existsSync(join(benchFolder, 'node_modules', name)))) return;
  console.error('bench: installing the JavaScript libraries to compare with (npm ci --prefix bench)');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['ci', '--prefix', benchFolder, ...flags], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The file that a peer's name stands for. */
export const peerPath = (name: string): string => require.resolve(name);

// biome-ignore lint/suspicious/noExplicitAny: types of the peers are installed with them, which not everybody does.
type Peer = any;

/** Loads a peer in its CommonJS form, as its packages offer it to Node. */
export const loadPeer = (name: string): Peer => require(name);

/** The version that is installed. */
export const peerVersion = (name: string): string =>
  JSON.parse(readFileSync(join(benchFolder, 'node_modules', name, 'package.json'), 'utf8')).version;
