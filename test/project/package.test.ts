/** What a user gets: the package, packed and installed into an empty folder. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entries } from './api.ts';
import { installed } from './installed.ts';
import { root } from './source.ts';

let folder = '';
beforeAll(() => {
  folder = installed();
}, 120_000);

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
const totalOf = (files: readonly string[]) => files.reduce((total, file) => total + statSync(file).size, 0);
const run = (...given: string[]) => execFileSync(process.execPath, given, { cwd: folder, encoding: 'utf8' });
const names = [...entries().keys()];

describe('an installation', () => {
  it('brings at most 7 MB in 8 packages', () => {
    const modules = join(folder, 'node_modules');
    const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'));
    expect(Object.keys(packages).length).toBeLessThanOrEqual(8);
    expect(totalOf(filesIn(modules))).toBeLessThan(7e6);
  });

  it('brings no source maps, no command but its own, and the licences of what is in it', () => {
    const own = join(folder, 'node_modules/concordat');
    expect(filesIn(own).filter(file => file.endsWith('.map'))).toEqual([]);
    expect(readdirSync(join(folder, 'node_modules/.bin')).map(name => name.replace(/\..*$/, ''))).toContain(
      'concordat',
    );
    expect(readdirSync(join(folder, 'node_modules/.bin')).every(name => name.startsWith('concordat'))).toBe(
      true,
    );
    for (const file of ['LICENSE', 'dist/bundled/THIRD-PARTY-LICENSES.txt', 'assets/fonts/OFL.txt'])
      expect(existsSync(join(own, file))).toBe(true);
  });

  it('runs the command, which draws', () => {
    const out = mkdtempSync(join(folder, 'figure-'));
    const command = join(folder, 'node_modules/concordat/dist/cli/main.js');
    const { status, stderr } = spawnSync(
      process.execPath,
      [command, 'compare', '--example', 'halves', '--out', join(out, 'figure.png')],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    expect(statSync(join(out, 'figure.png')).size).toBeGreaterThan(10_000);
    rmSync(out, { recursive: true });
  });
});

describe('import and require', () => {
  it('find every entry, and give one instance of the library', () => {
    const program = `
const names = ${JSON.stringify(names)};
const required = names.map(name => require(name));
Promise.all(names.map(name => import(name))).then(imported => {
  const same = names.filter((_, k) => Object.keys(imported[k]).every(key => imported[k][key] === required[k][key]));
  console.log(JSON.stringify({ same, y: required[0].convolve([1, 2, 3], [1, 0, -1]).toArray() }));
});`;
    const warning = '--disable-warning=ExperimentalWarning';
    expect(JSON.parse(run(warning, '--input-type=commonjs', '-e', program))).toEqual({
      same: names,
      y: [2, 2, -2],
    });
  });
});

describe('types', () => {
  /** Every entry, and uses of its values, classes, generic types and namespaces. */
  const program = `${names.map((name, k) => `import * as module${k} from '${name}';`).join('\n')}
import { type ArrayLike, array, ConcordatError, type ConvolveOptions, convolve, NDArray, zeros } from 'concordat';
import { runPython } from 'concordat/box';
import { comparisonSpecification, renderSvg } from 'concordat/figure';
import { readArray } from 'concordat/io';
import { nn } from 'concordat/torch';
import { type FetchedArray, type RemoteArray, startWorker } from 'concordat/worker';
export const modules = [${names.map((_, k) => `module${k}`).join(', ')}];
const options: ConvolveOptions = { boundary: 'periodic' };
const image: ArrayLike = [[1, 2], [3, 4]];
export const y: NDArray = convolve(image, [[1]], options);
export const z: NDArray<'float32'> = zeros([2], { dtype: 'float32' });
export const x = new NDArray('float32', { data: new Float32Array(2) }, [2]).toArray<number[]>();
export const code = (error: unknown): string => (error instanceof ConcordatError ? error.code : '');
const mode: nn.functional.PadMode = 'circular';
export const padded: NDArray = nn.functional.pad([1, 2], [1, 1], { mode });
const remote = startWorker({ url: 'worker.js' });
export const kept: Promise<RemoteArray> = remote.convolve([1], [1]);
export const further = async (): Promise<FetchedArray> => (await remote.scipy.ndimage.convolve(await kept, [1])).fetch();
export const whole = async (): Promise<NDArray> => array(await further());
export const rises = async (): Promise<RemoteArray> => (await remote.stencil(x => x.offset(1).sub(x)))(await kept);
// @ts-expect-error a handle has no elements
kept.then(y => y.data);
// @ts-expect-error there is no such function
remote.scipy.ndimage.nothing;
export const svg: Promise<string> = renderSvg(comparisonSpecification({ title: '', rows: [] }));
export const read: Promise<NDArray> = readArray('x.npy');
export { runPython };
// @ts-expect-error there is no such boundary
convolve([1], [1], { boundary: 'nowhere' });
// @ts-expect-error its elements are of another type
export const wrong: NDArray<'float64'> = z;
`;
  /** What only those have whose TypeScript knows Node: its own classes are taken. */
  const withNode = `${program}
readArray(new URL('file:///x.npy'));
runPython('', {}, { signal: new AbortController().signal });
startWorker({ url: new URL('file:///x.js') });
`;
  let place = '';
  beforeAll(() => {
    place = mkdtempSync(join(folder, 'types-'));
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  function check(options: object, texts: Readonly<Record<string, string>>): string {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(place, name), text);
    const compilerOptions = {
      ...{ strict: true, noEmit: true, target: 'es2022', lib: ['es2022'], types: [], skipLibCheck: false },
      ...options,
    };
    writeFileSync(
      join(place, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: Object.keys(texts) }),
    );
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    return spawnSync(process.execPath, [compiler, '-p', place], { encoding: 'utf8' }).stdout;
  }

  it.each(['node16', 'node20', 'nodenext'])(
    'resolve from ES modules and from CommonJS under module: %s, with no types but those of the language',
    module => {
      expect(check({ module }, { 'esm.mts': program, 'cjs.cts': program })).toBe('');
    },
  );

  it('resolve for bundlers', () => {
    expect(check({ module: 'esnext', moduleResolution: 'bundler' }, { 'esm.ts': program })).toBe('');
  });

  it('take the classes of Node where they are known', () => {
    const node = {
      module: 'nodenext',
      typeRoots: [join(root, 'node_modules/@types')],
      types: ['node'],
      skipLibCheck: true,
    };
    expect(check(node, { 'esm.mts': withNode, 'cjs.cts': withNode })).toBe('');
  });

  it('are checked by a compiler that finds what is wrong', () => {
    expect(
      check({ module: 'nodenext' }, { 'esm.mts': "import { convolve } from 'concordat'; convolve(1);" }),
    ).toMatch(/TS2554/);
  });
});
