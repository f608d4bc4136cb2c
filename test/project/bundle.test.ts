import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBundle, removeBundle } from '../browser/bundle.ts';
import { entries } from './api.ts';
import { importsOf, readFiles, resolveImport, root } from './source.ts';

const { exports, bin, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const inDist = (path: string): string => posix.normalize(path).replace(/^dist\//, '');

let folder = '';
beforeAll(() => {
  folder = makeBundle();
});
afterAll(() => removeBundle(folder));

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
    const paths = [...Object.values<{ default?: string }>(exports), ...Object.values<string>(bin)]
      .map(each => (typeof each === 'string' ? each : each.default))
      .filter(path => path?.includes('dist/'))
      .map(path => inDist(path!));
    expect(paths.length).toBeGreaterThan(8);
    expect(paths.filter(path => !existsSync(join(folder, path)))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['dist', 'assets']));
  });

  it('is loaded from its root by a browser: no package, nothing of Node, few files', () => {
    const { files: reached, foreign } = reach('index.js');
    expect(foreign).toEqual([]);
    expect(reached.length).toBeLessThanOrEqual(3);
  });

  it('is checked by a reader that sees packages and Node', () => {
    const { foreign } = reach('io/index.js');
    expect(foreign).toContainEqual(expect.stringMatching(/static import of fflate$/));
    expect(foreign).toContainEqual(expect.stringMatching(/dynamic import of node:fs$/));
  });

  it('has no source twice and none of a package', () => {
    const maps = readFiles(posix.relative(root, folder), '.js.map');
    const sources = [...maps].flatMap(([path, text]) =>
      JSON.parse(text).sources.map((source: string) => posix.join(posix.dirname(path), source)),
    );
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((path, index) => sources.indexOf(path) !== index)).toEqual([]);
    expect(sources.filter(path => !/^(src\/|\\0rolldown\/runtime)/.test(path))).toEqual([]);
  });

  it.each([...entries()])('gives Node everything of %s', async (name, types) => {
    const url = pathToFileURL(join(folder, inDist(types).replace(/\.d\.ts$/, '.js'))).href;
    const program = `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(url)})).sort()))`;
    const built = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(JSON.parse(built)).toEqual(Object.keys(await import(name)).sort());
  });
});
