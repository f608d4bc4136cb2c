/**
 * After tsc has written the declarations into dist:
 *
 * - Those that no entry of package.json's exports leads to are taken out.
 * - Names of browsers and Node that not every user's TypeScript knows come from platform.d.ts, which see.
 * - dist/require has declarations for `require('concordat')`, which Node 20.19 can do of ES modules, and which under
 *   `module: node16` must be of CommonJS. They say no type again: what an ES module declares and what is required are the
 *   same, and so are their types.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseSync, Visitor } from 'rolldown/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.values(exports).flatMap(({ types }) => (types ? [inDist(types.default)] : []));

function inDist(path) {
  return posix.relative('dist', posix.normalize(path));
}

/** Statements of a declaration file; paths are relative to dist. */
const parse = path => parseSync(path, readFileSync(join(dist, path), 'utf8')).program;

/** The declarations behind a relative import in `path`. */
const declarationsOf = (path, from) => posix.join(posix.dirname(path), from).replace(/\.[jt]s$/, '.d.ts');

/** How `path` imports `target`, both relative to dist. */
function specifier(path, target) {
  const relative = posix.relative(posix.dirname(path), target.replace(/\.d\.ts$/, '.js'));
  return relative.startsWith('.') ? relative : `./${relative}`;
}

/** Every declaration file that the entries lead to. */
function reachedFiles() {
  const reached = new Set(entries);
  for (const path of reached) {
    const add = ({ source }) => {
      if (source?.value.startsWith('.')) reached.add(declarationsOf(path, source.value));
    };
    new Visitor({
      ImportDeclaration: add,
      ExportNamedDeclaration: add,
      ExportAllDeclaration: add,
      TSImportType: add,
    }).visit(parse(path));
  }
  return reached;
}

/** Takes out all other declarations, and folders that are empty then. */
function prune(reached, folder = '') {
  for (const entry of readdirSync(join(dist, folder), { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) prune(reached, path);
    else if (path.endsWith('.d.ts') && !reached.has(path)) rmSync(join(dist, path));
  }
  if (readdirSync(join(dist, folder)).length === 0) rmSync(join(dist, folder), { recursive: true });
}

const platform = 'platform.d.ts';

/** Imports the names of the platform that a declaration file uses and does not declare. */
function takePlatform(path, names) {
  const used = new Set();
  const add = node => {
    let name = node.typeName ?? node.exprName;
    while (name?.left) name = name.left;
    if (names.includes(name?.name)) used.add(name.name);
  };
  new Visitor({ TSTypeReference: add, TSTypeQuery: add }).visit(parse(path));
  if (used.size === 0) return;
  const line = `import type { ${[...used].sort().join(', ')} } from '${specifier(path, platform)}';\n`;
  writeFileSync(join(dist, path), line + readFileSync(join(dist, path), 'utf8'));
}

const asModule = "with { 'resolution-mode': 'import' }";

/** Writes what `require` gives of the module that `path` declares, whose values are `values`. */
function writeRequired(path, values, reached) {
  const copy = posix.join('require', path);
  const from = `'${specifier(copy, path)}' ${asModule}`;
  const lines = [`import type * as $ from ${from};`, `export type * from ${from};`];
  const { body } = parse(path);
  for (const [name, value] of Object.entries(values)) {
    if (value?.[Symbol.toStringTag] === 'Module') {
      const statement = body.find(
        each => each.type === 'ExportAllDeclaration' && each.exported?.name === name,
      );
      if (!statement)
        throw new Error(`${path} has the namespace ${name}, but not by export * as ${name} from`);
      lines.push(`export * as ${name} from '${statement.source.value}';`);
      writeRequired(declarationsOf(path, statement.source.value), value, reached);
    } else {
      lines.push(`export declare const ${name}: typeof $.${name};`);
      if (/^class\b/.test(Function.prototype.toString.call(value instanceof Function ? value : () => {})))
        lines.push(...typeOfClass(name, copy, reached));
    }
  }
  mkdirSync(dirname(join(dist, copy)), { recursive: true });
  writeFileSync(join(dist, copy), `${lines.join('\n')}\n`);
}

/** The lines that give the class `name` its other half, the type, in the file `copy`. */
function typeOfClass(name, copy, reached) {
  for (const path of reached) {
    const text = readFileSync(join(dist, path), 'utf8');
    const { body } = parse(path);
    const declared = body
      .map(each => each.declaration)
      .find(each => /^Class/.test(each?.type) && each.id.name === name);
    if (!declared) continue;
    const parameters = declared.typeParameters;
    if (!parameters) return [`export type ${name} = $.${name};`];
    const whole = text.slice(parameters.start, parameters.end);
    const imports = body.flatMap(({ type, source, specifiers }) =>
      type !== 'ImportDeclaration'
        ? []
        : specifiers
            .filter(({ local }) => new RegExp(`\\b${local.name}\\b`).test(whole))
            .map(({ local, imported }) => {
              const target = specifier(copy, declarationsOf(path, source.value));
              return `import type { ${imported.name} as ${local.name} } from '${target}' ${asModule};`;
            }),
    );
    const given = parameters.params.map(each => each.name.name).join(', ');
    return [...imports, `export type ${name}${whole} = $.${name}<${given}>;`];
  }
  throw new Error(`the class ${name} is not declared`);
}

const reached = reachedFiles();
prune(reached);
copyFileSync(join(root, 'scripts', platform), join(dist, platform));
const platformNames = parse(platform).body.map(({ declaration }) => declaration.id.name);
for (const path of reached) takePlatform(path, platformNames);
for (const path of entries) {
  const module = pathToFileURL(join(dist, path.replace(/\.d\.ts$/, '.js'))).href;
  writeRequired(path, await import(module), reached);
}
writeFileSync(join(dist, 'require/package.json'), '{ "type": "commonjs" }\n');
