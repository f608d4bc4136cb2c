/** The table of docs/browser.md: what an import of the installed package costs a page that a bundler makes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { installed } from './installed.ts';
import { root } from './source.ts';

let folder = '';
beforeAll(() => {
  folder = installed();
}, 120_000);

/** The bytes, minified and compressed, of the first file of a program: what `import()` loads later is not in it. */
async function sizeOf(program: string): Promise<number> {
  const entry = join(folder, 'entry.js');
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    external: /^(node:|@resvg\/)/,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: id => (id === entry ? id : undefined),
        load: id => (id === entry ? program : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ minify: true });
  await bundle.close();
  return gzipSync(output[0].code).length;
}

const text = readFileSync(join(root, 'docs/browser.md'), 'utf8');
const rows = [...text.matchAll(/^\| `(import [^`]*)` \| ([\d.]+) \|$/gm)].map(
  ([, line, kilobytes]) => [line, Number(kilobytes)] as const,
);

describe('what a page pays', () => {
  it('is told of each part of the package', () => {
    expect(rows.length).toBeGreaterThan(10);
  });

  it.each(rows)('%s: %d kB, within 15 %', async (line, kilobytes) => {
    const imported = /import (?:\* as )?\{?(.*?)\}? from/.exec(line)![1];
    const size = await sizeOf(`${line}; globalThis.kept = [${imported}];`);
    expect(size / 1000).toBeLessThan(1.15 * kilobytes);
    expect(size / 1000).toBeGreaterThan(0.85 * kilobytes);
  });
});
