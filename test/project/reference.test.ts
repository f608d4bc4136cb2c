import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newerThanBuild } from './installed.ts';
import { anchorOf, anchorsOf } from './markdown.ts';
import { readDocstring } from './reference/docstring.ts';
import { typesIn } from './reference/names.ts';
import { folder, reference } from './reference/reference.ts';
import { aliasText, membersOf, signatures } from './reference/signature.ts';
import { readFiles, root } from './source.ts';

describe('the reference', () => {
  let made: ReturnType<typeof reference>;
  beforeAll(() => {
    made = reference();
    if (process.env.CONCORDAT_UPDATE !== '1') return;
    rmSync(join(root, folder), { recursive: true, force: true });
    mkdirSync(join(root, folder), { recursive: true });
    for (const [path, text] of made.files) writeFileSync(join(root, path), text);
  });

  it('is what the docstrings say', () => {
    const stale = newerThanBuild();
    expect(
      Object.fromEntries(readFiles(folder, '')),
      `docs/reference differs from the docstrings${stale ? ` (${stale}: run npm run build first)` : ''}; run ` +
        'CONCORDAT_UPDATE=1 npx vitest run test/project/reference.test.ts and commit the folder',
    ).toEqual(Object.fromEntries(made.files));
  });

  it('has every exported name, with words that say what it is', () => {
    expect(made.missing).toEqual([]);
    expect(made.undescribed).toEqual([]);
  });

  it('has a page with a heading, a signature and an example for each function', () => {
    const sections = [...made.files].flatMap(([path, text]) =>
      text
        .split(/^(?=## )/m)
        .slice(1)
        .map(section => ({ path, section })),
    );
    const functions = sections.filter(({ section }) => /^## (?!type )(\S+)\n\n```ts\n\1[<(]/.test(section));
    expect(functions.length).toBeGreaterThan(150);
    const without = functions.filter(
      ({ section }) => !/^```ts\n(?:import .*\n)*?import .*from 'concordat/m.test(section),
    );
    expect(without.map(({ path, section }) => `${path}: ${section.split('\n')[0]}`)).toEqual([]);
  });

  it('has no heading twice on a page, so that every link means one thing', () => {
    for (const [path, text] of made.files) {
      const anchors = anchorsOf(text);
      expect([path, anchors.filter(each => /-\d+$/.test(each))]).toEqual([path, []]);
    }
  });
});

describe('the maker of the reference', () => {
  it('takes a docstring apart', () => {
    const comment =
      '*\n * Adds. More.\n *\n *     a + b\n *\n * @param a one\n *   number\n * @throws never\n * @example\n * add(1);\n ';
    expect(readDocstring(comment)).toEqual({
      text: 'Adds. More.\n\n    a + b',
      params: [{ name: 'a', text: 'one number' }],
      returns: '',
      throws: ['never'],
      examples: ['add(1);'],
    });
  });

  it('writes signatures as people read them', () => {
    const place = { path: 'dist/array/elementary.d.ts', name: 'hypot' };
    expect(signatures(place, 'hypot')).toEqual([
      'hypot(a: ArrayLike, b: ArrayLike, options?: OutOptions): NDArray',
    ]);
    expect(aliasText({ path: 'dist/runtime/settings.d.ts', name: 'Runner' })).toBe(
      "type Runner = 'auto' | 'wasm' | 'interpret'",
    );
  });

  it('writes lists of choices out, and hides what is for the inside', () => {
    const options = membersOf({ path: 'dist/convolution/convolve.d.ts', name: 'ConvolveOptions' })!;
    expect(options.map(each => each.texts[0])).toContain("method?: 'auto' | 'direct' | 'fft'");
    const members = membersOf({ path: 'dist/runtime/storage.d.ts', name: 'Storage' })!;
    expect(members.map(({ name }) => name)).toEqual(expect.arrayContaining(['dispose', 'inHeap']));
    expect(members.filter(({ name }) => /^(survive|memory|place)$/.test(name))).toEqual([]);
  });

  it('finds the types that a declaration names, in other files too', () => {
    const names = typesIn({ path: 'dist/array/elementary.d.ts', name: 'hypot' }).map(({ name }) => name);
    expect(names).toEqual(['ArrayLike', 'OutOptions', 'NDArray']);
  });

  it('knows the anchors of headings', () => {
    expect(anchorOf('Fourier: periodic, and where the `centre` goes')).toBe(
      'fourier-periodic-and-where-the-centre-goes',
    );
    expect(anchorsOf('# A b\n```\n# no\n```\n## A b\n')).toEqual(['a-b', 'a-b-1']);
  });
});
