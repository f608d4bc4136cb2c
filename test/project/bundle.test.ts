import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeJpeg } from '../../src/io/index.ts';
import { makeBundle } from '../browser/bundle.ts';
import { picture } from '../browser/picture.ts';
import { entries } from './api.ts';
import { importsOf, readFiles, resolveImport, root } from './source.ts';

const readJson = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const { exports, bin, files, dependencies } = readJson('package.json');
const { bundled } = readJson('layers.json');
const inDist = (path: string): string => posix.normalize(path).replace(/^dist\//, '');

let folder = '';
beforeAll(() => {
  folder = makeBundle();
}, 60_000);

const textOf = (path: string): string => readFileSync(join(folder, path), 'utf8');

/** The files that a module of the bundle loads, itself first, and every import that is not one of them. */
function reach(start: string): { files: string[]; foreign: string[] } {
  const [found, foreign] = [[start], [] as string[]];
  for (const path of found)
    for (const { kind, from } of importsOf(path, textOf(path))) {
      const target = from?.startsWith('.') ? resolveImport(path, from) : undefined;
      if (target === undefined) foreign.push(`${path}: ${kind} import of ${from}`);
      else if (!found.includes(target)) found.push(target);
    }
  return { files: found, foreign };
}

describe('the bundle', () => {
  it('has every entry and the command of package.json, and ships them', () => {
    const targets = Object.values<{ default?: string }>(exports).map(each => each.default);
    const paths = [...targets, ...Object.values<string>(bin)].flatMap(path => (path ? [inDist(path)] : []));
    expect(paths.length).toBeGreaterThan(8);
    expect(paths.filter(path => !existsSync(join(folder, path)))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['dist', 'assets']));
  });

  it('is loaded from its root by a browser: no package, nothing of Node, few files', () => {
    const { files: reached, foreign } = reach('index.js');
    expect(foreign).toEqual([]);
    expect(reached).toEqual(['index.js', 'shared/core.js', 'shared/base.js']);
  });

  it('has a side of workers for the page that loads nothing that computes', () => {
    const { files: reached, foreign } = reach('worker/index.js');
    expect(foreign).toEqual([]);
    expect(reached).toContain('shared/base.js');
    expect(reached).not.toContain('shared/core.js');
    expect(reached.reduce((sum, path) => sum + textOf(path).length, 0)).toBeLessThan(35_000);
  });

  it('has no package in files of arrays and pictures, and of Node nothing that a browser must load', () => {
    const { files: reached, foreign } = reach('io/index.js');
    expect(reached).toContainEqual(expect.stringMatching(/^bundled\/fflate.js$/));
    expect(foreign.filter(each => !/: dynamic import of node:/.test(each))).toEqual([]);
    expect(foreign).toContainEqual(expect.stringMatching(/dynamic import of node:fs$/));
  });

  it('imports only packages that are installed with it', () => {
    const { foreign } = reach('figure/index.js');
    const packages = foreign
      .map(each => / of (.*)$/.exec(each)?.[1])
      .filter(from => !from?.startsWith('node:'));
    expect([...new Set(packages)]).toEqual(Object.keys(dependencies));
  });

  it('has no source twice and none of a package', () => {
    const maps = [...readFiles(posix.relative(root, folder), '.js.map')];
    const sources = maps.flatMap(([path, text]) =>
      JSON.parse(text).sources.map((source: string) => posix.join(posix.dirname(path), source)),
    );
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((path, index) => sources.indexOf(path) !== index)).toEqual([]);
    expect(sources.filter(path => !/^(src\/|\0rolldown\/runtime)/.test(path))).toEqual([]);
  });

  it('says under which licence each package is that something of is in it', () => {
    const text = textOf('bundled/THIRD-PARTY-LICENSES.txt');
    for (const name of [...bundled, 'vega-scenegraph', 'd3-scale'])
      expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w-]+\\)$`, 'm'));
    const parts = text.split(/^-{80}$/m).slice(1);
    expect(parts.filter(part => !/copyright/i.test(part))).toEqual([]);
  });

  it('writes JPEG where there is no Buffer, byte by byte as with one', () => {
    const program = `
delete globalThis.Buffer;
const { encodeJpeg } = await import(process.argv[1]);
const picture = ${JSON.stringify({ shape: picture.shape, data: [...picture.data] })};
console.log(JSON.stringify([...encodeJpeg({ ...picture, data: Uint8Array.from(picture.data) })]));`;
    const url = pathToFileURL(join(folder, 'io/index.js')).href;
    const written = execFileSync(process.execPath, ['--input-type=module', '-e', program, url], {
      encoding: 'utf8',
    });
    expect(JSON.parse(written)).toEqual([...encodeJpeg(picture)]);
  });

  it('gives Node everything', async () => {
    const urls = [...entries()].map(([name, types]) => {
      const path = inDist(types).replace(/\.d\.ts$/, '.js');
      return [name, pathToFileURL(join(folder, path)).href];
    });
    const program = `
const names = ${JSON.stringify(urls)}.map(async ([name, url]) => [name, Object.keys(await import(url)).sort()]);
console.log(JSON.stringify(await Promise.all(names)));`;
    const built = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    for (const [name, names] of JSON.parse(built))
      expect(names).toEqual(Object.keys(await import(name)).sort());
  });
});
