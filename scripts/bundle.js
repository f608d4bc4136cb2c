/**
 * Bundles the package: `node scripts/bundle.js [FOLDER] [--maps]`, by default dist. Every entry of package.json's exports, and
 * the command, in few files. What the root entry reaches is shared/core.js, and shared/base.js for what the caller's side of
 * a worker has of it, so that a browser or Node fetches three files and not 150. `import 'concordat'` in a new process takes
 * 72 ms instead of 122, of which Node itself is 57; split the way the bundler would by itself it takes 79; the third file costs
 * nothing that can be measured. With short names for local variables it is another 1.5 less; functions, classes and lines
 * stay, so that a stack trace can be read. Of these files bundlers take what a page uses: see `markPure`.
 * What is used of other packages (`bundled` in layers.json) lies in bundled/, with their licences.
 */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { parseSync } from 'rolldown/utils';
import { bundledFile, bundlePackages } from './bundle-packages.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const readJson = path => JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
const { exports, bin } = readJson('package.json');
const { bundled, node: forNode } = readJson('layers.json');
const [folder = `${root}/dist`] = process.argv.slice(2).filter(each => each !== '--maps');
const sourcemap = process.argv.includes('--maps');

/** Modules that are started by their place, not imported by a name. */
const started = ['worker/serve'];
const nameOf = path => path.replace(/^(\.\/)?dist\/(.*)\.js$/, '$2');
const entries = Object.values(exports).flatMap(each => (each.default ? [nameOf(each.default)] : []));
const commands = Object.values(bin).map(nameOf);

/** Takes other packages from bundled/; those that stay dependencies, and Node's modules, stay imports. */
const packages = {
  name: 'bundled packages',
  resolveId(id) {
    if (bundled.includes(id)) return { id: `bundled:${bundledFile(id)}`, external: true };
    return /^(src\/|[./\0])/.test(id) ? undefined : { id, external: true };
  },
  renderChunk(code, { fileName }) {
    const up = '../'.repeat(fileName.split('/').length - 1) || './';
    return code.replaceAll('bundled:bundled/', `${up}bundled/`);
  },
};

/**
 * Wraps what a module does to make a value at its top level, `const x = f(y.z)`, in a function whose call is marked as pure:
 * a bundler then keeps it only with `x`. It would keep the call, and the read of a field, which might do something.
 */
function markPure(text) {
  const edits = [];
  for (const { declaration, ...statement } of parseSync('bundle.js', text).program.body) {
    const { type, declarations } = declaration ?? statement;
    if (type !== 'VariableDeclaration') continue;
    for (const { init } of declarations) if (init && does(init)) edits.push(init);
  }
  for (const { start, end } of edits.reverse())
    text = `${text.slice(0, start)}/* @__PURE__ */ (() => (${text.slice(start, end)}))()${text.slice(end)}`;
  return text;
}

/** Whether an expression, as far as it runs at once, calls, reads a field, spreads, or computes with a name or lists one. */
function does(node, read = false) {
  if (Array.isArray(node)) return node.some(each => does(each, read));
  if (node === null || typeof node !== 'object' || /Function/.test(node.type)) return false;
  if (node.type === 'Identifier') return read;
  if (/^(Call|New|Member|TaggedTemplate)Expression$|^Spread/.test(node.type)) return true;
  const reads = /^(Binary|Array)Expression$/.test(node.type);
  return Object.values(node).some(each => does(each, reads));
}

/** What an entry is made of: every module that it loads. */
async function modulesOf(entry) {
  const bundle = await rolldown({
    cwd: root,
    input: `src/${entry}.ts`,
    plugins: [packages],
    logLevel: 'silent',
  });
  const { output } = await bundle.generate();
  await bundle.close();
  return new Set(output.flatMap(({ moduleIds = [] }) => moduleIds));
}

/** Few files. Shared ones lie one folder deep, as the entries do that look for files of the package beside dist. */
async function bundle() {
  const apart = /[\\/]src[\\/]((io|figure|box|cli|worker)[\\/]|(.*[\\/])?index\.ts$)/;
  const client = await modulesOf('worker/index');
  const names = [...entries, ...commands, ...started];
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(names.map(name => [name, `src/${name}.ts`])),
    plugins: [packages],
    platform: 'neutral',
    transform: { target: 'es2023' },
  });
  const { output } = await bundle.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/[name].js',
    minifyInternalExports: false,
    comments: false,
    sourcemap,
    minify: {
      codegen: { removeWhitespace: false },
      compress: { keepNames: { function: true, class: true } },
      mangle: { keepNames: true },
    },
    codeSplitting: {
      groups: [
        { name: 'base', test: id => client.has(id) && !apart.test(id), priority: 1 },
        { name: 'core', test: id => !apart.test(id) },
      ],
    },
  });
  for (const { type, fileName } of output) if (type === 'chunk') finish(join(folder, fileName));
  for (const command of commands) chmodSync(join(folder, `${command}.js`), 0o755);
}

/**
 * Marks what may be left out, and makes the text ASCII: V8 holds such a text in one byte a character, and a process that
 * loads it is done about a millisecond sooner (medians of 60: 115.4 and 113.9). Only strings of the sources have other
 * characters.
 */
function finish(path) {
  const text = readFileSync(path, 'utf8');
  const code = character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(path, markPure(text).replace(/[^\0-\x7f]/g, code));
}

const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter(entry => entry.name.endsWith('.ts'))
  .map(entry => join(entry.parentPath, entry.name))
  .map(path => [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]);
await bundlePackages({ names: bundled, sources, forNode, folder });
await bundle();
