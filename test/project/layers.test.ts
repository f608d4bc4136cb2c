import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Layers, violations } from './layers.ts';
import { readFiles, root } from './source.ts';

const readJson = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const table: Layers = readJson('layers.json');
const { dependencies, devDependencies } = readJson('package.json');
const packages = [...Object.keys(dependencies), ...table.bundled];

describe('the import chain', () => {
  it('holds in every file', () => {
    const files = new Map([...readFiles('src', '.ts'), ...readFiles('lab', '.ts')]);
    expect(files.size).toBeGreaterThan(10);
    expect(violations(files, table, packages)).toEqual([]);
  });

  it('names packages that are bundled, and so are no dependencies of the package', () => {
    expect(table.bundled.filter(name => !(name in devDependencies) || name in dependencies)).toEqual([]);
  });

  it('names every folder once', () => {
    const units = table.layers.flat();
    expect(new Set(units).size).toBe(units.length);
    const known = [...table.membersApart, ...table.node].filter(unit => !units.includes(unit));
    expect(known).toEqual([]);
  });
});

describe('the checker', () => {
  const base = {
    'src/errors.ts': 'export const e = 1;',
    'src/kernels/nest.ts': '',
    'src/boundary/table.ts': '',
    'src/array/ndarray.ts': '',
    'src/array/print.ts': '',
    'src/dialects/scipy/index.ts': '',
    'src/dialects/torch/index.ts': '',
    'src/dialects/shared.ts': '',
    'src/dialects/known-bugs.ts': '',
    'src/index.ts': "export * from './array/ndarray.ts';",
  };
  const planted = (path: string, text: string, more: Record<string, string> = {}) =>
    violations(new Map(Object.entries({ ...base, [path]: text, ...more })), table, ['fflate', '@a/b']);

  it.each([
    ['down', 'src/array/ndarray.ts', "import { e } from '../errors.ts'; import '../kernels/nest.ts';"],
    ['within a folder', 'src/array/ndarray.ts', "import './print.ts';"],
    ['a shared file of the dialects', 'src/dialects/torch/index.ts', "import '../shared.ts';"],
    ['a dependency', 'src/io/zip.ts', "import { unzip } from 'fflate/browser'; import '@a/b';"],
    ['dialects in a table of them', 'src/dialects/known-bugs.ts', "import './torch/index.ts';"],
    ['Node, later', 'src/io/files.ts', "const fs = await import('node:fs');"],
    ['Node, for types', 'src/io/files.ts', "import type { Stats } from 'node:fs';"],
    ['Node, in the command', 'src/cli/main.ts', "import fs from 'node:fs';"],
    ['text that only looks like it', 'src/errors.ts', 'const s = `import "./cli/x.ts"`; // import "fs"'],
    ['the package itself, in the lab', 'lab/main.ts', "import { array } from 'concordat';"],
    ['the entry, above it', 'src/worker/serve.ts', "await import('../index.ts');"],
  ])('allows %s', (_, path, text) => {
    expect(planted(path, text)).toEqual([]);
  });

  it.each([
    ['an upward import', 'src/errors.ts', "import './kernels/nest.ts';", /errors may not import kernels/],
    [
      'an upward type',
      'src/errors.ts',
      "import type { N } from './kernels/nest.ts';",
      /errors may not import kernels/,
    ],
    [
      'an upward type in place',
      'src/errors.ts',
      "let n: import('./kernels/nest.ts').N;",
      /may not import kernels/,
    ],
    [
      'an upward import later',
      'src/errors.ts',
      "await import('./kernels/nest.ts');",
      /may not import kernels/,
    ],
    [
      'an upward re-export',
      'src/errors.ts',
      "export * from './kernels/nest.ts';",
      /errors may not import kernels/,
    ],
    ['a sibling', 'src/kernels/nest.ts', "import '../boundary/table.ts';", /kernels may not import boundary/],
    ['the entry', 'src/array/print.ts', "import '../index.ts';", /imports the package's entry/],
    [
      'another dialect',
      'src/dialects/torch/index.ts',
      "import '../scipy/index.ts';",
      /torch of dialects may not import scipy/,
    ],
    [
      'a dialect in a shared file',
      'src/dialects/shared.ts',
      "import './scipy/index.ts';",
      /may not import scipy/,
    ],
    [
      'a table of dialects in one of them',
      'src/dialects/torch/index.ts',
      "import '../known-bugs.ts';",
      /torch of dialects may not import .*which stands above the folders/,
    ],
    ['an undeclared folder', 'src/misc/x.ts', '', /the folder misc is not in layers\.json/],
    ['Node in a browser', 'src/io/x.ts', "import fs from 'node:fs';", /static import of node:fs/],
    ['Node re-exported', 'src/io/x.ts', "export { sep } from 'node:path';", /static import of node:path/],
    ['Node without its name', 'src/cli/x.ts', "import fs from 'fs/promises';", /write node:fs\/promises/],
    ['a package not declared', 'src/io/x.ts', "import 'fflat';", /neither in package\.json/],
    ['itself by name', 'src/io/x.ts', "import 'concordat';", /neither in package\.json/],
    ['what is not there', 'src/io/x.ts', "import './y.ts';", /there is no file src\/io\/y\.ts/],
    ['what cannot be known', 'src/io/x.ts', 'await import(name);', /not a literal/],
    [
      'itself',
      'src/array/print.ts',
      "import './print.ts';",
      /cycle: src\/array\/print\.ts → src\/array\/print\.ts/,
    ],
  ])('refuses %s', (_, path, text, message) => {
    const found = planted(path, text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it('refuses a cycle of several files', () => {
    const more = {
      'src/array/print.ts': "await import('./c.ts');",
      'src/array/c.ts': "import { type A } from './ndarray.ts';",
    };
    expect(planted('src/array/ndarray.ts', "import './print.ts';", more)).toEqual([
      'cycle: src/array/ndarray.ts → src/array/print.ts → src/array/c.ts → src/array/ndarray.ts',
    ]);
  });

  it('refuses a cycle of types', () => {
    const back = { 'src/array/print.ts': "import type { A } from './ndarray.ts';" };
    expect(planted('src/array/ndarray.ts', "import './print.ts';", back)).toEqual([
      'cycle: src/array/ndarray.ts → src/array/print.ts → src/array/ndarray.ts',
    ]);
  });
});
