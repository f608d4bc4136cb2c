import { expect, it } from 'vitest';
import { lineAt, parse, readFiles } from './source.ts';

/** The lines of an index file that do more than re-export. */
function extras(path: string, text: string): string[] {
  return parse(path, text)
    .body.filter(node => !(/^Export(Named|All)Declaration$/.test(node.type) && node.source))
    .map(node => `${path}:${lineAt(text, node.start)} does more than re-export`);
}

it('every index.ts only re-exports', () => {
  const files = [...readFiles('src', '.ts')].filter(([path]) => path.endsWith('/index.ts'));
  expect(files.length).toBeGreaterThan(0);
  expect(files.flatMap(([path, text]) => extras(path, text))).toEqual([]);
});

it('sees a planted declaration, import and side effect', () => {
  const text =
    "/** x */\nexport * as a from './a.ts';\nexport const b = 1;\nimport './c.ts';\nexport type { D } from './d.ts';\nrun();";
  expect(extras('i.ts', text)).toEqual([3, 4, 6].map(line => `i.ts:${line} does more than re-export`));
});
