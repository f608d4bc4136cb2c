/**
 * After tsc has written the declarations into dist: takes out those that no entry of package.json's exports leads to, and
 * copies the rest into dist/require, a folder whose package.json says that they are of CommonJS modules. There
 * `module: node16` finds what `require('concordat')` gives, which Node 20.19 can do of ES modules.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'rolldown/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The declarations that those at `path` import. */
function importsOf(path) {
  const found = [];
  const add = ({ source }) => source && found.push(source.value);
  new Visitor({
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
    TSImportType: add,
  }).visit(parseSync(path, readFileSync(path, 'utf8')).program);
  return found
    .filter(from => from.startsWith('.'))
    .map(from => join(dirname(path), from).replace(/\.[jt]s$/, '.d.ts'));
}

const reached = new Set(
  Object.values(exports).flatMap(({ types }) => (types ? [join(root, types.default)] : [])),
);
for (const path of reached) for (const next of importsOf(path)) reached.add(next);

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (path.endsWith('.d.ts') && !reached.has(path)) rmSync(path);
}
for (const path of reached) {
  const copy = join(dist, 'require', relative(dist, path));
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(path, copy);
}
writeFileSync(join(dist, 'require/package.json'), '{ "type": "commonjs" }\n');
for (const folder of readdirSync(dist, { recursive: true }).sort().reverse()) {
  const path = join(dist, folder);
  if (existsSync(path) && !/\.\w+$/.test(path) && readdirSync(path).length === 0)
    rmSync(path, { recursive: true });
}
