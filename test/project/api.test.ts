import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiOf, apiText, entries } from './api.ts';
import { newerThanBuild } from './installed.ts';
import { root } from './source.ts';

const snapshot = join(root, 'test/project/api.snap.txt');

describe('the public API', () => {
  it('is what the snapshot holds', () => {
    const missing = [...entries().values()].filter(path => !existsSync(join(root, path)));
    expect(missing, 'dist is not complete: run npm run build').toEqual([]);
    const newer = newerThanBuild();
    const text = apiText(entries());
    if (process.env.CONCORDAT_UPDATE === '1') writeFileSync(snapshot, text);
    const kept = existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : '';
    expect(
      text,
      `the public API differs from test/project/api.snap.txt${newer ? ` (${newer}: run npm run build first)` : ''}; if that is meant, run ` +
        'CONCORDAT_UPDATE=1 npx vitest run test/project/api.test.ts and commit the file',
    ).toBe(kept);
  });
});

describe('the reader of declarations', () => {
  const files: Record<string, string> = {
    'd/index.d.ts': `export { a, b as c } from './x.js';
export * from './y.js';
export * as ns from './z.js';
import { kept } from './y.js';
import type { Far } from 'far';
export { kept as again, type Far };
export { zip } from 'fflate';`,
    'd/x.d.ts': `/** One. @example x */
export declare function a(x: number): string;
/** Two. */
export declare function a(x: string): string;
export declare const b: {
    /** inside */
    one: 1;

    two: '/* not a comment */';
}, other: 2;`,
    'd/y.d.ts': `import type { A } from './x.js';
interface Kept { /** é… */ readonly a: A; }
declare const kept: Kept;
export { kept };
export default kept;
export type Call = (x: A) => A;
export declare const call: Call;`,
    'd/z.d.ts': 'export declare class Q { private x; }\nexport interface I extends Q { }',
  };
  const items = apiOf('d/index.d.ts', path => files[path]);

  it('follows every kind of re-export to the declaration', () => {
    expect(Object.fromEntries(items.map(item => [item.name, item.declaration]))).toEqual({
      Call: 'type Call = (x: A) => A;',
      Far: 'Far of the package far',
      a: 'function a(x: number): string;\nfunction a(x: string): string;',
      again: 'const kept: Kept;',
      c: "const b: {\n    one: 1;\n    two: '/* not a comment */';\n}, other: 2;",
      call: 'const call: Call;',
      kept: 'const kept: Kept;',
      'ns.I': 'interface I extends Q { }',
      'ns.Q': 'class Q { private x; }',
      zip: 'zip of the package fflate',
    });
  });

  it('knows functions and their docstrings', () => {
    expect(items.filter(item => item.isFunction).map(item => item.name)).toEqual(['a', 'call']);
    expect(items.find(item => item.name === 'a')?.documentation).toContain('@example');
  });

  it('reports a name that is not there, and a missing build', () => {
    const read = (path: string) => (path === 'd/i.d.ts' ? "export { nope } from './z.js';" : files[path]);
    expect(() => apiOf('d/i.d.ts', read)).toThrow(
      'd/i.d.ts takes nope from d/z.d.ts, which does not export it',
    );
    expect(() => apiOf('d/none.d.ts', read)).toThrow('there is no d/none.d.ts: run npm run build');
  });
});
